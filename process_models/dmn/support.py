"""Whether a decision can be evaluated here at all, told from the model alone."""

from __future__ import annotations

from collections.abc import Iterator

from process_models.dmn.decisions import decision_named
from process_models.dmn.model import (
    Boxed,
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    Definitions,
    Element,
    FunctionDefinition,
    LiteralExpression,
    Reference,
    children,
)
from process_models.feel import ast
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.parser import parse


def unsupported(definitions: Definitions, name_or_id: str) -> str | None:
    """Why the decision needs something that is not FEEL, None where it does not.

    Functions in Java or PMML, other expression languages, and imports that are absent or no DMN.

    Raises:
        UnknownDecision: the model has no such element.
    """
    models = {model.namespace: model for model in _models(definitions)}
    elements = {(namespace, element.id): element for namespace, model in models.items() for element in model.elements()}
    start = decision_named(definitions, name_or_id)
    seen: set[tuple[str, str]] = set()
    waiting: list[Element] = [start]
    while waiting:
        element = waiting.pop()
        for reason in _reasons(element):
            return f"'{element.name}' {reason}"
        for reference in _references(element):
            key = (reference.namespace, reference.id)
            if key[0] not in models:
                return f"'{element.name}' needs the model '{key[0]}', which is not there"
            if key in elements and key not in seen:
                seen.add(key)
                waiting.append(elements[key])
    return None


def _models(definitions: Definitions) -> Iterator[Definitions]:
    yield definitions
    for model in definitions.imported:
        yield from _models(model)


def _references(element: Element) -> tuple[Reference, ...]:
    if isinstance(element, Decision | BusinessKnowledgeModel):
        return element.requires
    if isinstance(element, DecisionService):
        return (*element.outputs, *element.encapsulated)
    return ()


def _reasons(element: Element) -> Iterator[str]:
    if isinstance(element, Decision):
        yield from _expression_reasons(element.expression)
    elif isinstance(element, BusinessKnowledgeModel):
        yield from _expression_reasons(element.logic)


def _expression_reasons(expression: Boxed | None) -> Iterator[str]:
    match expression:
        case FunctionDefinition(kind=kind) if kind != "FEEL":
            yield f"runs a function of kind {kind}"
        case LiteralExpression(language=language) if language and _is_foreign(language):
            yield f"is written in {language}"
        case LiteralExpression(text=text) if "external" in text and _has_external(text):
            yield "runs an external function"
    for child in children(expression):
        yield from _expression_reasons(child)


def _is_foreign(language: str) -> bool:
    return "feel" not in language.lower()


def _has_external(text: str) -> bool:
    try:
        return _contains_external(parse(text))
    except FeelSyntaxError:
        return False


def _contains_external(node: object) -> bool:
    if isinstance(node, ast.FunctionDefinition) and node.external:
        return True
    if isinstance(node, tuple):
        return any(map(_contains_external, node))
    if isinstance(node, ast.Node):
        return any(_contains_external(getattr(node, name)) for name in node.__dataclass_fields__)
    return False
