"""The way of a version, from a draft to a rollback: who may do what, when, and what running orders keep."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from process_models.addresses import ProcessId, RoleId
from process_models.findings import Finding, Severity
from process_models.lifecycle import (
    DateConflict,
    LifecycleError,
    MissingReason,
    ModelVersion,
    NotPermitted,
    Person,
    Release,
    Stage,
    VersionConflict,
    WrongStage,
    effective_release,
    effective_version,
    put_into_effect,
    release,
    revise,
    roll_back,
    send_back,
    submit,
)
from process_models.versions import SemanticHash, Version

OWNER = RoleId("process_owner_sales")
ANNA = Person(id="anna", roles=frozenset({OWNER}))
BERT = Person(id="bert", roles=frozenset({OWNER}))
CARL = Person(id="carl")
NEW_YEAR = date(2026, 1, 1)
MARCH = date(2026, 3, 1)
JUNE = date(2026, 6, 1)


def version(number: str, content: str | None = None) -> Version:
    return Version(number=number, hash=SemanticHash((content or number).encode().hex().ljust(64, "0")))


def draft(number: str = "1.1.0", content: str | None = None, author: Person = ANNA) -> ModelVersion:
    return ModelVersion(
        model=ProcessId("change_order"), version=version(number, content), owner=OWNER, authors=(author.id,)
    )


def released(number: str = "1.1.0", content: str | None = None, on: date = NEW_YEAR) -> ModelVersion:
    return release(submit(draft(number, content), ANNA), BERT, on)


def in_effect(*periods: tuple[str, date], market: str = "AT") -> tuple[Release, ...]:
    releases: tuple[Release, ...] = ()
    for number, day in periods:
        releases = put_into_effect(releases, released(number), market, day, BERT, NEW_YEAR)
    return releases


TWO = (("1.0.0", NEW_YEAR), ("1.1.0", MARCH))


def number_on(releases: tuple[Release, ...], day: date, placed: date | None = None, market: str = "AT") -> str | None:
    found = effective_version(releases, market, day, placed)
    return None if found is None else found.number


# -- draft, review, released ------------------------------------------------------------------------------------------


def test_a_draft_is_handed_in_by_its_author_and_released_by_another_owner() -> None:
    done = release(submit(draft(), ANNA), BERT, MARCH)

    assert (done.stage, done.released_by, done.released_on) == (Stage.RELEASED, "bert", MARCH)


def test_nobody_releases_what_they_wrote() -> None:
    with pytest.raises(
        NotPermitted, match="change_order 1.1.0 was written by 'anna'; .* role 'process_owner_sales' release it"
    ):
        release(submit(draft(), ANNA), ANNA, MARCH)


def test_nobody_releases_what_they_wrote_a_part_of() -> None:
    both = revise(draft(), version("1.1.0", "more"), BERT)

    with pytest.raises(NotPermitted, match="was written by 'bert'"):
        release(submit(both, ANNA), BERT, MARCH)


def test_no_value_says_that_an_author_released_it() -> None:
    with pytest.raises(NotPermitted, match="was written by 'bert'; let another owner release it"):
        replace(released(), authors=("anna", "bert"))


def test_only_the_owner_releases() -> None:
    with pytest.raises(NotPermitted, match="belongs to the role 'process_owner_sales', which 'carl' lacks"):
        release(submit(draft(), ANNA), CARL, MARCH)


def test_refusals_of_persons_are_permission_errors_and_the_others_value_errors() -> None:
    assert issubclass(NotPermitted, PermissionError)
    assert all(issubclass(kind, ValueError) for kind in (WrongStage, VersionConflict, DateConflict, MissingReason))


def test_a_draft_is_not_released_without_review() -> None:
    with pytest.raises(WrongStage, match="change_order 1.1.0 is 'draft' and cannot be released; hand it in for review"):
        release(draft(), BERT, MARCH)


def test_only_an_author_hands_a_draft_in() -> None:
    with pytest.raises(NotPermitted, match="was written by 'anna', not by 'carl'; ask them to hand it in"):
        submit(draft(), CARL)


def test_a_draft_with_errors_is_not_handed_in() -> None:
    wrong = Finding(rule="no-end", severity=Severity.ERROR, message="the process has no end.")
    unusual = Finding(rule="label", severity=Severity.WARNING, message="no label")

    with pytest.raises(VersionConflict, match=r"has 1 errors, first: the process has no end. \[no-end\]"):
        submit(draft(), ANNA, [unusual, wrong])
    assert submit(draft(), ANNA, [unusual]).stage is Stage.REVIEW


def test_the_owner_sends_a_version_back_and_says_why() -> None:
    assert send_back(submit(draft(), ANNA), BERT, "the fee is missing").stage is Stage.DRAFT
    with pytest.raises(MissingReason, match="sent back without a reason"):
        send_back(submit(draft(), ANNA), BERT, "  ")
    with pytest.raises(NotPermitted, match="let it send it back"):
        send_back(submit(draft(), ANNA), CARL, "no")
    with pytest.raises(WrongStage, match="only a version in review"):
        send_back(draft(), BERT, "no")


def test_what_is_in_review_is_not_changed() -> None:
    with pytest.raises(WrongStage, match="is 'review' and cannot be changed; have it sent back"):
        revise(submit(draft(), ANNA), version("1.1.0", "more"), ANNA)


def test_a_number_is_released_once() -> None:
    again = submit(draft("1.1.0", "other content"), ANNA)

    with pytest.raises(VersionConflict, match="was released on 2026-01-01 with other content; .* next number"):
        release(again, BERT, MARCH, [released("1.1.0")])


def test_the_same_content_is_released_once() -> None:
    again = submit(draft("1.2.0", "same"), ANNA)

    with pytest.raises(VersionConflict, match="change_order 1.2.0 means the same as change_order 1.1.0"):
        release(again, BERT, MARCH, [released("1.1.0", "same")])


def test_drafts_and_other_models_do_not_take_a_number() -> None:
    other = replace(released(), model=ProcessId("withdrawal"))

    assert release(submit(draft(), ANNA), BERT, MARCH, [draft("1.1.0", "else"), other]).stage is Stage.RELEASED


def test_somebody_has_written_a_version() -> None:
    with pytest.raises(VersionConflict, match="has no author"):
        replace(draft(), authors=())


def test_exactly_a_released_version_has_a_releaser() -> None:
    with pytest.raises(WrongStage, match="exactly a released version has a releaser and a day"):
        replace(draft(), released_by="bert")
    with pytest.raises(WrongStage, match="exactly a released version"):
        replace(released(), released_on=None)


# -- in effect, by market and date ------------------------------------------------------------------------------------


def test_a_version_holds_from_its_day_until_the_next_follows() -> None:
    releases = in_effect(*TWO)

    days = (date(2025, 12, 31), NEW_YEAR, date(2026, 2, 28), MARCH, JUNE)
    assert [number_on(releases, day) for day in days] == [None, "1.0.0", "1.0.0", "1.1.0", "1.1.0"]


def test_each_market_has_its_own_days() -> None:
    releases = put_into_effect(in_effect(*TWO), released("1.1.0"), "DE", JUNE, BERT, NEW_YEAR)

    assert number_on(releases, MARCH, market="DE") is None
    assert (number_on(releases, JUNE, market="DE"), number_on(releases, MARCH)) == ("1.1.0", "1.1.0")


def test_a_running_order_keeps_its_version() -> None:
    placed = date(2026, 2, 28)

    assert number_on(in_effect(*TWO), JUNE, placed) == "1.0.0"


def test_an_order_is_not_asked_about_before_it_is_placed() -> None:
    with pytest.raises(DateConflict, match="the order is placed on 2026-06-01, after 2026-03-01"):
        effective_version(in_effect(*TWO), "AT", MARCH, JUNE)


def test_a_draft_does_not_take_effect() -> None:
    with pytest.raises(WrongStage, match="cannot be put into effect; have it released first"):
        put_into_effect((), draft(), "AT", MARCH, BERT, NEW_YEAR)
    with pytest.raises(WrongStage, match="release it before it takes effect"):
        Release(version=draft(), market="AT", effective_from=MARCH, by="bert")


def test_nothing_takes_effect_in_the_past() -> None:
    with pytest.raises(DateConflict, match="cannot take effect in AT on 2026-01-01: .* Choose 2026-03-01 or later"):
        put_into_effect((), released(), "AT", NEW_YEAR, BERT, MARCH)


def test_nothing_takes_effect_before_it_is_released() -> None:
    with pytest.raises(DateConflict, match="Choose 2026-06-01 or later"):
        put_into_effect((), released(on=JUNE), "AT", MARCH, BERT, NEW_YEAR)


def test_only_the_owner_puts_into_effect() -> None:
    with pytest.raises(NotPermitted, match="'carl' lacks; let it put it into effect"):
        put_into_effect((), released(), "AT", MARCH, CARL, NEW_YEAR)


def test_two_versions_do_not_take_effect_on_one_day() -> None:
    with pytest.raises(DateConflict, match="change_order 1.1.0 takes effect in AT on 2026-03-01 already"):
        put_into_effect(in_effect(*TWO), released("1.2.0"), "AT", MARCH, BERT, NEW_YEAR)


def test_what_is_in_effect_is_not_put_into_effect_again() -> None:
    with pytest.raises(DateConflict, match="is in effect in AT since 2026-03-01; nothing is to be done"):
        put_into_effect(in_effect(*TWO), released("1.1.0"), "AT", JUNE, BERT, NEW_YEAR)


def test_releases_of_two_models_are_not_mixed() -> None:
    other = replace(released(), model=ProcessId("withdrawal"))

    with pytest.raises(VersionConflict, match="several models together: 'change_order', 'withdrawal'"):
        put_into_effect(in_effect(*TWO), other, "AT", JUNE, BERT, NEW_YEAR)


# -- rolled back ------------------------------------------------------------------------------------------------------


def test_a_rollback_brings_back_what_held_before_and_running_orders_keep_theirs() -> None:
    tenth = date(2026, 3, 10)

    releases = roll_back(in_effect(*TWO), "1.1.0", "AT", BERT, "fee is wrong", tenth, tenth)

    assert number_on(releases, tenth) == "1.0.0"
    assert number_on(releases, JUNE, placed=date(2026, 3, 9)) == "1.1.0"
    assert number_on(releases, JUNE, placed=tenth) == "1.0.0"


def test_a_rollback_says_who_when_and_why() -> None:
    releases = roll_back(in_effect(*TWO), "1.1.0", "AT", BERT, " fee is wrong ", JUNE, MARCH)

    (rollback,) = (each.rolled_back for each in releases if each.rolled_back is not None)
    assert (rollback.by, rollback.on, rollback.reason) == ("bert", JUNE, "fee is wrong")


def test_one_market_rolls_back_alone() -> None:
    both = (*in_effect(*TWO), *in_effect(*TWO, market="DE"))

    releases = roll_back(both, "1.1.0", "AT", BERT, "fee is wrong", MARCH, MARCH)

    assert (number_on(releases, JUNE), number_on(releases, JUNE, market="DE")) == ("1.0.0", "1.1.0")


def test_a_planned_version_is_called_off() -> None:
    releases = roll_back(in_effect(*TWO), "1.1.0", "AT", BERT, "not ready", NEW_YEAR, NEW_YEAR)

    assert number_on(releases, JUNE) == "1.0.0"
    assert put_into_effect(releases, released("1.2.0"), "AT", MARCH, BERT, NEW_YEAR)


def test_the_only_planned_version_is_called_off() -> None:
    releases = roll_back(in_effect(("1.0.0", MARCH)), "1.0.0", "AT", BERT, "not ready", NEW_YEAR, NEW_YEAR)

    assert number_on(releases, JUNE) is None


def test_a_version_that_was_rolled_back_may_take_effect_again() -> None:
    releases = roll_back(in_effect(*TWO), "1.1.0", "AT", BERT, "interface is down", MARCH, MARCH)

    assert number_on(put_into_effect(releases, released("1.1.0"), "AT", JUNE, BERT, MARCH), JUNE) == "1.1.0"


def test_a_rollback_needs_a_reason_and_the_owner() -> None:
    with pytest.raises(MissingReason, match="rolled back without a reason; say why"):
        roll_back(in_effect(*TWO), "1.1.0", "AT", BERT, "", JUNE, JUNE)
    with pytest.raises(NotPermitted, match="'carl' lacks; let it roll it back"):
        roll_back(in_effect(*TWO), "1.1.0", "AT", CARL, "why not", JUNE, JUNE)


def test_the_past_is_not_rolled_back() -> None:
    with pytest.raises(DateConflict, match="cannot be rolled back in AT on 2026-03-01: orders were placed under it"):
        roll_back(in_effect(*TWO), "1.1.0", "AT", BERT, "fee is wrong", MARCH, JUNE)


def test_a_market_does_not_stay_without_a_version() -> None:
    with pytest.raises(DateConflict, match="leaves AT without a version from 2026-06-01; there is none to go back to"):
        roll_back(in_effect(("1.0.0", NEW_YEAR)), "1.0.0", "AT", BERT, "fee is wrong", JUNE, JUNE)


def test_what_a_planned_rollback_goes_back_to_is_not_called_off() -> None:
    releases = roll_back(
        in_effect(("1.0.0", MARCH), ("1.1.0", date(2026, 4, 1))), "1.1.0", "AT", BERT, "trial", JUNE, NEW_YEAR
    )

    with pytest.raises(DateConflict, match="leaves AT without a version from 2026-06-01"):
        roll_back(releases, "1.0.0", "AT", BERT, "not needed", NEW_YEAR, NEW_YEAR)


def test_what_was_replaced_is_not_rolled_back() -> None:
    with pytest.raises(
        DateConflict,
        match="1.0.0 does not hold in AT on 2026-06-01; change_order 1.1.0 follows it since 2026-03-01. Roll back what",
    ):
        roll_back(in_effect(*TWO), "1.0.0", "AT", BERT, "fee is wrong", JUNE, JUNE)


def test_nothing_is_rolled_back_twice() -> None:
    once = roll_back(in_effect(*TWO), "1.1.0", "AT", BERT, "fee is wrong", MARCH, MARCH)

    with pytest.raises(DateConflict, match="is rolled back in AT already"):
        roll_back(once, "1.1.0", "AT", BERT, "fee is wrong", JUNE, JUNE)


def test_what_never_was_in_effect_is_not_rolled_back() -> None:
    with pytest.raises(DateConflict, match="no version 7.0.0 in effect or planned in AT; there are: 1.0.0, 1.1.0"):
        roll_back(in_effect(*TWO), "7.0.0", "AT", BERT, "fee is wrong", JUNE, JUNE)


# -- whatever is done -------------------------------------------------------------------------------------------------

PEOPLE = st.sampled_from([ANNA, BERT, CARL])
MARKETS = ("AT", "DE")
AHEAD = st.integers(-2, 6).map(lambda days: timedelta(days=days))


class Lifecycles(RuleBasedStateMachine):
    """People do what they like, day after day; what is refused changes nothing, what is done keeps the rules."""

    @initialize()
    def begin(self) -> None:
        self.today = NEW_YEAR
        self.versions = [released("1.0.0"), released("1.1.0"), submit(draft("1.2.0"), ANNA), draft("1.3.0")]
        self.releases = in_effect(("1.0.0", NEW_YEAR), ("1.1.0", NEW_YEAR + timedelta(days=2)))
        #: What held at the end of each day that is over, by market.
        self.past: dict[tuple[str, date], str | None] = {}

    def held(self, releases: tuple[Release, ...], days: int = 40) -> dict[tuple[str, date], str | None]:
        all_days = [NEW_YEAR + timedelta(days=number) for number in range((self.today - NEW_YEAR).days + days)]
        return {(market, day): number_on(releases, day, market=market) for market in MARKETS for day in all_days}

    @rule(nights=st.integers(1, 3))
    def sleep(self, nights: int) -> None:
        for _ in range(nights):
            for market in MARKETS:
                self.past[market, self.today] = number_on(self.releases, self.today, market=market)
            self.today += timedelta(days=1)

    @rule(author=PEOPLE, content=st.integers(0, 6))
    def write(self, author: Person, content: int) -> None:
        self.versions.append(draft(f"1.{len(self.versions)}.0", f"content {content}", author))

    @precondition(lambda self: self.versions)
    @rule(data=st.data(), by=PEOPLE, step=st.sampled_from(["revise", "submit", "send back", "release"]))
    def go_on(self, data: st.DataObject, by: Person, step: str) -> None:
        place = data.draw(st.integers(0, len(self.versions) - 1))
        before = self.versions[place]
        others = [*self.versions[:place], *self.versions[place + 1 :]]
        try:
            match step:
                case "revise":
                    after = revise(before, version(before.version.number, f"content by {by.id}"), by)
                case "submit":
                    after = submit(before, by)
                case "send back":
                    after = send_back(before, by, "again")
                case _:
                    after = release(before, by, self.today, others)
        except LifecycleError:
            return
        self.versions[place] = after

    @precondition(lambda self: any(each.stage is Stage.RELEASED for each in self.versions))
    @rule(data=st.data(), by=PEOPLE, market=st.sampled_from(MARKETS), ahead=AHEAD)
    def take_effect(self, data: st.DataObject, by: Person, market: str, ahead: timedelta) -> None:
        chosen = data.draw(st.sampled_from([each for each in self.versions if each.stage is Stage.RELEASED]))
        day = self.today + ahead
        before = self.held(self.releases)
        try:
            self.releases = put_into_effect(self.releases, chosen, market, day, by, self.today)
        except LifecycleError:
            assert OWNER not in by.roles or ahead.days < 0 or any(r.market == market for r in self.releases)
            return
        after = self.held(self.releases)
        assert after[market, day] == chosen.version.number
        assert all(after[at] == before[at] for at in before if at[0] != market or at[1] < day)

    @precondition(lambda self: self.releases)
    @rule(data=st.data(), by=PEOPLE, ahead=AHEAD)
    def take_back(self, data: st.DataObject, by: Person, ahead: timedelta) -> None:
        chosen = data.draw(st.sampled_from(self.releases))
        day, number = self.today + ahead, chosen.version.version.number
        before = self.held(self.releases)
        try:
            self.releases = roll_back(self.releases, number, chosen.market, by, "wrong", day, self.today)
        except LifecycleError:
            return
        after = self.held(self.releases)
        assert all(after[at] == before[at] for at in before if at[0] != chosen.market or at[1] < day)
        assert all(before[at] == number for at in before if after[at] != before[at])

    @invariant()
    def a_running_order_keeps_its_version(self) -> None:
        for (market, placed), number in self.past.items():
            assert number_on(self.releases, self.today, placed, market) == number

    @invariant()
    def whoever_released_a_version_owns_it_and_did_not_write_it(self) -> None:
        owners = {person.id for person in (ANNA, BERT)}
        for each in self.versions:
            if each.stage is Stage.RELEASED:
                assert each.released_by in owners - set(each.authors)

    @invariant()
    def a_released_number_and_content_stand_for_each_other(self) -> None:
        done = [each.version for each in self.versions if each.stage is Stage.RELEASED]
        assert len({each.number for each in done}) == len({each.hash for each in done}) == len(done)

    @invariant()
    def a_market_that_has_a_version_is_never_without_one(self) -> None:
        held = self.held(self.releases)
        for market in MARKETS:
            numbers = [number for (its_market, _), number in held.items() if its_market == market]
            first = next((place for place, number in enumerate(numbers) if number), len(numbers))
            assert None not in numbers[first:]

    @invariant()
    def what_holds_was_released_by_then(self) -> None:
        for market in MARKETS:
            current = effective_release(self.releases, market, self.today)
            assert current is None or (current.version.released_on or date.max) <= current.effective_from


TestLifecycles = Lifecycles.TestCase
TestLifecycles.settings = settings(max_examples=120, stateful_step_count=40)
