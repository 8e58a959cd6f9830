"""incomplete-conditions: data with which no way out of an exclusive gateway may be taken."""

from collections.abc import Iterator

from process_models.feel.solver import Conflict, satisfiable
from process_models.findings import Severity
from process_models.lint.choices import Asked, case_at, choices, domains_of, said
from process_models.lint.engine import Problem, Subject, rule
from process_models.lint.undecided import not_decided


@rule("incomplete-conditions", Severity.ERROR)
def incomplete_conditions(subject: Subject) -> Iterator[Problem]:
    """Whatever data a token brings to an exclusive gateway without default, one of its conditions holds."""
    for choice in choices(subject):
        gateway = choice.gateway
        known = [condition for _, condition in choice.ways if condition is not None]
        domains = domains_of(subject, known)
        decides_all = len(known) == len(subject.model.outgoing[gateway.id])
        if gateway.default is not None or not decides_all or domains is None:
            continue
        asked = [Asked(flow, condition, False) for flow, condition in choice.ways if condition is not None]
        if isinstance(satisfiable([each.expression for each in asked], domains), Conflict):
            continue
        case, decided = case_at(subject, choice, asked)
        if case is not None:
            said_case = f"with {said(case)} no condition behind '{gateway.id}' holds: the token stays there for ever."
            yield gateway, f"{said_case} Add a condition for the case or a default."
        elif not decided:
            yield not_decided(
                gateway, f"whether the conditions behind '{gateway.id}' cover every case that gets there."
            )
