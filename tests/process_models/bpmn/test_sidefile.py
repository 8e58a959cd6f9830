"""What is said beside a model, and how it finds its elements again."""

from dataclasses import replace

import pytest

from process_models.addresses import ElementId, SystemId
from process_models.authoring.compact import compose
from process_models.bpmn.sidefile import attach, side_file_from, side_file_text
from process_models.collaboration import Collaboration
from process_models.elements import NOTHING_SAID, Activity, Event, Gateway
from process_models.records import InvalidContent
from tests.builders import process

SIDE = """
model: order.bpmn
nodes:
  - {id: check, name: check, kind: task, system: crm, reads: [order.state]}
flows:
  - {id: 'split -> ship', from: split, to: ship, if: 'payment.received = true'}
"""


def bare(*lines: str) -> Collaboration:
    """A model as a tool leaves it that drops what it does not know."""
    model = process(*lines)
    return replace(model, nodes=tuple(replace(node, annotation=NOTHING_SAID) for node in model.nodes))


def renewed(model: Collaboration) -> Collaboration:
    """The same model after a tool gave every element a new id."""
    new = {node.id: ElementId(f"_{number}") for number, node in enumerate(model.nodes)}

    def default(node: Activity | Gateway) -> ElementId | None:
        return None if node.default is None else ElementId("flow_" + node.default)

    nodes = tuple(
        replace(node, id=new[node.id])
        if isinstance(node, Event)
        else replace(node, id=new[node.id], default=default(node))
        for node in model.nodes
    )
    flows = tuple(
        replace(flow, id=ElementId(f"flow_{flow.id}"), source=new[flow.source], target=new[flow.target])
        for flow in model.flows
    )
    return replace(model, nodes=nodes, flows=flows)


ORDER = ("start:go -> check -> xor:split -> ship -> end:over", "split -[default]-> over")


def test_entries_find_their_elements_by_id() -> None:
    attached = attach(bare(*ORDER), side_file_from(SIDE))

    assert attached.findings == ()
    assert attached.collaboration.node("check").annotation.system == "crm"
    condition = attached.collaboration.flow_by_id[ElementId("split -> ship")].condition
    assert condition is not None
    assert condition.text == "payment.received = true"


def test_after_all_ids_were_renewed_entries_find_their_elements_by_label() -> None:
    attached = attach(renewed(bare(*ORDER)), side_file_from(SIDE))

    assert attached.matched == {"check": "_1", "split -> ship": "flow_split -> ship"}
    assert {finding.rule for finding in attached.findings} == {"side-file-rematched"}
    assert attached.collaboration.node("_1").annotation.system == "crm"


def test_of_two_elements_with_the_same_label_the_neighbours_tell_which_is_meant() -> None:
    model = bare("start:go -> one -> two -> end:over")
    alike = renewed(replace(model, nodes=tuple(replace(n, name="check") if n.id == "two" else n for n in model.nodes)))
    alike = replace(alike, nodes=tuple(replace(n, name="check") if n.name == "one" else n for n in alike.nodes))
    entry = "nodes: [{id: old, name: check, kind: task, after: [%s], before: [%s], system: crm}]"

    assert attach(alike, side_file_from(entry % ("go", "check"))).matched == {"old": "_1"}
    assert attach(alike, side_file_from(entry % ("check", "over"))).matched == {"old": "_2"}
    assert attach(alike, side_file_from(entry % ("x", "y"))).matched == {}


def test_what_matches_nothing_is_listed_and_not_guessed() -> None:
    side = side_file_from("nodes: [{id: chek, name: Gone, system: crm}]\nflows: [{id: f, from: check, to: go}]")

    attached = attach(bare(*ORDER), side)

    assert attached.collaboration == bare(*ORDER)
    assert [finding.message for finding in attached.findings] == [
        "the side file's entry 'chek' ('Gone') matches no single element. Nearest id: 'check'. Correct it.",
        "the side file's entry 'f' matches no single element. Correct it.",
    ]


def test_an_id_that_now_names_an_element_of_another_kind_does_not_match() -> None:
    side = side_file_from("nodes: [{id: split, name: check, kind: task, system: crm}]")

    assert attach(bare(*ORDER), side).matched == {"split": "check"}


def test_what_a_model_says_goes_through_a_side_file_and_comes_back() -> None:
    model = compose(
        """
id: p
nodes:
  - id: Activity_A
    kind: businessRuleTask
    de: Prüfen
    en: Check
    says: {de: Was, en: What}
    expected: {en: Seen}
    system: oms
    decision: matrix
    reads: [order.state]
    writes: {order.fee: any, order.state: '"on"'}
    emits: [{topic: order.frozen, key: order.id}]
    requirements: [{id: REQ-1, kind: legacy}]
    duration: {min: PT0S, typical: PT90M, max: P3D}
  - {id: Activity_B, kind: task, en: 'No'}
flows: [{from: Activity_A, to: Activity_B, if: 'order.fee > 0', en: 'yes'}]
"""
    )
    dropped = replace(
        model,
        nodes=tuple(replace(node, annotation=NOTHING_SAID) for node in model.nodes),
        flows=tuple(replace(flow, annotation=NOTHING_SAID, condition=None) for flow in model.flows),
    )
    side = side_file_from(side_file_text(model, name="p.bpmn"))

    assert attach(dropped, side).collaboration == model


def test_a_side_file_says_only_what_it_says() -> None:
    model = process("check {reads a.b}")

    attached = attach(model, side_file_from("nodes: [{id: check, system: crm}]")).collaboration

    assert attached.node("check").annotation == replace(model.node("check").annotation, system=SystemId("crm"))


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(InvalidContent, match=r"nodes, check: unknown field 'systm'. Nearest id: 'system'"):
        side_file_from("nodes: [{id: check, systm: crm}]")
