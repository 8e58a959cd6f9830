"""`murmel impact` and `murmel routes`: consequences without language."""

from typing import Annotated

import typer

from api.commands.output import print_json, say, table
from api.commands.setting import AsJson, services
from api.errors import Refused


def facts(stated: list[str] | None) -> dict[str, object]:
    """Facts given as NAME=VALUE.

    Raises:
        Refused: there is no `=` in one.
    """
    found: dict[str, object] = {}
    for fact in stated or ():
        name, equals, value = fact.partition("=")
        if not (name and equals):
            raise Refused(422, "invalid-request", f"'{fact}' is no fact; write NAME=VALUE, like finance.kind=leasing.")
        found[name] = value
    return found


def impact(
    market: Annotated[str, typer.Option(help="Market, for example AT.")],
    position: Annotated[str, typer.Option(help="Order state, for example SlotConfirmed.")],
    change: Annotated[list[str] | None, typer.Option(help="ATTRIBUTE or ATTRIBUTE=NEW; may be given again.")] = None,
    event: Annotated[str | None, typer.Option(help="Id or topic of an event that happens.")] = None,
    delay: Annotated[str | None, typer.Option(help="A delay like P10D.")] = None,
    to_plant: Annotated[str | None, typer.Option(help="Another plant.")] = None,
    fact: Annotated[list[str] | None, typer.Option(help="NAME=VALUE; may be given again.")] = None,
    process: Annotated[str | None, typer.Option(help="Process to begin with; the whole chain without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """What a change, an event, a delay or another plant does to an order in a state."""
    from api.services.consequences import ImpactRequest, impact_to_json

    request = ImpactRequest(
        position=position, changes=change or (), event=event, delay=delay, to_plant=to_plant, facts=facts(fact)
    )
    with services() as opened:
        found = impact_to_json(opened.models.variant_of(process, market), request)
    if as_json:
        print_json(found)
        return
    say(f"permission: {found['permission'] or 'not ruled'}; approver: {found['approver'] or 'nobody'}")
    span = found["delay_days"]
    say(f"delay: {span['min']:g} to {span['max']:g} days, usually {span['typical']:g}")
    rows = [
        [entry["effect"], "certain" if entry["certain"] else "perhaps", entry["id"], " > ".join(entry["path"][:-1])]
        for entry in found["affected"]["activities"]
    ]
    table(("effect", "", "activity", "because"), rows)


def routes(
    vehicle: Annotated[str, typer.Option(help="Vehicle id of the logistics network.")],
    from_plant: Annotated[str, typer.Option(help="Plant now.")],
    to_plant: Annotated[str, typer.Option(help="Plant instead.")],
    market: Annotated[str, typer.Option(help="Market, for example DK.")],
    position: Annotated[str | None, typer.Option(help="Order state, for what follows in the process.")] = None,
    as_json: AsJson = False,
) -> None:
    """Two logistics chains and what differs."""
    from api.services.consequences import ImpactRequest, impact_to_json, routes_to_json

    with services() as opened:
        variant = opened.models.variant(market)
        found = routes_to_json(
            variant, vehicle=vehicle, from_plant=from_plant, to_plant=to_plant, market=str(variant.market)
        )
        if position is not None:
            asked = ImpactRequest(position=position, to_plant=to_plant, facts={"vehicle.plant": from_plant})
            found["impact"] = impact_to_json(variant, asked)
    if as_json:
        print_json(found)
        return
    rows = []
    for side in ("from", "to"):
        route = found[side]
        span, cost = route["days"], route["cost"]
        rows.append(
            [
                route["plant"],
                " - ".join([route["legs"][0]["from"], *(leg["to"] for leg in route["legs"])]),
                f"{span['min']}-{span['max']} (usually {span['typical']})",
                f"{cost['amount_minor'] / 100:.2f} {cost['currency']}",
                route["co2_kg"],
                f"{route['duty']['percent']:g} %",
            ]
        )
    table(("plant", "way", "days", "cost", "CO2 kg", "duty"), rows)
    for consequence in found["difference"]["consequences"]:
        say(f"- {consequence['text'].get('en') or consequence['attribute']}")
