"""Diagrams: laying out and drawing every process of the library."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from eval.bench import timed
from process_models.catalogue import load
from process_models.diagram.drawing import draw
from process_models.diagram.layout import lay_out


def measure() -> Iterator[tuple[str, list[float], dict[str, Any]]]:
    """Milliseconds per process."""
    models = list(load().models.values())
    diagrams = [lay_out(model) for model in models]
    nodes = sum(len(model.nodes) for model in models)
    layouts = [timed(partial(lay_out, model), runs=1)[0] for model in models]
    yield "lay out a process", layouts, {"processes": len(models), "nodes": nodes}
    drawings = [timed(partial(draw, *pair), runs=1)[0] for pair in zip(models, diagrams, strict=True)]
    yield "draw a process", drawings, {}
