"""DMN XML to values, for every version from 1.1 to 1.5.

Nothing outside the file is read but the models it imports, looked up by namespace among the files given or
beside it. Entities, networks and oversized trees are off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lxml import etree

from process_models.dmn.boxed_reader import (
    expression_of,
    function_of,
    texts,
    type_ref_of,
    variable_of,
)
from process_models.dmn.errors import InvalidDecisionModel
from process_models.dmn.model import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    Definitions,
    Import,
    InputData,
    ItemDefinition,
    Reference,
    Variable,
)
from process_models.feel.lexer import normalised

_VERSIONS = {
    "20151101": "1.1",
    "20180521": "1.2",
    "20191111": "1.3",
    "20211108": "1.4",
    "20230324": "1.5",
}
_NAMESPACE = re.compile(r"https?://www\.omg\.org/spec/DMN/(\d{8})/")


def read(path: Path, beside: Iterable[Path] | None = None) -> Definitions:
    """The decision model in a file, its imports resolved among the `.dmn` files `beside` it.

    Raises:
        InvalidDecisionModel: the file is no DMN; the message names it and the line.
    """
    definitions = read_bytes(path.read_bytes(), name=path.name)
    if not definitions.imports:
        return definitions
    others = sorted(path.parent.glob("*.dmn")) if beside is None else list(beside)
    found: list[Definitions] = []
    for other in others:
        # A neighbour nobody can read matters only where it is imported, and is missed there.
        with suppress(InvalidDecisionModel):
            found.append(read_bytes(other.read_bytes(), name=other.name))
    return with_imports(definitions, found)


def read_bytes(content: bytes, *, name: str = "model") -> Definitions:
    """The decision model in `content`, imports not resolved; `name` is for messages.

    Raises:
        InvalidDecisionModel: the content is no DMN.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InvalidDecisionModel(f"{name}: no readable XML: {error}") from error
    if etree.QName(root).localname != "definitions":
        raise InvalidDecisionModel(
            f"{name}:{root.sourceline}: the root is <{etree.QName(root).localname}>; DMN has <definitions>"
        )
    return _definitions(root, name)


def with_imports(definitions: Definitions, others: Sequence[Definitions]) -> Definitions:
    """The model with the models it imports, and those they import, taken from `others`.

    An import that is not among them stays unresolved; using it gives null with a finding.
    """
    return _resolved(definitions, {other.namespace: other for other in others}, frozenset())


def _resolved(definitions: Definitions, others: dict[str, Definitions], above: frozenset[str]) -> Definitions:
    inside = above | {definitions.namespace}
    imported = [
        _resolved(others[entry.namespace], others, inside)
        for entry in definitions.imports
        if entry.namespace in others and entry.namespace not in inside
    ]
    return replace(definitions, imported=tuple(imported))


def _definitions(root: etree._Element, name: str) -> Definitions:
    namespace = root.get("namespace") or ""
    return Definitions(
        name=root.get("name") or name,
        namespace=namespace,
        id=root.get("id") or "",
        version=_version(root),
        imports=tuple(_import(entry) for entry in root.findall("{*}import")),
        item_definitions=tuple(_item_definition(entry) for entry in root.findall("{*}itemDefinition")),
        inputs=tuple(_input_data(entry) for entry in root.findall("{*}inputData")),
        decisions=tuple(_decision(entry, namespace) for entry in root.findall("{*}decision")),
        knowledge_models=tuple(
            _knowledge_model(entry, namespace) for entry in root.findall("{*}businessKnowledgeModel")
        ),
        services=tuple(_service(entry, namespace) for entry in root.findall("{*}decisionService")),
    )


def _version(root: etree._Element) -> str:
    match = _NAMESPACE.match(etree.QName(root).namespace or "")
    return _VERSIONS.get(match[1], "1.5") if match else "1.5"


def _import(entry: etree._Element) -> Import:
    return Import(
        name=normalised(entry.get("name") or ""),
        namespace=entry.get("namespace") or "",
        kind=entry.get("importType") or "",
    )


def _name(entry: etree._Element) -> str:
    return normalised(entry.get("name") or "")


def _own_variable(entry: etree._Element) -> Variable:
    """The variable of an element; without one, a variable of the element's name."""
    found = entry.find("{*}variable")
    if found is None:
        return Variable(name=_name(entry))
    variable = variable_of(found)
    return variable if variable.name else replace(variable, name=_name(entry))


def _input_data(entry: etree._Element) -> InputData:
    return InputData(id=entry.get("id") or _name(entry), name=_name(entry), variable=_own_variable(entry))


def _decision(entry: etree._Element, namespace: str) -> Decision:
    return Decision(
        id=entry.get("id") or _name(entry),
        name=_name(entry),
        variable=_own_variable(entry),
        expression=expression_of(entry),
        requires=_requirements(entry, namespace),
        description=texts(entry, "description"),
        question=texts(entry, "question"),
    )


def _knowledge_model(entry: etree._Element, namespace: str) -> BusinessKnowledgeModel:
    logic = entry.find("{*}encapsulatedLogic")
    return BusinessKnowledgeModel(
        id=entry.get("id") or _name(entry),
        name=_name(entry),
        variable=_own_variable(entry),
        logic=None if logic is None else function_of(logic),
        requires=_requirements(entry, namespace),
    )


def _service(entry: etree._Element, namespace: str) -> DecisionService:
    def references(tag: str) -> tuple[Reference, ...]:
        return tuple(_reference(found, namespace) for found in entry.findall(f"{{*}}{tag}"))

    return DecisionService(
        id=entry.get("id") or _name(entry),
        name=_name(entry),
        variable=_own_variable(entry),
        outputs=references("outputDecision"),
        encapsulated=references("encapsulatedDecision"),
        input_decisions=references("inputDecision"),
        input_data=references("inputData"),
    )


def _requirements(entry: etree._Element, namespace: str) -> tuple[Reference, ...]:
    found = [
        required
        for requirement in entry.findall("{*}informationRequirement") + entry.findall("{*}knowledgeRequirement")
        for tag in ("requiredDecision", "requiredInput", "requiredKnowledge")
        for required in requirement.findall(f"{{*}}{tag}")
    ]
    return tuple(_reference(required, namespace) for required in found)


def _reference(entry: etree._Element, namespace: str) -> Reference:
    before, _, local = (entry.get("href") or "").rpartition("#")
    return Reference(namespace=before or namespace, id=local)


def _item_definition(entry: etree._Element) -> ItemDefinition:
    function = entry.find("{*}functionItem")
    return ItemDefinition(
        name=_name(entry),
        type_ref=type_ref_of(entry),
        allowed_values=texts(entry, "allowedValues/{*}text"),
        type_constraint=texts(entry, "typeConstraint/{*}text"),
        is_collection=entry.get("isCollection") == "true",
        components=tuple(_item_definition(part) for part in entry.findall("{*}itemComponent")),
        parameters=() if function is None else tuple(variable_of(part) for part in function.findall("{*}parameters")),
        result_type=None if function is None else function.get("outputTypeRef"),
        is_function=function is not None,
    )
