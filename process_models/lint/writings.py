"""Which attributes may have been written before a situation, and which may still be written after it."""

from collections.abc import Callable
from functools import cached_property

from process_models.addresses import AttributeAddress
from process_models.lint.play import Play
from process_models.semantics.net import SILENT, Step


class Writings:
    """What the ways through a play write, told for each situation."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._bit: dict[AttributeAddress, int] = {}
        self._own = {step.number: self._bits(step) for step in play.steps}

    def by(self, step: Step) -> tuple[AttributeAddress, ...]:
        """What a step writes."""
        if step.kind in SILENT or step.at not in self._play.chain.nodes:
            return ()
        return tuple(write.attribute for write in self._play.chain.node(step.at).annotation.writes)

    def before(self, situation: int, attribute: AttributeAddress) -> bool:
        """Whether some way to the situation writes the attribute."""
        return self._has(self._before[situation], attribute)

    def after(self, situation: int, attribute: AttributeAddress) -> bool:
        """Whether some way on from the situation writes the attribute; where nobody looked, it may."""
        return situation not in self._play.looked_at or self._has(self._after[situation], attribute)

    @cached_property
    def _before(self) -> list[int]:
        moves = self._play.exploration.moves
        return self._spread([(move.source, self._own[move.step.number], move.target) for move in moves], lambda _: 0)

    @cached_property
    def _after(self) -> list[int]:
        everything = (1 << len(self._bit)) - 1
        moves = reversed(self._play.exploration.moves)
        return self._spread(
            [(move.target, self._own[move.step.number], move.source) for move in moves],
            lambda situation: 0 if situation in self._play.looked_at else everything,
        )

    def _spread(self, edges: list[tuple[int, int, int]], start: Callable[[int], int]) -> list[int]:
        """Carries bits along the edges until nothing changes."""
        bits = [start(situation) for situation in range(len(self._play.exploration.situations))]
        changed = True
        while changed:
            changed = False
            for source, own, target in edges:
                together = bits[target] | bits[source] | own
                if together != bits[target]:
                    bits[target] = together
                    changed = True
        return bits

    def _bits(self, step: Step) -> int:
        bits = 0
        for attribute in self.by(step):
            bits |= 1 << self._bit.setdefault(attribute, len(self._bit))
        return bits

    def _has(self, bits: int, attribute: AttributeAddress) -> bool:
        number = self._bit.get(attribute)
        return number is not None and bool(bits >> number & 1)
