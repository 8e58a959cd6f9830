"""Functions as values: built-in ones with their signatures, and those defined in an expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from process_models.feel.errors import InvalidValue
from process_models.feel.run import Run
from process_models.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from process_models.feel.types import ANY, FunctionType, Type, converted, kind_text, type_text
from process_models.feel.values import Arguments, Function, Range

Computation = TypeVar("Computation", bound=Callable[..., object])

# What a built-in's parameter accepts, by the word its signature uses.
_ACCEPTS: Mapping[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "datetime": (DateTime,),
    "day": (Date, DateTime),
    "days time duration": (DaysTimeDuration,),
    "duration": (DaysTimeDuration, YearsMonthsDuration),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "function": (Function,),
    "any": (object,),
}


@dataclass(frozen=True, slots=True)
class FormalParameter:
    """A parameter of a built-in: what it accepts, whether null is welcome or the whole is optional."""

    name: str
    kind: str
    optional: bool = False
    nullable: bool = False
    variadic: bool = False

    def accepted(self, value: object) -> object:
        """`value` as this parameter takes it.

        Raises:
            InvalidValue: it does not.
        """
        if value is None and self.nullable:
            return None
        kinds = _ACCEPTS[self.kind]
        if isinstance(value, kinds) and value is not None:
            return value
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], kinds):
            return value[0]
        if self.kind == "list" and value is not None:
            return [value]
        raise InvalidValue(f"'{self.name}' must be a {self.kind}, not {kind_text(value)}")


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a built-in, and what computes the result."""

    parameters: tuple[FormalParameter, ...]
    compute: Callable[..., object]
    needs_run: bool = False

    def bound(self, arguments: Arguments) -> list[object]:
        """The arguments in the order of the parameters.

        Raises:
            InvalidValue: number, names or kinds do not fit.
        """
        if arguments.names:
            return self._by_name(dict(zip(arguments.names, arguments.values, strict=True)))
        return self._by_position(list(arguments.values))

    def _by_name(self, values: dict[str, object]) -> list[object]:
        known = {parameter.name for parameter in self.parameters}
        if any(parameter.variadic for parameter in self.parameters):
            raise InvalidValue("arguments of any number have no names")
        if unknown := [name for name in values if name not in known]:
            raise InvalidValue(f"no parameter '{unknown[0]}'; it has {', '.join(sorted(known))}")
        bound: list[object] = []
        for parameter in self.parameters:
            if parameter.name not in values and not parameter.optional and not parameter.nullable:
                raise InvalidValue(f"the parameter '{parameter.name}' is missing")
            absent = parameter.name not in values and parameter.optional
            bound.append(None if absent else parameter.accepted(values.get(parameter.name)))
        return bound

    def _by_position(self, values: list[object]) -> list[object]:
        if self.parameters and self.parameters[-1].variadic:
            return self._variadic(values)
        required = sum(not parameter.optional for parameter in self.parameters)
        if not required <= len(values) <= len(self.parameters):
            raise InvalidValue(f"it takes {self._number()} arguments, not {len(values)}")
        given = [parameter.accepted(value) for parameter, value in zip(self.parameters, values, strict=False)]
        return given + [None] * (len(self.parameters) - len(given))

    def _variadic(self, values: list[object]) -> list[object]:
        fixed, last = self.parameters[:-1], self.parameters[-1]
        # One argument alone is the list itself, which another signature takes.
        least = len(fixed) + (1 if fixed or last.kind == "list" else 2)
        if len(values) < least:
            raise InvalidValue(f"it takes at least {least} arguments, not {len(values)}")
        given = [parameter.accepted(value) for parameter, value in zip(fixed, values, strict=False)]
        return [*given, [last.accepted(value) for value in values[len(fixed) :]]]

    def _number(self) -> str:
        required = sum(not parameter.optional for parameter in self.parameters)
        most = len(self.parameters)
        return str(most) if required == most else f"{required} to {most}"


@dataclass(frozen=True, slots=True)
class BuiltIn(Function):
    """A function of the standard."""

    name: str
    signatures: tuple[Signature, ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.signatures[0].parameters)

    @property
    def type(self) -> FunctionType:
        return FunctionType((ANY,) * len(self.parameters), ANY)

    def invoke(self, arguments: Arguments, run: Run) -> object:
        """The result of the first signature that fits; null and a warning where none does."""
        reason = ""
        for signature in self.signatures:
            try:
                bound = signature.bound(arguments)
            except InvalidValue as error:
                # The reason of the first signature: the others are its shorter or longer forms.
                reason = reason or str(error)
                continue
            try:
                return signature.compute(run, *bound) if signature.needs_run else signature.compute(*bound)
            except InvalidValue as error:
                reason = str(error)
            except ArithmeticError:
                reason = "the result is beyond 34 digits or the largest number"
        return run.null(f"{self.name}: {reason}")


@dataclass(frozen=True, slots=True)
class Definition(Function):
    """A function with typed parameters and a body; `body` gets the arguments by name."""

    name: str
    formal: tuple[tuple[str, Type], ...]
    body: Callable[[Mapping[str, object], Run], object]
    result: Type = ANY

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.formal)

    @property
    def type(self) -> FunctionType:
        return FunctionType(tuple(kind for _, kind in self.formal), self.result)

    def invoke(self, arguments: Arguments, run: Run) -> object:
        """The body's value; null and a warning where an argument is missing or of another type."""
        # A call is worth many items: functions that call themselves twice would never end.
        if not run.may_spend(5):
            return run.null(f"{self.name}: too many calls")
        if arguments.names:
            # DMN 1.5, 10.3.2.13.5: what a call by name leaves out is null.
            given = dict.fromkeys(self.parameters) | dict(zip(arguments.names, arguments.values, strict=True))
            fitting = len(given) == len(self.formal)
        else:
            given = dict(zip(self.parameters, arguments.values, strict=False))
            fitting = len(arguments.values) == len(self.formal)
        if not fitting:
            return run.null(f"{self.name}: it takes ({', '.join(self.parameters)})")
        bound: dict[str, object] = {}
        for name, kind in self.formal:
            bound[name], fits = converted(given[name], kind)
            if not fits:
                return run.null(f"{self.name}: '{name}' must be {type_text(kind)}, not {kind_text(given[name])}")
        value, fits = converted(self.body(bound, run), self.result)
        return value if fits else run.null(f"{self.name}: the result is no {type_text(self.result)}")


_PARAMETER = re.compile(r"(?P<name>[\w ]+):\s*(?P<kind>[\w ]+?)(?P<marks>[?*.]*)")


class Registry:
    """Collects built-ins; a signature is written like `"string: string, start position: number, [length: number]"`.

    Square brackets make a parameter optional, `?` lets null in, `...` takes all that follows as a list.
    """

    def __init__(self) -> None:
        self._signatures: dict[str, list[Signature]] = {}

    def add(self, name: str, signature: str = "", *, needs_run: bool = False) -> Callable[[Computation], Computation]:
        """Register what is decorated as one way to call `name`; the one nearest to it is tried first."""

        def register(compute: Computation) -> Computation:
            entry = Signature(_formal_parameters(signature), compute, needs_run)
            self._signatures.setdefault(name, []).append(entry)
            return compute

        return register

    def built_ins(self) -> dict[str, BuiltIn]:
        return {name: BuiltIn(name, tuple(entries)) for name, entries in self._signatures.items()}


def _formal_parameters(signature: str) -> tuple[FormalParameter, ...]:
    found: list[FormalParameter] = []
    for part in filter(None, (part.strip() for part in signature.split(","))):
        optional = part.startswith("[")
        match = _PARAMETER.fullmatch(part.strip("[]"))
        if match is None:
            raise InvalidValue(f"{part!r} is no parameter of a signature")
        found.append(
            FormalParameter(
                name=match["name"],
                kind=match["kind"],
                optional=optional,
                nullable="?" in match["marks"],
                variadic="..." in match["marks"],
            )
        )
    return tuple(found)
