"""Bytes to an XML tree, refused at the door where they are hostile, too large or no XML.

Entities are never expanded: a file that declares any is refused. Encodings that a file states wrongly
are mended and reported, because tools on Windows write such files.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

from lxml import etree

from process_models.errors import ProcessModelError
from process_models.findings import Finding, Severity

XmlElement: TypeAlias = etree._Element

MAX_BYTES = 100_000_000
MAX_ELEMENTS = 800_000
MAX_DEPTH = 200
_CHUNK = 1 << 16
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class UnreadableModel(ProcessModelError, ValueError):
    """A file that holds no process model or must not be read."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes with the name by which messages call it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """The root element of a file, its bytes in the encoding it states, and what had to be mended."""

    name: str
    root: XmlElement
    data: bytes
    findings: tuple[Finding, ...] = ()


def load(source: Path | bytes, name: str | None = None) -> Source:
    """The bytes of a file, or bytes as they are.

    Raises:
        UnreadableModel: the file cannot be read, is empty or larger than `MAX_BYTES`.
    """
    if isinstance(source, bytes):
        called = name or "<bytes>"
        size = len(source)
    else:
        called = name or str(source)
        try:
            size = source.stat().st_size
        except OSError as error:
            raise UnreadableModel(f"{called}: cannot be read ({error.strerror}); check the path.") from error
    if size > MAX_BYTES:
        raise UnreadableModel(
            f"{called}: {size:,} bytes are more than the {MAX_BYTES:,} that are read; split the model."
        )
    if isinstance(source, bytes):
        return _not_empty(Source(called, source))
    try:
        return _not_empty(Source(called, source.read_bytes()))
    except OSError as error:
        raise UnreadableModel(f"{called}: cannot be read ({error.strerror}); give a readable file.") from error


def parse(source: Source) -> ParsedSource:
    """The XML tree of a file.

    Raises:
        UnreadableModel: it is no XML, declares entities, or is nested or repeated beyond the limits.
    """
    try:
        return ParsedSource(source.name, _tree(source), source.data)
    except etree.XMLSyntaxError as error:
        mended = _mended(source)
        if mended is not None:
            return mended
        raise UnreadableModel(_no_xml(source, error)) from error


def line_of(element: XmlElement) -> int | None:
    """The line on which an element starts."""
    # The stubs of lxml do not say of what type it is.
    return cast("int | None", element.sourceline)


def _tree(source: Source) -> XmlElement:
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    depth = count = 0
    for start in range(0, len(source.data), _CHUNK):
        parser.feed(source.data[start : start + _CHUNK])
        for event, element in cast("Iterator[tuple[str, XmlElement]]", parser.read_events()):
            if event == "end":
                depth -= 1
                continue
            if count == 0:
                _refuse_entities(source, element)
            depth += 1
            count += 1
            if depth > MAX_DEPTH:
                raise UnreadableModel(
                    f"{source.name}:{line_of(element)}: elements are nested more than {MAX_DEPTH} deep; no process"
                    " needs that. Take sub-processes out into called processes."
                )
            if count > MAX_ELEMENTS:
                raise UnreadableModel(
                    f"{source.name}: more than {MAX_ELEMENTS:,} XML elements; split the model into several files."
                )
    root: XmlElement = parser.close()
    return root


def _refuse_entities(source: Source, root: XmlElement) -> None:
    information = root.getroottree().docinfo
    # The stubs of lxml leave out what a DTD offers.
    declared: Any = information.internalDTD
    if declared is None:
        return
    if declared.system_url or declared.external_id:
        what = f"refers to the document type '{declared.system_url or declared.external_id}'"
    elif any(True for _ in declared.iterentities()):
        what = "declares XML entities"
    else:
        return
    raise UnreadableModel(
        f"{source.name}: the file {what}, which is refused because it can be used to read other files or to"
        " exhaust memory. BPMN and DMN need no DOCTYPE: remove it."
    )


def _mended(source: Source) -> ParsedSource | None:
    """The tree after re-reading the bytes in the encoding they really have, if that helps."""
    for encoding in _encodings(source.data):
        try:
            text = source.data.decode(encoding)
        except UnicodeDecodeError:
            continue
        data = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"), count=1).encode()
        try:
            root = _tree(Source(source.name, data))
        except etree.XMLSyntaxError:
            continue
        said = f"the file is not in the encoding it states; it was read as {encoding}. Save it as UTF-8."
        return ParsedSource(
            source.name, root, data, (Finding(rule="wrong-encoding", severity=Severity.WARNING, message=said, line=1),)
        )
    return None


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252", "latin-1")


def _no_xml(source: Source, error: etree.XMLSyntaxError) -> str:
    line = error.lineno or 1
    reason = (error.msg or "no XML").partition(", line ")[0]
    if "ntity" in reason or "amplification" in reason.lower():
        return (
            f"{source.name}:{line}: XML entities are refused because they can be used to exhaust memory ({reason})."
            " Write the text itself."
        )
    if "Excessive depth" in reason or "too deep" in reason:
        return (
            f"{source.name}:{line}: elements are nested more than {MAX_DEPTH} deep; no process needs that."
            " Take sub-processes out into called processes."
        )
    return f"{source.name}:{line}: this is no well-formed XML ({reason}). Export the model again as BPMN 2.0 XML."


def _not_empty(source: Source) -> Source:
    if not source.data.strip():
        raise UnreadableModel(f"{source.name}: the file is empty; export the model again.")
    return source
