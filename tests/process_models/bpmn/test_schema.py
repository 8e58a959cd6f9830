"""Written files are valid by the schema of BPMN 2.0, as a workflow engine among the test tools brings it along."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from process_models.addresses import ElementId
from process_models.authoring.compact import read_compact
from process_models.bpmn.reader import read
from process_models.bpmn.writer import write
from process_models.diagram.layout import lay_out
from process_models.elements import (
    Activity,
    ActivityKind,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    SequenceFlow,
)
from tests.builders import process

SCHEMA = etree.XMLSchema(etree.parse(str(files("SpiffWorkflow") / "bpmn/parser/schema/BPMN20.xsd")))
REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "bpmn-miwg-reference"
FILES = sorted(REFERENCE.glob("*.bpmn"))
LIBRARY = sorted((Path(str(files("process_models"))) / "library").rglob("*.process.yaml"))


def complaints(document: bytes) -> list[str]:
    """What the schema objects to."""
    SCHEMA.validate(etree.fromstring(document))
    return str(SCHEMA.error_log).splitlines()


@pytest.mark.skipif(not FILES, reason="the reference models are not beside the project (../shared/data)")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_reference_models_are_valid_written_anew_and_written_back(path: Path) -> None:
    reading = read(path)
    model = reading.collaboration
    scope = model.nodes[0].scope
    task = Activity(id=ElementId("Activity_New"), kind=ActivityKind.SEND_TASK, scope=scope, name="New")
    end = Event(
        id=ElementId("End_New"),
        position=EventPosition.END,
        scope=scope,
        definitions=(EventDefinition(kind=EventKind.ERROR, reference="E1"),),
    )
    flow = SequenceFlow(id=ElementId("Flow_New"), source=task.id, target=end.id, scope=scope)
    more = replace(model, nodes=(*model.nodes, task, end), flows=(*model.flows, flow))

    assert complaints(write(model, reading.diagram)) == []
    if not complaints(reading.document):
        assert complaints(write(more, document=reading.document)) == []


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name.partition(".")[0])
def test_models_of_the_library_are_valid(path: Path) -> None:
    model = read_compact(path)

    assert complaints(write(model, lay_out(model))) == []


def test_every_kind_of_node_is_valid() -> None:
    model = process(
        "start:go {message m} -> user:a -> xor:b -[x > 1]-> service:c -> send:d {message m} -> end:e {signal s}",
        "b -[default]-> receive:f {message n} -> rule:g -> sub:h -> transaction:i -> call:j {calls other} -> or:k",
        "k -[y = 1]-> complex:l -> event:m -> catch:n {timer PT1H} -> throw:o {escalation x} -> end:p {terminate}",
        "k -[y = 2]-> throw:q {link there}",
        "catch:r {link there} -> end:s {error E}",
        "boundary:t@a {timer P3D} {non-interrupting} -> end:u {compensate}",
        "boundary:v@c {conditional z > 1} -> end:w",
        "boundary:x@i {cancel} -> w",
        "start:h/y -> h/z",
        "sub:aa {triggered by event}",
        "start:aa/bb {error E} -> end:aa/cc",
        name="process",
    )
    ids = {element.id: f"n{number}" for number, element in enumerate((*model.nodes, *model.flows))}
    text = write(model)
    for element_id, new in sorted(ids.items(), key=lambda pair: -len(pair[0])):
        escaped = element_id.replace(">", "&gt;")
        text = text.replace(f'"{escaped}"'.encode(), f'"{new}"'.encode())
        text = text.replace(f">{escaped}<".encode(), f">{new}<".encode())

    assert complaints(text) == []
