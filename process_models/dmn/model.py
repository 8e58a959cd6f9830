"""Decision models as frozen values, in the terms of DMN 1.5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class HitPolicy(StrEnum):
    """Which of several matching rules count, and in what order."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregation(StrEnum):
    """What COLLECT makes of the outputs it collected."""

    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A name with the type it is declared to have, where one is."""

    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where a required element stands: the namespace of its model, and its id there."""

    namespace: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralExpression:
    """FEEL in a box."""

    text: str
    type_ref: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputClause:
    """An input column: what is looked at, its type, and which values it may have."""

    expression: str
    type_ref: str | None = None
    values: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputClause:
    """An output column; the order of its values is the priority, `default` counts where no rule matches."""

    name: str | None = None
    type_ref: str | None = None
    values: str | None = None
    default: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row: unary tests per input, an expression per output, and what people noted beside it."""

    id: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """Rules over inputs, with the policy for several of them matching."""

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregation: Aggregation | None = None
    annotations: tuple[str, ...] = ()
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextEntry:
    """One named value of a context; without a variable it is the context's result."""

    value: Boxed | None
    variable: Variable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextExpression:
    """Entries in order, each seeing those before it."""

    entries: tuple[ContextEntry, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A parameter of an invocation with what it is bound to."""

    parameter: Variable
    value: Boxed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A function called with arguments by name."""

    function: Boxed | None
    bindings: tuple[Binding, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListExpression:
    items: tuple[Boxed | None, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A table of values: a list of contexts, one per row."""

    columns: tuple[Variable, ...]
    rows: tuple[tuple[Boxed | None, ...], ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionDefinition:
    """A function; `kind` is FEEL, Java or PMML."""

    parameters: tuple[Variable, ...]
    body: Boxed | None
    kind: str = "FEEL"
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    condition: Boxed | None
    consequence: Boxed | None
    alternative: Boxed | None
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterExpression:
    """The items of `source` for which `match` holds."""

    source: Boxed | None
    match: Boxed | None
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Iteration:
    """`for`, `some` or `every` over the items of `source`."""

    kind: str
    variable: str
    source: Boxed | None
    body: Boxed | None
    type_ref: str | None = None


Boxed: TypeAlias = (
    LiteralExpression
    | DecisionTable
    | ContextExpression
    | Invocation
    | ListExpression
    | Relation
    | FunctionDefinition
    | Conditional
    | FilterExpression
    | Iteration
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition:
    """A type of the model: a named base type with allowed values, a structure, a list, or a function."""

    name: str
    type_ref: str | None = None
    allowed_values: str | None = None
    type_constraint: str | None = None
    is_collection: bool = False
    components: tuple[ItemDefinition, ...] = ()
    parameters: tuple[Variable, ...] = ()
    result_type: str | None = None
    is_function: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputData:
    id: str
    name: str
    variable: Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision: its logic, and the elements whose values and functions it needs."""

    id: str
    name: str
    variable: Variable
    expression: Boxed | None = None
    requires: tuple[Reference, ...] = ()
    description: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessKnowledgeModel:
    """A function of the model's own."""

    id: str
    name: str
    variable: Variable
    logic: FunctionDefinition | None = None
    requires: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionService:
    """Decisions offered as one function."""

    id: str
    name: str
    variable: Variable
    outputs: tuple[Reference, ...] = ()
    encapsulated: tuple[Reference, ...] = ()
    input_decisions: tuple[Reference, ...] = ()
    input_data: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Another model whose elements are used under `name`."""

    name: str
    namespace: str
    kind: str = ""


Element: TypeAlias = InputData | Decision | BusinessKnowledgeModel | DecisionService


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """A decision model. `version` is the version of DMN the file is written in, such as `1.5`."""

    name: str
    namespace: str
    id: str = ""
    version: str = "1.5"
    imports: tuple[Import, ...] = ()
    item_definitions: tuple[ItemDefinition, ...] = ()
    inputs: tuple[InputData, ...] = ()
    decisions: tuple[Decision, ...] = ()
    knowledge_models: tuple[BusinessKnowledgeModel, ...] = ()
    services: tuple[DecisionService, ...] = ()
    imported: tuple[Definitions, ...] = field(default=(), repr=False)

    def elements(self) -> Iterator[Element]:
        """Everything that can be required, in the order of the kinds."""
        yield from self.inputs
        yield from self.decisions
        yield from self.knowledge_models
        yield from self.services


def children(expression: Boxed | None) -> Iterator[Boxed | None]:
    """The expressions right inside a boxed expression."""
    match expression:
        case ContextExpression(entries=entries):
            yield from (entry.value for entry in entries)
        case Invocation(function=function, bindings=bindings):
            yield function
            yield from (binding.value for binding in bindings)
        case ListExpression(items=items):
            yield from items
        case Relation(rows=rows):
            yield from (cell for row in rows for cell in row)
        case FunctionDefinition(body=body):
            yield body
        case Conditional(condition=condition, consequence=consequence, alternative=alternative):
            yield from (condition, consequence, alternative)
        case FilterExpression(source=source, match=match):
            yield from (source, match)
        case Iteration(source=source, body=body):
            yield from (source, body)
