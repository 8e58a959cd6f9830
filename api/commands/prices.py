"""`murmel prices`: recommendations, and what people decide about them."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import typer

from api.commands.output import errors, money, print_json, progress, say, table
from api.commands.setting import AsJson, AsUser, Market, services, user_named
from api.errors import Refused

app = typer.Typer(no_args_is_help=True, help="Price recommendations; people decide.")

Id = Annotated[str, typer.Argument(help="Id of the recommendation.")]
_LARGEST_PAGE = 500


@app.command()
def recommend(
    market: Market = None,
    product: Annotated[str | None, typer.Option(help="Product id; all without it.")] = None,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Recommend list prices and put them into the queue; nothing takes effect by it."""
    from api.services.pricing import shown

    with services() as opened:
        author = user_named(opened, as_user).name if as_user else "schedule"
        pricing = opened.pricing
        wanted = [pair for pair in pricing.products(market) if product in (None, pair[0])] or [
            (str(product), str(market))
        ]
        made = []
        with progress("recommending") as bar:
            for number, (each, where) in enumerate(wanted):
                bar(number, len(wanted))
                made.append(shown(pricing.recommend(each, where, author=author)))
    if as_json:
        print_json(made[0] if product is not None and market is not None else {"recommendations": made})
    else:
        _table(made)


@app.command("list")
def list_recommendations(
    market: Market = None,
    status: Annotated[str | None, typer.Option(help="proposed, approved, ...")] = None,
    as_json: AsJson = False,
) -> None:
    """List recommendations."""
    from agents.pricing.values import Status
    from api.services.pricing import shown

    known = [each.value for each in Status]
    if status is not None and status not in known:
        raise Refused(422, "invalid-request", f"no status '{status}'; choose one of: {', '.join(known)}.")
    with services() as opened:
        opened.pricing.advance()
        wanted = Status(status) if status else None
        found = [shown(each) for each in opened.pricing.find(status=wanted, market=market, limit=_LARGEST_PAGE)]
    if as_json:
        print_json({"recommendations": found})
    else:
        _table(found)


@app.command()
def show(id: Id, as_json: AsJson = False) -> None:
    """Show one recommendation with its reasons."""
    from api.services.pricing import shown

    with services() as opened:
        found = shown(opened.pricing.get(id))
    if as_json:
        print_json(found)
    else:
        _page(found)


@app.command()
def decide(
    id: Id,
    approve: Annotated[bool, typer.Option("--approve", help="Take the recommended price.")] = False,
    change: Annotated[str | None, typer.Option(help="Take this price instead, for example 32490.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="Leave the price as it is.")] = False,
    reason_code: Annotated[str, typer.Option(help="Why, as a code.")] = "",
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")] = "",
    effective_from: Annotated[str | None, typer.Option(help="First day of the price; tomorrow without it.")] = None,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Decide a recommendation, with a reason."""
    from agents.pricing.values import DecisionRequest, Verdict
    from api.services.pricing import shown
    from process_models.finance import Money

    chosen = [verdict for verdict, said in (("approve", approve), ("change", change), ("reject", reject)) if said]
    if len(chosen) != 1:
        raise Refused(422, "invalid-request", "say one of --approve, --change AMOUNT, --reject.")
    with services() as opened:
        person = user_named(opened, as_user)
        currency = opened.pricing.get(id).current.currency
        request = DecisionRequest(
            recommendation_id=id,
            verdict=Verdict(chosen[0]),
            reason_code=reason_code,
            reason=reason,
            price=Money.of(_amount(change), currency) if change else None,
            effective_from=_day(effective_from),
        )
        decided = shown(opened.pricing.decide(request, person.as_decider()))
    if as_json:
        print_json(decided)
    else:
        _page(decided)


@app.command()
def replay(id: Id, as_json: AsJson = False) -> None:
    """Compute a recommendation once more from what was known then, and compare."""
    with services() as opened:
        again = opened.pricing.replay(id)
    if as_json:
        print_json({"id": id, "equal": again.equal, "differences": list(again.differences)})
    else:
        say(f"{id}: {'the same, byte for byte' if again.equal else 'differs in ' + ', '.join(again.differences)}")
    if not again.equal:
        raise typer.Exit(1)


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Check the chain of records of all decisions."""
    with services() as opened:
        verdict = opened.pricing.verify()
    document = {
        "whole": verdict.whole,
        "records": verdict.records,
        "broken_at": verdict.broken_at,
        "problem": verdict.problem,
    }
    if as_json:
        print_json(document)
    elif verdict.whole:
        say(f"{verdict.records} records, the chain is whole")
    if not verdict.whole:
        errors.print(f"record {verdict.broken_at} {verdict.problem}", markup=False)
        raise typer.Exit(1)


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise Refused(422, "invalid-request", f"'{text}' is no amount; write it like 32490 or 32490.50.") from error
    if not amount.is_finite() or amount <= 0:
        raise Refused(422, "invalid-request", f"'{text}' is no price; it must be more than nothing.")
    return amount


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(422, "invalid-request", f"'{text}' is no day; write it like 2026-12-01.") from error


def _table(found: list[dict[str, Any]]) -> None:
    rows = [
        [
            each["id"],
            each["status"],
            each["market"],
            each["product"],
            money(each["current"], each["currency"]),
            money(each["range"]["low"], each["currency"]),
            money(each["range"]["high"], each["currency"]),
        ]
        for each in found
    ]
    table(("id", "status", "market", "product", "current", "from", "to"), rows)


def _page(found: dict[str, Any]) -> None:
    currency = found["currency"]
    low, high = (money(found["range"][end], currency) for end in ("low", "high"))
    say(f"{found['id']}: {found['product']} in {found['market']}, {found['status']}")
    say(f"  today {money(found['current'], currency)}; range {low} to {high}; point {money(found['point'], currency)}")
    for title, key in (("for", "reasons"), ("against", "reasons_against")):
        for reason in found[key]:
            say(f"  {title}: {reason['text']} [{reason['source']}]")
    for rail in found["guardrails"]:
        say(f"  {'holds' if rail['holds'] else 'BROKEN'}: {rail['name']} ({rail['strictness']}), {rail['text']}")
    decision = found["decision"]
    if decision:
        open_end = "" if decision["complete"] else "; a second person must agree"
        say(f"  decided: {decision['verdict']} by {decision['decided_by']}, {decision['reason']}{open_end}")
    say(f"  expires {found['expires_at']}")
