import re
from itertools import product

import pytest
from hypothesis import given, settings
from lxml import etree

from process_models.addresses import ElementId, ProcessId
from process_models.collaboration import Collaboration, Lane, MessageFlow, Pool, Process
from process_models.diagram.drawing import draw
from process_models.diagram.geometry import Bounds, Diagram, Shape
from process_models.diagram.layout import lay_out
from process_models.diagram.paint import Paint
from process_models.elements import (
    Activity,
    ActivityKind,
    Annotation,
    DataElement,
    DataKind,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
    Loop,
)
from tests.builders import process
from tests.process_models.diagram.generated import collaborations

SVG = "{http://www.w3.org/2000/svg}"
P = ElementId("p")


def drawn(model: Collaboration, **options: object) -> etree._Element:
    language, paint = options.get("language", "en"), options.get("paint")
    assert isinstance(language, str)
    assert paint is None or isinstance(paint, Paint)
    return etree.fromstring(draw(model, lay_out(model), language=language, paint=paint).encode())


def alone(node: FlowNode | DataElement) -> Collaboration:
    data = (node,) if isinstance(node, DataElement) else ()
    nodes = () if isinstance(node, DataElement) else (node,)
    return Collaboration(id="c", processes=(Process(id=ProcessId("p")),), nodes=nodes, data=data)


def figure(model: Collaboration, element: str) -> str:
    """How an element is drawn, as markup, without its texts."""
    found = drawn(model).find(f".//*[@data-element='{element}']")
    assert found is not None
    return "".join(
        str(etree.tostring(part, encoding="unicode")) for part in found if part.tag not in (SVG + "title", SVG + "text")
    )


def words(svg: etree._Element) -> str:
    return " ".join("".join(map(str, text.itertext())) for text in svg.iter(SVG + "text"))


def test_every_node_is_a_link_with_a_title_of_its_kind_and_name() -> None:
    svg = drawn(process("start:go -> user:check order -> end:done"))

    links = {link.get("href"): link.get("aria-label") for link in svg.iter(SVG + "a")}
    assert links == {
        "#go": "Start event: go",
        "#check%20order": "User task: check order",
        "#done": "End event: done",
    }


def test_titles_and_labels_are_in_the_language_asked_for() -> None:
    labels = Annotation(labels={"de": "Auftrag prüfen", "en": "Check order"})
    task = Activity(id=ElementId("t"), kind=ActivityKind.USER_TASK, scope=P, name="?", annotation=labels)

    german, english = drawn(alone(task), language="de"), drawn(alone(task), language="en")

    assert [link.get("aria-label") for link in german.iter(SVG + "a")] == ["Benutzeraufgabe: Auftrag prüfen"]
    assert "Check order" in words(english)


def test_hostile_names_stay_text() -> None:
    name = '</title><script>alert("x")</script>&\x00\x0b'
    task = Activity(id=ElementId('a"><b'), kind=ActivityKind.TASK, scope=P, name=name)

    svg = drawn(alone(task))

    assert not list(svg.iter(SVG + "script"))
    assert [link.get("data-element") for link in svg.iter(SVG + "a")] == ['a"><b']
    (title,) = (title for link in svg.iter(SVG + "a") for title in link.iter(SVG + "title"))
    assert title.text == 'Task: </title><script>alert("x")</script>&'


def test_the_picture_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    svg = drawn(process("start:go -> xor:ok -> end:done"))

    tags = {etree.QName(element).localname for element in svg.iter() if isinstance(element.tag, str)}
    assert tags <= {"svg", "title", "style", "rect", "path", "circle", "g", "a", "text", "tspan"}
    assert len(list(svg.iter(SVG + "style"))) == 1
    attributes = {(str(name), str(value)) for element in svg.iter() for name, value in element.attrib.items()}
    assert not any(name.startswith("on") or name == "style" for name, _ in attributes)
    assert not any("url(" in value or "//" in value for _, value in attributes)


def test_the_view_holds_everything() -> None:
    model = process("start:go -> check -> end:done")
    x, y, width, height = map(float, str(drawn(model).get("viewBox")).split())

    assert Bounds(x, y, width, height).contains(lay_out(model).bounds)


def test_an_empty_model_is_an_empty_picture() -> None:
    assert not list(drawn(Collaboration(id="empty")).iter(SVG + "a"))


def test_what_has_no_place_is_not_drawn() -> None:
    model = process("a -> b")
    diagram = Diagram((Shape(ElementId("a"), Bounds(0, 0, 100, 80)),))

    svg = etree.fromstring(draw(model, diagram).encode())

    assert [link.get("data-element") for link in svg.iter(SVG + "a")] == ["a"]


def test_a_painted_element_says_so_in_words_pattern_and_mark() -> None:
    model = process("a -> b")
    svg = drawn(model, paint=Paint(styles={"a": "not-covered"}))

    link = svg.find(f".//{SVG}a[@data-element='a']")
    assert link is not None
    assert link.get("aria-label") == "Task: a (not covered)"
    assert link.find(f"{SVG}rect[@stroke-dasharray='7 4']") is not None
    assert link.find(f".//{SVG}circle[@class='md-badge']") is not None
    assert "not covered" in words(svg)


def test_an_unpainted_picture_has_no_legend_and_no_marks() -> None:
    svg = drawn(process("a -> b"))

    assert svg.find(f".//{SVG}circle[@class='md-badge']") is None
    assert words(svg) == "a b"


def test_a_painted_flow_carries_the_mark_on_its_line() -> None:
    svg = drawn(process("a -(f)-> b"), paint=Paint(styles={"f": "infeasible"}))

    group = svg.find(f".//{SVG}g[@data-element='f']")
    assert group is not None
    assert group.findtext(SVG + "title") == "Sequence flow: a → b (infeasible)"
    assert group.find(f".//{SVG}circle[@class='md-badge']") is not None


def test_the_order_on_a_path_is_written_at_each_element() -> None:
    svg = drawn(process("a -> b"), paint=Paint(numbers={"a": 1, "b": 12}))

    numbers = [text.text for text in svg.iter(SVG + "text") if text.get("class") == "md-number-text"]
    assert sorted(filter(None, numbers)) == ["1", "12"]


def test_pools_lanes_and_message_flows_are_drawn_with_their_names() -> None:
    nodes = process("start:go -> send:order -> end:done")
    lane = Lane(id=ElementId("lane"), name="Verkauf", nodes=tuple(node.id for node in nodes.nodes))
    model = Collaboration(
        id="c",
        processes=(Process(id=ProcessId("p"), lanes=(lane,)),),
        pools=(Pool(id=ElementId("us"), name="Händler", process=ProcessId("p")), Pool(id=ElementId("b"), name="Bank")),
        nodes=nodes.nodes,
        flows=nodes.flows,
        message_flows=(
            MessageFlow(id=ElementId("m"), source=ElementId("order"), target=ElementId("b"), name="Antrag"),
        ),
    )

    svg = drawn(model)

    assert {"Händler", "Verkauf", "Bank", "Antrag"} <= set(words(svg).split())
    message = svg.find(f".//{SVG}g[@data-element='m']")
    assert message is not None
    assert message.findtext(SVG + "title") == "Message flow: order → Bank: Antrag"


def test_a_default_flow_carries_a_slash_and_other_flows_do_not() -> None:
    svg = drawn(process("xor:g -(f)[default]-> a", "g -(h)-> b"))

    pieces = {flow: len(list(svg.iterfind(f".//{SVG}g[@data-element='{flow}']/{SVG}path"))) for flow in ("f", "h")}
    assert pieces == {"f": 3, "h": 2}


@pytest.mark.parametrize("pair", [*product(list(GatewayKind), repeat=2)], ids=lambda pair: "-".join(pair))
def test_gateways_of_two_kinds_look_different(pair: tuple[GatewayKind, GatewayKind]) -> None:
    looks = {figure(alone(Gateway(id=ElementId("g"), kind=kind, scope=P)), "g") for kind in pair}

    assert len(looks) == len(set(pair))


def test_all_kinds_of_events_look_different() -> None:
    events = [
        Event(id=ElementId("e"), position=position, scope=P, definitions=(EventDefinition(kind=kind),))
        for position, kind in product((EventPosition.CATCH, EventPosition.END), EventKind)
    ]
    events.append(Event(id=ElementId("e"), position=EventPosition.START, scope=P))

    assert len({figure(alone(event), "e") for event in events}) == len(events)


def test_all_kinds_of_activities_but_closed_sub_processes_look_different() -> None:
    kinds = list(ActivityKind)

    looks = {figure(alone(Activity(id=ElementId("a"), kind=kind, scope=P)), "a") for kind in kinds}

    assert len(looks) == len(kinds)


def test_loop_markers_look_different() -> None:
    loops = [None, Loop(multi_instance=False), Loop(multi_instance=True), Loop(multi_instance=True, sequential=False)]

    looks = {
        figure(alone(Activity(id=ElementId("a"), kind=ActivityKind.TASK, scope=P, loop=loop)), "a") for loop in loops
    }

    assert len(looks) == len(loops)


def test_all_kinds_of_data_look_different() -> None:
    looks = {figure(alone(DataElement(id=ElementId("d"), kind=kind, scope=P)), "d") for kind in DataKind}

    assert len(looks) == len(DataKind)


def test_a_data_objects_state_stands_in_its_label() -> None:
    data = DataElement(id=ElementId("d"), kind=DataKind.OBJECT, scope=P, name="Auftrag", state="bestätigt")

    assert "[bestätigt]" in words(drawn(alone(data)))


@settings(max_examples=40)
@given(collaborations())
def test_every_model_gives_well_formed_svg_with_every_node(model: Collaboration) -> None:
    text = draw(model, lay_out(model))

    svg = etree.fromstring(text.encode())
    linked = [link.get("data-element") for link in svg.iter(SVG + "a")]
    assert sorted(map(str, linked)) == sorted(element.id for element in (*model.nodes, *model.data))
    assert not re.search(r"\bnan\b|\binf\b", text)
    assert text == draw(model, lay_out(model))
