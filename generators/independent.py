"""Constraints in groups that share no attribute: a new condition is checked with its own group only.

Most decisions of a process have nothing to do with each other. What cannot contradict need not be
asked about together, so the cost of a condition does not grow with the length of the run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from generators.guessing import guess
from process_models.feel import ast
from process_models.feel.analysis import addresses
from process_models.feel.domains import Domain
from process_models.feel.solver import Conflict, Constraints, Solution, Undecided


@dataclass(frozen=True, slots=True)
class Independent:
    """Conditions that must hold together. A value: `with_` gives a new one.

    `group_of` tells for each attribute the number of its group, `groups` their stores.
    """

    domains: Mapping[str, Domain]
    empty: Constraints
    group_of: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[int, Constraints] = field(default_factory=dict)

    @classmethod
    def over(cls, domains: Mapping[str, Domain]) -> "Independent":
        """No conditions yet, over attributes with these domains."""
        return cls(domains=domains, empty=Constraints(domains))

    def with_(self, condition: ast.Expression) -> "Independent | Conflict":
        """These conditions and one more, or a smallest set of conditions that exclude each other."""
        names = _reads(condition)
        touched = sorted({self.group_of[name] for name in names if name in self.group_of})
        store = self.groups[touched[0]] if touched else self.empty
        for other in touched[1:]:
            for earlier in self.groups[other].conditions:
                store = store.with_(earlier)
        store = store.with_(condition)
        if store.is_open() is False:
            verdict = store.check()
            if isinstance(verdict, Conflict):
                return verdict
        number = touched[0] if touched else len(self.groups) and max(self.groups) + 1
        merged = set(touched)
        group_of = {name: number if group in merged else group for name, group in self.group_of.items()}
        group_of |= dict.fromkeys(names, number)
        groups = {group: kept for group, kept in self.groups.items() if group not in merged}
        return Independent(self.domains, self.empty, group_of, groups | {number: store})

    def solve(self) -> tuple[Mapping[str, object], frozenset[str]]:
        """A value for every attribute the conditions mention, and the attributes for which none was found.

        What the store does not decide is guessed where simple values do; none is ever wrong.
        """
        values: dict[str, object] = {}
        for number in sorted(self.groups):
            match self.groups[number].check():
                case Solution(assignment=assignment):
                    values |= assignment
                case Undecided():
                    values |= guess(self.groups[number].conditions, self.domains) or {}
        return values, frozenset(name for name in self.group_of if name not in values)


@lru_cache(maxsize=65_536)
def _reads(condition: ast.Expression) -> tuple[str, ...]:
    return tuple(sorted(addresses(condition)))
