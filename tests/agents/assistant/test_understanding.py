"""What is understood of a question by itself, in both languages."""

import pytest

from agents.assistant.assistant import Assistant
from agents.assistant.examples import Examples
from agents.assistant.foreign import ForeignWords
from agents.assistant.understanding import Understanding, Understood
from process_models.catalogue import Library


@pytest.fixture(scope="module")
def understanding(library: Library, assistant: Assistant) -> Understanding:
    return Understanding(
        library=library, glossary=assistant.glossary, examples=Examples.load(), foreign=ForeignWords.load()
    )


def _supposed(understood: Understood) -> list[tuple[str, str, object, object]]:
    return [(each.kind, each.target, each.before, each.after) for each in understood.interventions]


@pytest.mark.parametrize(
    ("text", "kind", "supposed", "position"),
    [
        ("Was passiert, wenn der Kunde andere Felgen will und der Termin bestätigt ist?", "change-impact",
         [("set", "vehicle.wheels", None, None)], "SlotConfirmed"),
        ("The customer wants other rims, the order is frozen", "change-impact",
         [("set", "vehicle.wheels", None, None)], "Frozen"),
        ("Kunde will von Barkauf auf Leasing umsteigen", "change-impact",
         [("set", "finance.kind", "cash", "leasing")], None),
        ("Can he switch from petrol to diesel?", "change-impact",
         [("set", "vehicle.powertrain", "petrol", "diesel")], None),
        ("Wer genehmigt eine andere Farbe im Rohbau?", "who-approves",
         [("set", "vehicle.colour", None, None)], "BodyInWhite"),
        ("Which systems are affected by another colour?", "which-systems",
         [("set", "vehicle.colour", None, None)], None),
        ("Bis wann kann man die Farbe ändern?", "by-when", [("set", "vehicle.colour", None, None)], None),
        ("Hagelschaden am Hub, was nun?", "exception-path", [("event", "vehicle.damaged", None, None)], "AtCompound"),
        ("Das Auto kommt aus Ashby statt aus Valdoro", "plant-switch",
         [("plant", "vehicle.plant", "valdoro", "ashby")], None),
        ("The car comes from Haiyan instead of Valdoro", "plant-switch",
         [("plant", "vehicle.plant", "valdoro", "haiyan")], None),
        ("Was bedeutet CoC?", "definition", [], None),
        ("Hallo!", "small-talk", [], None),
    ],
)  # fmt: skip
def test_kind_supposition_and_position_are_understood(
    understanding: Understanding,
    text: str,
    kind: str,
    supposed: list[tuple[str, str, object, object]],
    position: str | None,
) -> None:
    understood = understanding.of(text)

    assert understood.kind == kind
    assert _supposed(understood) == supposed
    assert understood.position == position


def test_after_a_state_is_meant_as_from_there_on(understanding: Understanding) -> None:
    understood = understanding.of("Was passiert, wenn der Kunde nach der Auftragsbestätigung andere Felgen will?")

    assert (understood.position, understood.since) == ("ContractConfirmed", True)


def test_a_plant_beside_a_change_is_a_fact(understanding: Understanding) -> None:
    understood = understanding.of("Das Auto aus Valdoro ist im Rohbau, der Kunde will eine andere Farbe.")

    assert dict(understood.facts) == {"vehicle.plant": "valdoro"}
    assert _supposed(understood) == [("set", "vehicle.colour", None, None)]


def test_a_delay_that_happens_is_no_wish(understanding: Understanding) -> None:
    happens = understanding.of("Die Auslieferung verzögert sich um drei Wochen")
    wished = understanding.of("Der Kunde möchte das Auto drei Wochen später, Lieferverzögerung erwünscht")

    assert happens.interventions[0].change_kind == "event"
    assert str(happens.interventions[0].after) == "21 days, 0:00:00"
    assert wished.interventions[0].change_kind == "delay"


def test_a_question_about_the_weather_is_not_about_the_business(understanding: Understanding) -> None:
    assert not understanding.of("Wie wird morgen das Wetter in München?").on_topic


def test_a_market_is_found_by_country_and_by_code(understanding: Understanding) -> None:
    assert understanding.of("Was kostet das in Dänemark?").market == "DK"
    assert understanding.of("Fee for AT?").market == "AT"


def test_a_country_without_template_is_told_apart(understanding: Understanding) -> None:
    understood = understanding.of("Andere Felgen in Frankreich?")

    assert (understood.market, understood.foreign_country) == (None, "FR")
