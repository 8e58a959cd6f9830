"""Market templates: what applying them does, what is refused, and what the reference templates say."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.addresses import ElementId, ProcessId, SystemId
from process_models.authoring.compact import read_compact
from process_models.authoring.fields import feel
from process_models.collaboration import Collaboration, Lane
from process_models.dictionary import DataDictionary, read_dictionary
from process_models.elements import (
    NOTHING_SAID,
    Activity,
    ActivityKind,
    Annotation,
    Event,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
    Labels,
    RequirementKind,
)
from process_models.errors import UnknownElement
from process_models.landscape import Landscape
from process_models.markets.edits import all_ids
from process_models.markets.reader import load_templates, read_template
from process_models.markets.report import markets_to_json
from process_models.markets.sales_models import (
    NoSalesModel,
    SalesModel,
    SalesModelPeriod,
    cut_overs,
    sales_model_of_order,
)
from process_models.markets.template import (
    Change,
    Entry,
    Insertion,
    Layer,
    NewCondition,
    Removal,
    Replacement,
    Setting,
    Template,
)
from process_models.markets.variant import TemplateConflict, Variant, apply
from process_models.parameters import Parameters
from process_models.records import InvalidContent
from tests.builders import process

P = ProcessId("p")
LIBRARY = Path(__file__).parents[2] / "process_models" / "library"


def task(id: str, annotation: Annotation = NOTHING_SAID) -> Activity:
    return Activity(id=ElementId(id), kind=ActivityKind.USER_TASK, scope=ElementId(""), name=id, annotation=annotation)


def insertion(
    id: str, flow: str, *, node: FlowNode | None = None, new_flow: str = "", lane: str | None = None
) -> Insertion:
    return Insertion(
        process=P,
        on_flow=ElementId(flow),
        node=node or task(id),
        new_flow=ElementId(new_flow or f"from {id}"),
        lane=ElementId(lane) if lane else None,
    )


def setting(element: str, *, labels: Labels | None = None, system: str | None = None) -> Setting:
    fields = tuple(name for name, value in (("labels", labels), ("system", system)) if value is not None)
    annotation = Annotation(labels=labels or {}, system=SystemId(system) if system else None)
    return Setting(process=P, element=ElementId(element), annotation=annotation, fields=fields)


def removal(element: str) -> Removal:
    return Removal(process=P, element=ElementId(element))


def condition(flow: str, text: str) -> NewCondition:
    return NewCondition(process=P, flow=ElementId(flow), condition=feel(text))


def template(*changes: Change, id: str = "AT", layer: Layer = Layer.MARKET) -> Template:
    return Template(
        id=id,
        layer=layer,
        entries=tuple(
            Entry(
                id=f"{id}-{number}",
                kind=RequirementKind.REGULATORY,
                reason={"de": "Gesetz", "en": "law"},
                source="assumption",
                change=change,
            )
            for number, change in enumerate(changes, start=1)
        ),
    )


def brand(*changes: Change) -> Template:
    return template(*changes, id="pico", layer=Layer.BRAND)


def applied(base: Collaboration, *templates: Template) -> Variant:
    return apply({P: base}, templates)


def flows(variant: Variant) -> list[tuple[str, str, str]]:
    return sorted((str(flow.id), str(flow.source), str(flow.target)) for flow in variant.models[P].flows)


CHAIN = process("start:go -(f1)-> a -(f2)-> b -(f3)-> end:over")
SPLIT = process(
    "start:go -> xor:split -(yes)[x > 1]-> a -(a out)-> xor:join -> end:over", "split -(no)[default]-> join"
)


def test_an_inserted_node_splits_the_flow_whose_id_stays_upstream() -> None:
    variant = applied(CHAIN, template(insertion("tax", "f2")))

    assert flows(variant) == [
        ("f1", "go", "a"),
        ("f2", "a", "tax"),
        ("f3", "b", "over"),
        ("from tax", "tax", "b"),
    ]


def test_a_condition_stays_before_the_inserted_node() -> None:
    model = applied(SPLIT, template(insertion("tax", "yes"))).models[P]

    condition_text = {flow.id: flow.condition.text if flow.condition else None for flow in model.flows}
    assert (condition_text[ElementId("yes")], condition_text[ElementId("from tax")]) == ("x > 1", None)


def test_the_inserted_node_stands_in_the_scope_of_its_flow() -> None:
    base = process("start:go -> sub:outer -> end:over", "start:outer/in -(inner)-> outer/do -> end:outer/out")

    assert applied(base, template(insertion("tax", "inner"))).models[P].node(ElementId("tax")).scope == "outer"


def test_the_inserted_node_stands_in_the_lane_of_the_flow_s_source_or_in_the_one_named() -> None:
    lanes = (
        Lane(id=ElementId("left"), nodes=(ElementId("go"), ElementId("a"))),
        Lane(id=ElementId("right"), nodes=(ElementId("b"), ElementId("over"))),
    )
    base = replace(CHAIN, processes=(replace(CHAIN.processes[0], lanes=lanes),))
    variant = applied(base, template(insertion("t1", "f2"), insertion("t2", "f3", lane="left")))

    lane_of = variant.models[P].lane_of
    assert (lane_of[ElementId("t1")].id, lane_of[ElementId("t2")].id) == ("left", "left")


def test_a_lane_that_is_not_there_is_answered_with_the_nearest() -> None:
    lanes = (Lane(id=ElementId("Lane_Agent"), nodes=(ElementId("a"),)),)
    base = replace(CHAIN, processes=(replace(CHAIN.processes[0], lanes=lanes),))

    with pytest.raises(InvalidContent, match=r"entry 'AT-1' of market AT: .*Nearest id: 'Lane_Agent'"):
        applied(base, template(insertion("tax", "f2", lane="Lane_Agnet")))


def test_of_two_nodes_on_one_flow_the_later_stands_nearer_to_the_source() -> None:
    model = applied(CHAIN, brand(insertion("first", "f2")), template(insertion("second", "f2"))).models[P]

    graph: nx.DiGraph[str] = nx.DiGraph([(flow.source, flow.target) for flow in model.flows])
    assert list(nx.topological_sort(graph)) == ["go", "a", "second", "first", "b", "over"]


def test_removing_a_node_joins_its_flows_under_the_upstream_id() -> None:
    variant = applied(CHAIN, template(removal("a")))

    assert flows(variant) == [("f1", "go", "b"), ("f3", "b", "over")]


def test_a_removed_node_leaves_its_lane() -> None:
    lanes = (Lane(id=ElementId("lane"), nodes=(ElementId("a"), ElementId("b"))),)
    base = replace(CHAIN, processes=(replace(CHAIN.processes[0], lanes=lanes),))

    assert applied(base, template(removal("a"))).models[P].processes[0].lanes[0].nodes == ("b",)


def test_a_node_with_several_ways_out_cannot_be_removed() -> None:
    with pytest.raises(InvalidContent, match="'split' has 1 flows in and 2 out"):
        applied(SPLIT, template(removal("split")))


def test_an_activity_with_a_boundary_event_cannot_be_removed() -> None:
    base = process("start:go -> work -> end:over", "boundary:late@work {timer P3D} -> end:gone")

    with pytest.raises(InvalidContent, match="'work' carries 'late'; remove that first"):
        applied(base, template(removal("work")))


def test_setting_says_something_else_and_leaves_the_rest() -> None:
    model = applied(CHAIN, template(setting("a", labels={"en": "File the tax"}, system="skat"))).models[P]
    node = model.node(ElementId("a"))

    assert (node.name, node.annotation.system) == ("File the tax", "skat")
    assert node.annotation.labels == {"de": "a", "en": "File the tax"}


def test_a_replacement_keeps_id_scope_and_flows() -> None:
    new = replace(task("a"), kind=ActivityKind.SERVICE_TASK)
    variant = applied(CHAIN, template(Replacement(process=P, element=ElementId("a"), node=new)))

    assert variant.models[P].node(ElementId("a")) == replace(new, scope=ElementId("p"))
    assert flows(variant) == flows(applied(CHAIN))


def test_an_activity_is_not_replaced_by_an_event() -> None:
    event = Event(id=ElementId("a"), position=EventPosition.THROW, scope=ElementId(""))

    with pytest.raises(InvalidContent, match="'a' cannot be replaced by a intermediateThrowEvent"):
        applied(CHAIN, template(Replacement(process=P, element=ElementId("a"), node=event)))


def test_a_condition_is_replaced_and_a_default_flow_takes_none() -> None:
    model = applied(SPLIT, template(condition("yes", "x > 5"))).models[P]
    given_condition = model.flow_by_id[ElementId("yes")].condition

    assert given_condition is not None
    assert given_condition.text == "x > 5"
    with pytest.raises(InvalidContent, match="'no' is the default flow of 'split'"):
        applied(SPLIT, template(condition("no", "x > 5")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            insertion("tax", "f22"),
            "entry 'AT-1' of market AT: no sequence flow 'f22' in 'Definitions_p'. Nearest id: 'f2'.",
        ),
        (removal("f2"), "no flow node 'f2'"),
        (setting("aa", system="x"), "no node or flow 'aa'"),
        (replace(removal("a"), process=ProcessId("pp")), "no process 'pp'. Nearest id: 'p'."),
    ],
)
def test_an_entry_that_addresses_nothing_is_answered_with_the_nearest_id(change: Change, message: str) -> None:
    with pytest.raises(UnknownElement) as refused:
        applied(CHAIN, template(change))

    assert message in str(refused.value)


def test_an_id_that_is_there_already_is_refused() -> None:
    with pytest.raises(InvalidContent, match="'b' is the id of another element"):
        applied(CHAIN, template(insertion("b", "f2")))
    with pytest.raises(InvalidContent, match="'f3' is the id of another element"):
        applied(CHAIN, template(insertion("tax", "f2", new_flow="f3")))


def test_a_gateway_cannot_be_put_on_a_flow() -> None:
    gateway = Gateway(id=ElementId("g"), kind=GatewayKind.EXCLUSIVE, scope=ElementId(""))

    with pytest.raises(InvalidContent, match="a exclusiveGateway has not one way in and one out"):
        applied(CHAIN, template(insertion("g", "f2", node=gateway)))


def test_nothing_but_events_stands_behind_an_event_based_gateway() -> None:
    base = process("start:go -> event:wait -(out)-> catch:paid {message paid} -> end:over")

    with pytest.raises(InvalidContent, match="'out' leaves the event-based gateway 'wait'"):
        applied(base, template(insertion("tax", "out")))


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        (setting("a", system="crm"), setting("a", system="oms"), "want different things of 'p#a'"),
        (setting("a", labels={"de": "x"}), setting("a", labels={"de": "y"}), "want different things of 'p#a'"),
        (setting("a", system="crm"), removal("a"), "want different things of 'p#a'"),
        (insertion("tax", "f2"), removal("tax"), "want different things of 'p#tax'"),
        (
            Replacement(process=P, element=ElementId("a"), node=task("a")),
            setting("a", system="crm"),
            "want different things of 'p#a'",
        ),
        (removal("a"), setting("a", system="crm"), "addresses 'p#a', which entry 'pico-1' of brand pico removes"),
        (removal("a"), insertion("tax", "f2"), "addresses 'p#f2', which entry 'pico-1' of brand pico removes"),
        (insertion("tax", "f2"), removal("a"), "removes 'p#f2', on which entry 'pico-1' of brand pico works"),
    ],
)
def test_conflicts_are_refused_naming_both_sides(first: Change, second: Change, what: str) -> None:
    with pytest.raises(TemplateConflict) as refused:
        applied(CHAIN, brand(first), template(second))

    assert what in str(refused.value)
    assert "entry 'pico-1' of brand pico" in str(refused.value)
    assert "entry 'AT-1' of market AT" in str(refused.value)


def test_two_conditions_for_one_flow_are_a_conflict_and_the_same_one_twice_is_not() -> None:
    with pytest.raises(TemplateConflict, match="want different things of 'p#yes'"):
        applied(SPLIT, brand(condition("yes", "x > 5")), template(condition("yes", "x > 6")))

    agreed = applied(SPLIT, brand(condition("yes", "x > 5")), template(condition("yes", "x > 5")))
    assert len(agreed.origins_of(P, ElementId("yes"))) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (setting("a", system="crm"), setting("a", labels={"de": "y"})),
        (setting("a", labels={"de": "x"}), setting("a", labels={"en": "y"})),
        (setting("a", system="crm"), setting("a", system="crm")),
        (removal("a"), insertion("tax", "f1")),
        (insertion("tax", "f2"), setting("tax", system="crm")),
        (insertion("tax", "f1"), removal("b")),
    ],
)
def test_entries_that_lie_side_by_side_stand_together(first: Change, second: Change) -> None:
    assert applied(CHAIN, brand(first), template(second)).provenance


def test_a_brand_after_a_market_is_refused() -> None:
    with pytest.raises(InvalidContent, match="brand pico comes after market AT; apply brands before markets"):
        applied(CHAIN, template(), brand())


def test_every_changed_element_tells_the_entries_that_made_it() -> None:
    variant = applied(CHAIN, brand(insertion("tax", "f2")), template(setting("tax", system="skat"), removal("b")))
    made = {place: [origin.address for origin in origins] for place, origins in variant.provenance.items()}

    assert made == {
        "p#f2": ["brands/pico#pico-1"],
        "p#from tax": ["brands/pico#pico-1", "markets/AT#AT-2"],
        "p#tax": ["brands/pico#pico-1", "markets/AT#AT-1"],
    }
    assert {place: str(origin) for place, origin in variant.removed.items()} == {
        "p#b": "entry 'AT-2' of market AT",
        "p#f3": "entry 'AT-2' of market AT",
    }


def test_the_standard_share_counts_unchanged_activities_of_the_variant() -> None:
    # two activities of the base, one of them set; one inserted: one of three is standard
    variant = applied(CHAIN, template(insertion("tax", "f2"), setting("a", system="skat")))

    assert variant.standard_share == Fraction(1, 3)
    assert applied(CHAIN).standard_share == 1


_FLOW_IDS = ("f1", "f2", "f3", "from n0", "from n1", "from n2")
_CHANGES = st.one_of(
    st.tuples(st.just("insert"), st.sampled_from(_FLOW_IDS)),
    st.tuples(st.just("remove"), st.sampled_from(["a", "b", "n0", "n1"])),
    st.tuples(st.just("set"), st.sampled_from(["a", "b", "n0"])),
)


def _made(drawn: list[tuple[str, str]]) -> list[Change]:
    def made(number: int, kind: str, on: str) -> Change:
        if kind == "insert":
            return insertion(f"n{number}", on)
        return removal(on) if kind == "remove" else setting(on, system=f"s{number}")

    return [made(number, kind, on) for number, (kind, on) in enumerate(drawn)]


@given(st.lists(_CHANGES, max_size=5), st.integers(min_value=0, max_value=5))
def test_any_templates_that_apply_leave_the_base_alone_and_a_sound_process(
    drawn: list[tuple[str, str]], cut: int
) -> None:
    before = process("start:go -(f1)-> a -(f2)-> b -(f3)-> end:over")
    base = {P: before}
    changes = _made(drawn)
    try:
        variant = apply(base, [brand(*changes[:cut]), template(*changes[cut:])])
    except (TemplateConflict, UnknownElement, InvalidContent):
        assert base == {P: CHAIN}
        return

    model = variant.models[P]
    assert base == {P: CHAIN}
    ids = [*(node.id for node in model.nodes), *(flow.id for flow in model.flows)]
    assert len(ids) == len(set(ids))
    graph: nx.DiGraph[str] = nx.DiGraph([(flow.source, flow.target) for flow in model.flows])
    assert set(graph) == {node.id for node in model.nodes}
    assert nx.descendants(graph, "go") | {"go"} == set(graph)
    assert nx.ancestors(graph, "over") | {"over"} == set(graph)


@given(st.lists(_CHANGES, max_size=5), st.integers(min_value=0, max_value=5))
def test_applying_in_two_goes_is_applying_in_one(drawn: list[tuple[str, str]], cut: int) -> None:
    changes = _made(drawn)
    first, second = brand(*changes[:cut]), template(*changes[cut:])
    try:
        at_once = apply({P: CHAIN}, [first, second])
    except (TemplateConflict, UnknownElement, InvalidContent):
        return

    assert apply(apply({P: CHAIN}, [first]).models, [second]).models == at_once.models


PERIODS = {
    "aurion": (
        SalesModelPeriod(start=date(2023, 1, 1), model=SalesModel.DEALER),
        SalesModelPeriod(start=date(2026, 3, 1), model=SalesModel.AGENCY),
    )
}


@pytest.mark.parametrize(
    ("placed_on", "model"),
    [
        (date(2026, 2, 28), SalesModel.DEALER),
        (date(2026, 3, 1), SalesModel.AGENCY),
        (date(2030, 1, 1), SalesModel.AGENCY),
    ],
)
def test_an_order_follows_the_sales_model_of_the_day_it_was_placed(placed_on: date, model: SalesModel) -> None:
    assert sales_model_of_order(PERIODS, brand="aurion", market="DE", placed_on=placed_on) is model


def test_a_brand_that_is_not_sold_is_refused() -> None:
    with pytest.raises(NoSalesModel, match="Nearest id: 'aurion'"):
        sales_model_of_order(PERIODS, brand="aurionn", market="DE", placed_on=date(2026, 1, 1))
    with pytest.raises(NoSalesModel, match="from 2023-01-01 on, not yet on 2022-12-31"):
        sales_model_of_order(PERIODS, brand="aurion", market="DE", placed_on=date(2022, 12, 31))


def test_cut_overs_are_the_days_on_which_the_model_changes() -> None:
    assert cut_overs(PERIODS["aurion"]) == (date(2026, 3, 1),)


HEAD = "market: XX\nlanguages: [de]\ncurrency: EUR\nentries:\n"
NODE = "node: {id: Activity_XX_Tax, kind: userTask, de: Steuer melden, en: File the tax}"


def written(tmp_path: Path, entry: str, name: str = "XX.yaml", head: str = HEAD) -> Path:
    path = tmp_path / name
    path.write_text(
        f"{head}  - {{id: XX-1, kind: regulatory, reason: {{de: x, en: x}}, source: s, {entry}}}\n", encoding="utf-8"
    )
    return path


def test_an_entry_of_a_file_becomes_the_change_it_says(tmp_path: Path) -> None:
    read = read_template(written(tmp_path, f"insert: {{on_flow: p#f2, {NODE}, flow: Flow_XX}}"))
    change = read.entries[0].change

    assert isinstance(change, Insertion)
    assert (change.process, change.on_flow, change.node.id, change.new_flow) == (
        "p",
        "f2",
        "Activity_XX_Tax",
        "Flow_XX",
    )
    assert read.by_kind == {kind: int(kind is RequirementKind.REGULATORY) for kind in RequirementKind}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("insert: {on_flow: f2, node: {}, flow: F}", "'f2' is no address"),
        ("set: {element: p#a}", "nothing is set"),
        ("set: {element: p#a, systm: oms}", "Nearest id: 'system'"),
        ("remove: {element: p#a}, condition: {flow: p#f, if: x}", "write exactly one of insert, set"),
        ("replace: {element: p#a, node: {id: b, kind: task, de: b, en: b}}", "a replacement keeps the id 'a'"),
    ],
)
def test_an_entry_that_cannot_be_read_is_refused_naming_the_file_and_what_to_do(
    tmp_path: Path, entry: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        read_template(written(tmp_path, entry))


def test_a_template_is_called_like_its_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidContent, match="give file and market the same name"):
        read_template(written(tmp_path, "remove: {element: p#a}", name="YY.yaml"))


def test_periods_out_of_order_are_refused(tmp_path: Path) -> None:
    periods = "[{from: 2026-01-01, model: agency}, {from: 2025-01-01, model: dealer}]"
    head = f"market: XX\nsales_model: {{pico: {periods}}}\nentries:\n"
    with pytest.raises(InvalidContent, match="2025-01-01 does not come after 2026-01-01"):
        read_template(written(tmp_path, "remove: {element: p#a}", head=head))


# The reference library


@pytest.fixture(scope="module")
def base() -> Mapping[ProcessId, Collaboration]:
    models = [read_compact(path) for path in sorted(LIBRARY.glob("*/*.process.yaml"))]
    return {model.processes[0].id: model for model in models}


@pytest.fixture(scope="module")
def templates() -> Mapping[str, Template]:
    return {template.id: template for template in load_templates(LIBRARY / "markets")}


MARKETS = ("AT", "DE", "DK")


def test_the_library_has_the_three_markets(templates: Mapping[str, Template]) -> None:
    assert tuple(templates) == MARKETS
    assert {market: template.currency for market, template in templates.items()} == {
        "AT": "EUR",
        "DE": "EUR",
        "DK": "DKK",
    }


@pytest.mark.parametrize("market", MARKETS)
def test_every_market_applies_to_the_base(
    base: Mapping[ProcessId, Collaboration], templates: Mapping[str, Template], market: str
) -> None:
    variant = apply(base, [templates[market]])

    assert 8 <= len(templates[market].entries) <= 12
    assert variant.provenance
    assert Fraction(7, 10) < variant.standard_share < 1


@pytest.mark.parametrize("market", MARKETS)
def test_a_market_s_new_elements_carry_its_code_and_say_everything_a_tester_needs(
    base: Mapping[ProcessId, Collaboration], templates: Mapping[str, Template], market: str
) -> None:
    for entry in templates[market].entries:
        assert entry.id.startswith(f"{market}-")
        if isinstance(entry.change, Insertion) and isinstance(entry.change.node, Activity):
            said = entry.change.node.annotation
            assert f"_{market}_" in entry.change.node.id
            assert f"_{market}_" in entry.change.new_flow
            assert said.system
            assert said.duration
            assert said.requirements
            for texts in (said.labels, said.documentation, said.expected):
                assert set(texts) == {"de", "en"}


@pytest.mark.parametrize("market", MARKETS)
def test_a_market_reads_and_writes_attributes_and_names_systems_and_topics_there_are(
    base: Mapping[ProcessId, Collaboration], templates: Mapping[str, Template], market: str
) -> None:
    dictionary = read_dictionary(LIBRARY / "dictionary.yaml")
    landscape = Landscape.load(LIBRARY / "landscape.yaml")
    variant = apply(base, [templates[market]])

    models = variant.models.values()
    assert [str(item) for model in models for item in landscape.dangling_in(model)] == []
    assert [item.where for model in models for item in landscape.foreign_systems_in(model, market)] == []
    assert [item.where for model in base.values() for item in landscape.foreign_systems_in(model, None)] == []
    assert _unknown_attributes(variant, dictionary) == []


def _unknown_attributes(variant: Variant, dictionary: DataDictionary) -> list[str]:
    said = [node.annotation for model in variant.models.values() for node in model.nodes]
    named = [name for note in said for name in (*note.reads, *(write.attribute for write in note.writes))]
    return sorted({name for name in named if name not in dictionary.attributes})


def test_no_rate_and_no_amount_stands_in_a_template() -> None:
    rate = re.compile(r"\d\s*(%|percent|Prozent|g/km|EUR|DKK)")
    texts = [path.read_text(encoding="utf-8") for path in sorted((LIBRARY / "markets").glob("*.yaml"))]

    assert len(texts) == 3
    assert not [found.group() for text in texts for found in rate.finditer(text)]


def test_market_ids_are_unique_across_markets_so_that_cases_can_be_shared(
    base: Mapping[ProcessId, Collaboration], templates: Mapping[str, Template]
) -> None:
    known = {id for model in base.values() for id in all_ids(model)}
    new = [
        set().union(*(all_ids(model) for model in apply(base, [template]).models.values())) - known
        for template in templates.values()
    ]

    assert all(not one & other for number, one in enumerate(new) for other in new[number + 1 :])


def test_the_report_has_the_public_keys(
    base: Mapping[ProcessId, Collaboration], templates: Mapping[str, Template]
) -> None:
    report = markets_to_json(base, list(templates.values()))["markets"]

    assert isinstance(report, list)
    for item in report:
        assert isinstance(item, dict)
        kinds = item["by_kind"]
        assert isinstance(kinds, dict)
        assert set(item) >= {"market", "entries", "by_kind", "standard_share"}
        assert set(kinds) == {"must-have", "regulatory", "differentiating", "legacy"}
        assert sum(count for count in kinds.values() if isinstance(count, int)) == item["entries"]


def test_every_market_sells_both_brands_and_its_cut_over_lies_between_two_models(
    templates: Mapping[str, Template],
) -> None:
    for template_ in templates.values():
        assert set(template_.sales_models) == {"aurion", "pico"}
    assert cut_overs(templates["DE"].sales_models["aurion"])


def test_every_market_of_a_template_has_its_rates(templates: Mapping[str, Template]) -> None:
    parameters = Parameters.load(LIBRARY / "parameters")

    for market in templates:
        for id in ("vat_rate", "registration_tax_scheme", "change_fee", "delivery_demand_after", "withdrawal_period"):
            assert parameters.bands(
                id, country=market, basis_date=date(2026, 11, 2), channel="distance", customer="private"
            )
