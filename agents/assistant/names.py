"""How things are called in the asker's language: elements, attributes, roles, systems, states, places, papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from agents.assistant.wording.words import Words
from knowledge.glossary import Glossary
from process_models.addresses import AttributeAddress, ElementId, ProcessId, split_address
from process_models.catalogue import Library
from process_models.chain import Chain
from process_models.elements import Activity, FlowNode, SequenceFlow, label
from process_models.variants import Variant

COUNTRIES = {
    "FR": {"de": "Frankreich", "en": "France"},
    "NL": {"de": "die Niederlande", "en": "the Netherlands"},
    "CH": {"de": "die Schweiz", "en": "Switzerland"},
    "GB": {"de": "Großbritannien", "en": "the United Kingdom"},
    "IT": {"de": "Italien", "en": "Italy"},
    "ES": {"de": "Spanien", "en": "Spain"},
    "SE": {"de": "Schweden", "en": "Sweden"},
    "NO": {"de": "Norwegen", "en": "Norway"},
    "PL": {"de": "Polen", "en": "Poland"},
    "BE": {"de": "Belgien", "en": "Belgium"},
    "CZ": {"de": "Tschechien", "en": "Czechia"},
    "US": {"de": "die USA", "en": "the USA"},
    "DE": {"de": "Deutschland", "en": "Germany"},
    "AT": {"de": "Österreich", "en": "Austria"},
    "DK": {"de": "Dänemark", "en": "Denmark"},
}


@dataclass(frozen=True, kw_only=True)
class Names:
    """Labels in one language; what has no label is called by its id."""

    library: Library
    variant: Variant
    glossary: Glossary
    words: Words

    @property
    def language(self) -> str:
        """The language the names are in."""
        return self.words.language

    def label(self, id: str) -> str:
        """Whatever carries that id: a role, a system, a place; else the id in words."""
        for found in (self.role(id), self.system(id), self.place(id)):
            if found != id:
                return found
        return self.words.value(id)

    def label_or_process(self, id: str) -> str:
        """A role's, system's or place's label, or the name of a process."""
        found = self.label(id)
        return self.process(id) if found == self.words.value(id) else found

    def value(self, attribute: str, value: str) -> str:
        """A value of an attribute as people say it."""
        return self._values.get(f"{attribute}={value}") or self.words.value(value)

    @cached_property
    def _values(self) -> dict[str, str]:
        return {
            entry.means[0]: entry.label(self.language)
            for entry in self.glossary.entries
            if entry.kind == "value" and entry.means
        }

    @property
    def chain(self) -> Chain:
        return self.variant.chain

    def element(self, address: str) -> str:
        """A flow node's or sequence flow's label, a process's name, or an attribute's label."""
        if "#" not in address:
            return self.attribute(address) if "." in address else self.process(address)
        found = element_at(self.variant, address)
        return label(found, self.language) if found is not None else split_address(address)[1]

    def elements(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """Labels, each once."""
        return tuple(dict.fromkeys(map(self.element, addresses)))

    def process(self, id: str) -> str:
        """What a process is called: as the glossary names it, else as its file does."""
        entry = self._concepts.get(id)
        if entry:
            return entry
        for node in self.chain.nodes.values():
            if isinstance(node, Activity) and node.called_element == id:
                return f"„{label(node, self.language)}“" if self.language == "de" else f"“{label(node, self.language)}”"
        model = self.variant.models.get(ProcessId(id)) or self.library.models.get(ProcessId(id))
        return model.name if model is not None and model.name else id

    @cached_property
    def _concepts(self) -> dict[str, str]:
        return {
            entry.means[0]: entry.label(self.language)
            for entry in reversed(self.glossary.entries)
            if entry.kind == "concept" and len(entry.means) == 1 and entry.means[0].isidentifier()
        }

    def attribute(self, address: str) -> str:
        """An attribute's label."""
        known = self.library.dictionary.attributes.get(AttributeAddress(address))
        return known.labels.get(self.language, address) if known is not None else address

    def role(self, id: str | None) -> str:
        """A role's label."""
        known = next((role for role in self.library.landscape.roles if role.id == id), None)
        return known.labels.get(self.language, known.id) if known is not None else (id or "")

    def system(self, id: str) -> str:
        """A system's label."""
        known = next((system for system in self.library.landscape.systems if system.id == id), None)
        return known.labels.get(self.language, known.id) if known is not None else id

    def state(self, id: str) -> str:
        """An order state as people call it."""
        return self._states.get(id, id)

    @cached_property
    def _states(self) -> dict[str, str]:
        return {entry.id: entry.label(self.language) for entry in self.glossary.entries if entry.kind == "state"}

    def place(self, id: str) -> str:
        """A plant's, port's or compound's label."""
        places = self.library.logistics.network.place_by_id
        found = next((place for place in places.values() if place.id == id), None)
        return found.labels.get(self.language, id) if found is not None else id

    def paper(self, id: str) -> str:
        """A logistics document's or customs event's label."""
        network = self.library.logistics.network
        papers = {str(rule.id): rule.labels for rule in network.documents}
        papers |= {rule.id: rule.labels for rule in network.customs}
        return papers.get(id, {}).get(self.language, id)

    def vehicle(self, id: str) -> str:
        """A reference vehicle's label."""
        vehicles = self.library.logistics.network.vehicles
        return next((v.labels.get(self.language, v.id) for v in vehicles if v.id == id), id.replace("_", " "))

    def market(self, code: str) -> str:
        """A market's country."""
        return COUNTRIES.get(code, {}).get(self.language, code)


def element_at(variant: Variant, address: str) -> FlowNode | SequenceFlow | None:
    """The flow node or sequence flow at an address of a variant, None where there is none."""
    process, element = split_address(address)
    model = variant.models.get(process)
    if model is None:
        return None
    return model.node_by_id.get(ElementId(element)) or model.flow_by_id.get(ElementId(element))


def role_of(variant: Variant, address: str) -> str | None:
    """Who does the work at an address: the role of its lane."""
    process, element = split_address(address)
    model = variant.models.get(process)
    lane = model.lane_of.get(ElementId(element)) if model is not None else None
    return lane.role if lane is not None else None
