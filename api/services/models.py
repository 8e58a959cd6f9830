"""The catalogue the service works on: the library, and models people brought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select

from api.errors import Refused
from api.persistence.database import Database
from api.persistence.tables import ModelRow
from process_models.addresses import ProcessId
from process_models.bpmn.reader import Reading, read
from process_models.bpmn.writer import write
from process_models.catalogue import Library, UnknownMarket, load
from process_models.chain import close_chain
from process_models.collaboration import Collaboration
from process_models.diagram.geometry import Diagram
from process_models.diagram.layout import lay_out
from process_models.elements import Activity
from process_models.findings import Finding, Severity
from process_models.markets.report import markets_to_json
from process_models.records import nearest
from process_models.variants import Variant, variant_of_file


class UnknownProcess(Refused):
    """There is no model of that id."""

    def __init__(self, id: str, known: Sequence[str]) -> None:
        detail = f"no process '{id}'; there are: {', '.join(known)}.{nearest(id, known)}"
        super().__init__(404, "unknown-process", detail)


class RefusedModel(Refused):
    """A file that says something no process can mean."""

    def __init__(self, name: str, findings: Sequence[Finding]) -> None:
        first = findings[0]
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        detail = f"{first.located(name)}{more}; correct the model and import it again."
        super().__init__(422, "refused-model", detail, findings=[finding_to_json(each) for each in findings])


@dataclass(frozen=True, kw_only=True)
class Models:
    """The library, read on first use, and the models that were imported."""

    library_dir: Path
    database: Database

    @cached_property
    def library(self) -> Library:
        """The library of the service."""
        return load(self.library_dir)

    def market(self, market: str | None) -> str | None:
        """The market as the library writes it.

        Raises:
            UnknownMarket: there is no template for it.
        """
        if market is None or market in self.library.markets:
            return market
        if market.upper() in self.library.markets:
            return market.upper()
        known = self.library.markets
        raise UnknownMarket(f"no market '{market}'; there are: {', '.join(known)}.{nearest(market, known)}")

    def variant(self, market: str | None = None) -> Variant:
        """What a market runs from the first offer to the handover."""
        return self.library.variant(self.market(market))

    def variant_of(self, process: str | None, market: str | None = None) -> Variant:
        """The chain that begins with a process, in a market; without process the whole chain.

        Raises:
            UnknownProcess: there is no such process.
        """
        whole = self.variant(market) if process is None or process in self.library.models else None
        if whole is None:
            return variant_of_file(self.imported(str(process)))
        if process is None or process == self.library.root:
            return whole
        models = whole.composition.models if whole.composition else self.library.models
        return replace(whole, chain=close_chain(ProcessId(process), models), _surroundings={})

    def model(self, process: str, market: str | None = None) -> Collaboration:
        """One process as a market runs it, or one that was imported.

        Raises:
            UnknownProcess: there is no such process.
        """
        if process in self.library.models:
            variant = self.variant(market)
            models = variant.composition.models if variant.composition else self.library.models
            return models[ProcessId(process)]
        return self.imported(process).collaboration

    def diagram(self, process: str, market: str | None = None) -> tuple[Collaboration, Diagram]:
        """One process with a diagram: as its file draws it while it is unchanged, else laid out."""
        model = self.model(process, market)
        reading = self.library.readings.get(ProcessId(process)) or self.imported(process)
        if reading.diagram is not None and model == reading.collaboration:
            return model, reading.diagram
        return model, lay_out(model)

    def bpmn(self, process: str, market: str | None = None) -> bytes:
        """One process as a BPMN file with a diagram."""
        model, diagram = self.diagram(process, market)
        reading = self.library.readings.get(ProcessId(process)) or self.imported(process)
        if model == reading.collaboration and reading.diagram is not None:
            return reading.document
        return write(model, diagram)

    def listed(self, market: str | None = None) -> Iterator[dict[str, Any]]:
        """Every process with its size, those of the library first."""
        for process in self.library.models:
            yield _entry(process, self.model(process, market), self.library.areas[process])
        with self.database.reading() as session:
            ids = list(session.scalars(select(ModelRow.id).order_by(ModelRow.id)))
        for id in ids:
            yield _entry(id, self.imported(id).collaboration, "imported")

    def ids(self) -> tuple[str, ...]:
        """The ids of all processes, those of the library first."""
        with self.database.reading() as session:
            return (*self.library.models, *session.scalars(select(ModelRow.id).order_by(ModelRow.id)))

    def markets(self) -> list[dict[str, Any]]:
        """Every market with what it adds to the base."""
        report: Any = markets_to_json(self.library.models, list(self.library.templates.values()))
        return list(report["markets"])

    def imported(self, process: str) -> Reading:
        """A model that was imported.

        Raises:
            UnknownProcess: there is none of that id.
        """
        with self.database.reading() as session:
            row = session.get(ModelRow, process)
            if row is None:
                raise UnknownProcess(process, self.ids())
            return read(row.document, name=row.name)

    def import_model(self, document: bytes, name: str, user: str) -> tuple[str, Reading]:
        """Keep a model under the id of its first process.

        Raises:
            UnreadableModel: it is no XML, no BPMN, or hostile.
            RefusedModel: it holds no process, contradicts itself, or takes the id of a library process.
        """
        reading = read(document, name=name)
        errors = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
        if errors:
            raise RefusedModel(name, errors)
        if not reading.collaboration.processes:
            raise Refused(422, "refused-model", f"{name}: the file holds no process; nothing could run.")
        id = str(reading.collaboration.processes[0].id)
        if id in self.library.models:
            detail = f"{name}: process '{id}' belongs to the library and is not replaced by an import; change its id."
            raise Refused(409, "taken", detail)
        with self.database.writing() as session:
            row = ModelRow(id=id, name=name, user=user, at=datetime.now(UTC), document=document)
            session.merge(row)
        return id, reading


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "element": finding.element,
        "line": finding.line,
        "message": finding.message,
    }


def reading_to_json(path: str, reading: Reading) -> dict[str, Any]:
    """What was understood of a file."""
    model = reading.collaboration
    return {
        "path": path,
        "error": None,
        "processes": len(model.processes),
        "flow_nodes": len(model.nodes),
        "sequence_flows": len(model.flows),
        "message_flows": len(model.message_flows),
        "conditions": reading.conditions,
        "findings": [finding_to_json(finding) for finding in reading.findings],
    }


def model_to_json(process: str, model: Collaboration, *, language: str | None = None) -> dict[str, Any]:
    """One model with its elements, as far as people ask about them."""
    return {
        **_entry(process, model, model.area),
        "owner": model.owner,
        "pools": [{"id": pool.id, "name": pool.name, "process": pool.process} for pool in model.pools],
        "lanes": [
            {"id": lane.id, "name": lane.name, "role": lane.role} for each in model.processes for lane in each.lanes
        ],
        "nodes": [_node(node) for node in model.nodes],
        "flows": [
            {
                "id": flow.id,
                "from": flow.source,
                "to": flow.target,
                "name": flow.name,
                "condition": flow.condition.text if flow.condition else None,
            }
            for flow in model.flows
        ],
    }


def _entry(process: str, model: Collaboration, area: str) -> dict[str, Any]:
    own = next((each for each in model.processes if each.id == process), None)
    labels = dict(own.annotation.labels) if own else {}
    return {
        "id": process,
        "name": (own.name if own else "") or model.name or process,
        "labels": labels,
        "area": area,
        "version": model.version,
        "activities": len(model.activities()),
    }


def _node(node: Any) -> dict[str, Any]:
    said = node.annotation
    return {
        "id": node.id,
        "kind": str(node.kind) if isinstance(node, Activity) else str(getattr(node, "position", "") or node.kind),
        "name": node.name,
        "labels": dict(said.labels),
        "documentation": dict(said.documentation),
        "system": said.system,
        "decision": said.decision,
        "reads": list(said.reads),
        "writes": [write.attribute for write in said.writes],
        "emits": [emission.topic for emission in said.emits],
        "requirements": [{"id": each.id, "kind": each.kind.value} for each in said.requirements],
    }
