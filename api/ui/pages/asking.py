"""The page of questions: the answer as a card of consequences, and the proof behind each sentence."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.errors import kind_of, message_of
from api.security.identity import person_of
from api.services.asking import Asked
from api.ui.consequence_card import columns_of, tone_of
from api.ui.proof_pictures import pictures_of, steps_of
from api.ui.rendering import language_of, render
from knowledge.glossary import Glossary
from process_models.catalogue import Library

router = APIRouter(include_in_schema=False)

_SENTENCES_FIRST = 3
_EXAMPLES = {
    "de": (
        "Was passiert, wenn der Kunde nach der Auftragsbestätigung andere Felgen will?",
        "Wie ändert sich die Logistikkette, wenn das Fahrzeug aus einem anderen Werk kommt?",
        "Wer genehmigt eine andere Farbe nach dem Einfrieren?",
    ),
    "en": (
        "What happens when the customer changes the wheels after the order is confirmed?",
        "How does the logistics chain change when the car comes from another plant?",
        "Who approves another colour after the freeze?",
    ),
}


@router.get("/ask")
def ask(
    request: Request,
    q: Annotated[str, Query(max_length=100_000)] = "",
    market: str = "",
    position: str = "",
    fact: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """Ask, and read the answer."""
    services = request.app.state.services
    said = {"q": q, "market": market, "position": position, "facts": fact or []}
    answer, problem, status = None, None, 200
    if q or "q" in request.query_params:
        try:
            answer = services.asking.ask(_asked(said), person_of(request).name)
        except Exception as error:
            known = kind_of(error)
            if known is None or known[0] >= 500:
                raise
            problem, status = message_of(error), known[0]
    language = language_of(request)
    names = _Names(services.models.library, services.asking.knowledge.glossary, language)
    values: dict[str, Any] = {
        "asked": said,
        "a": answer,
        "problem": problem,
        "short": _short(answer),
        "tone": tone_of(answer["permission"]) if answer else "",
        "columns": columns_of(answer, services.models, names.role, names.system) if answer else [],
        "role": names.role,
        "markets": services.models.library.markets,
        "states": services.models.variant().states(),
        "state": names.state,
        "examples": _EXAMPLES[language],
        "with_slot": lambda slot, option: _with_slot(said, slot, option),
        "with_question": lambda question: _address({**said, "q": question}),
    }
    return render(request, "ask.html", values, status=status)


@router.get("/evidence/{id}")
def evidence(id: str, request: Request) -> Response:
    """What a claim rests on, painted into the diagram where it is a part of one."""
    services = request.app.state.services
    found = services.asking.evidence(id)
    language = language_of(request)
    values = {
        "e": found,
        "steps": steps_of(found, services.models, language),
        "pictures": pictures_of(found, services.models, language),
    }
    return render(request, "evidence.html", values)


def _short(answer: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """What is read first, each sentence with its proof; everything else stands below, sorted."""
    if answer is None:
        return []
    proofs = {claim["text"]: claim["evidence"] for claim in answer["claims"]}
    sentences = str(answer["text"]).splitlines()
    first = sentences[:_SENTENCES_FIRST] if answer["consequences"] else sentences
    return [{"text": sentence, "evidence": proofs.get(sentence, [])} for sentence in first]


class _Names:
    """What roles, systems and order states are called in a language."""

    def __init__(self, library: Library, glossary: Glossary, language: str) -> None:
        self._language = language
        self._roles = {str(role.id): role.labels for role in library.landscape.roles}
        self._systems = {str(system.id): system.labels for system in library.landscape.systems}
        self._states = {entry.id: entry.label(language) for entry in glossary.entries if entry.kind == "state"}

    def role(self, id: str | None) -> str:
        """A role's label; a dash where nobody is named."""
        return self._roles.get(id or "", {}).get(self._language, id or "–")

    def system(self, id: str | None) -> str:
        """A system's label; nothing where there is none."""
        return self._systems.get(id or "", {}).get(self._language, id or "")

    def state(self, id: str) -> str:
        """An order state as people call it."""
        return self._states.get(id, id)


def _asked(said: Mapping[str, Any]) -> Asked:
    pairs = (fact.partition("=") for fact in said["facts"])
    return Asked(
        text=said["q"],
        market=said["market"] or None,
        position=said["position"] or None,
        facts={name: value for name, equals, value in pairs if equals},
    )


def _with_slot(said: Mapping[str, Any], slot: str, option: Mapping[str, str]) -> str:
    """The same question with one thing more known."""
    if slot in ("market", "position"):
        return _address({**said, slot: option["value"]})
    if "." in slot:
        return _address({**said, "facts": [*said["facts"], f"{slot}={option['value']}"]})
    return _address({**said, "q": f"{said['q']} ({option['label']})"})


def _address(said: Mapping[str, Any]) -> str:
    facts: Sequence[str] = said["facts"]
    pairs = [(name, said[name]) for name in ("q", "market", "position") if said[name]]
    return "/ask?" + urlencode([*pairs, *(("fact", fact) for fact in facts)])
