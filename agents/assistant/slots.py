"""Which missing fact to ask for: the one that narrows the answer most, and none where it does not matter."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Outcome = TypeVar("Outcome", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing(Generic[Outcome]):
    """A slot to ask for, and the outcomes that remain possible for each of its values."""

    slot: str
    outcomes: Mapping[object, tuple[Outcome, ...]]


def most_telling(slots: Sequence[str], outcomes: Mapping[tuple[object, ...], Outcome]) -> Narrowing[Outcome] | None:
    """The slot whose answer leaves the fewest outcomes on average; None where all are the same.

    `outcomes` gives for every combination of values, in the order of `slots`, what the answer is.
    Ties go to the slot named first.
    """
    if len(set(outcomes.values())) < 2:
        return None
    best: Narrowing[Outcome] | None = None
    least = float("inf")
    for index, slot in enumerate(slots):
        remaining: dict[object, list[Outcome]] = {}
        for values, outcome in outcomes.items():
            remaining.setdefault(values[index], []).append(outcome)
        weights = Counter(values[index] for values in outcomes)
        left = sum(len(set(those)) * weights[value] for value, those in remaining.items()) / len(outcomes)
        if left < least and len(remaining) > 1:
            best = Narrowing(
                slot=slot, outcomes={value: tuple(dict.fromkeys(those)) for value, those in remaining.items()}
            )
            least = left
    return best
