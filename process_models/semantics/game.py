"""The rules of the token game: which steps a marking enables, and the marking after a step."""

from collections import Counter
from collections.abc import Iterator

from process_models.errors import ProcessModelError
from process_models.semantics.net import InclusiveJoin, Marking, Net, PlaceKind, Step


class NotEnabled(ProcessModelError, ValueError):
    """A step was to fire that the marking does not enable."""


def enabled(net: Net, marking: Marking) -> tuple[Step, ...]:
    """The steps that may fire now as far as tokens are concerned, in step order; guards are not asked.

    Cost: proportional to the number of tokens.
    """
    tokens = Counter(marking)
    found = {step.number: step for place in tokens for step in net.steps_at[place] if _has_its_tokens(step, tokens)}
    return tuple(found[number] for number in sorted(found))


def fire(net: Net, marking: Marking, step: Step) -> Marking:
    """The marking after the step.

    Raises:
        NotEnabled: the marking does not enable it.
    """
    tokens = Counter(marking)
    if not _has_its_tokens(step, tokens):
        raise NotEnabled(f"'{step.at}' cannot act now: its tokens are not there")
    tokens.subtract(_taken(step, tokens))
    for place in step.clears:
        tokens.pop(place, None)
    tokens.update(place for place in step.gives if not (place in net.boxes and tokens[place]))
    return tuple(sorted(tokens.elements()))


def is_finished(net: Net, marking: Marking) -> bool:
    """Whether every process that started has ended and no token is left on any flow."""
    kinds = {net.places[place].kind for place in marking}
    return PlaceKind.DONE in kinds and not kinds & {PlaceKind.FLOW, PlaceKind.ACTIVE, PlaceKind.WAITING}


def _has_its_tokens(step: Step, tokens: Counter[int]) -> bool:
    if step.join is not None:
        return _may_join(step.join, tokens)
    if len(step.takes) == 1:
        if not tokens[step.takes[0]]:
            return False
    elif any(tokens[place] < count for place, count in Counter(step.takes).items()):
        return False
    if any(not tokens[place] for place in step.tests):
        return False
    if step.busy and not any(tokens[place] > 0 for place in step.busy if place in tokens):
        return False
    return not step.empty or step.empty.isdisjoint(place for place, count in tokens.items() if count > 0)


def _may_join(join: InclusiveJoin, tokens: Counter[int]) -> bool:
    """BPMN 2.0, 13.4.3: a token waits for others that can still reach an empty incoming flow.

    A token elsewhere does not count where it could as well reach a flow that already has one.
    """
    arrived = [place for place in join.incoming if tokens[place]]
    if not arrived:
        return False
    towards_arrived = frozenset().union(*(join.upstream[i] for i, place in enumerate(join.incoming) if tokens[place]))
    towards_empty = frozenset().union(*(join.upstream[i] for i, place in enumerate(join.incoming) if not tokens[place]))
    waiting_for = towards_empty - towards_arrived - set(join.incoming)
    return waiting_for.isdisjoint(place for place, count in tokens.items() if count > 0)


def _taken(step: Step, tokens: Counter[int]) -> Iterator[int]:
    if step.join is None:
        yield from step.takes
        return
    yield from (place for place in step.join.incoming if tokens[place])
