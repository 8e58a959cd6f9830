"""Evidence drawn: the element, or the way to it, painted into the diagrams it runs through."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.services.models import Models
from api.ui.pictures import picture
from process_models.addresses import Address, AttributeAddress
from process_models.diagram.paint import Paint
from process_models.elements import label

_ARROW = " > "


def steps_of(evidence: Mapping[str, Any], models: Models, language: str) -> list[str]:
    """A path in words: the data and the work it runs through."""
    return [_called(stop, evidence, models, language) for stop in _stops(evidence)]


def pictures_of(evidence: Mapping[str, Any], models: Models, language: str) -> list[dict[str, Any]]:
    """The diagrams in which the evidence has a part, that part numbered along the way."""
    places = [stop for stop in (*_stops(evidence), evidence["ref"]) if "#" in stop]
    by_process: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        process, _, element = place.partition("#")
        if process in models.library.models:
            by_process.setdefault(process, []).append(element.partition("@")[0])
    found = []
    for process, elements in by_process.items():
        model, diagram = models.diagram(process, _market(evidence, models))
        numbers = {element: number for number, element in enumerate(elements, 1)}
        shown = picture(model, diagram, language=language, paint=Paint(numbers=numbers))
        own = next((each for each in model.processes if each.id == process), None)
        name = (own.annotation.labels.get(language) or own.name) if own else process
        found.append({"process": process, "name": name, "svg": shown})
    return found


def _stops(evidence: Mapping[str, Any]) -> Sequence[str]:
    return evidence["quote"].split(_ARROW) if evidence["kind"] == "path" else ()


def _market(evidence: Mapping[str, Any], models: Models) -> str | None:
    market = evidence["source"].rpartition("/")[2]
    return market if market in models.library.markets else None


def _called(stop: str, evidence: Mapping[str, Any], models: Models, language: str) -> str:
    variant = models.variant(_market(evidence, models))
    place, attribute = Address(stop), AttributeAddress(stop)
    element = variant.chain.nodes.get(place) or variant.chain.flows.get(place)
    if element is not None:
        return label(element, language)
    known = variant.dictionary.attributes.get(attribute)
    return f"{known.labels.get(language, stop)} ({stop})" if known is not None else stop
