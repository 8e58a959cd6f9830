"""Generated processes whose properties are known by construction."""

from dataclasses import dataclass

from hypothesis import strategies as st

from process_models.collaboration import Collaboration
from tests.builders import process


@dataclass(frozen=True)
class Block:
    """A block-structured piece of process.

    `runs` is the least number of runs that take every flow: a choice needs those of all its
    branches, one after another; branches side by side share theirs.
    """

    lines: tuple[str, ...]
    first: str
    last: str
    runs: int

    def process(self) -> Collaboration:
        """The piece between a start and an end event."""
        return process(*self.lines, f"start:go -> {self.first}", f"{self.last} -> end:done")


@st.composite
def blocks(draw: st.DrawFn, depth: int = 3) -> Block:
    """Sequences, choices and branches side by side, nested up to a depth."""
    names = iter(range(10_000))

    def build(level: int) -> Block:
        kind = draw(st.sampled_from(["task", "sequence", "and", "xor", "or"])) if level else "task"
        if kind == "task":
            task = f"t{next(names)}"
            return Block((task,), task, task, 1)
        parts = [build(level - 1) for _ in range(draw(st.integers(2, 3)))]
        lines = [line for part in parts for line in part.lines]
        if kind == "sequence":
            lines += [f"{one.last} -> {other.first}" for one, other in zip(parts, parts[1:], strict=False)]
            return Block(tuple(lines), parts[0].first, parts[-1].last, max(part.runs for part in parts))
        split, join = f"s{next(names)}", f"j{next(names)}"
        lines += [f"{kind}:{split} -> {part.first}" for part in parts]
        lines += [f"{part.last} -> {kind}:{join}" for part in parts]
        runs = [part.runs for part in parts]
        return Block(tuple(lines), split, join, sum(runs) if kind == "xor" else max(runs))

    return build(depth)
