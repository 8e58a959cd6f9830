"""What can be said of files without asking anything else: what was understood of them, and what was found.

The result behind `murmel model check`. A file that cannot be read is part of the result, never the
end of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from process_models.addresses import ProcessId
from process_models.authoring.compact import read_compact
from process_models.bpmn.reader import Reading, read, reading_of
from process_models.bpmn.source import load, parse
from process_models.chain import close_chain
from process_models.collaboration import Collaboration
from process_models.dictionary import DataDictionary, read_dictionary
from process_models.dmn.analysis import analyse
from process_models.dmn.model import Decision, DecisionTable
from process_models.dmn.reader import read_bytes
from process_models.dmn.support import unsupported
from process_models.errors import ProcessModelError
from process_models.feel.domains import Domain
from process_models.findings import Finding, Severity, in_order
from process_models.landscape import Landscape
from process_models.lint.engine import Subject, lint
from process_models.lint.play import Play, play_chain
from process_models.records import as_record, read_yaml

COMPACT = ".process.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What was understood of one file; `error` is set where it could not be read at all."""

    path: str
    error: str | None = None
    processes: int = 0
    flow_nodes: int = 0
    sequence_flows: int = 0
    message_flows: int = 0
    conditions: int = 0
    decisions: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The reports of all files, in the order asked."""

    files: tuple[FileReport, ...]

    @property
    def unreadable(self) -> bool:
        """Whether a file could not be read."""
        return any(file.error is not None for file in self.files)

    @property
    def found_wrong(self) -> bool:
        """Whether something is to be mended: an unreadable file, an error or a warning."""
        return self.unreadable or any(
            finding.severity is not Severity.INFO for file in self.files for finding in file.findings
        )

    def as_json(self) -> dict[str, object]:
        """The report as plain values, keys as documented for `model check`."""
        return {"files": [_file_as_json(file) for file in self.files]}

    def as_text(self) -> str:
        """The report for people: a line for each file, below it a line for each finding."""
        return "\n".join(line for file in self.files for line in _file_as_text(file))


@dataclass(frozen=True)
class Surroundings:
    """What a library says around its files; empty for a file from elsewhere.

    `problem` says why a library's own data cannot be used. Not slotted, to read the models once.
    """

    directory: Path | None = None
    dictionary: DataDictionary | None = None
    landscape: Landscape | None = None
    problem: str | None = None

    @cached_property
    def others(self) -> Mapping[ProcessId, Collaboration]:
        """The library's readable models by process."""
        found: dict[ProcessId, Collaboration] = {}
        for path in sorted(self.directory.rglob("*.bpmn")) if self.directory is not None else ():
            try:
                model = read(path).collaboration
            except ProcessModelError:
                continue
            found |= {process.id: model for process in model.processes}
        return found

    @cached_property
    def played(self) -> Play | None:
        """The library's chain from its root, played once for all files; None where it has none."""
        about = self.directory / "library.yaml" if self.directory is not None else None
        if about is None or self.dictionary is None or not about.is_file():
            return None
        try:
            root = ProcessId(as_record(read_yaml(about), about.name).text("root"))
            return play_chain(close_chain(root, self.others), self.dictionary)
        except ProcessModelError:
            # What keeps the library from being read is told where it is loaded.
            return None


def check(paths: Iterable[Path]) -> CheckReport:
    """Read and lint files: BPMN, DMN, and processes in the compact form.

    Files of a library are held against its data dictionary and landscape.
    """
    known: dict[Path, Surroundings] = {}
    return CheckReport(tuple(check_file(path, _surroundings(path, known)) for path in paths))


def check_file(path: Path, around: Surroundings | None = None) -> FileReport:
    """Read and lint one file."""
    surroundings = around or Surroundings()
    report = _report(path, surroundings)
    if surroundings.problem is None:
        return report
    said = f"the library around the file is not readable, so its data was not checked: {surroundings.problem}"
    problem = Finding(rule="unreadable-library", severity=Severity.WARNING, message=said)
    return replace(report, findings=in_order((problem, *report.findings)))


def _report(path: Path, surroundings: Surroundings) -> FileReport:
    try:
        if path.name.endswith(COMPACT):
            return _model_report(path, read_compact(path), surroundings)
        parsed = parse(load(path))
        if "DMN" in str(parsed.root.tag).partition("}")[0].upper():
            return _decision_report(path, parsed.data, surroundings)
        reading = reading_of(parsed)
        return _model_report(path, reading.collaboration, surroundings, reading)
    except ProcessModelError as error:
        return FileReport(path=str(path), error=str(error))


def _model_report(path: Path, model: Collaboration, around: Surroundings, reading: Reading | None = None) -> FileReport:
    subject = Subject(
        model=model,
        dictionary=around.dictionary,
        landscape=around.landscape,
        others=around.others,
        library=around.played,
    )
    found = reading.findings if reading is not None else ()
    stated = sum(1 for flow in model.flows if flow.condition is not None)
    return FileReport(
        path=str(path),
        processes=len(model.processes),
        flow_nodes=len(model.nodes),
        sequence_flows=len(model.flows),
        message_flows=len(model.message_flows),
        conditions=stated if reading is None else reading.conditions,
        findings=in_order((*found, *lint(subject))),
    )


def _decision_report(path: Path, data: bytes, around: Surroundings) -> FileReport:
    definitions = read_bytes(data, name=str(path))
    findings: list[Finding] = []
    for decision in definitions.decisions:
        reason = unsupported(definitions, decision.id)
        if reason is not None:
            findings.append(Finding(rule="unsupported", severity=Severity.WARNING, element=decision.id, message=reason))
        findings += _table_findings(decision, around)
    return FileReport(path=str(path), decisions=len(definitions.decisions), findings=in_order(findings))


def _table_findings(decision: Decision, around: Surroundings) -> Iterator[Finding]:
    if not isinstance(decision.expression, DecisionTable):
        return
    try:
        analysis = analyse(decision.expression, _domains(decision.expression, around.dictionary))
    except ProcessModelError as error:
        yield Finding(rule="not-decided", severity=Severity.WARNING, element=decision.id, message=str(error))
        return
    for found in analysis.findings:
        yield Finding(rule=found.rule, severity=Severity(found.severity), element=decision.id, message=found.message)


def _domains(table: DecisionTable, dictionary: DataDictionary | None) -> Mapping[str, Domain]:
    if dictionary is None:
        return {}
    known = dictionary.attributes
    expressions = (clause.expression for clause in table.inputs)
    return {expression: dictionary.domain_of(expression) for expression in expressions if expression in known}


def _surroundings(path: Path, known: dict[Path, Surroundings]) -> Surroundings:
    """The library a file lies in: the nearest folder above it with a data dictionary and a landscape."""
    for folder in path.absolute().parents:
        if folder in known:
            return known[folder]
        dictionary, landscape = folder / "dictionary.yaml", folder / "landscape.yaml"
        if dictionary.is_file() and landscape.is_file():
            known[folder] = _read_surroundings(folder, dictionary, landscape)
            return known[folder]
    return Surroundings()


def _read_surroundings(folder: Path, dictionary: Path, landscape: Path) -> Surroundings:
    try:
        return Surroundings(folder, read_dictionary(dictionary), Landscape.load(landscape))
    except ProcessModelError as error:
        return Surroundings(problem=str(error))


def _file_as_json(file: FileReport) -> dict[str, object]:
    return {
        "path": file.path,
        "error": file.error,
        "processes": file.processes,
        "flow_nodes": file.flow_nodes,
        "sequence_flows": file.sequence_flows,
        "message_flows": file.message_flows,
        "conditions": file.conditions,
        "decisions": file.decisions,
        "findings": [
            {
                "rule": finding.rule,
                "severity": str(finding.severity),
                "element": finding.element,
                "line": finding.line,
                "message": finding.message,
            }
            for finding in file.findings
        ],
    }


def _file_as_text(file: FileReport) -> Iterator[str]:
    if file.error is not None:
        yield f"{file.path}: not read: {file.error.removeprefix(file.path).lstrip(': ')}"
        return
    counts = (
        _counted(file.processes, "process", "processes"),
        _counted(file.flow_nodes, "flow node", "flow nodes"),
        _counted(file.sequence_flows, "sequence flow", "sequence flows"),
        _counted(file.message_flows, "message flow", "message flows"),
        _counted(file.conditions, "condition", "conditions"),
        _counted(file.decisions, "decision", "decisions"),
    )
    found = _counted(len(file.findings), "finding", "findings") or "no findings"
    yield f"{file.path}: {', '.join(filter(None, counts)) or 'nothing that could run'}; {found}"
    yield from (f"  {finding.located(file.path)}" for finding in file.findings)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
