"""Decision tables in a compact form that people write: YAML with FEEL in the cells.

A cell is FEEL, always: a string needs its own quotes (`'"soft"'`), `-` accepts everything, and so does an
empty cell. Nothing is guessed from the type of a column, since `soft` could as well be a variable.
Numbers and booleans of YAML are FEEL already and may be written bare; YAML's null is FEEL's `null` in an
output and is refused in an input, where it could mean anything or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import yaml

from process_models.dmn.errors import InvalidDecisionModel
from process_models.dmn.model import (
    Aggregation,
    Decision,
    DecisionTable,
    Definitions,
    HitPolicy,
    InputClause,
    InputData,
    OutputClause,
    Reference,
    Rule,
    Variable,
)
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.parser import parse, parse_unary_tests

Texts = Mapping[str, str]

# What an organisation notes about a table; kept as written.
_DETAILS = ("market", "owner", "valid_from", "valid_to")
_TABLE_KEYS = frozenset(
    ["id", "name", "version", "description", "hit_policy", "aggregation", "inputs", "outputs", "rules"]
    + ["source", *_DETAILS]
)
_INPUT_KEYS = frozenset(["attribute", "expression", "type", "values", "label"])
_OUTPUT_KEYS = frozenset(["name", "type", "values", "default", "label"])
_RULE_KEYS = frozenset(["id", "if", "then", "why", "source"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a rule is as it is, by language, and where that was read."""

    why: Texts
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoredTable:
    """A table with what DMN has no place for: names by language, version, the reason of every rule."""

    id: str
    name: Texts
    version: str
    table: DecisionTable
    reasons: Mapping[str, Reason]
    description: Texts
    source: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def attributes(self) -> tuple[str, ...]:
        """What the input columns look at, in their order."""
        return tuple(clause.expression for clause in self.table.inputs)


def read_table(path: Path) -> AuthoredTable:
    """The table in a YAML file.

    Raises:
        InvalidDecisionModel: something is missing, unknown or unreadable; the message names file, rule and cell.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise InvalidDecisionModel(f"{path.name}: no readable YAML: {error}") from error
    return table_from(content, name=path.name)


def table_from(content: object, *, name: str = "table") -> AuthoredTable:
    """The table that the content of a YAML file describes; `name` is for messages.

    Raises:
        InvalidDecisionModel: something is missing, unknown or unreadable; the message names rule and cell.
    """
    fields = _mapping(content, name)
    _check_keys(fields, _TABLE_KEYS, name)
    table_id = _text(_required(fields, "id", name), f"{name}: id")
    inputs = [
        _input(entry, f"{name}: input {index}")
        for index, entry in enumerate(_sequence(fields.get("inputs"), f"{name}: inputs"), 1)
    ]
    outputs = [
        _output(entry, f"{name}: output {index}")
        for index, entry in enumerate(_sequence(fields.get("outputs"), f"{name}: outputs"), 1)
    ]
    if not outputs:
        raise InvalidDecisionModel(f"{name}: a table needs an output; add one under 'outputs'")
    entries = [
        _mapping(entry, f"{name}: rule {index}")
        for index, entry in enumerate(_sequence(fields.get("rules"), f"{name}: rules"), 1)
    ]
    rules = [_rule(entry, len(inputs), len(outputs), index, name) for index, entry in enumerate(entries, 1)]
    _check_unique([rule.id for rule in rules], name)
    return AuthoredTable(
        id=table_id,
        name=_texts(fields.get("name", table_id)),
        version=str(fields.get("version", "0.0.0")),
        table=DecisionTable(
            inputs=tuple(inputs),
            outputs=tuple(outputs),
            rules=tuple(rules),
            hit_policy=_policy(fields.get("hit_policy", "UNIQUE"), name),
            aggregation=_aggregation(fields.get("aggregation"), name),
        ),
        reasons={
            rule.id: Reason(why=_texts(entry.get("why", {})), source=_optional(entry.get("source")))
            for rule, entry in zip(rules, entries, strict=True)
        },
        description=_texts(fields.get("description", {})),
        source=_optional(fields.get("source")),
        details={key: str(fields[key]) for key in _DETAILS if fields.get(key) is not None},
    )


def definitions_of(authored: AuthoredTable, *, language: str = "en") -> Definitions:
    """The table as a decision model of its own, ready for `writer.write`.

    An input `order.state` needs an input `order`; names are those of `language`. Beside each rule stand
    its reason in every language, in columns `why de`, `why en`, and its source.
    """
    entities = list(dict.fromkeys(attribute.partition(".")[0] for attribute in authored.attributes))
    inputs = [
        InputData(id=f"InputData_{entity}", name=entity, variable=Variable(name=entity))
        for entity in entities
        if entity.isidentifier()
    ]
    namespace = f"urn:murmel:decision:{authored.id}"
    label = authored.name.get(language, authored.id)
    decision = Decision(
        id=authored.id,
        name=authored.id,
        variable=Variable(name=authored.id),
        expression=_annotated(authored),
        requires=tuple(Reference(namespace=namespace, id=entry.id) for entry in inputs),
        description=authored.description.get(language) or label,
    )
    return Definitions(
        name=label,
        namespace=namespace,
        id=f"Definitions_{authored.id}",
        inputs=tuple(inputs),
        decisions=(decision,),
    )


def _annotated(authored: AuthoredTable) -> DecisionTable:
    languages = sorted({language for reason in authored.reasons.values() for language in reason.why})
    rules = []
    for rule in authored.table.rules:
        reason = authored.reasons[rule.id]
        annotations = (*(reason.why.get(language, "") for language in languages), reason.source or "")
        rules.append(Rule(id=rule.id, inputs=rule.inputs, outputs=rule.outputs, annotations=annotations))
    table = authored.table
    return DecisionTable(
        inputs=table.inputs,
        outputs=table.outputs,
        rules=tuple(rules),
        hit_policy=table.hit_policy,
        aggregation=table.aggregation,
        annotations=(*(f"why {language}" for language in languages), "source"),
    )


# --- parts ----------------------------------------------------------------------------------


def _input(content: object, where: str) -> InputClause:
    fields = _mapping(content, where)
    _check_keys(fields, _INPUT_KEYS, where)
    expression = fields.get("attribute", fields.get("expression"))
    if expression is None:
        raise InvalidDecisionModel(f"{where}: name an 'attribute' such as order.state")
    text = _text(expression, where)
    _check_expression(text, where)
    return InputClause(
        expression=text,
        type_ref=_optional(fields.get("type")),
        values=_values(fields.get("values"), where),
        label=_optional(fields.get("label")),
    )


def _output(content: object, where: str) -> OutputClause:
    fields = _mapping(content, where)
    _check_keys(fields, _OUTPUT_KEYS, where)
    default = fields.get("default")
    return OutputClause(
        name=_text(_required(fields, "name", where), where),
        type_ref=_optional(fields.get("type")),
        values=_values(fields.get("values"), where),
        default=None if "default" not in fields else _output_cell(default, f"{where}: default"),
        label=_optional(fields.get("label")),
    )


def _values(content: object, where: str) -> str | None:
    """Allowed values: unary tests as one text, or a list of cells."""
    if content is None:
        return None
    cells = content if isinstance(content, list) else [content]
    text = ", ".join(_cell(cell, f"{where}: values") for cell in cells)
    _check_tests(text, f"{where}: values")
    return text


def _rule(fields: Mapping[str, object], inputs: int, outputs: int, index: int, name: str) -> Rule:
    where = f"{name}: rule {index}"
    _check_keys(fields, _RULE_KEYS, where)
    rule_id = _text(_required(fields, "id", where), where)
    where = f"{name}: rule '{rule_id}'"
    tests = [
        _input_cell(cell, f"{where}, input {column}")
        for column, cell in enumerate(_sequence(fields.get("if"), where), 1)
    ]
    results = [
        _output_cell(cell, f"{where}, output {column}")
        for column, cell in enumerate(_sequence(fields.get("then"), where), 1)
    ]
    for kind, found, needed in (("if", len(tests), inputs), ("then", len(results), outputs)):
        if found != needed:
            raise InvalidDecisionModel(f"{where}: '{kind}' has {found} cells, the table {needed} columns")
    return Rule(id=rule_id, inputs=tuple(tests), outputs=tuple(results))


def _input_cell(content: object, where: str) -> str:
    if content is None:
        raise InvalidDecisionModel(f"{where}: an empty cell; write '-' for any value, 'null' for none")
    text = _cell(content, where) or "-"
    _check_tests(text, where)
    return text


def _output_cell(content: object, where: str) -> str:
    text = "null" if content is None else _cell(content, where)
    _check_expression(text, where)
    return text


def _cell(content: object, where: str) -> str:
    match content:
        case bool():
            return "true" if content else "false"
        case int() | float() | Decimal():
            return str(content)
        case str():
            return content.strip()
    raise InvalidDecisionModel(f"{where}: {content!r} is no cell; write FEEL in quotes")


def _check_tests(text: str, where: str) -> None:
    try:
        parse_unary_tests(text)
    except FeelSyntaxError as error:
        raise InvalidDecisionModel(f"{where}: {error}") from error


def _check_expression(text: str, where: str) -> None:
    try:
        parse(text)
    except FeelSyntaxError as error:
        raise InvalidDecisionModel(f"{where}: {error}") from error


def _policy(content: object, name: str) -> HitPolicy:
    try:
        return HitPolicy(str(content).upper().replace("_", " "))
    except ValueError as error:
        known = ", ".join(HitPolicy)
        raise InvalidDecisionModel(f"{name}: '{content}' is no hit policy; choose one of: {known}") from error


def _aggregation(content: object, name: str) -> Aggregation | None:
    if content is None:
        return None
    try:
        return Aggregation(str(content).upper())
    except ValueError as error:
        known = ", ".join(Aggregation)
        raise InvalidDecisionModel(f"{name}: '{content}' is no aggregation; choose one of: {known}") from error


# --- shapes ---------------------------------------------------------------------------------


def _mapping(content: object, where: str) -> Mapping[str, object]:
    if not isinstance(content, Mapping) or not all(isinstance(key, str) for key in content):
        raise InvalidDecisionModel(f"{where}: names with values are needed here, not {content!r}")
    return content


def _sequence(content: object, where: str) -> Sequence[object]:
    if content is None:
        return []
    if not isinstance(content, list):
        raise InvalidDecisionModel(f"{where}: a list is needed here, not {content!r}")
    return content


def _check_keys(fields: Mapping[str, object], known: frozenset[str], where: str) -> None:
    unknown = sorted(set(fields) - known)
    if unknown:
        raise InvalidDecisionModel(f"{where}: unknown '{unknown[0]}'; it may have: {', '.join(sorted(known))}")


def _check_unique(ids: Sequence[str], name: str) -> None:
    for index, rule_id in enumerate(ids):
        if rule_id in ids[:index]:
            raise InvalidDecisionModel(f"{name}: two rules have the id '{rule_id}'; an answer cites rules by id")


def _required(fields: Mapping[str, object], key: str, where: str) -> object:
    if fields.get(key) in (None, ""):
        raise InvalidDecisionModel(f"{where}: '{key}' is missing")
    return fields[key]


def _text(content: object, where: str) -> str:
    if not isinstance(content, str):
        raise InvalidDecisionModel(f"{where}: a text is needed, not {content!r}")
    return content.strip()


def _optional(content: object) -> str | None:
    return None if content is None else str(content)


def _texts(content: object) -> Texts:
    """Texts by language; a single text counts for all of them."""
    if isinstance(content, Mapping):
        return {str(language): str(text) for language, text in content.items()}
    return {"de": str(content), "en": str(content)}
