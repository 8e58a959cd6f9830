"""The way of a version: draft, review, released, in effect in a market from a date, rolled back.

Values and rules only; who stores them is not said here. A version is released by the model's owner,
who must not have written it. What is past stays: nothing takes effect or is rolled back before
today, so a running order keeps the version that was in effect when it was placed. Days are whole
days: what takes effect on a day holds from its start, as does a rollback.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from process_models.addresses import ProcessId, RoleId
from process_models.errors import ProcessModelError
from process_models.findings import Finding, Severity
from process_models.versions import Version


class LifecycleError(ProcessModelError):
    """A step on the way of a version that is refused."""


class NotPermitted(LifecycleError, PermissionError):
    """The step is somebody else's."""


class WrongStage(LifecycleError, ValueError):
    """The version does not stand where the step begins."""


class VersionConflict(LifecycleError, ValueError):
    """The number or the content was released before, or is not fit to be."""


class DateConflict(LifecycleError, ValueError):
    """The day is past, taken, or leaves a market without a version."""


class MissingReason(LifecycleError, ValueError):
    """A step back that does not say why."""


class Stage(StrEnum):
    """How far a version has come; where it is in effect is said by its releases."""

    DRAFT = "draft"
    REVIEW = "review"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts, with the roles of the landscape they hold."""

    id: str
    roles: frozenset[RoleId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion:
    """A version of a model on its way; `authors` are all who wrote it, first the one who began."""

    model: ProcessId
    version: Version
    owner: RoleId
    authors: tuple[str, ...]
    stage: Stage = Stage.DRAFT
    released_by: str | None = None
    released_on: date | None = None

    def __post_init__(self) -> None:
        if not self.authors:
            raise VersionConflict(f"{self} has no author; say who wrote it.")
        released = self.stage is Stage.RELEASED
        if released != (self.released_by is not None) or released != (self.released_on is not None):
            raise WrongStage(f"{self} is '{self.stage}'; exactly a released version has a releaser and a day.")
        if self.released_by in self.authors:
            raise NotPermitted(f"{self} was written by '{self.released_by}'; let another owner release it.")

    def __str__(self) -> str:
        return f"{self.model} {self.version.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollback:
    """From which day on a release does not hold any more, who said so, and why."""

    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A released version in a market from a day on, until another follows or it is rolled back."""

    version: ModelVersion
    market: str
    effective_from: date
    by: str
    rolled_back: Rollback | None = None

    def __post_init__(self) -> None:
        if self.version.stage is not Stage.RELEASED:
            raise WrongStage(f"{self.version} is '{self.version.stage}'; release it before it takes effect.")

    def stands_on(self, day: date) -> bool:
        """Whether it has begun and is not rolled back; another that began later may hold instead."""
        return self.effective_from <= day and (self.rolled_back is None or day < self.rolled_back.on)

    @property
    def never_began(self) -> bool:
        """Whether it was rolled back before its first day."""
        return self.rolled_back is not None and self.rolled_back.on <= self.effective_from


# -- a version on its way ---------------------------------------------------------------------------------------------


def revise(draft: ModelVersion, version: Version, by: Person) -> ModelVersion:
    """The draft with other content; whoever writes at it is one of its authors from then on.

    Raises:
        WrongStage: it is no draft any more.
    """
    _stands(draft, Stage.DRAFT, "changed", "have it sent back, or begin the next version")
    authors = draft.authors if by.id in draft.authors else (*draft.authors, by.id)
    return replace(draft, version=version, authors=authors)


def submit(draft: ModelVersion, by: Person, findings: Iterable[Finding] = ()) -> ModelVersion:
    """The draft handed in for review by one of its authors.

    Raises:
        WrongStage: it is no draft any more.
        NotPermitted: somebody else hands it in.
        VersionConflict: there are findings that are errors; the first is named.
    """
    _stands(draft, Stage.DRAFT, "handed in", "only drafts are handed in")
    if by.id not in draft.authors:
        raise NotPermitted(f"{draft} was written by {_names(draft.authors)}, not by '{by.id}'; ask them to hand it in.")
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise VersionConflict(
            f"{draft} has {len(errors)} errors, first: {errors[0].message} [{errors[0].rule}] Mend them, then hand in."
        )
    return replace(draft, stage=Stage.REVIEW)


def send_back(reviewed: ModelVersion, by: Person, reason: str) -> ModelVersion:
    """The version back at its authors as a draft.

    Raises:
        WrongStage: it is not in review.
        NotPermitted: not the owner sends it back.
        MissingReason: nobody says why.
    """
    _stands(reviewed, Stage.REVIEW, "sent back", "only a version in review is sent back")
    _by_owner(reviewed, by, "send it back")
    _with_reason(reviewed, reason, "sent back")
    return replace(reviewed, stage=Stage.DRAFT)


def release(reviewed: ModelVersion, by: Person, today: date, earlier: Iterable[ModelVersion] = ()) -> ModelVersion:
    """The version released by the owner; `earlier` are the other versions of the model.

    Raises:
        WrongStage: it is not in review.
        NotPermitted: somebody releases it who is not the owner, or who wrote at it.
        VersionConflict: its number or its content is released already.
    """
    _stands(reviewed, Stage.REVIEW, "released", "hand it in for review first")
    _by_owner(reviewed, by, "release it")
    if by.id in reviewed.authors:
        raise NotPermitted(
            f"{reviewed} was written by '{by.id}'; nobody releases what they wrote. Let another person with the"
            f" role '{reviewed.owner}' release it."
        )
    for other in earlier:
        _refuse_same(reviewed, other)
    return replace(reviewed, stage=Stage.RELEASED, released_by=by.id, released_on=today)


# -- a version in effect ----------------------------------------------------------------------------------------------


def put_into_effect(
    releases: Sequence[Release], version: ModelVersion, market: str, effective_from: date, by: Person, today: date
) -> tuple[Release, ...]:
    """The releases with one more: the version holds in the market from that day on.

    Raises:
        WrongStage: the version is not released.
        NotPermitted: not the owner decides it.
        DateConflict: the day is past or taken, or the version holds there then anyway.
        VersionConflict: the releases are another model's.
    """
    _stands(version, Stage.RELEASED, "put into effect", "have it released first")
    _by_owner(version, by, "put it into effect")
    _of_one_model(releases, version)
    earliest = max(today, version.released_on or today)
    if effective_from < earliest:
        raise DateConflict(
            f"{version} cannot take effect in {market} on {effective_from}: running orders keep their version, so the"
            f" past stays as it was. Choose {earliest} or later."
        )
    begun = [other for other in releases if other.market == market and not other.never_began]
    taken = [other for other in begun if other.effective_from == effective_from]
    if taken:
        raise DateConflict(
            f"{taken[0].version} takes effect in {market} on {effective_from} already; choose another day, or roll"
            " that back first."
        )
    current = effective_release(releases, market, effective_from)
    if current is not None and current.version.version == version.version:
        raise DateConflict(f"{version} is in effect in {market} since {current.effective_from}; nothing is to be done.")
    return (*releases, Release(version=version, market=market, effective_from=effective_from, by=by.id))


def roll_back(
    releases: Sequence[Release], number: str, market: str, by: Person, reason: str, on: date, today: date
) -> tuple[Release, ...]:
    """The releases with one rolled back: from that day on holds what held before it, for new orders.

    A version that is planned but has not begun is called off. Orders placed while it held keep it.

    Raises:
        NotPermitted: not the owner decides it.
        MissingReason: nobody says why.
        DateConflict: the day is past, the version does not hold then, or there is none to go back to.
        VersionConflict: the releases are those of several models.
    """
    target = _standing(releases, number, market, on)
    _by_owner(target.version, by, "roll it back")
    _with_reason(target.version, reason, "rolled back")
    if on < today:
        raise DateConflict(
            f"{target.version} cannot be rolled back in {market} on {on}: orders were placed under it since. Choose"
            f" {today} or later."
        )
    gone = replace(target, rolled_back=Rollback(on=on, by=by.id, reason=reason.strip()))
    left = tuple(gone if other is target else other for other in releases)
    empty_from = _first_gap(left, market)
    if empty_from is not None:
        raise DateConflict(
            f"rolling back {target.version} leaves {market} without a version from {empty_from}; there is none to go"
            " back to. Put another version into effect instead."
        )
    return left


def effective_release(releases: Iterable[Release], market: str, on: date) -> Release | None:
    """The release that holds in a market on a day: of those that stand, the one that began last."""
    standing = [release for release in releases if release.market == market and release.stands_on(on)]
    return max(standing, key=lambda release: release.effective_from, default=None)


def effective_version(
    releases: Sequence[Release], market: str, on: date, order_placed: date | None = None
) -> Version | None:
    """The version by which an order in a market runs on a day; None where none is in effect.

    A running order keeps the version of the day it was placed, whatever took effect since or was
    rolled back. Without `order_placed`, the version under which an order of that day begins.

    Raises:
        DateConflict: the order is placed only after that day.
        VersionConflict: the releases are those of several models.
    """
    _of_one_model(releases)
    if order_placed is not None and order_placed > on:
        raise DateConflict(f"the order is placed on {order_placed}, after {on}; ask for a day on which it runs.")
    held = effective_release(releases, market, on if order_placed is None else order_placed)
    return None if held is None else held.version.version


# -- refusals ---------------------------------------------------------------------------------------------------------


def _stands(version: ModelVersion, stage: Stage, done: str, instead: str) -> None:
    if version.stage is not stage:
        raise WrongStage(f"{version} is '{version.stage}' and cannot be {done}; {instead}.")


def _by_owner(version: ModelVersion, by: Person, do: str) -> None:
    if version.owner not in by.roles:
        raise NotPermitted(f"{version} belongs to the role '{version.owner}', which '{by.id}' lacks; let it {do}.")


def _with_reason(version: ModelVersion, reason: str, done: str) -> None:
    if not reason.strip():
        raise MissingReason(f"{version} is {done} without a reason; say why, so that others can learn from it.")


def _refuse_same(version: ModelVersion, other: ModelVersion) -> None:
    if other.model != version.model or other.stage is not Stage.RELEASED:
        return
    if other.version.means_the_same_as(version.version):
        raise VersionConflict(
            f"{version} means the same as {other}, which is released; put that into effect, or change something."
        )
    if other.version.number == version.version.number:
        raise VersionConflict(
            f"{version} was released on {other.released_on} with other content; give this one the next number."
        )


def _of_one_model(releases: Iterable[Release], version: ModelVersion | None = None) -> None:
    models = {release.version.model for release in releases} | ({version.model} if version else set())
    if len(models) > 1:
        raise VersionConflict(f"releases of several models together: {_names(sorted(models))}; give those of one.")


def _standing(releases: Sequence[Release], number: str, market: str, on: date) -> Release:
    """The release of that version which holds on the day or is planned for later."""
    _of_one_model(releases)
    own = [r for r in releases if r.market == market and r.version.version.number == number]
    open_ = [r for r in own if r.rolled_back is None]
    current = effective_release(releases, market, on)
    for candidate in sorted(open_, key=lambda r: r.effective_from):
        if candidate is current or candidate.effective_from > on:
            return candidate
    if not own:
        known = sorted({r.version.version.number for r in releases if r.market == market})
        raise DateConflict(
            f"no version {number} in effect or planned in {market}; there are: {', '.join(known) or 'none'}."
        )
    if not open_:
        raise DateConflict(f"{own[-1].version} is rolled back in {market} already; nothing is to be done.")
    followed = "" if current is None else f"; {current.version} follows it since {current.effective_from}"
    raise DateConflict(f"{open_[-1].version} does not hold in {market} on {on}{followed}. Roll back what holds.")


def _first_gap(releases: Sequence[Release], market: str) -> date | None:
    """The first day on which nothing holds in a market although something held before."""
    own = [r for r in releases if r.market == market and not r.never_began]
    turns = {r.effective_from for r in own} | {r.rolled_back.on for r in own if r.rolled_back is not None}
    first = min((r.effective_from for r in own), default=date.max)
    return next((day for day in sorted(turns) if day > first and effective_release(own, market, day) is None), None)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
