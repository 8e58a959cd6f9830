"""What an earlier turn said still holds unless a later one says otherwise."""

from agents.assistant.assistant import Assistant, Question


def test_another_market_keeps_what_was_supposed(assistant: Assistant) -> None:
    answer = assistant.answer(
        Question(
            text="Und in Dänemark?",
            turns=("Was passiert in Österreich, wenn der Kunde andere Felgen will und der Termin bestätigt ist?",),
        )
    )

    assert (answer.understood.market, answer.understood.position) == ("DK", "SlotConfirmed")
    assert [each.target for each in answer.understood.interventions] == ["vehicle.wheels"]
    assert answer.permission == "re-quote"


def test_another_state_changes_the_verdict(assistant: Assistant) -> None:
    first = "The customer wants other wheels, the slot is confirmed."
    answer = assistant.answer(Question(text="And when the order is frozen?", market="DE", turns=(first,)))

    assert answer.permission == "not-allowed"


def test_a_new_supposition_replaces_the_old_one(assistant: Assistant) -> None:
    answer = assistant.answer(
        Question(
            text="Und eine andere Farbe?",
            market="DE",
            turns=("Der Kunde will andere Felgen, der Termin ist bestätigt.",),
        )
    )

    assert [each.target for each in answer.understood.interventions] == ["vehicle.colour"]
    assert answer.permission == "allowed-with-fee"
