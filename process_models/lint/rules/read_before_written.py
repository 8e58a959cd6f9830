"""read-before-written: data is used that nobody has surely written by then."""

from collections.abc import Iterator

from process_models.addresses import AttributeAddress
from process_models.lint.data_use import surely_written, uses, written_in
from process_models.lint.engine import Problem, Subject, rule


@rule("read-before-written")
def read_before_written(subject: Subject) -> Iterator[Problem]:
    """What is read is known from the start, was surely written before, or is written in another model."""
    if subject.dictionary is None:
        return
    known = {name for name, attribute in subject.dictionary.attributes.items() if attribute.known_at_start}
    for process, model in subject.others.items():
        if process not in {own.id for own in subject.model.processes}:
            known |= written_in(model)
    before = surely_written(subject.model)
    somewhere = written_in(subject.model)
    reported: set[tuple[str, AttributeAddress]] = set()
    for element, node, attribute in uses(subject.model):
        if attribute in known or attribute not in subject.dictionary.attributes:
            continue
        if attribute in before.get(node, frozenset()) or (element.id, attribute) in reported:
            continue
        reported.add((element.id, attribute))
        why = "not on every way before it" if attribute in somewhere else "by nobody"
        yield (
            element,
            f"'{element.id}' reads '{attribute}', which is written {why} and not given at the start."
            " Write it first, or give it or an initial value in the data dictionary.",
        )
