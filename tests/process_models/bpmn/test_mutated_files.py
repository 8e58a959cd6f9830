"""Files with random damage: refused or read, never a crash."""

import random
from pathlib import Path

import pytest

from process_models.bpmn.reader import read
from process_models.bpmn.source import UnreadableModel
from process_models.bpmn.writer import write
from process_models.elements import (
    Activity,
    ActivityKind,
)
from tests.builders import process

REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "bpmn-miwg-reference"
SMALL = [path for path in sorted(REFERENCE.glob("*.bpmn")) if path.stat().st_size < 60_000]
WORDS = [b"id", b"sourceRef", b"targetRef", b"attachedToRef", b"default", b"task", b"startEvent", b"name", b"Gateway"]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file after one to five accidents."""
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data))
        match chance.randrange(6):
            case 0:
                data = data[:at] + data[at + chance.randint(1, 40) :]
            case 1:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 2:
                data = data[: at + 1] + data[max(0, at - 60) :]
            case 3:
                data = data.replace(chance.choice(WORDS), chance.choice(WORDS), chance.randint(1, 3))
            case 4:
                lines = data.splitlines(keepends=True)
                chance.shuffle(lines) if chance.random() < 0.1 else lines.pop(chance.randrange(len(lines)))
                data = b"".join(lines)
            case _:
                lines = data.splitlines(keepends=True)
                line = chance.randrange(len(lines))
                data = b"".join([*lines[: line + 1], *lines[max(0, line - 3) :]])
    return data or b" "


def survives(data: bytes) -> bool:
    """Whether it can be read; if so, also what is read can be written and read again."""
    try:
        reading = read(data, name="damaged.bpmn")
    except UnreadableModel:
        return False
    model = reading.collaboration
    assert model.outgoing is not None
    assert model.process_of is not None
    assert model.lane_of is not None
    again = read(write(model, reading.diagram), name="again.bpmn").collaboration
    assert [node.id for node in again.nodes] == [node.id for node in model.nodes]
    assert len(again.flows) == len(model.flows)
    return True


@pytest.mark.skipif(not SMALL, reason="the reference models are not beside the project (../shared/data)")
@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_damaged_reference_models_are_refused_or_read(path: Path) -> None:
    chance = random.Random(path.stem)
    original = path.read_bytes()

    outcomes = [survives(damaged(original, chance)) for _ in range(25)]

    assert len(outcomes) == 25


def test_damage_within_attributes_is_mostly_read() -> None:
    model = process("start:go -> xor:split -[x > 1]-> work -> end:over", "split -[default]-> over")
    original = write(model)
    chance = random.Random(7)
    swapped = [
        original.replace(chance.choice(WORDS[:6]) + b"=", chance.choice(WORDS[:6]) + b"X=", 1) for _ in range(50)
    ]

    assert all(survives(data) for data in swapped)


def test_a_sub_process_in_itself_by_id_is_read() -> None:
    data = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="a"><subProcess id="a">'
        b'<subProcess id="a"><task id="a"/></subProcess></subProcess></process></definitions>'
    )

    assert survives(data)
    nodes = read(data).collaboration.nodes
    assert [node.id for node in nodes] == ["a@2", "a@3", "a@4"]
    assert [node.kind for node in nodes if isinstance(node, Activity)][-1] is ActivityKind.TASK


def test_the_same_id_twenty_thousand_times_is_read() -> None:
    tasks = b'<task id="t"/>' * 20_000
    data = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">%s</process></definitions>'
    )

    nodes = read(data % tasks).collaboration.nodes

    assert len({node.id for node in nodes}) == 20_000
