"""Test cases: what a tester reads."""

from dataclasses import replace

import pytest

from generators.cases import TestSuite, market_language, write_cases
from generators.steps import CaseStep
from generators.suites import derive
from process_models.catalogue import load
from process_models.dictionary import AttributeType
from process_models.elements import NOTHING_SAID
from tests.builders import process
from tests.generators.conftest import Derived
from tests.variants import attribute, variant

SALE = (
    'start:go -> user:ask {writes d.answer} {reads d.price} -> xor:willing -[d.answer = "accepted"]-> ship -> end:sold',
    "willing -[default]-> end:kept",
)
ANSWERS = (
    attribute("d.answer", "accepted", "refused"),
    attribute("d.price", kind=AttributeType.MONEY, given=True),
)


def cases_of(*lines: str, language: str = "en") -> TestSuite:
    one = variant(process(*lines), attributes=ANSWERS)
    return write_cases(one, derive(one), language=language)


def step_at(suite: TestSuite, element: str) -> CaseStep:
    return next(step for case in suite.cases for step in case.steps if step.element == f"p#{element}")


def test_a_step_says_what_is_given_and_what_is_entered() -> None:
    ask = step_at(cases_of(*SALE), "ask")

    assert ask.action == "ask"
    assert "Enter: d.answer = " in ask.data
    assert "Given: d.price = " in ask.data


def test_amounts_are_told_with_their_currency(germany: Derived) -> None:
    told = next(s for s in germany.suite.cases[0].steps if s.element == "offer_to_order#Activity_CalculatePrice")

    assert "Listenpreis netto (price.list) = 39.900,00 EUR" in told.data


def test_what_a_system_computes_is_waited_for() -> None:
    suite = cases_of("start:go -> service:book -> end:done", language="de")

    assert step_at(suite, "book").action == "Automatisch, abwarten: book"


def test_events_say_how_they_come_about() -> None:
    suite = cases_of(
        "start:go -> work -> catch:paid {message Payment} -> end:done",
        "boundary:late@work {timer P3D} -> chase -> end:over",
    )

    assert step_at(suite, "late").action == "Let the time pass (3 days): late"
    assert step_at(suite, "late").expected == "Next is due: chase."
    assert step_at(suite, "paid").action == "Send the message Payment: paid"
    assert step_at(suite, "done").action == "Check the end: done"
    assert step_at(suite, "done").expected == "Reached: done."


def test_a_refusal_is_shown_where_it_ends_and_makes_the_case_negative() -> None:
    suite = cases_of(*SALE)
    by_end = {case.path[-1]: case for case in suite.cases}

    assert "Refused: d.answer = refused." in by_end["p#kept"].steps[-1].expected  # type: ignore[index]  # addresses
    assert {str(end): case.kind for end, case in by_end.items()} == {"p#sold": "positive", "p#kept": "negative"}


def test_a_refused_change_says_so_with_its_reason_and_that_the_order_stays(germany: Derived) -> None:
    ends = [
        step for case in germany.suite.cases for step in case.steps if step.element == "change_order#End_ChangeRefused"
    ]
    windows = [
        step.expected
        for case in germany.suite.cases
        for step in case.steps
        if step.element == "change_order#Activity_CheckWindow"
    ]

    assert any("Abgelehnt: " in step.expected for step in ends)
    # Where production went on meanwhile, the order is in another state; where not, it must be as before.
    assert any("Unverändert: Auftragsstatus (order.state) = " in step.expected for step in ends)
    assert all("Grund: " in said and "change_matrix#" in said for said in windows)


def test_a_title_names_what_is_unusual_and_where_it_ends(germany: Derived) -> None:
    titles = [case.title for case in germany.suite.cases]

    assert len(set(titles)) == len(titles)
    assert all(title.startswith("DE: ") and " → " in title and len(title) <= 240 for title in titles)
    lost = next(c for c in germany.suite.cases if "order_to_handover#Boundary_VehicleLost" in c.path)
    assert lost.title.endswith("→ Auftrag umgebucht")


def test_titles_without_labels_say_where_the_flow_leads() -> None:
    titles = {case.title for case in cases_of("start:go -> xor:x -> a -> end:one", "x -> b -> end:two").cases}

    assert titles == {"x a → one", "x b → two"}


def test_names_broken_to_fit_their_shapes_are_told_on_one_line() -> None:
    model = process("start:go -> user:work -> end:done")
    broken = replace(model, nodes=tuple(replace(n, name="hand\r\nover", annotation=NOTHING_SAID) for n in model.nodes))
    one = variant(broken)
    case = write_cases(one, derive(one)).cases[0]

    assert case.title == "usual course → hand over"
    assert case.steps[0].action == "hand over"


def test_attributes_that_no_dictionary_knows_are_told_by_their_address() -> None:
    one = variant(
        process("start:go -> ask {writes d.sum = 3} -> xor:x -[d.sum > 2]-> end:much", "x -[default]-> end:little")
    )
    case = write_cases(one, derive(one)).cases[0]

    assert case.path[-1] == "p#much"
    assert "Afterwards: d.sum = 3" in case.steps[0].expected


def test_data_keeps_every_outcome_in_turn() -> None:
    one = variant(
        process(
            'start:go -> ask {writes d.answer} -> xor:x -[d.answer = "accepted"]-> end:yes',
            "x -[default]-> again -> ask",
        ),
        attributes=ANSWERS,
    )
    case = write_cases(one, derive(one), language="en").cases[0]

    assert dict(case.data) == {"d.answer": "refused", "d.answer@2": "accepted"}


def test_the_language_is_that_of_the_market_where_none_is_asked_for() -> None:
    library = load()

    assert [market_language(library.variant(market)) for market in ("DE", "AT", "DK", None)] == ["de", "de", "en", "en"]


def test_a_case_that_alone_tests_a_law_matters_most(germany: Derived) -> None:
    by_requirement: dict[str, list[str]] = {}
    for case in germany.suite.cases:
        for requirement in case.requirements:
            by_requirement.setdefault(requirement, []).append(case.priority)
    regulatory = {
        requirement.id
        for node in germany.variant.chain.nodes.values()
        for requirement in node.annotation.requirements
        if requirement.kind == "regulatory"
    }
    alone = [priorities[0] for id, priorities in by_requirement.items() if id in regulatory and len(priorities) == 1]

    assert alone
    assert set(alone) == {"High"}
    assert {case.priority for case in germany.suite.cases} <= {"High", "Medium", "Low"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_preconditions_name_systems_by_their_labels(germany: Derived, language: str) -> None:
    suite = write_cases(germany.variant, germany.runs, language=language)
    first = suite.cases[0].preconditions[0]

    assert ("Kundenverwaltung" if language == "de" else "Customer management") in first
