"""Where the elements of a model lie on the page: the content of BPMN's diagram interchange, as values.

Lengths are in the diagram interchange's unit (pixels at 100 %), x grows to the right, y downward.
A label's bounds are those of its text; None leaves the place to whoever draws.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from process_models.addresses import ElementId

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """An upright rectangle: its upper left corner and its size.

    >>> Bounds(10, 20, 100, 80).centre
    (60.0, 60.0)
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right border."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower border."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """The point in the middle."""
        return (self.x + self.width / 2, self.y + self.height / 2)

    def overlaps(self, other: "Bounds", *, margin: float = 0) -> bool:
        """Whether the two have an area in common; touching borders have none.

        A `margin` is room that must also stay free around one of them.

        >>> Bounds(0, 0, 10, 10).overlaps(Bounds(10, 0, 10, 10))
        False
        """
        return (
            self.x < other.right + margin
            and other.x < self.right + margin
            and self.y < other.bottom + margin
            and other.y < self.bottom + margin
        )

    def contains(self, other: "Bounds") -> bool:
        """Whether the other lies wholly within this one; borders may touch."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def moved(self, dx: float, dy: float) -> "Bounds":
        """The same rectangle elsewhere."""
        return Bounds(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> "Bounds":
        """The rectangle with that much more on every side; a negative number shrinks it."""
        return Bounds(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a pool, lane, flow node or data element lies.

    `is_horizontal` is said of pools and lanes, `is_expanded` of sub-processes; None where the
    question does not arise.
    """

    element: ElementId
    bounds: Bounds
    is_horizontal: bool | None = None
    is_expanded: bool | None = None
    label: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """The way of a sequence flow, message flow or data association, from its source to its target."""

    element: ElementId
    waypoints: tuple[Point, ...]
    label: Bounds | None = None

    @property
    def segments(self) -> tuple[tuple[Point, Point], ...]:
        """The straight pieces of the way, in order."""
        return tuple(zip(self.waypoints, self.waypoints[1:], strict=False))


@dataclass(frozen=True)
class Diagram:
    """All shapes and edges; what lies behind comes first. Not slotted, so that look-ups are made once."""

    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()

    @cached_property
    def shape_by_element(self) -> Mapping[ElementId, Shape]:
        """Shapes by the id of what they show."""
        return {shape.element: shape for shape in self.shapes}

    @cached_property
    def edge_by_element(self) -> Mapping[ElementId, Edge]:
        """Edges by the id of what they show."""
        return {edge.element: edge for edge in self.edges}

    @cached_property
    def bounds(self) -> Bounds:
        """The smallest rectangle around everything, labels included; of no size where nothing is shown."""
        boxes = [shape.bounds for shape in self.shapes]
        labels = [*(shape.label for shape in self.shapes), *(edge.label for edge in self.edges)]
        boxes += [label for label in labels if label is not None]
        boxes += [Bounds(x, y, 0, 0) for edge in self.edges for x, y in edge.waypoints]
        return around(boxes)

    def bounds_of(self, element: ElementId) -> Bounds | None:
        """Where an element's shape lies; None where the diagram does not show it as a shape."""
        shape = self.shape_by_element.get(element)
        return None if shape is None else shape.bounds


def around(boxes: Iterable[Bounds]) -> Bounds:
    """The smallest rectangle around all of them; of no size at the origin where there are none.

    >>> around([Bounds(0, 0, 10, 10), Bounds(20, 5, 10, 10)])
    Bounds(x=0, y=0, width=30, height=15)
    """
    known = tuple(boxes)
    if not known:
        return Bounds(0, 0, 0, 0)
    left, top = min(box.x for box in known), min(box.y for box in known)
    return Bounds(left, top, max(box.right for box in known) - left, max(box.bottom for box in known) - top)
