"""A question with all that is known around it, and the facts of an order in the dictionary's types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from agents.assistant.errors import UnknownFact, UnusableQuestion
from process_models.addresses import AttributeAddress
from process_models.dictionary import Attribute, AttributeType, DataDictionary, UnknownAttribute
from process_models.records import nearest

#: A page of text; nobody asks longer, and searching it would take long.
LONGEST_QUESTION = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, by whom and about which order.

    `position` is the order's state, `facts` what is known of it by attribute. `language` is the one the
    answer should have; without it, that of the question. `turns` are the earlier questions of the same
    conversation, oldest first. `audiences` are the circles whose documents the asker may see, None is
    sales staff.
    """

    text: str
    market: str | None = None
    language: str | None = None
    position: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    as_of: date | None = None
    brand: str | None = None
    order: str | None = None
    turns: tuple[str, ...] = ()
    audiences: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise UnusableQuestion(
                "the question is empty; write what you want to know,"
                " e.g. 'Who approves another colour after the freeze?'."
            )
        if len(self.text) > LONGEST_QUESTION:
            raise UnusableQuestion(
                f"the question has {len(self.text)} characters; at most {LONGEST_QUESTION} are read."
                " Shorten it to the point."
            )


def checked_facts(facts: Mapping[str, object], dictionary: DataDictionary) -> dict[AttributeAddress, object]:
    """The facts with values in the types of the dictionary; texts are read as such values.

    Raises:
        UnknownFact: an attribute is not in the dictionary, or its value is none it can have.
    """
    checked: dict[AttributeAddress, object] = {}
    for name, value in facts.items():
        try:
            attribute = dictionary.attribute(name)
        except UnknownAttribute as error:
            raise UnknownFact(f"fact '{name}': {error}") from error
        checked[attribute.address] = _read(attribute, value)
    return dict(sorted(checked.items()))


def _read(attribute: Attribute, value: object) -> object:
    if attribute.values and str(value) not in attribute.values:
        listed = ", ".join(attribute.values)
        raise UnknownFact(
            f"fact '{attribute.address}' cannot be '{value}'; choose one of: {listed}."
            f"{nearest(str(value), attribute.values)}"
        )
    if not isinstance(value, str):
        return value
    match attribute.type:
        case AttributeType.BOOLEAN:
            if value.lower() not in ("true", "false"):
                raise UnknownFact(f"fact '{attribute.address}' cannot be '{value}'; write true or false.")
            return value.lower() == "true"
        case AttributeType.INTEGER | AttributeType.DECIMAL | AttributeType.MONEY:
            return _number(attribute, value)
    return value


def _number(attribute: Attribute, value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise UnknownFact(f"fact '{attribute.address}' cannot be '{value}'; write a number.") from None
    if not number.is_finite():
        raise UnknownFact(f"fact '{attribute.address}' cannot be '{value}'; write a finite number.")
    return number
