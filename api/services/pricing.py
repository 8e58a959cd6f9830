"""Price recommendations, people's decisions about them, and what holds because of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from agents.pricing.approval import decide, propose
from agents.pricing.audit import AuditVerdict, verify
from agents.pricing.corridor import corridor
from agents.pricing.effect import advance, decided_prices, prices_in_effect
from agents.pricing.errors import ConcurrentChange
from agents.pricing.ports import Clock, MarketData, utc_now
from agents.pricing.schema import to_json
from agents.pricing.values import (
    AuditRecord,
    Decider,
    DecisionRequest,
    EffectivePrice,
    PriceRecommendation,
    Status,
)
from api.persistence.database import Database
from api.persistence.outbox import emit
from api.persistence.pricing import SqlDecisionLog, SqlRecommendations

if TYPE_CHECKING:
    from agents.pricing.recommendation import Replay

_OPEN = (Status.PROPOSED, Status.DEFERRED)


@dataclass(frozen=True, kw_only=True)
class Pricing:
    """Pricing on the records; `fresh_on` is the day up to which the market data are known."""

    database: Database
    market_data: MarketData
    fresh_on: date
    clock: Clock = field(default=utc_now)

    def recommend(self, product: str, market: str, *, author: str, as_of: date | None = None) -> PriceRecommendation:
        """Put a new recommendation into the queue.

        Raises:
            MissingMarketData: product, market or a needed figure is not there.
            BrokenChain: the record of decisions was tampered with.
        """
        # Learning from used cars takes seconds to import; only who asks for a price pays for it.
        from agents.pricing.recommendation import recommend

        with self.database.reading() as session:
            decided = decided_prices(SqlDecisionLog(session).records())
        proposal = recommend(
            self.market_data,
            product,
            market,
            as_of or self.fresh_on,
            clock=self.clock,
            author=author,
            decided=decided,
        )
        with self.database.writing() as session:
            stored = propose(proposal, recommendations=SqlRecommendations(session), log=SqlDecisionLog(session))
            emit(session, "price-recommendation.proposed", stored.id, _told(stored))
        return stored

    def products(self, market: str | None = None) -> list[tuple[str, str]]:
        """Every product and market there are prices for, or those of one market."""
        markets = [market] if market is not None else list(self.market_data.markets())
        return [(product.id, each) for each in markets for product in self.market_data.products()]

    def find(
        self, *, status: Status | None = None, market: str | None = None, after: str | None = None, limit: int = 100
    ) -> Sequence[PriceRecommendation]:
        """Recommendations by id."""
        with self.database.reading() as session:
            return SqlRecommendations(session).find(status=status, market=market, after=after, limit=limit)

    def get(self, id: str) -> PriceRecommendation:
        """One recommendation.

        Raises:
            UnknownRecommendation: there is none of that id.
        """
        with self.database.reading() as session:
            return SqlRecommendations(session).get(id)

    def decide(
        self, request: DecisionRequest, decider: Decider, *, expected_version: int | None = None
    ) -> PriceRecommendation:
        """What a person decided, kept with its record and told to others, all or nothing.

        Raises:
            ConcurrentChange: the recommendation has another version than expected.
            PricingError: the decision is refused; see `agents.pricing.approval.decide`.
        """
        with self.database.writing() as session:
            recommendations, log = SqlRecommendations(session), SqlDecisionLog(session)
            before = recommendations.get(request.recommendation_id)
            if expected_version is not None and before.version != expected_version:
                raise ConcurrentChange(
                    f"recommendation '{before.id}' is at version {before.version}, not {expected_version};"
                    " read it again before deciding."
                )
            decided = decide(request, decider, recommendations=recommendations, log=log, clock=self.clock)
            if decided.version != before.version:
                emit(session, "price-recommendation.decided", decided.id, _told(decided))
        return decided

    def advance(self) -> tuple[PriceRecommendation, ...]:
        """Take the steps that time alone takes; see `agents.pricing.effect.advance`."""
        with self.database.writing() as session:
            moved = advance(recommendations=SqlRecommendations(session), log=SqlDecisionLog(session), clock=self.clock)
            for each in moved:
                emit(session, f"price-recommendation.{each.status.value}", each.id, _told(each))
        return moved

    def in_effect(self, on: date | None = None) -> tuple[EffectivePrice, ...]:
        """The prices that hold on a day because a person decided them.

        Raises:
            BrokenChain: the record was tampered with.
        """
        with self.database.reading() as session:
            return prices_in_effect(SqlDecisionLog(session).records(), on or self.clock().date())

    def coming(self) -> tuple[EffectivePrice, ...]:
        """Decided prices whose day has not come yet."""
        today = self.clock().date()
        with self.database.reading() as session:
            decided = decided_prices(SqlDecisionLog(session).records())
        return tuple(price for price in decided if price.effective_from > today)

    def records(self, id: str | None = None) -> Sequence[AuditRecord]:
        """The record of decisions, or what it says about one recommendation."""
        with self.database.reading() as session:
            return SqlDecisionLog(session).records(id)

    def verify(self) -> AuditVerdict:
        """Whether the chain of records is whole."""
        return verify(self.records())

    def replay(self, id: str) -> "Replay":
        """A recommendation computed once more from its frozen inputs."""
        from agents.pricing.recommendation import replay

        return replay(self.get(id))

    def earliest_day(self) -> date:
        """The first day on which a price decided now can hold."""
        return self.clock().date() + timedelta(days=1)

    def is_open(self, recommendation: PriceRecommendation) -> bool:
        """Whether it can be decided now."""
        return recommendation.status in _OPEN and self.clock() < recommendation.expires_at


def shown(recommendation: PriceRecommendation) -> dict[str, object]:
    """The recommendation as JSON, with the corridor in which it may be changed."""
    room = corridor(recommendation.snapshot)
    return {
        **to_json(recommendation),
        "corridor": {
            "floor": room.floor.minor,
            "ceiling": room.ceiling.minor,
            "hard_floor": room.hard_floor.minor,
            "hard_ceiling": room.hard_ceiling.minor if room.hard_ceiling is not None else None,
        },
    }


def record_to_json(record: AuditRecord) -> dict[str, object]:
    """One link of the chain of records."""
    return {
        "sequence": record.sequence,
        "at": record.at.isoformat(),
        "kind": record.kind,
        "recommendation_id": record.recommendation_id,
        "actor": record.actor,
        "body": record.body,
        "previous_hash": record.previous_hash,
        "hash": record.hash,
    }


def price_to_json(price: EffectivePrice) -> dict[str, object]:
    """One price that holds."""
    return {
        "market": price.market,
        "product": price.product,
        "lever": price.lever,
        "price": price.price.minor,
        "currency": price.price.currency,
        "effective_from": price.effective_from.isoformat(),
        "recommendation_id": price.recommendation_id,
        "decided_by": price.decided_by,
    }


def _told(recommendation: PriceRecommendation) -> dict[str, object]:
    decision = recommendation.decision
    return {
        "market": recommendation.market,
        "product": recommendation.product,
        "lever": recommendation.lever,
        "status": recommendation.status.value,
        "currency": recommendation.current.currency,
        "price": decision.price.minor if decision and decision.price else None,
        "effective_from": decision.effective_from.isoformat() if decision and decision.effective_from else None,
        "decided_by": decision.decided_by if decision else None,
        "second_decider": decision.second_decider if decision else None,
        "version": recommendation.version,
    }
