"""What can go wrong in pricing; every error says what to do."""


class PricingError(Exception):
    """Something about a price recommendation or its decision is not as it must be."""


class MissingMarketData(PricingError, LookupError):
    """The market data hold nothing where a figure is needed."""


class InvalidMarketData(PricingError, ValueError):
    """The market data say something that cannot be true, or that may not be used."""


class UnknownRecommendation(PricingError, LookupError):
    """No recommendation carries this id."""


class InvalidDecision(PricingError, ValueError):
    """A decision request that is incomplete or contradicts itself."""


class DecisionNotAllowed(PricingError, PermissionError):
    """This person may not make this decision."""


class BelowFloor(PricingError, ValueError):
    """A price that breaks a hard guardrail; nobody may decide it."""


class AlreadyDecided(PricingError, RuntimeError):
    """The recommendation is no longer open for this decision."""


class RecommendationExpired(PricingError, RuntimeError):
    """The recommendation is too old to be decided."""


class ConcurrentChange(PricingError, RuntimeError):
    """Somebody else wrote first; read again and repeat."""


class BrokenChain(PricingError, ValueError):
    """The chain of records was changed after it was written."""


class UnreadableTable(PricingError, ValueError):
    """A file of vehicles, or the description of its columns, that cannot be used."""
