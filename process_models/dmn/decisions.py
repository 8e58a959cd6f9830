"""Decisions over their requirements: what a decision, a service or a model's function says for given inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from process_models.dmn.boxed import Environment, as_declared, boxed_value, function_value
from process_models.dmn.errors import UnknownDecision
from process_models.dmn.findings import Finding
from process_models.dmn.model import (
    Boxed,
    BusinessKnowledgeModel,
    ContextExpression,
    Decision,
    DecisionService,
    Definitions,
    Element,
    FunctionDefinition,
    InputData,
    Invocation,
    ItemDefinition,
    Iteration,
    Reference,
    Relation,
    children,
)
from process_models.dmn.tables import TableResult
from process_models.dmn.types import TypeBook
from process_models.feel.functions import Definition
from process_models.feel.run import Run
from process_models.feel.scope import Scope
from process_models.feel.temporal import DateTime
from process_models.feel.types import ANY, FunctionType, Type
from process_models.feel.values import as_value


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionResult:
    """What a decision says, and which rules of which tables said it.

    `tables` are the tables evaluated on the way, in that order, each with the name of its element.
    """

    value: object
    tables: tuple[tuple[str, TableResult], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def matched_rule_ids(self) -> tuple[str, ...]:
        """The ids of all rules that counted, table after table."""
        return tuple(rule for _, table in self.tables for rule in table.matched_rule_ids)


def evaluate_decision(
    definitions: Definitions,
    name_or_id: str,
    inputs: Mapping[str, object],
    *,
    moment: DateTime | None = None,
) -> DecisionResult:
    """What the decision says with `inputs` by name; Python's own numbers and dates are welcome.

    An input of an imported model may be given as `namespace#name`. `moment` is what `now()` says.

    Raises:
        UnknownDecision: the model has no such decision, service or function.
    """
    return Evaluator(definitions, moment=moment).decide(name_or_id, inputs)


def decision_named(definitions: Definitions, name_or_id: str) -> Element:
    """The decision, service, function or input with this name or id.

    Raises:
        UnknownDecision: there is none; the message lists the decisions.
    """
    for element in (*definitions.decisions, *definitions.services, *definitions.elements()):
        if name_or_id in (element.name, element.id):
            return element
    known = ", ".join(decision.name for decision in definitions.decisions)
    raise UnknownDecision(f"no decision '{name_or_id}' in '{definitions.name}'; it has: {known}")


@dataclass(slots=True)
class _Given:
    """The inputs of one evaluation with everything decided from them so far."""

    inputs: Mapping[str, object]
    # What a service was handed for its input decisions and data, by namespace and id.
    replaced: Mapping[tuple[str, str], object] = field(default_factory=dict)
    decided: dict[tuple[str, str], object] = field(default_factory=dict)
    open: set[tuple[str, str]] = field(default_factory=set)


class Evaluator:
    """A model made ready for many evaluations."""

    def __init__(self, definitions: Definitions, *, moment: DateTime | None = None) -> None:
        self._root = definitions
        self._moment = moment
        self._models = {model.namespace: model for model in _with_imported(definitions)}
        self._books = {namespace: TypeBook(model) for namespace, model in self._models.items()}
        self._types = {namespace: book.named() for namespace, book in self._books.items()}
        self._elements: dict[tuple[str, str], Element] = {
            (namespace, element.id): element
            for namespace, model in self._models.items()
            for element in model.elements()
        }
        self._components = frozenset(
            name for model in self._models.values() for name in _component_names(model.item_definitions)
        )
        self._run = Run(moment=moment)
        self._findings: list[Finding] = []
        self._tables: list[tuple[str, TableResult]] = []

    def decide(self, name_or_id: str, inputs: Mapping[str, object]) -> DecisionResult:
        """The result for the decision, service or function with this name or id.

        Raises:
            UnknownDecision: there is none.
        """
        element = decision_named(self._root, name_or_id)
        self._run = Run(moment=self._moment)
        self._findings, self._tables = [], []
        given = _Given(inputs={name: as_value(value) for name, value in inputs.items()})
        key = (self._root.namespace, element.id)
        if isinstance(element, DecisionService):
            value = self._serve(self._root, element, given)
        elif isinstance(element, BusinessKnowledgeModel):
            value = self._invoke(key, given)
        else:
            value = self._value(key, given)
        notes = [
            Finding(rule="null", message=warning.message, severity="info", element=element.name)
            for warning in self._run.warnings
        ]
        return DecisionResult(value=value, tables=tuple(self._tables), findings=(*self._findings, *notes))

    # --- elements ---------------------------------------------------------------------------

    def _value(self, key: tuple[str, str], given: _Given) -> object:
        if key in given.replaced:
            return given.replaced[key]
        if key in given.open:
            self._note("cycle", "the element requires itself", self._elements[key].name)
            return None
        for required in self._in_order(key, given):
            if required in given.decided:
                continue
            given.open.add(required)
            given.decided[required] = self._decided(required, given)
            given.open.discard(required)
        return given.decided[key]

    def _in_order(self, key: tuple[str, str], given: _Given) -> list[tuple[str, str]]:
        """What is still to be decided for an element, requirements first, so that long chains need no deep stack."""
        order: list[tuple[str, str]] = []
        waiting = [(key, False)]
        seen: set[tuple[str, str]] = set()
        while waiting:
            current, ready = waiting.pop()
            if ready:
                order.append(current)
            elif current not in seen and not self._is_settled(current, given):
                seen.add(current)
                element = self._elements[current]
                waiting.append((current, True))
                if isinstance(element, Decision):
                    waiting.extend((_key(required), False) for required in reversed(element.requires))
        return order

    def _is_settled(self, key: tuple[str, str], given: _Given) -> bool:
        return key in given.decided or key in given.replaced or key in given.open or key not in self._elements

    def _decided(self, key: tuple[str, str], given: _Given) -> object:
        element, model = self._elements[key], self._models[key[0]]
        environment = self._environment(model, element)
        match element:
            case InputData():
                value = self._given_input(model, element, given)
                return as_declared(value, element.variable.type_ref, environment, element.name)
            case Decision():
                scope = self._scope(model, element, given)
                value = boxed_value(element.expression, scope, environment, element.name)
                return as_declared(value, element.variable.type_ref, environment, element.name)
            case BusinessKnowledgeModel():
                return self._knowledge(model, element, given, environment)
            case DecisionService():
                return self._service(model, element, given, environment)

    def _given_input(self, model: Definitions, element: InputData, given: _Given) -> object:
        """The value handed in by name; of an imported model also by namespace or by the import's name."""
        imports = [entry.name for entry in self._root.imports if entry.namespace == model.namespace]
        names = [f"{model.namespace}#{element.name}", *(f"{name}.{element.name}" for name in imports)]
        for name in [*names, element.name, element.variable.name]:
            if name in given.inputs:
                return given.inputs[name]
        return None

    def _knowledge(
        self, model: Definitions, element: BusinessKnowledgeModel, given: _Given, environment: Environment
    ) -> object:
        if element.logic is None:
            return None
        # Functions may require each other in a circle, so their scope is filled when they are called.
        scope = self._scope(model, element, given)
        result = _result_type(
            environment.type_of(element.variable.type_ref) or ANY,
            environment.type_of(element.logic.type_ref) or ANY,
        )
        return function_value(element.logic, scope, environment, element.name, result)

    def _invoke(self, key: tuple[str, str], given: _Given) -> object:
        """A function of the model called with the inputs of its parameters' names."""
        function = self._value(key, given)
        if not isinstance(function, Definition):
            return None
        bound = {name: given.inputs.get(name) for name in function.parameters}
        return function.body(bound, self._run)

    # --- services ---------------------------------------------------------------------------

    def _service(self, model: Definitions, service: DecisionService, given: _Given, environment: Environment) -> object:
        """A service as a function: its input data first, then its input decisions."""
        references = (*service.input_data, *service.input_decisions)
        elements = [self._elements[key] for key in map(_key, references) if key in self._elements]
        formal = tuple(
            (element.variable.name, environment.type_of(element.variable.type_ref) or ANY) for element in elements
        )

        def body(bound: Mapping[str, object], _: Run) -> object:
            handed = {
                _key(reference): bound[element.variable.name]
                for reference, element in zip(references, elements, strict=False)
            }
            inner = replace(given, replaced={**given.replaced, **handed}, decided={}, open=set())
            return self._outputs(service, inner)

        return Definition(service.name, formal, body, environment.type_of(service.variable.type_ref) or ANY)

    def _serve(self, model: Definitions, service: DecisionService, given: _Given) -> object:
        """A service called with the inputs of an evaluation; the input decisions are given by name, too."""
        environment = self._environment(model, service)
        handed: dict[tuple[str, str], object] = {}
        for reference in service.input_decisions:
            element = self._elements.get(_key(reference))
            if element is not None:
                value = given.inputs.get(element.name)
                handed[_key(reference)] = as_declared(value, element.variable.type_ref, environment, element.name)
        return self._outputs(service, replace(given, replaced=handed))

    def _outputs(self, service: DecisionService, given: _Given) -> object:
        keys = [_key(reference) for reference in service.outputs if _key(reference) in self._elements]
        if len(keys) == 1:
            return self._value(keys[0], given)
        return {self._elements[key].variable.name: self._value(key, given) for key in keys}

    # --- scopes -----------------------------------------------------------------------------

    def _scope(self, model: Definitions, element: Decision | BusinessKnowledgeModel, given: _Given) -> Scope:
        """Just what the element requires, and nothing else of the model; a function may call itself."""
        prefixes = {entry.namespace: entry.name for entry in model.imports}
        keys: dict[str, dict[str, tuple[str, str]]] = {}
        if isinstance(element, BusinessKnowledgeModel):
            keys[element.variable.name] = {"": (model.namespace, element.id)}
        for reference in element.requires:
            key = _key(reference)
            required = self._elements.get(key)
            if required is None:
                self._note("requirement", f"nothing has the id '{reference.id}'", element.name)
                continue
            prefix = "" if key[0] == model.namespace else prefixes.get(key[0], "")
            inner = required.variable.name if prefix else ""
            keys.setdefault(prefix or required.variable.name, {})[inner] = key
        return Scope(_Requirements(keys, lambda key: self._value(key, given)))

    def _environment(self, model: Definitions, element: Element) -> Environment:
        names = self._components | frozenset(self._visible_names(model, element))
        return Environment(
            type_of=self._books[model.namespace].type_of,
            types=self._types[model.namespace],
            run=self._run.within(self._types[model.namespace]),
            names=frozenset(name for name in names if not name.isidentifier()),
            findings=self._findings,
            tables=self._tables,
        )

    def _visible_names(self, model: Definitions, element: Element) -> Iterator[str]:
        yield from (entry.name for entry in model.imports if entry.name)
        if isinstance(element, Decision | BusinessKnowledgeModel):
            for reference in element.requires:
                required = self._elements.get(_key(reference))
                if required is not None:
                    yield required.variable.name
            yield from _bound_names(element.expression if isinstance(element, Decision) else element.logic)

    def _note(self, rule: str, message: str, element: str) -> None:
        self._findings.append(Finding(rule=rule, message=message, severity="error", element=element))


class _Requirements(Mapping[str, object]):
    """The bindings of what an element requires, each decided when it is first asked for.

    `keys` are by name the elements behind it; those of an import stand together under the import's name.
    """

    def __init__(
        self,
        keys: Mapping[str, Mapping[str, tuple[str, str]]],
        value: Callable[[tuple[str, str]], object],
    ) -> None:
        self._keys = keys
        self._value = value

    def __getitem__(self, name: str) -> object:
        elements = self._keys[name]
        if "" in elements:
            return self._value(elements[""])
        return {inner: self._value(key) for inner, key in elements.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _result_type(declared: Type, body: Type) -> Type:
    """What a function of the model gives: its variable names its own type or, in older files, the result's."""
    if isinstance(declared, FunctionType):
        return declared.result
    return body if declared == ANY else declared


def _key(reference: Reference) -> tuple[str, str]:
    return reference.namespace, reference.id


def _with_imported(definitions: Definitions) -> Iterator[Definitions]:
    yield definitions
    for model in definitions.imported:
        yield from _with_imported(model)


def _component_names(items: Sequence[ItemDefinition]) -> Iterator[str]:
    for item in items:
        for component in item.components:
            yield component.name
        yield from _component_names(item.components)


def _bound_names(expression: Boxed | None) -> Iterable[str]:
    """The names that an expression binds anywhere inside: parameters, context entries, columns."""
    match expression:
        case ContextExpression(entries=entries):
            yield from (entry.variable.name for entry in entries if entry.variable is not None)
        case FunctionDefinition(parameters=parameters):
            yield from (parameter.name for parameter in parameters)
        case Relation(columns=columns):
            yield from (column.name for column in columns)
        case Iteration(variable=variable):
            yield variable
        case Invocation(bindings=bindings):
            yield from (binding.parameter.name for binding in bindings)
    for child in children(expression):
        yield from _bound_names(child)
