from itertools import combinations

from process_models.addresses import ElementId
from process_models.collaboration import Collaboration
from process_models.diagram.geometry import Bounds
from process_models.diagram.layout import lay_out
from process_models.elements import SequenceFlow
from tests.builders import process


def named(model: Collaboration, names: dict[str, str]) -> Collaboration:
    """The model with names on some of its flows."""
    flows = tuple(
        SequenceFlow(id=f.id, source=f.source, target=f.target, scope=f.scope, name=names.get(f.id, ""))
        for f in model.flows
    )
    return Collaboration(id=model.id, processes=model.processes, nodes=model.nodes, flows=flows)


DECISION = named(
    process(
        "start:Auftrag eingegangen -> xor:Bonität geprüft? -(yes)-> liefern -> end:fertig",
        "Bonität geprüft? -(no)-> absagen -> end:abgesagt",
    ),
    {"yes": "ja, ohne Auflagen", "no": "nein"},
)


def test_a_start_events_label_stands_below_it() -> None:
    shape = lay_out(DECISION).shape_by_element[ElementId("Auftrag eingegangen")]

    assert shape.label is not None
    assert shape.label.y >= shape.bounds.bottom
    assert abs(shape.label.centre[0] - shape.bounds.centre[0]) < 1


def test_a_task_has_no_label_beside_it() -> None:
    assert lay_out(DECISION).shape_by_element[ElementId("liefern")].label is None


def test_labels_cover_neither_each_other_nor_nodes() -> None:
    diagram = lay_out(DECISION)

    places = [*(shape.label for shape in diagram.shapes), *(edge.label for edge in diagram.edges)]
    labels = [label for label in places if label is not None]
    assert len(labels) == 6
    assert not any(one.overlaps(other) for one, other in combinations(labels, 2))
    assert not any(label.overlaps(shape.bounds.grown(-8)) for label in labels for shape in diagram.shapes)


def test_a_flows_label_stands_close_to_the_gateway_it_leaves() -> None:
    diagram = lay_out(DECISION)

    gateway = diagram.shape_by_element[ElementId("Bonität geprüft?")].bounds
    for flow in ("yes", "no"):
        label = diagram.edge_by_element[ElementId(flow)].label
        assert label is not None
        assert label.overlaps(gateway.grown(40))


def test_flows_that_leave_on_one_line_are_named_where_they_part() -> None:
    names = {f"f{number}": f"Fall {number}" for number in range(6)}
    model = named(process("start:go -> xor:which", *(f"which -({flow})-> do {flow}" for flow in names)), names)

    diagram = lay_out(model)

    starts = [diagram.edge_by_element[ElementId(flow)].waypoints[0] for flow in names]
    labels = {flow: diagram.edge_by_element[ElementId(flow)].label for flow in names}
    sharing = [flow for flow, start in zip(names, starts, strict=True) if starts.count(start) > 1]
    assert sharing
    for flow in sharing:
        label, target = labels[flow], diagram.bounds_of(ElementId(f"do {flow}"))
        assert label is not None
        assert target is not None
        assert abs(label.centre[1] - target.centre[1]) < 30


def test_a_long_flow_label_pushes_the_next_node_away() -> None:
    short = lay_out(named(process("xor:g -(f)-> a"), {"f": "ja"})).bounds_of(ElementId("a"))
    long = lay_out(named(process("xor:g -(f)-> a"), {"f": "Fahrzeugfinanzierung"})).bounds_of(ElementId("a"))

    assert isinstance(short, Bounds)
    assert isinstance(long, Bounds)
    assert long.x > short.x
