"""Diagram interchange (BPMN DI): where elements lie, from XML and to XML."""

from collections.abc import Iterator
from math import isfinite

from lxml import etree

from process_models.addresses import ElementId
from process_models.bpmn.names import BPMNDI, DC, DI, qualified
from process_models.bpmn.source import XmlElement
from process_models.diagram.geometry import Bounds, Diagram, Edge, Point, Shape

_BOUNDS = qualified(DC, "Bounds")
_LABEL = qualified(BPMNDI, "BPMNLabel")
_WAYPOINT = qualified(DI, "waypoint")


def read_diagram(root: XmlElement) -> Diagram | None:
    """All diagrams of a file as one; None where it has none."""
    shapes: list[Shape] = []
    edges: list[Edge] = []
    planes = list(root.iter(qualified(BPMNDI, "BPMNPlane")))
    for plane in planes:
        shapes += filter(None, map(_shape, plane.iterchildren(qualified(BPMNDI, "BPMNShape"))))
        edges += filter(None, map(_edge, plane.iterchildren(qualified(BPMNDI, "BPMNEdge"))))
    return Diagram(tuple(shapes), tuple(edges)) if shapes or edges else None


def diagram_element(diagram: Diagram, plane_element: str) -> XmlElement:
    """The diagram as a `BPMNDiagram`; `plane_element` is the collaboration or process it shows."""
    top = etree.Element(qualified(BPMNDI, "BPMNDiagram"), {"id": f"Diagram_{plane_element}"})
    plane = etree.SubElement(
        top, qualified(BPMNDI, "BPMNPlane"), {"id": f"Plane_{plane_element}", "bpmnElement": plane_element}
    )
    plane.extend(_shape_element(shape) for shape in diagram.shapes)
    plane.extend(_edge_element(edge) for edge in diagram.edges)
    return top


def _shape(xml: XmlElement) -> Shape | None:
    bounds = _bounds(xml)
    element = xml.get("bpmnElement")
    if bounds is None or not element:
        return None
    return Shape(
        ElementId(element),
        bounds,
        is_horizontal=_flag(xml, "isHorizontal"),
        is_expanded=_flag(xml, "isExpanded"),
        label=_label(xml),
    )


def _edge(xml: XmlElement) -> Edge | None:
    element = xml.get("bpmnElement")
    points = tuple(filter(None, map(_point, xml.iterchildren(_WAYPOINT))))
    return Edge(ElementId(element), points, label=_label(xml)) if element and points else None


def _label(xml: XmlElement) -> Bounds | None:
    label = xml.find(_LABEL)
    return None if label is None else _bounds(label)


def _bounds(xml: XmlElement) -> Bounds | None:
    found = xml.find(_BOUNDS)
    if found is None:
        return None
    numbers = [_number(found.get(name)) for name in ("x", "y", "width", "height")]
    known = [number for number in numbers if number is not None]
    return Bounds(*known) if len(known) == len(numbers) else None


def _point(xml: XmlElement) -> Point | None:
    x, y = _number(xml.get("x")), _number(xml.get("y"))
    return None if x is None or y is None else (x, y)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if isfinite(number) else None


def _flag(xml: XmlElement, name: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(xml.get(name, ""))


def _shape_element(shape: Shape) -> XmlElement:
    xml = etree.Element(qualified(BPMNDI, "BPMNShape"), {"id": f"{shape.element}_di", "bpmnElement": shape.element})
    for name, value in (("isHorizontal", shape.is_horizontal), ("isExpanded", shape.is_expanded)):
        if value is not None:
            xml.set(name, "true" if value else "false")
    xml.append(_bounds_element(shape.bounds))
    xml.extend(_label_elements(shape.label))
    return xml


def _edge_element(edge: Edge) -> XmlElement:
    xml = etree.Element(qualified(BPMNDI, "BPMNEdge"), {"id": f"{edge.element}_di", "bpmnElement": edge.element})
    for x, y in edge.waypoints:
        etree.SubElement(xml, _WAYPOINT, {"x": number_text(x), "y": number_text(y)})
    xml.extend(_label_elements(edge.label))
    return xml


def _label_elements(label: Bounds | None) -> Iterator[XmlElement]:
    if label is not None:
        xml = etree.Element(_LABEL)
        xml.append(_bounds_element(label))
        yield xml


def _bounds_element(bounds: Bounds) -> XmlElement:
    sides = {"x": bounds.x, "y": bounds.y, "width": bounds.width, "height": bounds.height}
    return etree.Element(_BOUNDS, {name: number_text(value) for name, value in sides.items()})


def number_text(value: float) -> str:
    """A coordinate without needless digits.

    >>> number_text(100.0), number_text(12.5)
    ('100', '12.5')
    """
    return str(int(value)) if value == int(value) else repr(float(value))
