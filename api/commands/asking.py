"""`murmel ask`: a question to the assistant."""

from datetime import date
from typing import Annotated, Any

import typer

from api.commands.output import print_json, say
from api.commands.questions import facts
from api.commands.setting import AsJson, AsUser, Market, services, user_named
from api.errors import Refused

_REFERENCES_SHOWN = 4


def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    market: Market = None,
    language: Annotated[str | None, typer.Option("--lang", help="de or en; that of the question without it.")] = None,
    position: Annotated[str | None, typer.Option(help="Order state, for example SlotConfirmed.")] = None,
    fact: Annotated[list[str] | None, typer.Option(help="NAME=VALUE; may be given again.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Day of knowledge, for example 2026-11-01.")] = None,
    conversation: Annotated[str | None, typer.Option(help="Id of the conversation it belongs to.")] = None,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Ask what happens, who approves, by when; the answer says what it rests on."""
    from api.security.person import GUEST
    from api.services.asking import Asked

    if language not in (None, "de", "en"):
        raise Refused(422, "invalid-request", f"no language '{language}'; choose de or en.")
    asked = Asked(
        text=question,
        market=market,
        language=language,
        position=position,
        facts=facts(fact),
        as_of=_day(as_of),
        conversation=conversation,
    )
    with services() as opened:
        person = user_named(opened, as_user) if as_user else GUEST
        opened.asking.knowledge.wait_until_ready()
        answer = opened.asking.ask(asked, person.name)
    if as_json:
        print_json(answer)
        return
    _tell(answer)


def _tell(answer: dict[str, Any]) -> None:
    """The sentences, each with what it rests on."""
    proofs = {claim["text"]: [answer["evidence"][id]["ref"] for id in claim["evidence"]] for claim in answer["claims"]}
    for sentence in answer["text"].splitlines():
        say(sentence)
        refs = proofs.get(sentence, [])
        if refs:
            say(f"    [{', '.join(refs[:_REFERENCES_SHOWN])}{', …' if len(refs) > _REFERENCES_SHOWN else ''}]")
    for question in answer["open_questions"]:
        say(f"\n? {question['question']}")
        for option in question["options"]:
            say(f"  {option['value']:18} {option['label']}{': ' + option['then'] if option['then'] else ''}")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(422, "invalid-request", f"'{text}' is no day; write it like 2026-11-01.") from error
