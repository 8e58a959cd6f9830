"""The assistant: a question goes in, a verified answer comes out, its evidence can be asked for afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from agents.assistant.answer import Answer, Evidence
from agents.assistant.composing import answer_for
from agents.assistant.context import Context, Draft
from agents.assistant.conversation import understood_in_turn
from agents.assistant.cues import GERMAN_GREETING
from agents.assistant.examples import Examples
from agents.assistant.facts import facts_of
from agents.assistant.finishing import finished
from agents.assistant.foreign import ForeignWords
from agents.assistant.names import Names
from agents.assistant.ports import EvidenceStore, MemoryEvidenceStore
from agents.assistant.proofs import Proofs
from agents.assistant.question import Question, checked_facts
from agents.assistant.rulings import Rulings
from agents.assistant.understanding import Understanding, Understood
from agents.assistant.verification import Verification
from agents.assistant.wording.de import German
from agents.assistant.wording.en import English
from agents.assistant.wording.words import Words
from agents.llm.ports import LanguageModel
from knowledge.glossary import Glossary, load_glossary
from knowledge.library import KnowledgeBase
from process_models.catalogue import Library

WORDS: Mapping[str, Words] = {"de": German(), "en": English()}

__all__ = ["Assistant", "Question"]


def _today() -> date:
    return datetime.now(UTC).date()


class Assistant:
    """Answers questions about one library. Safe to use from several threads; slow only on a market's first question.

    `llm` may understand what the patterns do not, and word the answer; what it words is checked against
    the evidence. `today` is asked for the day when a question names none.
    """

    def __init__(
        self,
        library: Library,
        knowledge: KnowledgeBase | None = None,
        llm: LanguageModel | None = None,
        *,
        store: EvidenceStore | None = None,
        glossary: Glossary | None = None,
        today: Callable[[], date] = _today,
    ) -> None:
        self.library = library
        self.knowledge = knowledge
        self._llm = llm
        self._store = store if store is not None else MemoryEvidenceStore()
        self._today = today
        path = library.directory / "glossary.yaml"
        found = knowledge.glossary if knowledge is not None and len(knowledge.glossary) else None
        self.glossary = glossary or found or (load_glossary(path) if path.is_file() else Glossary())
        self._understanding = Understanding(
            library=library, glossary=self.glossary, examples=Examples.load(), foreign=ForeignWords.load()
        )
        self._rulings = Rulings(library=library)
        self._verification = Verification(library, knowledge)

    def answer(self, question: Question) -> Answer:
        """The answer, verified.

        Raises:
            UnknownMarket: there is no template for the market; the message lists those there are.
            UnknownState: the position is no order state.
            UnknownFact: a fact is not in the dictionary, or its value is none it can have.
        """
        context = self._context(question)
        draft = Draft(kind=context.understood.kind or "out-of-scope")
        answer_for(context, draft)
        answer = finished(context, draft, self._llm)
        self._verification.check(answer)
        self._store.put(answer.evidence.values())
        return answer

    def evidence(self, id: str) -> Evidence:
        """A piece of evidence given out before.

        Raises:
            UnknownEvidence: it was not, or is no longer kept.
        """
        return self._store.get(id)

    def still_holds(self, evidence: Evidence) -> bool:
        """Whether the evidence can be read again as it was quoted."""
        return self._verification.holds(evidence)

    def warm_up(self) -> None:
        """Explore every market once, so that the first question is as quick as the next."""
        for market in (None, *self.library.markets):
            self.library.variant(market).surroundings()

    def _context(self, question: Question) -> Context:
        understood = understood_in_turn(self._understanding, question.turns, question.text)
        if self._llm is not None and not understood.kind_said:
            heard = self._llm.understand(question.text, tuple(sorted(self.library.markets)))
            if heard:
                restated = understood_in_turn(self._understanding, question.turns, heard)
                understood = replace(restated, language=understood.language)
        market = question.market
        if understood.market is not None:
            market = understood.market
        variant = self.library.variant(market, question.brand)
        language = self._language(question, understood, market)
        words = WORDS[language]
        names = Names(library=self.library, variant=variant, glossary=self.glossary, words=words)
        day = question.as_of or self._today()
        position = question.position or understood.position
        if question.position is not None:
            variant.position(question.position)
        told = {**understood.facts, **checked_facts(question.facts, self.library.dictionary)}
        facts, unknown = facts_of(self.library, told, market=market, brand=question.brand, day=day)
        return Context(
            library=self.library,
            variant=variant,
            knowledge=self.knowledge,
            rulings=self._rulings,
            names=names,
            proofs=Proofs(library=self.library, names=names, knowledge=self.knowledge),
            question=question,
            understood=understood,
            market=market,
            position=position,
            facts=facts,
            unknown=unknown,
            day=day,
        )

    def _language(self, question: Question, understood: Understood, market: str | None) -> str:
        """The language wished for, else the one asked in; for a third one that of the market, if we speak it."""
        asked_in = understood.language
        german = asked_in is None and bool(GERMAN_GREETING.search(question.text))
        named = next((match.language for match in understood.terms), None) if asked_in is None else None
        spoken_by_terms = "de" if german else named
        for wished in (question.language, asked_in, spoken_by_terms):
            if wished in WORDS:
                return str(wished)
        spoken = self.library.templates[market].languages if market is not None else ()
        return "de" if "de" in spoken else "en"
