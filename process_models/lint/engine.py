"""Asks every rule about a model; each rule is a function that registers itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, TypeAlias

from process_models.addresses import ProcessId
from process_models.collaboration import Collaboration
from process_models.dictionary import DataDictionary
from process_models.elements import FlowNode
from process_models.findings import Finding, Severity, in_order
from process_models.landscape import Landscape
from process_models.lint import rules as rules_package
from process_models.lint.play import Play, play_file


class Placed(Protocol):
    """Anything with an id and the line it was read from."""

    @property
    def id(self) -> str:
        """Its id in the file."""
        ...

    @property
    def line(self) -> int | None:
        """Where it stands in the file."""
        ...


Problem: TypeAlias = tuple[Placed, str] | tuple[Placed, str, Severity]
"""The element a rule objects to, and why; with a severity where it is not the rule's usual one."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A model, and what is known around it; rules that need more than is known say nothing.

    `others` are the models of the same library by process, the model itself may be among them.
    `library` is the library's chain, played once for all of its models.
    """

    model: Collaboration
    dictionary: DataDictionary | None = None
    landscape: Landscape | None = None
    others: Mapping[ProcessId, Collaboration] = field(default_factory=dict)
    library: Play | None = None

    @cached_property
    def own(self) -> Play:
        """The model as a chain of its own, played once for all rules."""
        return play_file(self.model, self.dictionary, self.others)

    @property
    def plays(self) -> tuple[Play, ...]:
        """What rules that ask what can happen look at: the model by itself, then in its library."""
        return (self.own,) if self.library is None else (self.own, self.library)

    def scopes(self) -> Iterator[tuple[str, tuple[FlowNode, ...]]]:
        """Every process and sub-process with the nodes that stand directly in it, in document order."""
        grouped: dict[str, list[FlowNode]] = {}
        for node in self.model.nodes:
            grouped.setdefault(node.scope, []).append(node)
        yield from ((scope, tuple(nodes)) for scope, nodes in grouped.items())


Rule: TypeAlias = Callable[[Subject | Collaboration], Iterator[Finding]]
_REGISTERED: dict[str, Rule] = {}


def rule(name: str, severity: Severity = Severity.WARNING) -> Callable[[Callable[[Subject], Iterator[Problem]]], Rule]:
    """Registers a function as a rule; it yields the elements it objects to, each with the reason."""

    def register(function: Callable[[Subject], Iterator[Problem]]) -> Rule:
        def ask(asked: Subject | Collaboration) -> Iterator[Finding]:
            subject = Subject(model=asked) if isinstance(asked, Collaboration) else asked
            for element, message, *other in function(subject):
                said = other[0] if other else severity
                yield Finding(rule=name, severity=said, element=element.id, line=element.line, message=message)

        ask.__doc__ = function.__doc__
        _REGISTERED[name] = ask
        return ask

    return register


def lint(asked: Subject | Collaboration) -> tuple[Finding, ...]:
    """What all rules find in a model, by line."""
    return in_order(finding for ask in rules().values() for finding in ask(asked))


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """All rules by name."""
    for module in sorted(iter_modules(rules_package.__path__), key=lambda found: found.name):
        import_module(f"{rules_package.__name__}.{module.name}")
    return dict(sorted(_REGISTERED.items()))
