"""The impact of situations from the domain against labels made by hand, and the differences that are known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
import yaml

from process_models.addresses import Address, AttributeAddress
from process_models.impact import Effect, Impact, Intervention
from process_models.variants import Variant

ANEW = {Effect.REPEATED, Effect.COMPENSATED, Effect.INTERRUPTED}
KINDS: Mapping[str, Literal["set", "event", "delay", "plant"]] = {
    "set": "set",
    "event": "event",
    "delay": "delay",
    "plant": "plant",
}
LABELS = ("again", "compensated", "concerned", "undone", "handled", "not_handled", "untouched")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A situation, what somebody who knows the domain says of it, and where the impact is known to differ."""

    id: str
    market: str
    state: str
    facts: Mapping[AttributeAddress, object]
    interventions: Sequence[Mapping[str, object]]
    permission: str | None = None
    labels: Mapping[str, Sequence[Address]]
    differences: Sequence[Mapping[str, str]] = field(default_factory=tuple)

    def impact(self, variant: Variant) -> Impact:
        asked = tuple(
            Intervention(
                kind=KINDS[str(each["kind"])],
                target=str(each["target"]),
                before=each.get("before"),
                after=each.get("after"),
                change_kind=str(each["change_kind"]) if "change_kind" in each else None,
            )
            for each in self.interventions
        )
        return variant.impact(self.state, asked, self.facts)


def scenarios() -> tuple[Scenario, ...]:
    said = yaml.safe_load(Path(__file__).with_name("scenarios.yaml").read_text("utf-8"))["scenarios"]
    return tuple(
        Scenario(
            id=each["id"],
            market=each["market"],
            state=each["state"],
            facts=each["facts"],
            interventions=each["interventions"],
            permission=each.get("permission"),
            labels={label: each[label] for label in LABELS if label in each},
            differences=each.get("differences", ()),
        )
        for each in said
    )


def agrees(impact: Impact, label: str, at: Address) -> bool:
    effects = {consequence.at: consequence.effect for consequence in impact.consequences}
    added = {step.at for step in impact.added}
    match label:
        case "again":
            return effects.get(at) in ANEW
        case "compensated":
            return effects.get(at) is Effect.COMPENSATED
        case "concerned":
            return at in effects or at in added
        case "undone":
            return effects.get(at) is Effect.UNDONE
        case "handled":
            return at in added
        case "not_handled":
            return at not in added
    return at not in effects


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.id)
def test_the_impact_is_what_the_domain_says_but_for_known_differences(
    scenario: Scenario, variant_of: Callable[[str], Variant]
) -> None:
    variant = variant_of(scenario.market)
    labelled = {(label, at) for label, several in scenario.labels.items() for at in several}
    impact = scenario.impact(variant)

    assert {at for _, at in labelled} <= set(variant.chain.nodes)
    assert impact.position.reachable
    found = {(label, at) for label, at in labelled if not agrees(impact, label, at)}
    assert found == {(each["label"], each["at"]) for each in scenario.differences}


@pytest.mark.parametrize(
    "scenario", [each for each in scenarios() if each.permission is not None], ids=lambda scenario: scenario.id
)
def test_the_change_matrix_permits_what_the_domain_permits(
    scenario: Scenario, variant_of: Callable[[str], Variant]
) -> None:
    change = scenario.interventions[0]
    known = {
        AttributeAddress("change.kind"): change["change_kind"],
        AttributeAddress("order.state"): scenario.state,
        AttributeAddress("order.sales_model"): "agency",
    }
    answer = variant_of(scenario.market).decide("change_matrix", {**known, **scenario.facts})

    assert answer is not None
    assert answer.outputs["permission"] == scenario.permission


def test_every_known_difference_says_what_is_wrong_and_why() -> None:
    differences = [each for scenario in scenarios() for each in scenario.differences]

    assert {each["wrong"] for each in differences} <= {"label", "engine", "library"}
    assert all(each["why"].endswith(".") for each in differences)
