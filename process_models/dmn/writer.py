"""Decision models as DMN XML, version 1.5; reading what was written gives the same values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from process_models.dmn.model import (
    Boxed,
    BusinessKnowledgeModel,
    Conditional,
    ContextExpression,
    Decision,
    DecisionService,
    DecisionTable,
    Definitions,
    FilterExpression,
    FunctionDefinition,
    HitPolicy,
    InputClause,
    InputData,
    Invocation,
    ItemDefinition,
    Iteration,
    ListExpression,
    LiteralExpression,
    OutputClause,
    Reference,
    Relation,
    Rule,
    Variable,
)

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
# The default prefix; the stubs of lxml know prefixes with a name only.
_PREFIXES: dict[Any, str] = {None: NAMESPACE}
_KINDS = {"Java": "Java", "PMML": "PMML"}
_REQUIRED: dict[type, str] = {
    InputData: "requiredInput",
    Decision: "requiredDecision",
    BusinessKnowledgeModel: "requiredKnowledge",
    DecisionService: "requiredKnowledge",
}


def write(definitions: Definitions) -> bytes:
    """The model as DMN 1.5 XML, UTF-8, indented; the same model gives the same bytes."""
    root = etree.Element(_tag("definitions"), nsmap=_PREFIXES)
    _set(root, id=definitions.id or None, name=definitions.name, namespace=definitions.namespace)
    for entry in definitions.imports:
        _add(root, "import", name=entry.name, namespace=entry.namespace, importType=entry.kind)
    for item in definitions.item_definitions:
        _item_definition(root, "itemDefinition", item)
    for data in definitions.inputs:
        element = _add(root, "inputData", id=data.id, name=data.name)
        _variable(element, "variable", data.variable)
    requirements = _Requirements(definitions)
    for model in definitions.knowledge_models:
        _knowledge_model(root, model, requirements)
    for decision in definitions.decisions:
        _decision(root, decision, requirements)
    for service in definitions.services:
        _service(root, service, requirements)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


class _Requirements:
    """Which tag a reference is written with, and its href."""

    def __init__(self, definitions: Definitions) -> None:
        self._namespace = definitions.namespace
        self._tags: dict[tuple[str, str], str] = {}
        for model in (definitions, *definitions.imported):
            for element in model.elements():
                self._tags[model.namespace, element.id] = _REQUIRED[type(element)]

    def write(self, parent: etree._Element, references: tuple[Reference, ...]) -> None:
        for reference in references:
            tag = self._tags.get((reference.namespace, reference.id), "requiredDecision")
            around = "knowledgeRequirement" if tag == "requiredKnowledge" else "informationRequirement"
            _add(_add(parent, around), tag, href=self.href(reference))

    def href(self, reference: Reference) -> str:
        local = reference.namespace == self._namespace
        return f"{'' if local else reference.namespace}#{reference.id}"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _set(element: etree._Element, **attributes: str | None) -> None:
    for name, value in attributes.items():
        if value is not None:
            element.set(name, value)


def _add(parent: etree._Element, tag: str, /, **attributes: str | None) -> etree._Element:
    element = etree.SubElement(parent, _tag(tag))
    _set(element, **attributes)
    return element


def _text(parent: etree._Element, name: str, text: str | None) -> None:
    if text is not None:
        _add(parent, name).text = text


def _boxed_text(parent: etree._Element, tag: str, text: str | None, /, **attributes: str | None) -> None:
    """An element that holds FEEL in a `text` of its own."""
    if text is not None:
        _text(_add(parent, tag, **attributes), "text", text)


def _variable(parent: etree._Element, name: str, variable: Variable) -> None:
    _add(parent, name, name=variable.name, typeRef=variable.type_ref)


def _item_definition(parent: etree._Element, tag: str, item: ItemDefinition) -> None:
    element = _add(parent, tag, name=item.name, isCollection="true" if item.is_collection else None)
    _text(element, "typeRef", item.type_ref)
    _boxed_text(element, "allowedValues", item.allowed_values)
    _boxed_text(element, "typeConstraint", item.type_constraint)
    for component in item.components:
        _item_definition(element, "itemComponent", component)
    if item.is_function:
        function = _add(element, "functionItem", outputTypeRef=item.result_type)
        for parameter in item.parameters:
            _variable(function, "parameters", parameter)


def _knowledge_model(root: etree._Element, model: BusinessKnowledgeModel, requirements: _Requirements) -> None:
    element = _add(root, "businessKnowledgeModel", id=model.id, name=model.name)
    _variable(element, "variable", model.variable)
    if model.logic is not None:
        _function_parts(_add(element, "encapsulatedLogic"), model.logic)
    requirements.write(element, model.requires)


def _decision(root: etree._Element, decision: Decision, requirements: _Requirements) -> None:
    element = _add(root, "decision", id=decision.id, name=decision.name)
    _text(element, "description", decision.description)
    _text(element, "question", decision.question)
    _variable(element, "variable", decision.variable)
    requirements.write(element, decision.requires)
    _expression(element, decision.expression)


def _service(root: etree._Element, service: DecisionService, requirements: _Requirements) -> None:
    element = _add(root, "decisionService", id=service.id, name=service.name)
    _variable(element, "variable", service.variable)
    for tag, references in (
        ("outputDecision", service.outputs),
        ("encapsulatedDecision", service.encapsulated),
        ("inputDecision", service.input_decisions),
        ("inputData", service.input_data),
    ):
        for reference in references:
            _add(element, tag, href=requirements.href(reference))


# --- boxed expressions ----------------------------------------------------------------------


def _expression(parent: etree._Element, expression: Boxed | None) -> None:
    if expression is not None:
        _WRITERS[type(expression)](parent, expression)


def _literal(parent: etree._Element, expression: LiteralExpression) -> None:
    element = _add(
        parent,
        "literalExpression",
        typeRef=expression.type_ref,
        expressionLanguage=expression.language,
    )
    _text(element, "text", expression.text)


def _table(parent: etree._Element, table: DecisionTable) -> None:
    element = _add(
        parent,
        "decisionTable",
        typeRef=table.type_ref,
        hitPolicy=None if table.hit_policy is HitPolicy.UNIQUE else table.hit_policy.value,
        aggregation=None if table.aggregation is None else table.aggregation.value,
    )
    for clause in table.inputs:
        _input(element, clause)
    for output in table.outputs:
        _output(element, output)
    for name in table.annotations:
        _add(element, "annotation", name=name)
    for rule in table.rules:
        _rule(element, rule)


def _input(parent: etree._Element, clause: InputClause) -> None:
    element = _add(parent, "input", label=clause.label)
    _boxed_text(element, "inputExpression", clause.expression, typeRef=clause.type_ref)
    _boxed_text(element, "inputValues", clause.values)


def _output(parent: etree._Element, clause: OutputClause) -> None:
    element = _add(parent, "output", name=clause.name, label=clause.label, typeRef=clause.type_ref)
    _boxed_text(element, "outputValues", clause.values)
    _boxed_text(element, "defaultOutputEntry", clause.default)


def _rule(parent: etree._Element, rule: Rule) -> None:
    element = _add(parent, "rule", id=rule.id)
    _text(element, "description", rule.description)
    for cell in rule.inputs:
        _boxed_text(element, "inputEntry", cell)
    for cell in rule.outputs:
        _boxed_text(element, "outputEntry", cell)
    for annotation in rule.annotations:
        _boxed_text(element, "annotationEntry", annotation)


def _context(parent: etree._Element, expression: ContextExpression) -> None:
    element = _add(parent, "context", typeRef=expression.type_ref)
    for entry in expression.entries:
        inner = _add(element, "contextEntry")
        if entry.variable is not None:
            _variable(inner, "variable", entry.variable)
        _expression(inner, entry.value)


def _invocation(parent: etree._Element, expression: Invocation) -> None:
    element = _add(parent, "invocation", typeRef=expression.type_ref)
    _expression(element, expression.function)
    for binding in expression.bindings:
        inner = _add(element, "binding")
        _variable(inner, "parameter", binding.parameter)
        _expression(inner, binding.value)


def _list(parent: etree._Element, expression: ListExpression) -> None:
    element = _add(parent, "list", typeRef=expression.type_ref)
    for item in expression.items:
        _expression(element, item)


def _relation(parent: etree._Element, expression: Relation) -> None:
    element = _add(parent, "relation", typeRef=expression.type_ref)
    for column in expression.columns:
        _variable(element, "column", column)
    for row in expression.rows:
        inner = _add(element, "row")
        for cell in row:
            _expression(inner, cell)


def _function(parent: etree._Element, expression: FunctionDefinition) -> None:
    _function_parts(_add(parent, "functionDefinition"), expression)


def _function_parts(element: etree._Element, expression: FunctionDefinition) -> None:
    _set(element, typeRef=expression.type_ref, kind=_KINDS.get(expression.kind))
    for parameter in expression.parameters:
        _variable(element, "formalParameter", parameter)
    _expression(element, expression.body)


def _conditional(parent: etree._Element, expression: Conditional) -> None:
    element = _add(parent, "conditional", typeRef=expression.type_ref)
    _expression(_add(element, "if"), expression.condition)
    _expression(_add(element, "then"), expression.consequence)
    _expression(_add(element, "else"), expression.alternative)


def _filter(parent: etree._Element, expression: FilterExpression) -> None:
    element = _add(parent, "filter", typeRef=expression.type_ref)
    _expression(_add(element, "in"), expression.source)
    _expression(_add(element, "match"), expression.match)


def _iteration(parent: etree._Element, expression: Iteration) -> None:
    element = _add(parent, expression.kind, typeRef=expression.type_ref, iteratorVariable=expression.variable)
    _expression(_add(element, "in"), expression.source)
    _expression(_add(element, "return" if expression.kind == "for" else "satisfies"), expression.body)


_WRITERS: dict[type, Callable[[etree._Element, Any], None]] = {
    LiteralExpression: _literal,
    DecisionTable: _table,
    ContextExpression: _context,
    Invocation: _invocation,
    ListExpression: _list,
    Relation: _relation,
    FunctionDefinition: _function,
    Conditional: _conditional,
    FilterExpression: _filter,
    Iteration: _iteration,
}
