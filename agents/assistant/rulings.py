"""What the change matrix and the approval table say, for known and for open facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from types import MappingProxyType

from process_models.addresses import AttributeAddress
from process_models.catalogue import Library
from process_models.decisions import MatchedRule
from process_models.finance import Money
from process_models.parameters import Parameter, UnknownParameter

MATRIX = "change_matrix"
APPROVAL = "approval"
STATES = "order_states"
KIND = AttributeAddress("change.kind")
STATE = AttributeAddress("order.state")
SALES_MODEL = AttributeAddress("order.sales_model")
VIN_ASSIGNMENT = AttributeAddress("production.vin_assignment")


NOTHING_OPEN: Mapping[AttributeAddress, Sequence[object]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One verdict of the change matrix and the rule it comes from. `fee` names a parameter."""

    permission: str
    fee: str | None
    approver: str | None
    alternatives: tuple[str, ...]
    rule: MatchedRule

    @property
    def outcome(self) -> tuple[str, str | None, str | None, tuple[str, ...]]:
        """What makes the answer: two rules with the same outcome need no question back."""
        return self.permission, self.fee, self.approver, self.alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Order states one after the other with the same outcomes; several where an open fact decides."""

    states: tuple[str, ...]
    rulings: tuple[Ruling, ...]

    @property
    def ruling(self) -> Ruling:
        """The first, and mostly only, verdict."""
        return self.rulings[0]

    @property
    def outcomes(self) -> tuple[object, ...]:
        """What makes the answer."""
        return tuple(ruling.outcome[:3] for ruling in self.rulings)


@dataclass(frozen=True, kw_only=True)
class Rulings:
    """Asks the decision tables of a library; verdicts are kept, the tables do not change."""

    library: Library
    _known: dict[tuple[tuple[AttributeAddress, object], ...], Ruling | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    def at(self, data: Mapping[AttributeAddress, object]) -> Ruling | None:
        """The verdict for known facts; None where no rule counts."""
        inputs = self.library.decisions.inputs(MATRIX)
        key = tuple((name, data.get(name)) for name in inputs)
        if key not in self._known:
            self._known[key] = self._asked(dict(key))
        return self._known[key]

    def possible(
        self, data: Mapping[AttributeAddress, object], unknown: Mapping[AttributeAddress, Sequence[object]]
    ) -> dict[tuple[object, ...], Ruling]:
        """The verdict for every combination of values of the unknown facts, in their order."""
        found: dict[tuple[object, ...], Ruling] = {}
        for values in product(*unknown.values()):
            ruling = self.at({**data, **dict(zip(unknown, values, strict=True))})
            if ruling is not None:
                found[values] = ruling
        return found

    def stretches(
        self,
        data: Mapping[AttributeAddress, object],
        states: Sequence[str],
        unknown: Mapping[AttributeAddress, Sequence[object]] = NOTHING_OPEN,
    ) -> tuple[Stretch, ...]:
        """States in order, brought together where the outcomes are the same."""
        found: list[Stretch] = []
        for state in states:
            possible = self.possible({**data, STATE: state}, {n: v for n, v in unknown.items() if n != STATE})
            rulings = tuple({ruling.outcome[:3]: ruling for ruling in possible.values()}.values())
            if not rulings:
                continue
            here = Stretch(states=(state,), rulings=rulings)
            if found and found[-1].outcomes == here.outcomes:
                found[-1] = Stretch(states=(*found[-1].states, state), rulings=found[-1].rulings)
            else:
                found.append(here)
        return tuple(found)

    def open_states(self) -> tuple[str, ...]:
        """The states an order passes on its usual way: each the next of the one before."""
        following = {state: self.next_state(state) for state in self.library.variant(None).states()}
        usual: list[str] = []
        state: str | None = next(iter(following), None)
        while state is not None and state not in usual:
            usual.append(state)
            state = following.get(state)
        return tuple(usual)

    def next_state(self, state: str) -> str | None:
        """The state that usually follows."""
        decision = self.library.decisions.decide(STATES, {STATE: state})
        following = decision.outputs.get("next_state") if decision is not None else None
        return str(following) if following else None

    def consulted(self, data: Mapping[AttributeAddress, object]) -> tuple[tuple[str, ...], MatchedRule | None]:
        """Whom the approver hears before, and the rule that says so."""
        decision = self.library.decisions.decide(APPROVAL, data)
        if decision is None or not decision.matched or not decision.outputs.get("approver"):
            return (), None
        return _listed(decision.outputs.get("consulted")), decision.matched[0]

    def fee(self, id: str | None, market: str | None, on: date) -> tuple[Money, Parameter] | None:
        """The amount of a fee in a market, and the row it stands in; None where there is none or no market."""
        if id is None or market is None:
            return None
        try:
            row = self.library.parameters.at(id, country=market, basis_date=on)
        except UnknownParameter:
            return None
        return row.money, row

    def _asked(self, data: Mapping[AttributeAddress, object]) -> Ruling | None:
        decision = self.library.decisions.decide(MATRIX, data)
        if decision is None or not decision.matched:
            return None
        outputs = decision.outputs
        return Ruling(
            permission=str(outputs.get("permission")),
            fee=str(outputs["fee"]) if outputs.get("fee") else None,
            approver=str(outputs["approver"]) if outputs.get("approver") else None,
            alternatives=_listed(outputs.get("alternatives")),
            rule=decision.matched[0],
        )


def _listed(text: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(text or "").split(";") if part.strip())
