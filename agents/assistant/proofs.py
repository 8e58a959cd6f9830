"""Evidence made from the models: elements, paths, rules, parameter rows, sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agents.assistant.answer import Evidence, EvidenceKind
from agents.assistant.names import Names
from knowledge.library import KnowledgeBase
from knowledge.ports import Hit
from process_models.catalogue import Library
from process_models.decisions import MatchedRule
from process_models.impact import Consequence
from process_models.landscape import Role
from process_models.logistics.values import FILE
from process_models.parameters import Parameter

PATH_ARROW = " > "


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """Makes evidence for one library and market, labels in one language."""

    library: Library
    names: Names
    knowledge: KnowledgeBase | None = None

    @property
    def source(self) -> str:
        """The library and the market whose variant is meant."""
        return source_of(self.library, self.names.variant.market)

    def of_market(self, market: str) -> "Proofs":
        """The same for another market's variant."""
        return replace(self, names=replace(self.names, variant=self.library.variant(market)))

    def element(self, address: str) -> Evidence:
        """A flow node, sequence flow, process, attribute, role or system as it is called there."""
        return self._model(EvidenceKind.ELEMENT, address, self.names.element(address))

    def elements(self, addresses: Iterable[str]) -> tuple[Evidence, ...]:
        """One piece of evidence for each address."""
        return tuple(self.element(address) for address in dict.fromkeys(addresses))

    def role(self, id: str) -> Evidence:
        """A role and how to reach it."""
        role = self.library.landscape.role(id)
        return self._model(EvidenceKind.ELEMENT, f"role:{id}", role_quote(role))

    def system(self, id: str) -> Evidence:
        """A system as the landscape names it."""
        return self._model(EvidenceKind.ELEMENT, f"system:{id}", self.names.system(id))

    def path(self, consequence: Consequence) -> Evidence:
        """The way an effect takes to a consequence."""
        return self._model(EvidenceKind.PATH, consequence.at, PATH_ARROW.join(consequence.path))

    def paths(self, consequences: Sequence[Consequence]) -> tuple[Evidence, ...]:
        """One piece of evidence for each consequence."""
        return tuple(self.path(consequence) for consequence in consequences)

    def rule(self, rule: MatchedRule) -> Evidence:
        """A rule of a decision table and its reason."""
        quote = rule.why.get(self.names.language) or next(iter(rule.why.values()), rule.address)
        return Evidence(
            kind=EvidenceKind.DECISION_RULE,
            ref=rule.address,
            quote=quote,
            source=rule.source or self.source,
            version=self.library.version,
        )

    def rules(self, rules: Iterable[MatchedRule]) -> tuple[Evidence, ...]:
        """One piece of evidence for each rule."""
        return tuple(map(self.rule, rules))

    def parameter(self, row: Parameter) -> Evidence:
        """A dated row."""
        return Evidence(
            kind=EvidenceKind.PARAMETER,
            ref=row.address,
            quote=parameter_quote(row),
            source=row.source,
            version=self.library.version,
        )

    def parameters(self, rows: Iterable[Parameter]) -> tuple[Evidence, ...]:
        """One piece of evidence for each row, each once."""
        return tuple({row.address: self.parameter(row) for row in rows}.values())

    def logistics(self, addresses: Iterable[str]) -> tuple[Evidence, ...]:
        """Plants, places, legs, papers, customs and rules of the network; rows where the address is one."""
        found = []
        for address in dict.fromkeys(addresses):
            if address.startswith("parameter:"):
                found.append(self.parameter(self.library.parameters.row(address)))
            else:
                found.append(self._model(EvidenceKind.ELEMENT, address, logistics_quote(self.library, address)))
        return tuple(found)

    def sentence(self, hit: Hit) -> Evidence:
        """A sentence as the stored document holds it, byte for byte."""
        if self.knowledge is None:
            raise ValueError("no documents are at hand; open the knowledge base first.")
        document, _, sentence = self.knowledge.sentence(str(hit.id))
        return Evidence(
            kind=EvidenceKind.SENTENCE,
            ref=str(sentence.id),
            quote=self.knowledge.quote(str(sentence.id)),
            source=f"{document.title} ({document.provenance.source})",
            version=document.version,
        )

    def _model(self, kind: EvidenceKind, ref: str, quote: str) -> Evidence:
        return Evidence(kind=kind, ref=ref, quote=quote, source=self.source, version=self.library.version)


def source_of(library: Library, market: str | None) -> str:
    """A library's variant as a source.

    >>> source_of.__name__
    'source_of'
    """
    return f"{library.id}/{market or 'base'}"


def parameter_quote(row: Parameter) -> str:
    """A row in one line."""
    until = row.valid_to.isoformat() if row.valid_to else ""
    keys = "".join(f" {key}={value}" for key, value in sorted(row.keys.items()))
    note = f" ({row.note})" if row.note else ""
    return f"{row.id} {row.country}{keys} = {row.value} {row.unit}, {row.valid_from}..{until}, {row.basis}{note}"


def logistics_quote(library: Library, address: str) -> str:
    """What the network says of one of its parts, in one line; empty where there is no such part."""
    network = library.logistics.network
    for leg in network.legs:
        if leg.address == address:
            days = leg.days
            return (
                f"{leg.source} > {leg.target}, {leg.mode}, {days.minimum}/{days.typical}/{days.maximum} days,"
                f" {leg.cost}, {leg.distance_km} km"
            )
    for plant in network.plants:
        if plant.address == address:
            builds = "; ".join(f"{build.model}: {', '.join(build.powertrains)}" for build in plant.builds)
            return f"{plant.id}, {plant.country}, {plant.vin_assignment}, {builds}, {', '.join(plant.features)}"
    labels = {place.address: place.labels for place in network.places}
    labels |= {document.address: document.labels for document in network.documents}
    labels |= {event.address: event.labels for event in network.customs}
    labels |= {rule.address: rule.labels for rule in network.consequences}
    return "; ".join(labels.get(address, {}).values())


def role_quote(role: Role) -> str:
    """A role with its labels and contact, in one line."""
    return f"{'; '.join(role.labels.values()) or role.id}: {role.contact}"


def is_logistics(address: str) -> bool:
    """Whether an address names a part of the network."""
    return address.startswith(f"{FILE}#")
