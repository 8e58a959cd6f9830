"""Processes that are sound by construction, and the same with one gateway of the wrong kind."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from process_models.addresses import ElementId
from process_models.collaboration import Collaboration
from process_models.elements import Gateway, GatewayKind
from tests.process_models.lint.subjects import objects
from tests.strategies import Block, blocks

SOUNDNESS = ("deadlock", "improper-completion", "lack-of-synchronisation", "never-taken")


def joins(model: Collaboration, kind: GatewayKind) -> list[Gateway]:
    """The joins of a kind, in document order."""
    gateways = [node for node in model.nodes if isinstance(node, Gateway) and node.kind is kind]
    return [gateway for gateway in gateways if len(model.incoming[gateway.id]) > 1]


def turned(model: Collaboration, gateway: ElementId, kind: GatewayKind) -> Collaboration:
    """The model with a gateway of another kind."""
    nodes = (replace(n, kind=kind) if isinstance(n, Gateway) and n.id == gateway else n for n in model.nodes)
    return replace(model, nodes=tuple(nodes))


@settings(max_examples=40, deadline=None)
@given(blocks(depth=2))
def test_blocks_nested_in_each_other_are_sound(block: Block) -> None:
    model = block.process()

    assert [objects(rule, model) for rule in SOUNDNESS] == [[], [], [], []]


@settings(max_examples=40, deadline=None)
@given(blocks(depth=2), st.data())
def test_a_join_of_everything_behind_a_choice_is_a_deadlock_there(block: Block, data: st.DataObject) -> None:
    model = block.process()
    merges = joins(model, GatewayKind.EXCLUSIVE)
    assume(merges)
    wrong = data.draw(st.sampled_from(merges)).id

    # Where branches side by side join behind it, they wait for the token that is stuck.
    assert objects("deadlock", turned(model, wrong, GatewayKind.PARALLEL)) == [wrong]


@settings(max_examples=40, deadline=None)
@given(blocks(depth=2), st.data())
def test_a_merge_of_branches_side_by_side_doubles_the_token_behind_it(block: Block, data: st.DataObject) -> None:
    model = block.process()
    found = joins(model, GatewayKind.PARALLEL)
    assume(found)
    wrong = data.draw(st.sampled_from(found)).id

    flows = objects("lack-of-synchronisation", turned(model, wrong, GatewayKind.EXCLUSIVE))

    assert flows
    assert model.flow_by_id[ElementId(str(flows[0]))].source == wrong
