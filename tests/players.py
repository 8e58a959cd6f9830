"""Plays the token game to the end in every possible way, for tests that know all ways by hand."""

from process_models.addresses import split_address
from process_models.chain import Chain, chain_of_file
from process_models.collaboration import Collaboration
from process_models.semantics.compiler import compile_chain
from process_models.semantics.game import enabled, fire, is_finished
from process_models.semantics.net import Marking, Net, Step, StepKind

_MANY = 400


def ways(model: Collaboration | Chain) -> set[str]:
    """All orders in which activities and events can happen until nothing can, as texts like `a b c`.

    A way that gets stuck ends in `!`. Gateways and start events are left out.
    """
    chain = chain_of_file(model) if isinstance(model, Collaboration) else model
    net = compile_chain(chain)
    found: set[str] = set()
    _walk(net, net.initial, (), found)
    return found


def _walk(net: Net, marking: Marking, done: tuple[str, ...], found: set[str]) -> None:
    assert len(done) < _MANY, "the process does not end"
    steps = enabled(net, marking)
    if not steps:
        found.add(" ".join((*done, *(() if is_finished(net, marking) else ("!",)))))
    for step in steps:
        _walk(net, fire(net, marking, step), (*done, *_seen(step)), found)


def _seen(step: Step) -> tuple[str, ...]:
    if step.kind in (StepKind.START, StepKind.ROUTE, StepKind.ENTER, StepKind.LEAVE):
        return ()
    flow_mark = " -> "
    return tuple(name for at in step.fires if flow_mark not in (name := split_address(at)[1]))
