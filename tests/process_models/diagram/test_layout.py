import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

from process_models.addresses import ElementId, ProcessId
from process_models.collaboration import Collaboration, Lane, MessageFlow, Pool, Process
from process_models.diagram.geometry import Bounds, Diagram, Point
from process_models.diagram.layout import lay_out
from process_models.elements import (
    Activity,
    ActivityKind,
    DataAssociation,
    DataElement,
    DataKind,
    Event,
    EventPosition,
    SequenceFlow,
)
from tests.builders import process
from tests.process_models.diagram.generated import collaborations

ROOT = Path(__file__).resolve().parents[3]
P = ElementId("p")
generated = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def box(diagram: Diagram, element: str) -> Bounds:
    found = diagram.bounds_of(ElementId(element))
    assert found is not None
    return found


def way(diagram: Diagram, element: str) -> tuple[Point, ...]:
    return diagram.edge_by_element[ElementId(element)].waypoints


def with_lanes(model: Collaboration, lanes: Mapping[str, Iterable[str]]) -> Collaboration:
    """The model in one pool with these lanes."""
    own = tuple(
        Lane(id=ElementId(name), name=name, nodes=tuple(ElementId(node) for node in nodes))
        for name, nodes in lanes.items()
    )
    return Collaboration(
        id=model.id,
        processes=(Process(id=ProcessId("p"), lanes=own),),
        pools=(Pool(id=ElementId("pool"), name="Company", process=ProcessId("p")),),
        nodes=model.nodes,
        flows=model.flows,
    )


def joined(model: Collaboration) -> list[SequenceFlow | MessageFlow | DataAssociation]:
    return [*model.flows, *model.message_flows, *model.data_associations]


def pieces(points: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    return list(zip(points, points[1:], strict=False))


# --- examples ---


def test_nothing_is_laid_out_as_nothing() -> None:
    assert lay_out(Collaboration(id="empty")) == Diagram()


def test_a_single_node_has_the_usual_size() -> None:
    assert (box(lay_out(process("check")), "check").width, box(lay_out(process("check")), "check").height) == (100, 80)


def test_a_sequence_lies_on_one_straight_line() -> None:
    diagram = lay_out(process("start:go -> check -> hand over -> end:done"))

    middles = {box(diagram, node).centre[1] for node in ("go", "check", "hand over", "done")}
    assert len(middles) == 1
    assert all(len(edge.waypoints) == 2 for edge in diagram.edges)


def test_the_longest_way_stays_straight_and_the_short_one_branches_off() -> None:
    diagram = lay_out(process("start:go -> xor:ok -> pack -> ship -> end:done", "ok -> refuse -> end:off"))

    assert box(diagram, "ok").centre[1] == box(diagram, "ship").centre[1]
    assert box(diagram, "refuse").centre[1] != box(diagram, "ok").centre[1]


def test_what_a_boundary_event_leads_to_does_not_bend_the_usual_way() -> None:
    diagram = lay_out(process("start:go -> build -> ship -> end:done", "boundary:late@build -> remind -> ask -> ship"))

    assert box(diagram, "build").centre[1] == box(diagram, "ship").centre[1]


def test_a_boundary_event_sits_on_the_lower_border_and_its_flow_leaves_downward() -> None:
    diagram = lay_out(process("start:go -> build -> end:done", "boundary:late@build -> remind -> end:off"))

    first, second = way(diagram, "late -> remind")[:2]
    assert box(diagram, "late").centre[1] == box(diagram, "build").bottom
    assert second[0] == first[0]
    assert second[1] > first[1]
    assert box(diagram, "remind").y > box(diagram, "build").bottom


def test_a_loop_leads_back_around_and_enters_where_it_began() -> None:
    diagram = lay_out(process("start:go -> check -> xor:ok -> end:done", "ok -> fix -> check"))

    assert box(diagram, "fix").x > box(diagram, "check").x
    x, y = way(diagram, "fix -> check")[-1]
    target = box(diagram, "check")
    assert (x == target.centre[0] and y in (target.y, target.bottom)) or (y == target.centre[1])


def test_a_self_loop_leaves_and_returns_around_its_node() -> None:
    points = way(lay_out(process("start:go -> check -> check")), "check -> check")

    assert len(points) >= 4
    assert points[0] != points[-1]


def test_lanes_lie_below_each_other_and_hold_their_nodes() -> None:
    model = process("start:go -> ask -> decide -> end:done")
    diagram = lay_out(with_lanes(model, {"sales": ["go", "ask"], "lead": ["decide", "done"]}))

    assert box(diagram, "sales").bottom == box(diagram, "lead").y
    assert box(diagram, "sales").contains(box(diagram, "ask"))
    assert box(diagram, "lead").contains(box(diagram, "decide"))
    assert box(diagram, "pool").contains(box(diagram, "sales"))


def test_a_nested_lane_lies_within_its_parent_right_of_its_header() -> None:
    model = process("start:go -> ask -> end:done")
    outer = Lane(id=ElementId("outer"))
    inner = Lane(id=ElementId("inner"), parent=ElementId("outer"), nodes=tuple(node.id for node in model.nodes))
    nested = Collaboration(
        id="n", processes=(Process(id=ProcessId("p"), lanes=(outer, inner)),), nodes=model.nodes, flows=model.flows
    )

    diagram = lay_out(nested)

    assert box(diagram, "outer").contains(box(diagram, "inner"))
    assert box(diagram, "inner").x - box(diagram, "outer").x == 30


def test_a_message_between_two_pools_runs_straight_down() -> None:
    one, other = (
        process("start:go -> send:order -> end:done", name="a"),
        process("start:in -> make -> end:out", name="b"),
    )
    model = Collaboration(
        id="c",
        processes=one.processes + other.processes,
        pools=(
            Pool(id=ElementId("buyer"), process=ProcessId("a")),
            Pool(id=ElementId("maker"), process=ProcessId("b")),
        ),
        nodes=one.nodes + other.nodes,
        flows=one.flows + other.flows,
        message_flows=(MessageFlow(id=ElementId("m"), source=ElementId("order"), target=ElementId("in")),),
    )

    diagram = lay_out(model)

    (x, y), (to_x, to_y) = way(diagram, "m")
    assert (x, y) == (to_x, box(diagram, "order").bottom)
    assert to_y == box(diagram, "in").y
    assert box(diagram, "buyer").bottom < box(diagram, "maker").y


def test_a_message_to_a_black_box_ends_at_its_border() -> None:
    model = process("start:go -> send:order -> end:done")
    model = Collaboration(
        id="c",
        processes=model.processes,
        pools=(Pool(id=ElementId("us"), process=ProcessId("p")), Pool(id=ElementId("them"), name="Bank")),
        nodes=model.nodes,
        flows=model.flows,
        message_flows=(MessageFlow(id=ElementId("m"), source=ElementId("order"), target=ElementId("them")),),
    )

    diagram = lay_out(model)

    assert way(diagram, "m")[-1][1] == box(diagram, "them").y
    assert box(diagram, "them").height == 60


def test_a_sub_process_holds_its_content_and_is_drawn_open() -> None:
    diagram = lay_out(process("start:go -> sub:build -> end:done", "start:build/in -> build/weld -> end:build/out"))

    shape = diagram.shape_by_element[ElementId("build")]
    assert shape.is_expanded
    assert all(shape.bounds.contains(box(diagram, node)) for node in ("in", "weld", "out"))


def test_a_flow_to_nowhere_is_left_out() -> None:
    model = process("start:go -> check")
    lost = SequenceFlow(id=ElementId("lost"), source=ElementId("check"), target=ElementId("gone"), scope=ElementId("p"))

    diagram = lay_out(Collaboration(id="c", processes=model.processes, nodes=model.nodes, flows=(*model.flows, lost)))

    assert ElementId("lost") not in diagram.edge_by_element
    assert ElementId("go -> check") in diagram.edge_by_element


def test_a_long_german_label_gets_a_wider_task() -> None:
    diagram = lay_out(process("Fahrzeugzulassungsbescheinigung anfordern"))

    assert box(diagram, "Fahrzeugzulassungsbescheinigung anfordern").width > 100


def test_several_processes_without_pools_lie_below_each_other() -> None:
    one, other = process("start:a -> end:b", name="one"), process("start:c -> end:d", name="two")
    diagram = lay_out(
        Collaboration(
            id="c",
            processes=one.processes + other.processes,
            nodes=one.nodes + other.nodes,
            flows=one.flows + other.flows,
        )
    )

    assert box(diagram, "a").bottom < box(diagram, "c").y


def test_three_hundred_nodes_are_placed_without_overlaps() -> None:
    lines = [f"n{number} -> n{number + 1}" for number in range(298)]
    lines += [f"n{number} -> n{number + 9}" for number in range(0, 280, 7)]
    lines += [f"n{number + 5} -> n{number}" for number in range(0, 280, 23)]
    model = process("start:go -> n0", *lines)

    diagram = lay_out(model)

    assert len(diagram.shapes) == 300
    assert not [
        (one.element, other.element)
        for one, other in combinations(diagram.shapes, 2)
        if one.bounds.overlaps(other.bounds)
    ]


def test_the_picture_does_not_depend_on_how_texts_are_hashed() -> None:
    program = (
        "from process_models.diagram.layout import lay_out\n"
        "from tests.builders import process\n"
        "import hashlib\n"
        "model = process('start:a -> xor:b -> c -> d -> end:e', 'b -> f -> d', 'd -> b', 'boundary:g@c -> h')\n"
        "print(hashlib.sha256(repr(lay_out(model)).encode()).hexdigest())\n"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(results) == 1


def test_scopes_lanes_and_boundary_events_that_lead_in_circles_are_laid_out_all_the_same() -> None:
    one, other, event = ElementId("one"), ElementId("other"), ElementId("event")
    circle = (
        Activity(id=one, kind=ActivityKind.SUB_PROCESS, scope=other),
        Activity(id=other, kind=ActivityKind.SUB_PROCESS, scope=one),
        Event(id=event, position=EventPosition.BOUNDARY, scope=ElementId("p"), attached_to=event),
    )
    lanes = (
        Lane(id=ElementId("left"), parent=ElementId("right"), nodes=(event,)),
        Lane(id=ElementId("right"), parent=ElementId("left")),
    )

    diagram = lay_out(Collaboration(id="c", processes=(Process(id=ProcessId("p"), lanes=lanes),), nodes=circle))

    assert set(diagram.shape_by_element) == {"one", "other", "event", "left", "right"}


def test_an_id_given_twice_is_shown_once() -> None:
    model = process("start:go -> check -> end:done")

    diagram = lay_out(
        Collaboration(
            id="c", processes=model.processes, nodes=(*model.nodes, *model.nodes), flows=(*model.flows, *model.flows)
        )
    )

    assert diagram == lay_out(model)


def test_flows_between_what_no_flow_may_join_are_drawn_all_the_same() -> None:
    model = process("start:go -> check", "sub:build -> end:done", "build/weld")
    odd = [("check", "store"), ("check", "weld"), ("us", "check")]
    flows = tuple(
        SequenceFlow(id=ElementId(f"{source} to {target}"), source=ElementId(source), target=ElementId(target), scope=P)
        for source, target in odd
    )
    message = MessageFlow(id=ElementId("odd message"), source=ElementId("store"), target=ElementId("us"))
    model = Collaboration(
        id="c",
        processes=model.processes,
        pools=(Pool(id=ElementId("us"), process=ProcessId("p")),),
        nodes=model.nodes,
        flows=(*model.flows, *flows),
        message_flows=(message,),
        data=(DataElement(id=ElementId("store"), kind=DataKind.STORE, scope=P),),
    )

    assert {edge.element for edge in lay_out(model).edges} >= {
        "check to store",
        "check to weld",
        "us to check",
        "odd message",
    }


# --- properties ---


@generated
@given(collaborations())
def test_everything_is_placed(model: Collaboration) -> None:
    diagram = lay_out(model)

    shown = {*model.node_by_id, *model.data_by_id, *(pool.id for pool in model.pools)}
    shown |= {lane.id for own in model.processes for lane in own.lanes}
    assert shown == set(diagram.shape_by_element)
    assert {part.id for part in joined(model)} == set(diagram.edge_by_element)


@generated
@given(collaborations())
def test_no_two_nodes_overlap(model: Collaboration) -> None:
    diagram = lay_out(model)

    hosts = {node.id: node.attached_to for node in model.nodes if isinstance(node, Event)}
    for one, other in combinations([*model.nodes, *model.data], 2):
        nested = one.id == other.scope or other.id == one.scope or one.scope != other.scope
        if not nested and hosts.get(one.id) != other.id and hosts.get(other.id) != one.id:
            assert not box(diagram, one.id).overlaps(box(diagram, other.id))


@generated
@given(collaborations())
def test_nodes_lie_inside_their_lane_their_pool_and_their_sub_process(model: Collaboration) -> None:
    diagram = lay_out(model)

    pools = {pool.process: pool.id for pool in model.pools}
    for node in model.nodes:
        lane = model.lane_of.get(node.id)
        if lane is not None:
            assert box(diagram, lane.id).contains(box(diagram, node.id))
        if pools.get(model.process_of[node.id]):
            assert box(diagram, pools[model.process_of[node.id]]).contains(box(diagram, node.id))
        if node.scope in model.node_by_id:
            assert box(diagram, node.scope).contains(box(diagram, node.id))


@generated
@given(collaborations())
def test_pools_and_sibling_lanes_do_not_overlap(model: Collaboration) -> None:
    diagram = lay_out(model)

    siblings: dict[object, list[ElementId]] = {"pools": [pool.id for pool in model.pools]}
    for own in model.processes:
        for lane in own.lanes:
            siblings.setdefault((own.id, lane.parent), []).append(lane.id)
    for group in siblings.values():
        for one, other in combinations(group, 2):
            assert not box(diagram, one).overlaps(box(diagram, other))


@generated
@given(collaborations(loops=False))
def test_without_loops_every_flow_leads_to_the_right(model: Collaboration) -> None:
    diagram = lay_out(model)

    hosts = {node.id: node.attached_to for node in model.nodes if isinstance(node, Event)}
    for flow in model.flows:
        source = box(diagram, hosts.get(flow.source) or flow.source)
        assert source.right < box(diagram, flow.target).x


@generated
@given(collaborations())
def test_only_flows_on_a_cycle_lead_back(model: Collaboration) -> None:
    diagram = lay_out(model)

    hosts = {node.id: node.attached_to for node in model.nodes if isinstance(node, Event)}
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((hosts.get(flow.source) or flow.source, flow.target) for flow in model.flows)
    for flow in model.flows:
        source = hosts.get(flow.source) or flow.source
        if box(diagram, flow.target).x <= box(diagram, source).x:
            assert nx.has_path(graph, flow.target, source)


@generated
@given(collaborations())
def test_edges_run_level_or_upright_and_touch_both_ends(model: Collaboration) -> None:
    diagram = lay_out(model)

    for part in joined(model):
        points = way(diagram, part.id)
        assert all(one[0] == other[0] or one[1] == other[1] for one, other in pieces(points))
        for (x, y), end in ((points[0], part.source), (points[-1], part.target)):
            shape = box(diagram, end)
            assert shape.grown(0.1).contains(Bounds(x, y, 0, 0))
            assert not shape.grown(-9).contains(Bounds(x, y, 0, 0))


@generated
@given(collaborations())
def test_sequence_flows_run_through_no_node(model: Collaboration) -> None:
    diagram = lay_out(model)

    hosts = {node.id: node.attached_to for node in model.nodes if isinstance(node, Event)}
    for flow in model.flows:
        ends = {flow.source, flow.target, hosts.get(flow.source)}
        for node in (*model.nodes, *model.data):
            belongs = node.id in ends or node.scope != flow.scope or hosts.get(node.id) in ends
            if not belongs:
                inner = box(diagram, node.id).grown(-1)
                for (ax, ay), (bx, by) in pieces(way(diagram, flow.id)):
                    piece = Bounds(min(ax, bx), min(ay, by), abs(bx - ax) or 0.01, abs(by - ay) or 0.01)
                    assert not inner.overlaps(piece), (flow.id, node.id)


@settings(generated, max_examples=30)
@given(collaborations())
def test_the_same_model_gives_the_same_diagram(model: Collaboration) -> None:
    assert lay_out(model) == lay_out(model)


def test_boundary_events_of_a_wide_sub_process_leave_room_for_their_labels() -> None:
    names = ("Kunde widerruft", "Änderung gewünscht", "Kredit endgültig abgelehnt")
    inside = "start:body/in -> body/press -> body/weld -> body/paint -> body/check -> end:body/out"
    model = process(
        "start:go -> sub:body -> end:done", inside, *(f"boundary:{name}@body -> stop {name}" for name in names)
    )

    diagram = lay_out(model)

    labels = [diagram.shape_by_element[ElementId(name)].label for name in names]
    known = [label for label in labels if label is not None]
    assert len(known) == 3
    assert not any(one.overlaps(other) for one, other in combinations(known, 2))


def test_a_split_is_entered_from_the_left_so_that_its_corners_stay_free() -> None:
    model = process("start:go -> ask -> xor:ok -> ship -> end:done", "ok -> end:off")
    diagram = lay_out(with_lanes(model, {"sales": ["go", "ask", "off"], "plant": ["ok", "ship", "done"]}))

    assert way(diagram, "ask -> ok")[-1] == (box(diagram, "ok").x, box(diagram, "ok").centre[1])
    assert way(diagram, "ok -> off")[0] == (box(diagram, "ok").centre[0], box(diagram, "ok").y)


@pytest.mark.parametrize("count", [1, 3, 6])
def test_boundary_events_of_one_activity_stand_side_by_side(count: int) -> None:
    events = [f"boundary:event {number}@work -> end:end {number}" for number in range(count)]
    diagram = lay_out(process("start:go -> work", *events))

    for one, other in combinations(range(count), 2):
        assert not box(diagram, f"event {one}").overlaps(box(diagram, f"event {other}"))
    assert all(
        box(diagram, "work").x <= box(diagram, f"event {number}").x
        and box(diagram, f"event {number}").right <= box(diagram, "work").right
        for number in range(count)
    )
