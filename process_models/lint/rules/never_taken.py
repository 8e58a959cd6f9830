"""never-taken: a sequence flow that no run takes although its source acts."""

from collections.abc import Iterator

from process_models.addresses import Address, ElementId, ProcessId, address, split_address
from process_models.conditions import understood
from process_models.elements import SCOPED_KINDS, Activity, Event, SequenceFlow
from process_models.lint.data_use import written_in
from process_models.lint.engine import Problem, Subject, rule
from process_models.lint.play import Play
from process_models.lint.undecided import not_decided, too_many
from process_models.lint.ways import conflict_of, conflict_on
from process_models.semantics.game import enabled
from process_models.semantics.net import Step


@rule("never-taken")
def never_taken(subject: Subject) -> Iterator[Problem]:
    """Some run takes every sequence flow."""
    reported: set[Address] = set()
    for play in subject.plays:
        for at, flow in _flows_of(subject, play):
            if at not in reported and (problem := _problem(subject, play, at, flow)):
                reported.add(at)
                yield problem
        if any(at not in play.fired for at, _ in _flows_of(subject, play)) and play is subject.own:
            yield from too_many(subject, play, "whether all sequence flows can be taken")


def _flows_of(subject: Subject, play: Play) -> Iterator[tuple[Address, SequenceFlow]]:
    own = {process.id for process in subject.model.processes}
    yield from ((at, flow) for at, flow in play.chain.flows.items() if split_address(at)[0] in own)


def _problem(subject: Subject, play: Play, at: Address, flow: SequenceFlow) -> Problem | None:
    if at in play.fired and not (play is subject.own and _is_asked(play, at)):
        return None
    always = _always_excluded(play, at) if play is subject.own else None
    if always:
        return flow, f"no data lets a token take '{flow.id}': {_listed(always)}. {_ADVICE}"
    if at in play.fired or not _plays_all(play) or not _has_its_chance(play, at, flow):
        return None
    because = _because(play, at)
    if play is subject.own and because and not _only_own_data(subject, play, at):
        return not_decided(flow, f"whether '{flow.id}' is taken: other models write what its condition asks for.")
    return flow, f"no run takes '{flow.id}': {because}. {_ADVICE}"


_ADVICE = "Remove it or mend what keeps it from being taken."


def _is_asked(play: Play, at: Address) -> bool:
    """Whether conditions decide about the flow."""
    return all(step.guards for step in play.net.steps if at in step.fires)


def _always_excluded(play: Play, at: Address) -> tuple[str, ...] | None:
    """Conditions that exclude each other in every step over the flow, whatever happened before."""
    steps = [step for step in play.net.steps if at in step.fires]
    conflicts = [conflict_of(play, step.guards) for step in steps]
    return conflicts[0] if conflicts and all(conflicts) else None


def _plays_all(play: Play) -> bool:
    """Whether what no situation shows cannot be: nothing was left out of the play."""
    return play.complete and (play.unusual or not any(step.is_exceptional for step in play.net.steps))


def _only_own_data(subject: Subject, play: Play, at: Address) -> bool:
    """Whether no other model, running beside, writes what decides about the flow."""
    own = {process.id for process in subject.model.processes}
    elsewhere = {name for id, other in subject.others.items() if id not in own for name in written_in(other)}
    guards = (guard for step in play.net.steps if at in step.fires for guard in step.guards)
    asked = {name for guard in guards if (condition := understood(guard.expression)) for name in condition.reads}
    return elsewhere.isdisjoint(asked)


def _has_its_chance(play: Play, at: Address, flow: SequenceFlow) -> bool:
    """Whether its source acts; what lies behind an element that never acts is told there."""
    process, _ = split_address(at)
    source = play.chain.models[process].node_by_id.get(flow.source)
    if source is None:
        return False
    if isinstance(source, Event) and source.attached_to is not None:
        host = play.chain.models[process].node_by_id.get(source.attached_to)
        # Of a collapsed sub-process nobody knows what goes on in it, nor for how long.
        empty = isinstance(host, Activity) and host.kind in SCOPED_KINDS and not _holds_anything(play, process, host.id)
        return not empty and address(process, source.attached_to) in play.fired
    return address(process, source.id) in play.fired


def _holds_anything(play: Play, process: ProcessId, scope: ElementId) -> bool:
    return any(node.scope == scope for node in play.chain.models[process].nodes)


def _because(play: Play, at: Address) -> str:
    """What excludes the flow on the shortest way to where it could be taken."""
    steps = [step for step in play.net.steps if at in step.fires]
    for number in play.looked_at:
        for step in _could(play, number, steps):
            conflict = conflict_on(play, play.way_to(number), step.guards)
            if conflict:
                return f"on the shortest way there {_listed(conflict)}"
            return "what is known of the data by then excludes it"
    return "what it waits for cannot come while a token is there"


def _could(play: Play, situation: int, steps: list[Step]) -> Iterator[Step]:
    marking = play.marking(situation)
    if any(set(step.taken_from) & set(marking) for step in steps):
        numbers = {step.number for step in enabled(play.net, marking)}
        yield from (step for step in steps if step.number in numbers)


def _listed(texts: tuple[str, ...]) -> str:
    return " and ".join(texts) + (" exclude each other" if len(texts) > 1 else ", which is never so")
