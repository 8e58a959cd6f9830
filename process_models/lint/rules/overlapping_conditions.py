"""overlapping-conditions: two conditions of an exclusive gateway hold at once and their order decides."""

from collections.abc import Iterator
from itertools import combinations

from process_models.feel.solver import Conflict, satisfiable
from process_models.lint.choices import Asked, Choice, case_at, choices, domains_of, said
from process_models.lint.engine import Problem, Subject, rule
from process_models.lint.undecided import not_decided


@rule("overlapping-conditions")
def overlapping_conditions(subject: Subject) -> Iterator[Problem]:
    """Behind an exclusive gateway at most one condition holds, so that the order of the file decides nothing."""
    for choice in choices(subject):
        for first, second in combinations(range(len(choice.ways)), 2):
            # Ways to the same element are one decision, whichever is taken.
            if choice.ways[first][0].target != choice.ways[second][0].target:
                yield from _overlap(subject, choice, first, second)


def _overlap(subject: Subject, choice: Choice, first: int, second: int) -> Iterator[Problem]:
    """The first flow is taken although the second one's condition holds too, and none before them is."""
    asked = []
    for index in range(first + 1):
        flow, condition = choice.ways[index]
        if condition is not None:
            asked.append(Asked(flow, condition, index == first))
    flow, condition = choice.ways[second]
    if condition is None or choice.ways[first][1] is None:
        return
    asked.append(Asked(flow, condition, True))
    domains = domains_of(subject, [each.condition for each in asked])
    if domains is None or isinstance(satisfiable([each.expression for each in asked], domains), Conflict):
        return
    case, decided = case_at(subject, choice, asked)
    taken = choice.ways[first][0]
    if case is not None:
        holds = f"with {said(case)} the conditions of '{taken.id}' and '{flow.id}' both hold;"
        yield flow, f"{holds} '{taken.id}' is taken because it stands first. Let one condition exclude the other."
    elif not decided:
        yield not_decided(flow, f"whether the conditions of '{taken.id}' and '{flow.id}' can both hold there.")
