"""stream-break: the vehicle changes and what was computed from it in another stream stays as it was."""

from collections.abc import Iterator

from process_models.addresses import Address, AttributeAddress
from process_models.dictionary import DataDictionary, Stream
from process_models.elements import FlowNode
from process_models.lint.data_use import written_in
from process_models.lint.engine import Problem, Subject, rule
from process_models.lint.play import Play, elements_of
from process_models.lint.undecided import too_many
from process_models.lint.writings import Writings


@rule("stream-break")
def stream_break(subject: Subject) -> Iterator[Problem]:
    """When the vehicle stream changes, what another stream computed from it before is computed again."""
    dictionary = subject.dictionary
    if dictionary is None:
        return
    own = {process.id for process in subject.model.processes}
    elsewhere = {name for id, other in subject.others.items() if id not in own for name in written_in(other)}
    reported: set[tuple[Address, AttributeAddress]] = set()
    for play in subject.plays:
        found = list(_breaks(play, dictionary))
        for at, changed, derived in found:
            # What other files write as well can only be told in the library's chain.
            if play is subject.own and derived in elsewhere or (at, derived) in reported:
                continue
            for _, element in elements_of(subject.model, (at,)):
                reported.add((at, derived))
                yield element, _said(play, dictionary, element, changed, derived)
        if not found:
            yield from too_many(subject, play, "whether a change of the vehicle leaves another stream behind")


def _breaks(play: Play, dictionary: DataDictionary) -> Iterator[tuple[Address, AttributeAddress, AttributeAddress]]:
    """The changing node, what it changes, and what stays behind; each once, in the order they are met."""
    pairs = _pairs(dictionary)
    writings = Writings(play)
    seen: set[tuple[Address, AttributeAddress, AttributeAddress]] = set()
    for move in play.exploration.moves:
        written = writings.by(move.step)
        for changed in written:
            had_value = dictionary.attributes.get(changed)
            for derived in pairs.get(changed, ()):
                key = (move.step.at, changed, derived)
                if key in seen or derived in written or had_value is None:
                    continue
                changes = had_value.known_at_start or writings.before(move.source, changed)
                if changes and writings.before(move.source, derived) and not writings.after(move.target, derived):
                    seen.add(key)
                    yield key


def _pairs(dictionary: DataDictionary) -> dict[AttributeAddress, list[AttributeAddress]]:
    """Attributes of the vehicle stream with those of other streams that are computed from them."""
    found: dict[AttributeAddress, list[AttributeAddress]] = {}
    for name, attribute in dictionary.attributes.items():
        for source in dict.fromkeys(attribute.derived_from):
            if dictionary.attribute(source).stream is Stream.VEHICLE and attribute.stream is not Stream.VEHICLE:
                found.setdefault(source, []).append(name)
    return found


def _said(
    play: Play, dictionary: DataDictionary, node: FlowNode, changed: AttributeAddress, derived: AttributeAddress
) -> str:
    stream = dictionary.attribute(derived).stream
    writers = [
        f"'{play.name(at)}'"
        for at, other in play.chain.nodes.items()
        if at in play.fired and any(write.attribute == derived for write in other.annotation.writes)
    ]
    return (
        f"'{node.id}' changes '{changed}', and '{derived}' of the {stream} stream, which is computed from it and was"
        f" written before by {', '.join(writers)}, is not written again on any way to an end. Compute it again after"
        " the change."
    )
