from collections.abc import Mapping

from process_models.addresses import ElementId, ProcessId
from process_models.collaboration import Collaboration, Pool, Process
from process_models.diagram.geometry import Bounds, Diagram, Edge, Point, Shape
from process_models.diagram.quality import Quality, measure
from tests.builders import process

MODEL = process("a -(f)-> b", "c -(g)-> d")
FINE = {
    "a": Bounds(0, 0, 100, 80),
    "b": Bounds(200, 0, 100, 80),
    "c": Bounds(0, 200, 100, 80),
    "d": Bounds(200, 200, 100, 80),
}


def diagram(boxes: Mapping[str, Bounds], ways: Mapping[str, tuple[Point, ...]]) -> Diagram:
    return Diagram(
        tuple(Shape(ElementId(element), bounds) for element, bounds in boxes.items()),
        tuple(Edge(ElementId(element), points) for element, points in ways.items()),
    )


STRAIGHT = {"f": ((100.0, 40.0), (200.0, 40.0)), "g": ((100.0, 240.0), (200.0, 240.0))}


def test_a_diagram_without_faults_counts_none() -> None:
    assert measure(MODEL, diagram(FINE, STRAIGHT)) == Quality(
        overlaps=0, crossings=0, backward_flows=0, through_nodes=0, unplaced=0
    )


def test_two_tasks_on_one_place_overlap() -> None:
    assert measure(MODEL, diagram({**FINE, "c": FINE["a"]}, STRAIGHT)).overlaps == 1


def test_a_boundary_event_may_lie_on_its_activity_and_on_no_other() -> None:
    model = process("a", "b", "boundary:late@a")
    boxes = {"a": Bounds(0, 0, 100, 80), "b": Bounds(200, 0, 100, 80)}

    assert measure(model, diagram({**boxes, "late": Bounds(40, 62, 36, 36)}, {})).overlaps == 0
    assert measure(model, diagram({**boxes, "late": Bounds(240, 62, 36, 36)}, {})).overlaps == 1


def test_a_node_outside_its_pool_is_a_fault() -> None:
    model = process("a")
    model = Collaboration(
        id="c",
        processes=(Process(id=ProcessId("p")),),
        pools=(Pool(id=ElementId("pool"), process=ProcessId("p")),),
        nodes=model.nodes,
    )
    boxes = {"pool": Bounds(0, 0, 300, 100), "a": Bounds(400, 10, 100, 80)}

    assert measure(model, diagram(boxes, {})).overlaps == 1


def test_ways_that_cross_are_counted_once_per_crossing() -> None:
    crossing = {"f": ((100.0, 40.0), (150.0, 40.0), (150.0, 300.0)), "g": STRAIGHT["g"]}

    assert measure(MODEL, diagram(FINE, crossing)).crossings == 1


def test_ways_on_top_of_each_other_cross_unless_they_share_an_end() -> None:
    model = process("a -(f)-> b", "c -(g)-> d", "c -(h)-> b")
    on_top = {"f": ((100.0, 40.0), (200.0, 40.0)), "g": ((120.0, 40.0), (180.0, 40.0))}
    merging = {"f": ((100.0, 40.0), (200.0, 40.0)), "h": ((120.0, 40.0), (180.0, 40.0))}

    assert measure(model, diagram(FINE, on_top)).crossings == 1
    assert measure(model, diagram(FINE, merging)).crossings == 0


def test_ways_that_only_touch_do_not_cross() -> None:
    touching = {"f": ((100.0, 40.0), (150.0, 40.0), (150.0, 240.0)), "g": ((150.0, 240.0), (200.0, 240.0))}

    assert measure(MODEL, diagram(FINE, touching)).crossings == 0


def test_a_flow_to_the_left_leads_back() -> None:
    assert measure(MODEL, diagram({**FINE, "a": FINE["b"], "b": FINE["a"]}, STRAIGHT)).backward_flows == 1


def test_a_way_through_a_third_node_is_counted_and_its_own_ends_are_not() -> None:
    through = {"f": ((50.0, 80.0), (50.0, 300.0)), "g": STRAIGHT["g"]}

    assert measure(MODEL, diagram(FINE, through)).through_nodes == 1


def test_what_has_no_place_is_counted() -> None:
    boxes = {element: bounds for element, bounds in FINE.items() if element != "a"}

    assert measure(MODEL, diagram(boxes, {"g": STRAIGHT["g"]})).unplaced == 2
