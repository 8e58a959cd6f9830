"""Each rule with what it objects to and what it lets pass."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from process_models.addresses import AttributeAddress, ElementId, ProcessId, RoleId, SystemId, Topic
from process_models.authoring.compact import compose
from process_models.collaboration import Collaboration, MessageFlow, Pool
from process_models.dictionary import Attribute, AttributeType, DataDictionary, Entity, Stream
from process_models.elements import FEEL_LANGUAGE, Emission, Expression
from process_models.landscape import EventTopic, Landscape, Role, System
from process_models.lint.engine import Subject, lint, rules
from tests.builders import process


def objects(rule: str, subject: Subject | Collaboration) -> list[str | None]:
    """The elements a rule objects to."""
    return [finding.element for finding in rules()[rule](subject)]


def dictionary(**attributes: Mapping[str, object]) -> DataDictionary:
    """A data dictionary; `order__state` is the attribute `order.state`."""
    made = {}
    for name, fields in attributes.items():
        address = AttributeAddress(name.replace("__", "."))
        stated: dict[str, object] = {"type": AttributeType.STRING, **fields}
        made[address] = Attribute(address=address, stream=Stream.VALUE, **stated)  # type: ignore[arg-type]  # drawn
    entities = {name.partition(".")[0]: Entity(id=name.partition(".")[0], stream=Stream.VALUE) for name in made}
    return DataDictionary(entities, made)


LANDSCAPE = Landscape(
    systems=(System(id=SystemId("oms"), owner=RoleId("agent"), stream=Stream.CUSTOMER, central=True),),
    roles=(Role(id=RoleId("agent"), organisation="agent"),),
    topics=(
        EventTopic(
            id=Topic("order.placed"),
            key=AttributeAddress("order.id"),
            owner=SystemId("oms"),
            stream=Stream.CUSTOMER,
        ),
    ),
)


def test_two_flows_into_a_task_are_a_fake_join() -> None:
    assert objects("fake-join", process("credit check -> handover", "registration -> handover")) == ["handover"]
    assert objects("fake-join", process("credit check -> and:both -> handover", "registration -> both")) == []


def test_several_ways_may_lead_to_one_end_unless_it_does_something() -> None:
    assert objects("fake-join", process("a -> end:over", "b -> over")) == []
    assert objects("fake-join", process("a -> end:over {message done}", "b -> over")) == ["over"]


def test_every_way_out_of_a_deciding_gateway_says_when_it_is_taken() -> None:
    model = process("xor:split -[x > 1]-> a", "split -> b", "split -[default]-> c")

    assert objects("no-condition", model) == ["split -> b"]
    assert objects("no-condition", process("and:split -> a", "split -> b", "xor:join -> c")) == []


def test_work_and_deciding_gateways_have_a_label_in_every_language() -> None:
    nodes = "\n".join(
        [
            "  - {id: Activity_A, kind: userTask, de: Prüfen, en: Check}",
            "  - {id: Activity_B, kind: userTask, en: Check}",
            "  - {id: Activity_C, kind: userTask}",
            "  - {id: Gateway_D, kind: parallelGateway}",
            "  - {id: End_E, kind: endEvent}",
            "  - {id: End_F, kind: endEvent, event: {error: E}}",
        ]
    )

    found = {
        finding.element: finding.message for finding in rules()["missing-label"](compose(f"id: p\nnodes:\n{nodes}\n"))
    }

    assert list(found) == ["Activity_B", "Activity_C", "End_F"]
    assert found["Activity_B"] == "userTask 'Activity_B' has no label in: de. Add it."


def test_what_no_way_leads_to_is_unreachable() -> None:
    model = process("start:go -> a -> end:over", "island -> over")

    assert objects("unreachable", model) == ["island"]


@pytest.mark.parametrize(
    "lines",
    [
        ("start:go -> a -> end:over", "boundary:late@a {timer P1D} -> b -> over"),
        ("start:go -> throw:out {link L}", "catch:in {link L} -> a -> end:over"),
        ("start:go -> a -> end:over", "sub:exception {triggered by event}", "start:exception/wrong {error E}"),
        ("a -> b",),
        ("start:go -> a", "a -> b -> a"),
    ],
    ids=["boundary event", "link", "event sub-process", "no start event", "loop"],
)
def test_what_some_way_leads_to_is_reachable(lines: tuple[str, ...]) -> None:
    assert objects("unreachable", process(*lines)) == []


def test_a_compensation_handler_is_reachable_and_needs_no_end() -> None:
    model = compose(
        "id: p\nnodes:\n  - {id: Start_A, kind: startEvent}\n  - {id: Activity_B, kind: userTask}\n"
        "  - {id: Activity_U, kind: userTask, compensation: true, undoes: Activity_B}\n"
        "  - {id: End_C, kind: endEvent}\nflows: [Start_A -> Activity_B -> End_C]\n"
    )

    assert objects("unreachable", model) == []
    assert objects("no-end", model) == []
    assert objects("boundary-without-flow", model) == []
    assert objects("boundary-without-flow", replace(model, associations=())) == ["Boundary_Undo_B"]


def test_a_way_that_stops_is_reported() -> None:
    assert objects("no-end", process("start:go -> xor:x -> a", "x -> end:over")) == ["a"]
    assert objects("no-end", process("start:go -> throw:out {link L}", "catch:in {link L} -> end:over")) == []
    assert objects("no-end", process("a -> b")) == []


def test_what_a_boundary_event_catches_leads_somewhere() -> None:
    assert objects("boundary-without-flow", process("a -> b", "boundary:late@a {timer P1D}")) == ["late"]
    assert objects("boundary-without-flow", process("a -> b", "boundary:late@a {timer P1D} -> b")) == []


def test_a_condition_that_is_no_feel_is_reported() -> None:
    model = process("xor:split -[x >]-> a", "split -[order.state = 1]-> b")

    assert objects("unreadable-formula", model) == ["split -> a"]


def test_conditions_that_cover_every_case_need_no_default() -> None:
    known = dictionary(order__state={"values": ("new", "old", "gone")}, order__count={"type": AttributeType.INTEGER})
    complete = process('xor:s -[order.state in ("new", "old")]-> a', 's -[order.state = "gone"]-> b')
    numbers = process("xor:s -[order.count < 5]-> a", "s -[order.count >= 5]-> b")

    assert objects("default-missing", Subject(model=complete, dictionary=known)) == []
    assert objects("default-missing", Subject(model=numbers, dictionary=known)) == []


def test_a_case_that_conditions_leave_open_is_named() -> None:
    known = dictionary(order__state={"values": ("new", "old", "gone")}, order__count={"type": AttributeType.INTEGER})
    states = process('or:s -[order.state = "new"]-> a', 's -[order.state = "gone"]-> b')
    numbers = process("or:s -[order.count < 5]-> a", "s -[order.count > 5]-> b")

    found = [
        finding.message
        for model in (states, numbers)
        for finding in rules()["default-missing"](Subject(model=model, dictionary=known))
    ]

    assert [message.partition(" leave open the case ")[2].partition(", and")[0] for message in found] == [
        "order.state = old",
        "order.count = 5",
    ]


def test_conditions_over_unknown_data_need_a_default() -> None:
    assert objects("default-missing", process("xor:s -[x > 1]-> a", "s -[x <= 1]-> b")) == ["s"]
    assert objects("default-missing", process("xor:s -[x > 1]-> a", "s -[default]-> b")) == []


def test_an_attribute_that_the_dictionary_does_not_have_is_reported_wherever_it_is_named() -> None:
    known = dictionary(order__state={})
    model = process("a {reads order.state} {writes order.stat = 1} -[vehicle.wheels = 1]-> b")

    findings = list(rules()["unknown-attribute"](Subject(model=model, dictionary=known)))

    assert [finding.element for finding in findings] == ["a", "a -> b"]
    assert "'order.stat', which the data dictionary does not have. Nearest id: 'order.state'." in findings[0].message
    assert objects("unknown-attribute", model) == []


def _annotated(model: Collaboration, node: str, **fields: object) -> Collaboration:
    found = model.node(ElementId(node))
    new = replace(found, annotation=replace(found.annotation, **fields))  # type: ignore[arg-type]  # drawn
    return replace(model, nodes=tuple(new if each is found else each for each in model.nodes))


def test_systems_roles_and_topics_stand_in_the_landscape() -> None:
    emits = (
        Emission(topic=Topic("order.placed"), key=AttributeAddress("order.number")),
        Emission(topic=Topic("order.place"), key=AttributeAddress("order.id")),
    )
    model = _annotated(process("a"), "a", system=SystemId("omss"), emits=emits)
    model = replace(model, owner=RoleId("boss"), pools=(Pool(id=ElementId("pool"), role=RoleId("agnt")),))
    subject = Subject(model=model, landscape=LANDSCAPE)

    assert objects("unknown-system", subject) == ["a"]
    assert objects("unknown-role", subject) == ["pool", "p"]
    messages = [finding.message for finding in rules()["unknown-topic"](subject)]
    assert "whose key in the landscape is 'order.id'" in messages[0]
    assert "Nearest id: 'order.placed'." in messages[1]
    assert [
        finding for rule in ("unknown-system", "unknown-role", "unknown-topic") for finding in objects(rule, model)
    ] == []


def test_a_message_that_nobody_in_the_library_awaits_is_reported() -> None:
    sender = compose(
        "id: p\nnodes:\n"
        "  - {id: Throw_A, kind: intermediateThrowEvent, event: {message: m, topic: order.placed, key: order.id}}\n"
        "  - {id: Throw_B, kind: intermediateThrowEvent, event: {message: m, topic: order.lost, key: order.id}}\n"
    )
    receiver = compose(
        "id: q\nnodes:\n  - {id: Start_A, kind: startEvent, event: {message: m, topic: order.placed, key: order.id}}\n"
    )
    subject = Subject(model=sender, others={ProcessId("q"): receiver})

    assert objects("message-never-received", subject) == ["Throw_B"]
    drawn = MessageFlow(id=ElementId("m"), source=ElementId("Throw_B"), target=ElementId("Pool_X"))
    assert objects("message-never-received", replace(subject, model=replace(sender, message_flows=(drawn,)))) == []
    assert objects("message-never-received", sender) == []


FREE = {"order__a": {}, "order__b": {"given": True}, "order__c": {}}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("start:go -> x {writes order.a} -> y {reads order.a}",), []),
        (("start:go -> y {reads order.a} -> x {writes order.a}",), ["y"]),
        (("start:go -> y {reads order.b}",), []),
        (("start:go -> y {reads order.c}",), ["y"]),
        (("xor:s -> x {writes order.a} -> xor:j -> y {reads order.a}", "s -> j"), ["y"]),
        (("and:s -> x {writes order.a} -> and:j -> y {reads order.a}", "s -> j"), []),
        (("start:go -> x {writes order.a} -[order.a = 1]-> y",), []),
        (("start:go -> x -[order.a = 1]-> y {writes order.a}",), ["x -> y"]),
        (("start:go -> x {writes order.a} -> y", "boundary:late@x {timer P1D} -> z {reads order.a}"), ["z"]),
        (("start:go -> sub:s -> y {reads order.a}", "start:s/i -> s/x {writes order.a} -> end:s/e"), []),
        (("start:go -> x {writes order.a} -> sub:s -> y", "start:s/i -> s/z {reads order.a} -> end:s/e"), []),
        (("start:go -> x {writes order.a} -> y {reads order.a} -> x",), []),
        (("start:go -> x {writes order.a = order.c + 1} -> y {reads order.a}",), ["x"]),
    ],
)
def test_what_is_read_was_surely_written_before(lines: tuple[str, ...], expected: list[str]) -> None:
    subject = Subject(model=process(*lines), dictionary=dictionary(**FREE))

    assert objects("read-before-written", subject) == expected


def test_what_another_model_writes_may_be_read() -> None:
    subject = Subject(
        model=process("start:go -> y {reads order.a}"),
        dictionary=dictionary(**FREE),
        others={ProcessId("q"): process("x {writes order.a}", name="q")},
    )

    assert objects("read-before-written", subject) == []


def test_all_rules_together_find_by_line_and_nothing_in_a_sound_model() -> None:
    sound = process('start:go -> work -> xor:split -[x = "a"]-> end:one', "split -[default]-> end:two")

    assert lint(sound) == ()
    assert {finding.rule for finding in lint(process("start:go -> a", "b -> a"))} >= {
        "fake-join",
        "unreachable",
        "no-end",
    }


def test_no_rule_stumbles_over_flows_to_nowhere() -> None:
    model = process("start:go -> a -> end:over")
    broken = replace(model, flows=(*model.flows, replace(model.flows[0], id=ElementId("f"), target=ElementId("gone"))))
    foreign = replace(broken, flows=(*broken.flows, replace(model.flows[0], id=ElementId("g"), source=ElementId("no"))))

    subject = Subject(
        model=foreign, dictionary=dictionary(**FREE), landscape=LANDSCAPE, others={ProcessId("p"): foreign}
    )
    assert [finding.rule for finding in lint(subject)] == ["fake-join"]


def test_a_condition_in_another_language_is_read_where_it_can_be() -> None:
    model = process("xor:s -[x > 1]-> a", "s -[default]-> b")
    juel = Expression(text="${amount > 1}")
    script = Expression(text="return ask(user);", language="javascript")
    flows = (replace(model.flows[0], condition=juel), replace(model.flows[1], condition=script))

    assert objects("unreadable-formula", replace(model, flows=flows)) == ["s -> b"]
    assert FEEL_LANGUAGE not in str(flows)
