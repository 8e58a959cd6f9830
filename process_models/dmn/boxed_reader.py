"""Boxed expressions from DMN XML."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from process_models.dmn.errors import InvalidDecisionModel
from process_models.dmn.model import (
    Aggregation,
    Binding,
    Boxed,
    Conditional,
    ContextEntry,
    ContextExpression,
    DecisionTable,
    FilterExpression,
    FunctionDefinition,
    HitPolicy,
    InputClause,
    Invocation,
    Iteration,
    ListExpression,
    LiteralExpression,
    OutputClause,
    Relation,
    Rule,
    Variable,
)
from process_models.feel.lexer import normalised


def expression_of(parent: etree._Element) -> Boxed | None:
    """The first boxed expression right inside `parent`, None where there is none."""
    for child in _elements(parent):
        reading = _READERS.get(etree.QName(child).localname)
        if reading is not None:
            return reading(child)
    return None


def function_of(element: etree._Element) -> FunctionDefinition:
    """A function definition, or the encapsulated logic of a business knowledge model."""
    return FunctionDefinition(
        parameters=tuple(variable_of(part) for part in element.findall("{*}formalParameter")),
        body=expression_of(element),
        kind={"J": "Java", "P": "PMML", "F": "FEEL"}.get(element.get("kind") or "F", element.get("kind") or ""),
        type_ref=type_ref_of(element),
    )


def variable_of(element: etree._Element) -> Variable:
    return Variable(name=normalised(element.get("name") or ""), type_ref=type_ref_of(element))


def type_ref_of(element: etree._Element) -> str | None:
    """The type an element names: an attribute since DMN 1.2, in 1.1 an element in places."""
    found = element.get("typeRef")
    if found is None:
        child = element.find("{*}typeRef")
        found = None if child is None else child.text
    return normalised(found) if found and found.strip() else None


def texts(element: etree._Element, path: str) -> str | None:
    """The text at a path of tags, None where it is absent or blank."""
    found = element.find("{*}" + path)
    text = "" if found is None else "".join(str(part) for part in found.itertext()).strip()
    return text or None


def _literal(element: etree._Element) -> Boxed:
    return LiteralExpression(
        text=texts(element, "text") or "",
        type_ref=type_ref_of(element),
        language=element.get("expressionLanguage"),
    )


def _table(element: etree._Element) -> Boxed:
    policy = element.get("hitPolicy") or "UNIQUE"
    aggregation = element.get("aggregation")
    try:
        return DecisionTable(
            inputs=tuple(_input(clause) for clause in element.findall("{*}input")),
            outputs=tuple(_output(clause) for clause in element.findall("{*}output")),
            rules=tuple(_rule(rule, index) for index, rule in enumerate(element.findall("{*}rule"), 1)),
            hit_policy=HitPolicy(policy),
            aggregation=None if aggregation is None else Aggregation(aggregation),
            annotations=tuple(part.get("name") or "" for part in element.findall("{*}annotation")),
            type_ref=type_ref_of(element),
        )
    except ValueError as error:
        raise InvalidDecisionModel(
            f"line {element.sourceline}: {error}; a hit policy is one of {', '.join(HitPolicy)},"
            f" an aggregation one of {', '.join(Aggregation)}"
        ) from error


def _input(element: etree._Element) -> InputClause:
    expression = element.find("{*}inputExpression")
    return InputClause(
        expression="" if expression is None else texts(expression, "text") or "",
        type_ref=None if expression is None else type_ref_of(expression),
        values=texts(element, "inputValues/{*}text"),
        label=element.get("label"),
    )


def _output(element: etree._Element) -> OutputClause:
    name = element.get("name")
    return OutputClause(
        name=normalised(name) if name else None,
        type_ref=type_ref_of(element),
        values=texts(element, "outputValues/{*}text"),
        default=texts(element, "defaultOutputEntry/{*}text"),
        label=element.get("label"),
    )


def _rule(element: etree._Element, index: int) -> Rule:
    return Rule(
        id=element.get("id") or f"rule {index}",
        inputs=tuple(texts(entry, "text") or "-" for entry in element.findall("{*}inputEntry")),
        outputs=tuple(texts(entry, "text") or "null" for entry in element.findall("{*}outputEntry")),
        annotations=tuple(texts(entry, "text") or "" for entry in element.findall("{*}annotationEntry")),
        description=texts(element, "description"),
    )


def _context(element: etree._Element) -> Boxed:
    entries = []
    for entry in element.findall("{*}contextEntry"):
        variable = entry.find("{*}variable")
        entries.append(
            ContextEntry(value=expression_of(entry), variable=None if variable is None else variable_of(variable))
        )
    return ContextExpression(entries=tuple(entries), type_ref=type_ref_of(element))


def _invocation(element: etree._Element) -> Boxed:
    bindings = []
    for binding in element.findall("{*}binding"):
        parameter = binding.find("{*}parameter")
        if parameter is not None:
            bindings.append(Binding(parameter=variable_of(parameter), value=expression_of(binding)))
    return Invocation(function=expression_of(element), bindings=tuple(bindings), type_ref=type_ref_of(element))


def _list(element: etree._Element) -> Boxed:
    items = [_READERS[etree.QName(item).localname](item) for item in _elements(element) if _is_expression(item)]
    return ListExpression(items=tuple(items), type_ref=type_ref_of(element))


def _relation(element: etree._Element) -> Boxed:
    rows = [
        tuple(_READERS[etree.QName(cell).localname](cell) for cell in _elements(row) if _is_expression(cell))
        for row in element.findall("{*}row")
    ]
    columns = tuple(variable_of(column) for column in element.findall("{*}column"))
    return Relation(columns=columns, rows=tuple(rows), type_ref=type_ref_of(element))


def _conditional(element: etree._Element) -> Boxed:
    return Conditional(
        condition=_inside(element, "if"),
        consequence=_inside(element, "then"),
        alternative=_inside(element, "else"),
        type_ref=type_ref_of(element),
    )


def _filter(element: etree._Element) -> Boxed:
    return FilterExpression(
        source=_inside(element, "in"), match=_inside(element, "match"), type_ref=type_ref_of(element)
    )


def _iteration(element: etree._Element) -> Boxed:
    kind = etree.QName(element).localname
    return Iteration(
        kind=kind,
        variable=normalised(element.get("iteratorVariable") or ""),
        source=_inside(element, "in"),
        body=_inside(element, "return" if kind == "for" else "satisfies"),
        type_ref=type_ref_of(element),
    )


def _inside(element: etree._Element, tag: str) -> Boxed | None:
    found = element.find(f"{{*}}{tag}")
    return None if found is None else expression_of(found)


def _elements(parent: etree._Element) -> list[etree._Element]:
    """The elements right inside; an unresolved entity has no tag to look at."""
    return [child for child in parent if isinstance(child.tag, str)]


def _is_expression(element: etree._Element) -> bool:
    return etree.QName(element).localname in _READERS


_READERS: dict[str, Callable[[etree._Element], Boxed]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "list": _list,
    "relation": _relation,
    "functionDefinition": function_of,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "every": _iteration,
    "some": _iteration,
}
