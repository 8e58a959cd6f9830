"""A question together with the ones before it: what is not said again still holds."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from agents.assistant.understanding import Understanding, Understood

#: Kinds that a short further question takes over from the one before.
_OF_ITS_OWN = frozenset({"small-talk", "definition"})


def understood_in_turn(understanding: Understanding, turns: Sequence[str], text: str) -> Understood:
    """What a question says, with the slots of earlier turns where it is silent."""
    return reduce(carried_over, [understanding.of(turn) for turn in (*turns, text)])


def carried_over(before: Understood, now: Understood) -> Understood:
    """The later of two turns, completed by the earlier one.

    What the earlier one supposed holds on unless the later one supposes something else or asks for
    something of its own, as a definition does.
    """
    if now.kind in _OF_ITS_OWN:
        return now
    follows = not now.interventions and (not now.on_topic or _only_places(now) or now.kind is not None)
    interventions = before.interventions if follows else now.interventions
    said = now.kind_said or not (follows and before.interventions)
    kind = now.kind if said and now.kind is not None else (before.kind if follows else None)
    return replace(
        now,
        language=now.language or before.language,
        kind=kind,
        kind_said=now.kind_said or (follows and before.kind_said),
        interventions=interventions,
        position=now.position or before.position,
        since=now.since if now.position else before.since,
        market=now.market or (before.market if now.foreign_country is None else None),
        facts={**before.facts, **now.facts},
        from_plant=now.from_plant or before.from_plant,
        to_plant=now.to_plant or before.to_plant,
        other_plant=now.other_plant or (follows and before.other_plant),
        mentions=tuple(dict.fromkeys((*now.mentions, *(before.mentions if follows else ())))),
        terms=now.terms if now.terms or not follows else before.terms,
    )


def _only_places(now: Understood) -> bool:
    """Whether a turn names only where the order stands, or facts about it."""
    return all(match.entry.kind in ("state", "role", "value", "plant", "concept") for match in now.terms)
