"""Drawings as they stand in pages: large enough to read, with labels that are read as words."""

from process_models.collaboration import Collaboration
from process_models.diagram.drawing import draw
from process_models.diagram.geometry import Diagram
from process_models.diagram.paint import Paint

# Labels are drawn at 12 units; below about 8 pixels nobody reads them.
_SMALLEST_SCALE = 0.65


def picture(model: Collaboration, diagram: Diagram, *, language: str, paint: Paint | None = None) -> str:
    """The drawing of a model; wider than the page it scrolls instead of shrinking further."""
    drawn = draw(model, diagram, language=language, paint=paint)
    width = round(diagram.bounds.width * _SMALLEST_SCALE)
    return drawn.replace("<svg ", f'<svg style="min-width:{width}px" ', 1)
