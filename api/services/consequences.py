"""What interventions do to an order, and what another plant changes on the way: computed, without language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from api.errors import Refused
from process_models.addresses import Address, AttributeAddress, ElementId, ProcessId
from process_models.dictionary import Attribute, AttributeType
from process_models.elements import DurationInterval
from process_models.feel.temporal import Date
from process_models.impact import Impact, Intervention, event_addresses
from process_models.logistics.as_json import comparison_to_json
from process_models.logistics.difference import compare
from process_models.parameters import UnknownParameter
from process_models.records import nearest
from process_models.variants import Variant

_DAY_SECONDS = 86_400
_SLOT = AttributeAddress("production.slot")
_PLANT = AttributeAddress("vehicle.plant")
_STATE = AttributeAddress("order.state")
_KIND = AttributeAddress("change.kind")
_MATRIX = "change_matrix"


@dataclass(frozen=True, kw_only=True)
class ImpactRequest:
    """What the asker supposes; texts as they were given."""

    position: str
    changes: Sequence[str] = ()
    event: str | None = None
    delay: str | None = None
    to_plant: str | None = None
    facts: Mapping[str, object] | None = None


def impact_to_json(variant: Variant, request: ImpactRequest) -> dict[str, Any]:
    """The impact with permission, fee, approver, delay, and what is and is not affected.

    Raises:
        Refused: nothing is supposed, or a name or value is unknown.
        UnknownState: there is no such order state.
    """
    facts = facts_of(variant, request.facts or {})
    interventions = _interventions(variant, request)
    impact = variant.impact(request.position, interventions, facts)
    kind = next((i.change_kind for i in interventions if i.change_kind), None)
    data = {**variant.usual_data(facts), _STATE: request.position, _KIND: kind}
    permission = variant.decide(_MATRIX, data) if kind else None
    outputs = permission.outputs if permission else {}
    return {
        "understood": {
            "process": variant.chain.id,
            "interventions": [_intervention(each) for each in interventions],
            "position": request.position,
            "reachable": impact.position.reachable,
            "facts": {str(name): _plain(value) for name, value in facts.items()},
            "market": variant.market,
            "brand": variant.brand,
        },
        "permission": outputs.get("permission"),
        "approver": outputs.get("approver"),
        "rules": list(permission.rules) if permission else [],
        "fee": _fee(variant, outputs.get("fee")),
        "alternatives": [each for each in str(outputs.get("alternatives") or "").split(";") if each],
        "delay_days": days(impact.delay),
        "affected": _affected(variant, impact),
        "unaffected": list(impact.unaffected),
        "added": list(dict.fromkeys(step.at for step in impact.added)),
        "deadlines": _deadlines(variant, request.position, data) if kind else [],
    }


def days(delay: DurationInterval) -> dict[str, float]:
    """An interval in days, to the hour."""
    return {
        name: round(moment.total_seconds() / _DAY_SECONDS, 2)
        for name, moment in (("min", delay.minimum), ("typical", delay.typical), ("max", delay.maximum))
    }


def facts_of(variant: Variant, stated: Mapping[str, object]) -> dict[AttributeAddress, object]:
    """Facts as values of their attributes.

    Raises:
        Refused: the data dictionary has no such attribute, or the value is none it can have.
    """
    return {AttributeAddress(name): value_of(variant, name, value) for name, value in stated.items()}


def value_of(variant: Variant, name: str, stated: object) -> object:
    """A stated value as the attribute's type has it.

    Raises:
        Refused: see `facts_of`.
    """
    attribute = _attribute(variant, name)
    text = str(stated).lower() if isinstance(stated, bool) else str(stated)
    value = _typed(attribute, text)
    if value is None or (attribute.values and value not in attribute.values):
        may_be = f"one of {', '.join(map(str, attribute.values))}" if attribute.values else f"a {attribute.type.value}"
        hint = nearest(text, [str(each) for each in attribute.values]) if attribute.values else ""
        raise Refused(422, "invalid-request", f"'{text}' is no value of {name}; it is {may_be}.{hint}")
    return value


def routes_to_json(
    variant: Variant, *, vehicle: str, from_plant: str, to_plant: str, market: str, on: date | None = None
) -> dict[str, Any]:
    """Two ways of a car to a market and their difference.

    Raises:
        UnknownPlace: there is no such plant or vehicle.
        NoRoute: nothing leads there.
    """
    library = variant.library
    if library is None:
        raise Refused(422, "invalid-request", "routes belong to the library, not to an imported model.")
    logistics = library.logistics
    day = on or library.released
    car = logistics.network.vehicle(vehicle)
    before, after = (logistics.routes(plant, market, car, on=day) for plant in (from_plant, to_plant))
    return dict(comparison_to_json(compare(before, after, logistics.network.consequences)))


def _interventions(variant: Variant, request: ImpactRequest) -> tuple[Intervention, ...]:
    found = [_set(variant, change) for change in request.changes]
    if request.event:
        if not event_addresses(variant.chain, request.event):
            known = sorted({str(d.topic) for n in variant.chain.nodes.values() for d in _definitions(n) if d.topic})
            detail = f"no event '{request.event}' in the chain.{nearest(request.event, known)}"
            raise Refused(422, "unknown-event", detail)
        found.append(Intervention(kind="event", target=request.event, change_kind="event"))
    if request.delay:
        _attribute(variant, _SLOT)
        found.append(Intervention(kind="delay", target=_SLOT, after=request.delay, change_kind="delay"))
    if request.to_plant:
        after = value_of(variant, _PLANT, request.to_plant)
        found.append(Intervention(kind="plant", target=_PLANT, after=after, change_kind="plant"))
    if not found:
        raise Refused(422, "invalid-request", "nothing is supposed; name a change, an event, a delay or a plant.")
    return tuple(found)


def _definitions(node: Any) -> Sequence[Any]:
    return tuple(getattr(node, "definitions", ()))


def _set(variant: Variant, change: str) -> Intervention:
    name, equals, new = change.partition("=")
    attribute = _attribute(variant, name.strip())
    after = value_of(variant, attribute.address, new.strip()) if equals else None
    return Intervention(kind="set", target=attribute.address, after=after, change_kind=attribute.change_kind)


def _attribute(variant: Variant, name: str) -> Attribute:
    known = variant.dictionary.attributes
    if name not in known:
        detail = f"the data dictionary has no attribute '{name}'.{nearest(name, known)}"
        raise Refused(422, "unknown-attribute", detail)
    return known[AttributeAddress(name)]


def _typed(attribute: Attribute, text: str) -> object | None:
    try:
        match attribute.type:
            case AttributeType.BOOLEAN:
                return {"true": True, "false": False}.get(text.lower())
            case AttributeType.INTEGER | AttributeType.MONEY:
                return Decimal(int(text))
            case AttributeType.DECIMAL | AttributeType.DURATION:
                number = Decimal(text)
                return number if number.is_finite() else None
            case AttributeType.DATE:
                day = date.fromisoformat(text)
                return Date(day.year, day.month, day.day)
    except (ValueError, InvalidOperation):
        return None
    return text


def _affected(variant: Variant, impact: Impact) -> dict[str, Any]:
    entries: list[dict[str, Any]] = [
        {
            "id": consequence.at,
            "effect": consequence.effect.value,
            "certain": consequence.certain,
            "path": list(consequence.path),
            "condition": consequence.condition.text if consequence.condition else None,
        }
        for consequence in impact.consequences
    ]
    nodes = variant.chain.nodes
    concerned = [Address(entry["id"]) for entry in entries if entry["id"] in nodes] + [s.at for s in impact.added]
    said = [nodes[at].annotation for at in dict.fromkeys(concerned) if at in nodes]
    streams = {
        variant.dictionary.entities[attribute.partition(".")[0]].stream.value
        for attribute in impact.changed
        if attribute.partition(".")[0] in variant.dictionary.entities
    }
    return {
        "activities": [entry for entry in entries if entry["id"] in nodes],
        "flows": [entry for entry in entries if entry["id"] not in nodes],
        "systems": list(dict.fromkeys(each.system for each in said if each.system)),
        "roles": list(dict.fromkeys(_role(variant, at) for at in concerned if _role(variant, at))),
        "events": list(dict.fromkeys(emission.topic for each in said for emission in each.emits)),
        "attributes": list(impact.changed),
        "streams": sorted(streams),
    }


def _role(variant: Variant, at: Address) -> str | None:
    process, _, element = at.partition("#")
    model = variant.models.get(ProcessId(process))
    lane = model.lane_of.get(ElementId(element)) if model is not None else None
    return str(lane.role) if lane is not None and lane.role else None


def _fee(variant: Variant, name: object) -> dict[str, Any] | None:
    if not name or variant.library is None or variant.market is None:
        return None
    try:
        row = variant.library.parameters.at(str(name), country=variant.market, basis_date=variant.library.released)
    except UnknownParameter:
        return None
    money = row.money
    return {"amount_minor": money.minor, "currency": money.currency, "parameter": row.address}


def _deadlines(variant: Variant, position: str, data: Mapping[AttributeAddress, object]) -> list[dict[str, object]]:
    """Each later state at which the permission becomes another one."""
    states = list(variant.states())
    later = states[states.index(position) + 1 :] if position in states else []
    found: list[dict[str, object]] = []
    answer = variant.decide(_MATRIX, data)
    before = answer.outputs.get("permission") if answer else None
    for state in later:
        answer = variant.decide(_MATRIX, {**data, _STATE: state})
        permission = answer.outputs.get("permission") if answer else None
        if permission is not None and permission != before:
            found.append({"before_state": state, "then": permission, "rules": list(answer.rules) if answer else []})
            before = permission
    return found


def _intervention(each: Intervention) -> dict[str, object]:
    return {
        "kind": each.kind,
        "target": each.target,
        "from": _plain(each.before),
        "to": _plain(each.after),
        "change_kind": each.change_kind,
    }


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
