"""Days on which things happen in a run, so that the order of the days is the order of the steps.

The dictionary's usual dates say when things happen in the usual run; between them, and for a run
that takes longer, the time the steps take says it.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from process_models.addresses import Address, AttributeAddress
from process_models.feel.temporal import Date, date_of
from process_models.runs import Data, RunStep, work_steps
from process_models.variants import Variant

#: An attribute whose name ends like this says on which day something was done.
_HAPPENED = "_on"

#: An attribute whose name ends like these is a period away from what it is computed from.
_PERIODS = ("_until", "_from")

#: The first day of a run where no library says one.
_FIRST_DAY = Date(2026, 9, 1)

#: How far ahead a new date lies that has to be set because the old one has passed.
_LATER = timedelta(days=10)

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A date as the usual run sets it: its day, and the time from its step to that day."""

    day: int
    ahead: timedelta
    days_ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Maps the time since the start of a run to a day.

    `anchors` are times in the usual run with their days, both ascending; beyond them a day is a day.
    `plans` are the dates that the usual run sets, by where and what.
    """

    anchors: tuple[tuple[timedelta, int], ...]
    plans: Mapping[tuple[Address, AttributeAddress], Plan]

    def day(self, elapsed: timedelta) -> int:
        """The day, counted from the year 1."""
        after = bisect_right([time for time, _ in self.anchors], elapsed)
        if 0 < after < len(self.anchors):
            (time, day), (next_time, next_day) = self.anchors[after - 1 : after + 1]
            return day + int((next_day - day) * ((elapsed - time) / (next_time - time)))
        time, day = self.anchors[max(after - 1, 0)]
        return day + (elapsed - time) // _A_DAY

    def elapsed(self, day: int) -> timedelta:
        """The time since the start after which a day comes."""
        after = bisect_right([known for _, known in self.anchors], day)
        if 0 < after < len(self.anchors):
            (time, known), (next_time, next_day) = self.anchors[after - 1 : after + 1]
            return time + (next_time - time) * ((day - known) / (next_day - known))
        time, known = self.anchors[max(after - 1, 0)]
        return time + _A_DAY * (day - known)


def calendar_of(variant: Variant) -> Calendar:
    """The calendar of a variant's usual run."""
    steps = tuple(work_steps(variant.usual_run())) if variant.library else ()
    anchors: list[tuple[timedelta, int]] = []
    for step in steps:
        for name, value in step.written.items():
            if isinstance(value, Date) and name.endswith(_HAPPENED):
                time, day = step.done_after.typical, value.ordinal
                if not anchors or (time > anchors[-1][0] and day > anchors[-1][1]):
                    anchors.append((time, day))
    bare = Calendar(anchors=tuple(anchors) or ((timedelta(0), _FIRST_DAY.ordinal),), plans={})
    plans: dict[tuple[Address, AttributeAddress], Plan] = {}
    for step in steps:
        now = step.done_after.typical
        for name, value in step.written.items():
            if isinstance(value, Date):
                ahead = bare.elapsed(value.ordinal) - now
                plan = Plan(day=value.ordinal, ahead=ahead, days_ahead=value.ordinal - bare.day(now))
                plans.setdefault((step.at, name), plan)
    return Calendar(anchors=bare.anchors, plans=plans)


@dataclass(frozen=True)
class Days:
    """The days of one variant's runs."""

    variant: Variant
    calendar: Calendar

    def of(self, step: RunStep, attribute: AttributeAddress, data: Data) -> Date:
        """The date written at a step; `data` holds what is known, with what the step wrote already."""
        now = step.done_after.typical
        today = self.calendar.day(now)
        plan = self.calendar.plans.get((step.at, attribute))
        if attribute.endswith(_PERIODS):
            return date_of(self._period_end(attribute, today, data))
        if attribute.endswith(_HAPPENED) or (plan is not None and plan.days_ahead <= 1):
            return date_of(today)
        if plan is not None:
            return date_of(max(self.calendar.day(now + plan.ahead), today + 1))
        present = data.get(attribute)
        if isinstance(present, Date) and present.ordinal > today:
            # A plan that nothing has overtaken stays.
            return present
        is_planned = any(name == attribute for _, name in self.calendar.plans)
        return date_of(self.calendar.day(now + _LATER) if is_planned else today)

    def _period_end(self, attribute: AttributeAddress, today: int, data: Data) -> int:
        """As far from the date it is computed from, or else from its step, as in the usual run."""
        usual = next((plan for (_, name), plan in self.calendar.plans.items() if name == attribute), None)
        if usual is None:
            return today + _LATER.days
        known = self.variant.dictionary.attributes[attribute]
        for source in known.derived_from:
            usual_source = next((plan for (_, name), plan in self.calendar.plans.items() if name == source), None)
            now = data.get(source)
            if usual_source is not None and isinstance(now, Date):
                return now.ordinal + usual.day - usual_source.day
        return today + usual.days_ahead
