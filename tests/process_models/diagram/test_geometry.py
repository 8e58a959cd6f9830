from process_models.addresses import ElementId
from process_models.diagram.geometry import Bounds, Diagram, Edge, Shape, around


def test_rectangles_that_only_touch_do_not_overlap() -> None:
    assert not Bounds(0, 0, 10, 10).overlaps(Bounds(10, 0, 10, 10))
    assert Bounds(0, 0, 10, 10).overlaps(Bounds(9, 9, 10, 10))


def test_a_margin_keeps_rectangles_apart() -> None:
    assert Bounds(0, 0, 10, 10).overlaps(Bounds(15, 0, 10, 10), margin=6)
    assert not Bounds(0, 0, 10, 10).overlaps(Bounds(15, 0, 10, 10), margin=5)


def test_a_rectangle_contains_itself_but_nothing_that_sticks_out() -> None:
    assert Bounds(0, 0, 10, 10).contains(Bounds(0, 0, 10, 10))
    assert not Bounds(0, 0, 10, 10).contains(Bounds(5, 5, 10, 2))


def test_the_smallest_rectangle_around_nothing_has_no_size() -> None:
    assert around([]) == Bounds(0, 0, 0, 0)


def test_shapes_and_edges_are_found_by_their_element() -> None:
    shape = Shape(ElementId("check"), Bounds(0, 0, 100, 80))
    edge = Edge(ElementId("flow"), ((100, 40), (150, 40)))
    diagram = Diagram((shape,), (edge,))

    assert diagram.bounds_of(ElementId("check")) == shape.bounds
    assert diagram.bounds_of(ElementId("missing")) is None
    assert diagram.edge_by_element[ElementId("flow")] is edge


def test_a_diagrams_bounds_include_labels_and_ways() -> None:
    shape = Shape(ElementId("start"), Bounds(0, 0, 36, 36), label=Bounds(-20, 40, 76, 14))
    edge = Edge(ElementId("flow"), ((36, 18), (200, 18)))

    assert Diagram((shape,), (edge,)).bounds == Bounds(-20, 0, 220, 54)


def test_an_edge_has_one_segment_less_than_waypoints() -> None:
    edge = Edge(ElementId("flow"), ((0, 0), (10, 0), (10, 20)))

    assert edge.segments == (((0, 0), (10, 0)), ((10, 0), (10, 20)))
