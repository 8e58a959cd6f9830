"""What is known while one question is answered, and the draft of its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from agents.assistant.answer import (
    Affected,
    Alternative,
    Amount,
    Consequence,
    Deadline,
    OpenQuestion,
)
from agents.assistant.json_values import Json
from agents.assistant.names import Names
from agents.assistant.proofs import Proofs
from agents.assistant.question import Question
from agents.assistant.rulings import Rulings
from agents.assistant.statements import Statement
from agents.assistant.understanding import Understood
from knowledge.library import KnowledgeBase
from process_models.addresses import AttributeAddress
from process_models.catalogue import Library
from process_models.elements import DurationInterval
from process_models.finance import Money
from process_models.variants import Variant


@dataclass(frozen=True, kw_only=True)
class Context:
    """Everything an answer is worked out from.

    `facts` are those of the order, told or derived; `unknown` are facts the tables ask for that nobody
    told, with the values they can have.
    """

    library: Library
    variant: Variant
    knowledge: KnowledgeBase | None
    rulings: Rulings
    names: Names
    proofs: Proofs
    question: Question
    understood: Understood
    market: str | None
    position: str | None
    facts: Mapping[AttributeAddress, object]
    unknown: Mapping[AttributeAddress, tuple[object, ...]]
    day: date

    @property
    def language(self) -> str:
        """The language the answer is in."""
        return self.names.language


@dataclass(slots=True, kw_only=True)
class Draft:
    """An answer before it is worded; filled step by step, then frozen into an `Answer`."""

    kind: str
    statements: list[Statement] = field(default_factory=list)
    permission: str | None = None
    approver: str | None = None
    fee: Money | None = None
    alternatives: list[Alternative] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    delay: DurationInterval | None = None
    affected: Affected = field(default_factory=Affected)
    consequences: tuple[Consequence, ...] = ()
    unaffected: tuple[str, ...] = ()
    deadlines: list[Deadline] = field(default_factory=list)
    routes: Json = None
    certain: bool = True
    open_questions: list[OpenQuestion] = field(default_factory=list)
    refused: bool = False
    refusal_reason: str | None = None
