"""Price recommendations, decisions about them, prices in effect."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response

from agents.pricing.errors import ConcurrentChange
from agents.pricing.values import DecisionRequest, PriceRecommendation, Status, Verdict
from api.errors import Refused
from api.problems import responses
from api.routers.paging import Cursor, Limit, page, position
from api.routers.route import CarefulRoute
from api.schemas.common import Page
from api.schemas.pricing import DecisionBody, RecommendationRequest
from api.security.identity import Identified
from api.services.pricing import Pricing, price_to_json, record_to_json, shown
from process_models.finance import Money

router = APIRouter(tags=["prices"], route_class=CarefulRoute)

Id = Annotated[str, Path(max_length=200)]
PRICING_ROLES = frozenset({"pricing-analyst", "head-of-pricing"})


def _pricing(request: Request) -> Pricing:
    pricing: Pricing = request.app.state.services.pricing
    return pricing


def _answer(response: Response, recommendation: PriceRecommendation) -> dict[str, Any]:
    response.headers["ETag"] = f'"{recommendation.version}"'
    return shown(recommendation)


@router.post("/price-recommendations", status_code=201, responses=responses(400, 401, 403, 409, 413, 415, 422))
def recommend(body: RecommendationRequest, request: Request, response: Response, person: Identified) -> dict[str, Any]:
    """Ask for a recommendation; nothing takes effect by it."""
    if not person.roles & PRICING_ROLES:
        detail = f"'{person.name}' may not ask for prices; that takes the role {' or '.join(sorted(PRICING_ROLES))}."
        raise Refused(403, "not-allowed", detail)
    stored = _pricing(request).recommend(body.product, body.market, author=person.name, as_of=body.as_of)
    response.headers["Location"] = f"/v1/price-recommendations/{stored.id}"
    return _answer(response, stored)


@router.get("/price-recommendations", response_model=Page, responses=responses(422))
def list_recommendations(
    request: Request,
    response: Response,
    status: Status | None = None,
    market: Annotated[str | None, Query(max_length=20)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """Recommendations by id."""
    found = _pricing(request).find(status=status, market=market, after=position(cursor), limit=limit + 1)
    return page(request, response, [shown(each) for each in found], [each.id for each in found], limit)


@router.get("/price-recommendations/{id}", responses=responses(404, 422))
def get_recommendation(id: Id, request: Request, response: Response) -> dict[str, Any]:
    """One recommendation with its reasons, counter-reasons and guardrails; its version is the ETag."""
    return _answer(response, _pricing(request).get(id))


@router.post("/price-recommendations/{id}/decision", responses=responses(400, 401, 403, 404, 409, 412, 413, 415, 422))
def decide(
    id: Id,
    body: DecisionBody,
    request: Request,
    response: Response,
    person: Identified,
    if_match: Annotated[str | None, Header(max_length=100)] = None,
    idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
) -> dict[str, Any]:
    """What a person decides. With `If-Match`, only if nobody decided meanwhile."""
    pricing = _pricing(request)
    found = pricing.get(id)
    currency = body.currency or found.current.currency
    decision = DecisionRequest(
        recommendation_id=id,
        verdict=Verdict(body.verdict),
        reason_code=body.reason_code,
        reason=body.reason,
        price=Money(body.price, currency) if body.price is not None else None,
        effective_from=body.effective_from,
        blind_estimate=Money(body.blind_estimate, currency) if body.blind_estimate is not None else None,
        idempotency_key=idempotency_key,
    )
    expected = _version(if_match)
    try:
        return _answer(response, pricing.decide(decision, person.as_decider(), expected_version=expected))
    except ConcurrentChange as error:
        if expected is None:
            raise
        raise Refused(412, "changed-meanwhile", str(error)) from error


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(412, "changed-meanwhile", f"If-Match {if_match} is no version of this; read it again.")
    return int(text)


@router.get("/price-recommendations/{id}/audit", responses=responses(404, 422))
def audit(id: Id, request: Request) -> dict[str, Any]:
    """What the record says about a recommendation, and whether the whole record is unbroken."""
    pricing = _pricing(request)
    pricing.get(id)
    verdict = pricing.verify()
    return {
        "recommendation_id": id,
        "records": [record_to_json(record) for record in pricing.records(id)],
        "whole": verdict.whole,
        "problem": verdict.problem,
    }


@router.get("/prices", responses=responses(422))
def prices(
    request: Request, on: date | None = None, market: Annotated[str | None, Query(max_length=20)] = None
) -> dict[str, Any]:
    """The prices that hold because a person decided them."""
    day = on or _pricing(request).clock().date()
    found = [price for price in _pricing(request).in_effect(day) if market in (None, price.market)]
    return {"on": day.isoformat(), "prices": [price_to_json(price) for price in found]}
