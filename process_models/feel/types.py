"""FEEL's types: which values belong to one, and the conversions that happen without being asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from process_models.feel import ast
from process_models.feel.temporal import (
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    midnight,
)
from process_models.feel.values import Function, Range


@dataclass(frozen=True, slots=True)
class SimpleType:
    """One of the types with a name: `number`, `string`, … and `Any`, `Null`."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType:
    element: Type


@dataclass(frozen=True, slots=True)
class RangeType:
    element: Type


@dataclass(frozen=True, slots=True)
class ContextType:
    """At least these members, each null or of its type."""

    members: tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class FunctionType:
    parameters: tuple[Type, ...]
    result: Type


@dataclass(frozen=True, slots=True)
class ConstrainedType:
    """The values of `base` that `allows` lets pass; `text` says what is allowed."""

    base: Type
    allows: Callable[[object], bool] = field(compare=False)
    text: str


Type: TypeAlias = SimpleType | ListType | RangeType | ContextType | FunctionType | ConstrainedType

ANY = SimpleType("Any")
NULL = SimpleType("Null")
NUMBER = SimpleType("number")
STRING = SimpleType("string")
BOOLEAN = SimpleType("boolean")
DATE = SimpleType("date")
TIME = SimpleType("time")
DATE_TIME = SimpleType("date and time")
DAYS_TIME = SimpleType("days and time duration")
YEARS_MONTHS = SimpleType("years and months duration")
ANY_LIST = ListType(ANY)
ANY_CONTEXT = ContextType(())

_KINDS: dict[str, type] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "days and time duration": DaysTimeDuration,
    "years and months duration": YearsMonthsDuration,
}
_NAMES: dict[type, SimpleType] = {kind: SimpleType(name) for name, kind in _KINDS.items()}

BUILT_IN: dict[str, Type] = {
    **{name: SimpleType(name) for name in _KINDS},
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS_TIME,
    "yearMonthDuration": YEARS_MONTHS,
    "Any": ANY,
    "Null": NULL,
    "list": ANY_LIST,
    "context": ANY_CONTEXT,
    "range": RangeType(ANY),
}


_WITH_PARAMETERS = frozenset(["list", "context", "range"])


def resolved(expression: ast.TypeExpression, named: Mapping[str, Type]) -> Type | None:
    """The type an expression names; None where the model has none of that name."""
    match expression:
        case ast.TypeName(name=name):
            # A list, a context or a range without its parameters is no type in an expression.
            return named.get(name) or (None if name in _WITH_PARAMETERS else BUILT_IN.get(name))
        case ast.GenericType(name=name, element=element):
            inner = resolved(element, named)
            if inner is None:
                return None
            return ListType(inner) if name == "list" else RangeType(inner)
        case ast.ContextTypeExpression(members=members):
            found = [(name, resolved(member, named)) for name, member in members]
            known = [(name, member) for name, member in found if member is not None]
            return ContextType(tuple(known)) if len(known) == len(found) else None
        case ast.FunctionTypeExpression(parameters=parameters, result=result):
            types = [resolved(parameter, named) for parameter in parameters]
            known_types = tuple(kind for kind in types if kind is not None)
            returned = resolved(result, named)
            if returned is None or len(known_types) < len(types):
                return None
            return FunctionType(known_types, returned)


def conforms(value: object, kind: Type) -> bool:
    """Whether `value` may stand where `kind` is asked for, allowed values included; null may everywhere."""
    return value is None or _belongs(value, kind, allowed_only=True)


def is_instance(value: object, kind: Type) -> bool:
    """Whether `value instance of kind` holds: the kind alone counts, not which values are allowed.

    Null is an instance of `Null` alone.
    """
    return kind == NULL if value is None else _belongs(value, kind, allowed_only=False)


def _belongs(value: object, kind: Type, *, allowed_only: bool) -> bool:
    def fits(part: object, of: Type) -> bool:
        return part is None or _belongs(part, of, allowed_only=allowed_only)

    match kind:
        case SimpleType(name="Any"):
            return True
        case SimpleType(name=name):
            return type(value) is _KINDS.get(name)
        case ListType(element=element):
            return isinstance(value, list) and all(fits(item, element) for item in value)
        case RangeType(element=element):
            return isinstance(value, Range) and fits(value.low, element) and fits(value.high, element)
        case ContextType(members=members):
            return isinstance(value, dict) and all(
                name in value and fits(value[name], member) for name, member in members
            )
        case FunctionType():
            return isinstance(value, Function) and type_conforms(value.type, kind)
        case ConstrainedType(base=base, allows=allows):
            return fits(value, base) and (not allowed_only or allows(value))


def type_conforms(kind: Type, target: Type) -> bool:
    """Whether every value of `kind` may stand where `target` is asked for."""
    if kind in (target, NULL) or target == ANY:
        return True
    match kind, target:
        case (ListType(element=given), ListType(element=asked)) | (
            RangeType(element=given),
            RangeType(element=asked),
        ):
            return type_conforms(given, asked)
        case ContextType(members=given_members), ContextType(members=asked_members):
            have = dict(given_members)
            return all(name in have and type_conforms(have[name], member) for name, member in asked_members)
        case FunctionType() as given_function, FunctionType() as asked_function:
            return (
                len(given_function.parameters) == len(asked_function.parameters)
                and all(map(type_conforms, asked_function.parameters, given_function.parameters))
                and type_conforms(given_function.result, asked_function.result)
            )
        case ConstrainedType(base=base), _:
            return type_conforms(base, target)
    return False


def converted(value: object, kind: Type) -> tuple[object, bool]:
    """`value` as `kind`, and whether it fits; DMN 1.5, 10.3.2.9.4: null where it does not.

    One item stands for a list of it and a list of one for its item; a date becomes the midnight (UTC)
    that a date and time is asked for.
    """
    if conforms(value, kind):
        return value, True
    base = kind.base if isinstance(kind, ConstrainedType) else kind
    if isinstance(base, ListType) and not isinstance(value, list) and conforms([value], kind):
        return [value], True
    if isinstance(value, list) and len(value) == 1 and conforms(value[0], kind):
        return value[0], True
    if isinstance(value, Date) and base == DATE_TIME and conforms(midnight(value), kind):
        return midnight(value), True
    return None, False


def type_text(kind: Type) -> str:
    """The type as FEEL writes it."""
    match kind:
        case SimpleType(name=name):
            return name
        case ListType(element=element):
            return f"list<{type_text(element)}>"
        case RangeType(element=element):
            return f"range<{type_text(element)}>"
        case ContextType(members=members):
            return f"context<{', '.join(f'{name}: {type_text(member)}' for name, member in members)}>"
        case FunctionType(parameters=parameters, result=result):
            return f"function<{', '.join(map(type_text, parameters))}> -> {type_text(result)}"
        case ConstrainedType(base=base, text=text):
            return f"{type_text(base)} ({text})"


def kind_text(value: object) -> str:
    """What kind of value this is, for a message."""
    if value is None:
        return "null"
    if type(value) in _NAMES:
        return _NAMES[type(value)].name
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a context"
    return "a range" if isinstance(value, Range) else "a function"
