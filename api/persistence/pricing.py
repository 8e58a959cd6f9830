"""Price recommendations and the chain of decisions in the database; ports of `agents.pricing.ports`.

Both take the session of one transaction, so that a decision and what it does to its recommendation
are kept together or not at all.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agents.pricing.errors import ConcurrentChange, UnknownRecommendation
from agents.pricing.schema import dump, load
from agents.pricing.values import AuditRecord, PriceRecommendation, Status
from api.persistence.tables import DecisionRow, RecommendationRow


class SqlRecommendations:
    """A `RecommendationRepository` within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, recommendation: PriceRecommendation) -> None:
        """Store a new one; the identical one again is no change."""
        known = self._session.get(RecommendationRow, recommendation.id)
        body = dump(recommendation)
        if known is None:
            self._session.add(_row(recommendation, body))
            self._session.flush()
        elif known.body != body:
            raise ConcurrentChange(f"another recommendation is stored as '{recommendation.id}'; read it with `get`.")

    def get(self, recommendation_id: str) -> PriceRecommendation:
        """The recommendation as last stored."""
        row = self._session.get(RecommendationRow, recommendation_id)
        if row is None:
            raise UnknownRecommendation(f"no recommendation '{recommendation_id}'; `find` lists the ids that exist.")
        return load(row.body)

    def find(
        self,
        *,
        status: Status | None = None,
        market: str | None = None,
        product: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Sequence[PriceRecommendation]:
        """Those that match, ordered by id."""
        query = select(RecommendationRow.body).order_by(RecommendationRow.id).limit(limit)
        if status is not None:
            query = query.where(RecommendationRow.status == status.value)
        if market is not None:
            query = query.where(RecommendationRow.market == market)
        if product is not None:
            query = query.where(RecommendationRow.product == product)
        if after is not None:
            query = query.where(RecommendationRow.id > after)
        return [load(body) for body in self._session.scalars(query)]

    def replace(self, recommendation: PriceRecommendation, *, expected_version: int) -> None:
        """Store a newer state of the expected version."""
        row = self._session.get(RecommendationRow, recommendation.id, with_for_update=True)
        if row is None:
            raise UnknownRecommendation(f"no recommendation '{recommendation.id}'; `find` lists the ids that exist.")
        if row.version != expected_version:
            raise ConcurrentChange(
                f"recommendation '{recommendation.id}' is at version {row.version}, not {expected_version};"
                " read it again before deciding."
            )
        row.status = recommendation.status.value
        row.version = recommendation.version
        row.body = dump(recommendation)
        self._session.flush()


class SqlDecisionLog:
    """A `DecisionLog` within one transaction; the database refuses to change or remove a record."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, record: AuditRecord) -> None:
        """Add the record that follows the last one."""
        last = self.last()
        follows = (last.sequence + 1, last.hash) if last else (1, "")
        if (record.sequence, record.previous_hash) != follows:
            raise _does_not_follow(record, follows[0] - 1)
        self._session.add(
            DecisionRow(
                sequence=record.sequence,
                at=record.at,
                kind=record.kind,
                recommendation_id=record.recommendation_id,
                actor=record.actor,
                body=record.body,
                previous_hash=record.previous_hash,
                hash=record.hash,
            )
        )
        try:
            self._session.flush()
        except IntegrityError as error:
            # Somebody else's transaction took the place between the look and the write.
            raise _does_not_follow(record, follows[0] - 1) from error

    def last(self) -> AuditRecord | None:
        """The newest record."""
        newest = select(func.max(DecisionRow.sequence)).scalar_subquery()
        row = self._session.scalar(select(DecisionRow).where(DecisionRow.sequence == newest))
        return _record(row) if row is not None else None

    def records(self, recommendation_id: str | None = None) -> Sequence[AuditRecord]:
        """All records in sequence, or those about one recommendation."""
        query = select(DecisionRow).order_by(DecisionRow.sequence)
        if recommendation_id is not None:
            query = query.where(DecisionRow.recommendation_id == recommendation_id)
        return [_record(row) for row in self._session.scalars(query)]


def _row(recommendation: PriceRecommendation, body: str) -> RecommendationRow:
    return RecommendationRow(
        id=recommendation.id,
        status=recommendation.status.value,
        market=recommendation.market,
        product=recommendation.product,
        version=recommendation.version,
        body=body,
    )


def _record(row: DecisionRow) -> AuditRecord:
    return AuditRecord(
        sequence=row.sequence,
        at=row.at,
        kind=row.kind,
        recommendation_id=row.recommendation_id,
        actor=row.actor,
        body=row.body,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def _does_not_follow(record: AuditRecord, last: int) -> ConcurrentChange:
    return ConcurrentChange(
        f"record {record.sequence} does not follow record {last} of the log;"
        " read the log again and repeat the decision."
    )
