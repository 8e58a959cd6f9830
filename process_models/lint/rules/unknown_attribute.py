"""unknown-attribute: an attribute that the data dictionary does not have."""

from collections.abc import Iterator

from process_models.findings import Severity
from process_models.lint.data_use import attributes_named
from process_models.lint.engine import Problem, Subject, rule
from process_models.records import nearest


@rule("unknown-attribute", Severity.ERROR)
def unknown_attribute(subject: Subject) -> Iterator[Problem]:
    """Whatever is read, written, asked or sent stands in the data dictionary."""
    if subject.dictionary is None:
        return
    known = subject.dictionary.attributes
    for element, attribute in attributes_named(subject.model):
        if attribute not in known:
            yield (
                element,
                f"'{element.id}' names the attribute '{attribute}', which the data dictionary does not have."
                f"{nearest(attribute, known)} Correct it or add it to the dictionary.",
            )
