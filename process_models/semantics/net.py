"""Places, steps and markings: a chain of processes compiled for the token game.

A token on the sequence flow into an activity means that the activity is under way; firing its
step means that it is finished. Called processes are unfolded once per call, so that a token always
knows in which call it is; coverage counts an element once however often it is called.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from process_models.addresses import Address
from process_models.elements import Expression

CallPath: TypeAlias = tuple[Address, ...]
"""The call activities one is inside of, outermost first; empty in a root process."""

Marking: TypeAlias = tuple[int, ...]
"""Places with a token, ascending; a place with two tokens stands twice."""


class PlaceKind(StrEnum):
    """What a token in a place means."""

    READY = "a process that may start"
    FLOW = "a token on a sequence flow"
    ACTIVE = "a process, sub-process or call under way"
    WAITING = "an event-based gateway that waits"
    MESSAGE = "a message that was sent and not yet received"
    ARMED = "an event that may still happen once"
    DONE = "a process that has ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a token can be; `at` is a flow node, a sequence flow or `process#process`."""

    kind: PlaceKind
    at: Address
    calls: CallPath = ()


class StepKind(StrEnum):
    """What a step does, seen by a person who watches the marble."""

    START = "start"
    WORK = "work"
    ROUTE = "route"
    ENTER = "enter"
    LEAVE = "leave"
    EVENT = "event"
    INTERRUPT = "interrupt"
    END = "end"


#: Kinds that only move tokens: nobody does anything and no time passes.
SILENT = frozenset({StepKind.ROUTE, StepKind.ENTER, StepKind.LEAVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A condition a step needs: `expression` must be true, or, where not `holds`, must not be true."""

    flow: Address
    expression: Expression
    holds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusiveJoin:
    """What an inclusive gateway looks at before it joins (BPMN 2.0, 13.4.3).

    `incoming` are its incoming flows; `upstream[i]` the places from which a token could still
    reach `incoming[i]` without passing the gateway.
    """

    incoming: tuple[int, ...]
    upstream: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One way a flow node can act.

    `takes` and `gives` are places; `tests` must hold a token that stays; `empty` must hold none, one
    of `busy` must hold one, where it names any: a scope in which nothing is left has ended and cannot
    be interrupted any more. `clears` are emptied. `fires` lists the flow nodes and sequence flows in
    the order they fire. `from_outside` marks an event that only the world causes: a timer, a message nobody in the
    chain sends, an error of a task.
    """

    number: int
    kind: StepKind
    at: Address
    calls: CallPath
    fires: tuple[Address, ...]
    takes: tuple[int, ...]
    gives: tuple[int, ...]
    tests: tuple[int, ...] = ()
    empty: frozenset[int] = frozenset()
    busy: frozenset[int] = frozenset()
    clears: frozenset[int] = frozenset()
    guards: tuple[Guard, ...] = ()
    join: InclusiveJoin | None = None
    from_outside: bool = False

    @property
    def is_exceptional(self) -> bool:
        """Whether it is something unusual that the world does beside the work, or to it.

        An interruption by a message that the chain itself has sent is no surprise.
        """
        return self.from_outside and (self.kind is StepKind.INTERRUPT or bool(self.tests))

    @property
    def taken_from(self) -> tuple[int, ...]:
        """The places it takes tokens from; for an inclusive join those it may take from."""
        return self.join.incoming if self.join is not None else self.takes


@dataclass(frozen=True, kw_only=True)
class Net:
    """A compiled chain. `initial` is the marking before anything happened."""

    places: tuple[Place, ...]
    steps: tuple[Step, ...]
    initial: Marking

    @cached_property
    def boxes(self) -> frozenset[int]:
        """Mail boxes: a second message to a receiver that has not read the first is the same message."""
        return frozenset(i for i, place in enumerate(self.places) if place.kind is PlaceKind.MESSAGE)

    @cached_property
    def steps_at(self) -> Mapping[int, tuple[Step, ...]]:
        """The steps that a token in a place takes part in first, in step order."""
        at: dict[int, list[Step]] = {number: [] for number in range(len(self.places))}
        for step in self.steps:
            for place in step.taken_from if step.join else step.takes[:1]:
                at[place].append(step)
        return {place: tuple(steps) for place, steps in at.items()}
