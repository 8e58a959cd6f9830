"""The pages of pricing: the queue, one recommendation, what holds, the record."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import uuid4

from babel.numbers import NumberFormatError, parse_decimal
from fastapi import APIRouter, Form, Request, Response

from agents.pricing.approval import REASON_CODES
from agents.pricing.values import DecisionRequest, PriceRecommendation, Status, Verdict
from api.errors import Refused, kind_of, message_of
from api.routers.prices import PRICING_ROLES
from api.security.identity import identified
from api.services.pricing import Pricing, shown
from api.ui.rendering import go_to, language_of, render
from api.ui.wording import text
from process_models.finance import Money, minor_digits

router = APIRouter(include_in_schema=False, prefix="/prices")

_PAGE = 50
_OPEN = (Status.PROPOSED, Status.DEFERRED)
_NOTHING_SAID = {"verdict": "", "price": "", "reason_code": "", "reason": "", "effective_from": ""}


def _pricing(request: Request) -> Pricing:
    pricing: Pricing = request.app.state.services.pricing
    return pricing


@router.get("")
def queue(request: Request, after: str | None = None) -> Response:
    """What waits for a decision."""
    return _list(request, after, waiting=True)


@router.get("/decided")
def decided(request: Request, after: str | None = None) -> Response:
    """What was decided, expired or replaced."""
    return _list(request, after, waiting=False)


def _list(request: Request, after: str | None, *, waiting: bool) -> Response:
    pricing = _pricing(request)
    found: list[PriceRecommendation] = []
    for status in Status:
        if (status in _OPEN) is waiting:
            found += pricing.find(status=status, after=after, limit=_PAGE + 1)
    found.sort(key=lambda each: each.id)
    values = {
        "found": [shown(each) for each in found[:_PAGE]],
        "next": found[_PAGE - 1].id if len(found) > _PAGE else None,
        "products": pricing.market_data.products(),
        "markets": pricing.market_data.markets(),
    }
    return render(request, "prices.html", values)


@router.post("")
def recommend(request: Request, product: Annotated[str, Form()], market: Annotated[str, Form()]) -> Response:
    """Put a recommendation into the queue."""
    person = identified(request)
    if not person.roles & PRICING_ROLES:
        detail = f"'{person.name}' may not ask for prices; that takes the role {' or '.join(sorted(PRICING_ROLES))}."
        raise Refused(403, "not-allowed", detail)
    stored = _pricing(request).recommend(product, market, author=person.name)
    return go_to(f"/prices/{stored.id}?news=asked-for")


@router.get("/in-effect")
def in_effect(request: Request) -> Response:
    """The prices that hold because a person decided them."""
    pricing = _pricing(request)
    values = {
        "holding": pricing.in_effect(),
        "coming": pricing.coming(),
        "today": pricing.clock().date(),
    }
    return render(request, "prices_in_effect.html", values)


@router.get("/record")
def record(request: Request) -> Response:
    """The chain of records, newest first."""
    pricing = _pricing(request)
    values = {"verdict": pricing.verify(), "records": list(reversed(pricing.records()))[:200]}
    return render(request, "prices_record.html", values)


@router.get("/{id}")
def recommendation(id: str, request: Request, news: str | None = None) -> Response:
    """One recommendation: the range first, then reasons, and the form to decide."""
    known = news if news in ("recorded", "asked-for") else None
    return _page(request, id, news=known)


@router.post("/{id}/decision")
def decide(
    id: str,
    request: Request,
    verdict: Annotated[str, Form()] = "",
    price: Annotated[str, Form()] = "",
    reason_code: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    effective_from: Annotated[str, Form()] = "",
    version: Annotated[int | None, Form()] = None,
    key: Annotated[str | None, Form()] = None,
) -> Response:
    """Record a decision; a refusal shows the same page with what was typed and why it was refused."""
    said = {
        "verdict": verdict,
        "price": price,
        "reason_code": reason_code,
        "reason": reason,
        "effective_from": effective_from,
    }
    pricing = _pricing(request)
    try:
        person = identified(request)
        currency = pricing.get(id).current.currency
        decision = DecisionRequest(
            recommendation_id=id,
            verdict=_verdict(verdict),
            reason_code=reason_code,
            reason=reason,
            price=_price(price, currency, language_of(request)) if verdict == Verdict.CHANGE else None,
            effective_from=_day(effective_from) if verdict in (Verdict.APPROVE, Verdict.CHANGE) else None,
            idempotency_key=key,
        )
        # Sending a form twice is the same decision, so its own key counts before the version.
        again = any(f'"idempotency_key":"{key}"' in entry.body for entry in pricing.records(id))
        pricing.decide(decision, person.as_decider(), expected_version=None if again else version)
    except Exception as error:
        known = kind_of(error)
        if known is None or known[0] in (404, 500, 503):
            raise
        return _page(request, id, problem=message_of(error), said=said, status=known[0])
    return go_to(f"/prices/{id}?news=recorded")


def _page(
    request: Request,
    id: str,
    *,
    problem: str | None = None,
    news: str | None = None,
    said: Mapping[str, str] = _NOTHING_SAID,
    status: int = 200,
) -> Response:
    pricing = _pricing(request)
    found = pricing.get(id)
    document: dict[str, Any] = shown(found)
    language = language_of(request)
    scale = 10 ** minor_digits(found.current.currency)
    values = {
        "r": document,
        "product_name": pricing.market_data.product(found.product).name,
        "problem": problem,
        "news": news,
        "said": said,
        "open": pricing.is_open(found),
        "earliest": pricing.earliest_day().isoformat(),
        "codes": REASON_CODES,
        "key": uuid4().hex,
        "records": pricing.records(id),
        "waterfall": [
            {"name": text(step["name"], language), "kind": step["kind"], "amount": step["amount"] / scale}
            for step in document["waterfall"]
        ],
        "at": _scale(document),
    }
    return render(request, "price.html", values, status=status)


def _scale(document: Mapping[str, Any]) -> Any:
    """Where an amount stands on the drawn scale, which reaches a little beyond range and today's price."""
    amounts = [document["range"]["low"], document["range"]["high"], document["current"]]
    low, high = min(amounts), max(amounts)
    margin = max((high - low) * 0.3, low * 0.005)
    return lambda amount: round(20 + 600 * (amount - low + margin) / (high - low + 2 * margin), 1)


def _verdict(said: str) -> Verdict:
    if said not in [verdict.value for verdict in Verdict]:
        raise Refused(422, "invalid-request", "choose what you decide: approve, change, reject or defer.")
    return Verdict(said)


def _price(said: str, currency: str, language: str) -> Money:
    try:
        return Money.of(parse_decimal(said, locale=language, strict=True), currency)
    except (NumberFormatError, ValueError) as error:
        raise Refused(422, "invalid-request", f"'{said}' is no price in {currency}; write it like 32490.") from error


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise Refused(422, "invalid-request", f"'{said}' is no day; write it like 2026-12-01.") from error
