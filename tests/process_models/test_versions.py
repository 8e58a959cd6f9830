"""The hash of what a model means: the same for every way of drawing and writing it, another for every change."""

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from process_models.bpmn.reader import read
from process_models.bpmn.source import UnreadableModel
from process_models.bpmn.writer import write
from process_models.catalogue import LIBRARY, load
from process_models.diagram.layout import lay_out
from process_models.versions import (
    InvalidVersion,
    SemanticHash,
    Version,
    hash_of,
    hash_of_models,
    semantic_hash,
    version_of,
)

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "bpmn-miwg-reference"
FILES = [*sorted(LIBRARY.glob("*/*.bpmn")), *sorted(REFERENCE.glob("*.bpmn"))]
OWN = sorted(LIBRARY.glob("*/*.bpmn"))

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DRAWN = ("http://www.omg.org/spec/BPMN/20100524/DI", "http://www.omg.org/spec/DD/20100524/")
WITHOUT_MEANING = {"exporter", "exporterVersion", "{urn:murmel:bpmn:1}version"}

SPLIT = f"""<?xml version="1.0"?>
<definitions xmlns="{MODEL}" xmlns:t="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d"
    targetNamespace="urn:t">
  <message id="m" name="asked"/>
  <process id="p">
    <startEvent id="start"><outgoing>in</outgoing><messageEventDefinition messageRef="t:m"/></startEvent>
    <exclusiveGateway id="choice" default="else"/>
    <endEvent id="one"/><endEvent id="two"/><endEvent id="three"/>
    <sequenceFlow id="in" sourceRef="start" targetRef="choice"/>
    <sequenceFlow id="a" sourceRef="choice" targetRef="one"><conditionExpression xsi:type="tFormalExpression">x &gt; 1</conditionExpression></sequenceFlow>
    <sequenceFlow id="b" sourceRef="choice" targetRef="two"><conditionExpression xsi:type="tFormalExpression">x &gt; 2</conditionExpression></sequenceFlow>
    <sequenceFlow id="else" sourceRef="choice" targetRef="three"/>
  </process>
</definitions>"""  # noqa: E501


def split(old: str = "", new: str = "") -> SemanticHash:
    assert old in SPLIT
    return semantic_hash(SPLIT.replace(old, new, 1).encode() if old else SPLIT.encode())


def is_drawing(element: etree._Element) -> bool:
    return str(element.tag).startswith(tuple(f"{{{namespace}" for namespace in DRAWN))


def told(root: etree._Element) -> list[etree._Element]:
    """The elements that are no drawing, and no repetition of what the flows say."""
    return [
        element
        for element in root.iter()
        if isinstance(element.tag, str)
        and not any(map(is_drawing, (element, *element.iterancestors())))
        and etree.QName(element).localname not in {"incoming", "outgoing"}
    ]


# -- what does not count ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_without_its_drawing_has_the_same_hash(path: Path) -> None:
    root = etree.fromstring(path.read_bytes())
    for drawing in [child for child in root if is_drawing(child)]:
        root.remove(drawing)

    assert semantic_hash(etree.tostring(root)) == semantic_hash(path)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_a_model_laid_out_anew_has_the_same_hash(path: Path) -> None:
    model = read(path).collaboration

    assert semantic_hash(write(model, lay_out(model))) == hash_of(model) == semantic_hash(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=4)
@given(seed=st.integers())
def test_the_way_a_file_is_written_does_not_count(path: Path, seed: int) -> None:
    chance = Random(seed)
    root = etree.fromstring(path.read_bytes())
    for element in told(root)[1:]:
        attributes = [(str(name), str(value)) for name, value in element.attrib.items()]
        element.attrib.clear()
        element.attrib.update(chance.sample(attributes, len(attributes)))
        if chance.random() < 0.1:
            element.addprevious(etree.Comment("remember"))
    text = etree.tostring(root, encoding="unicode")
    rewritten = re.sub(r">\s*\n\s*<", lambda _: chance.choice(["><", ">\n<", ">\t \n  <"]), text)

    assert semantic_hash(rewritten.encode()) == semantic_hash(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_prefixes_do_not_count(path: Path) -> None:
    root = etree.fromstring(path.read_bytes())
    # Prefixes inside expressions and other tools' extensions are text like any other.
    known = {MODEL, "urn:murmel:bpmn:1", "http://www.w3.org/2001/XMLSchema-instance", *DRAWN}
    prefixes = {prefix: f"other{number}" for number, (prefix, name) in enumerate(root.nsmap.items()) if name in known}
    text = etree.tostring(root, encoding="unicode")
    for old, new in prefixes.items():
        if old is None:
            text = re.sub(r"<(/?)(?=[\w-]+[\s/>])", rf"<\1{new}:", text).replace("xmlns=", f"xmlns:{new}=")
            text = text.replace('type="tFormalExpression"', f'type="{new}:tFormalExpression"')
        else:
            text = re.sub(rf'(<|</|[\s"]|xmlns:){old}(?=:\w|=)', rf"\1{new}", text)

    assert all(f"xmlns:{new}=" in text for new in prefixes.values())
    assert semantic_hash(text.encode()) == semantic_hash(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=4)
@given(seed=st.integers())
def test_the_order_of_independent_elements_does_not_count(path: Path, seed: int) -> None:
    chance = Random(seed)
    root = etree.fromstring(path.read_bytes())
    for parent in [e for e in told(root) if etree.QName(e).localname in {"definitions", "process", "laneSet", "lane"}]:
        # The flows stay in their order, in which gateways try them.
        free = [
            child
            for child in parent
            if isinstance(child.tag, str)
            and etree.QName(child).localname not in {"sequenceFlow", "documentation", "extensionElements"}
        ]
        for child in free:
            parent.remove(child)
        parent.extend(chance.sample(free, len(free)))

    assert semantic_hash(etree.tostring(root)) == semantic_hash(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id="d"', 'id="d" exporter="A tool" exporterVersion="9.1"'),
        ('id="d"', 'id="d" xmlns:m="urn:murmel:bpmn:1" m:version="7.0.0"'),
        ("<outgoing>in</outgoing>", ""),
        ('id="start"', 'id="start" isInterrupting="true" parallelMultiple="0"'),
        ('messageRef="t:m"', 'messageRef="m"'),
        ('sourceRef="start"', 'sourceRef=" start "'),
        ("x &gt; 1<", "\n  x &gt; 1\n<"),
        ("x &gt; 1<", "<![CDATA[x > 1]]><"),
        ("x &gt; 1<", "x <!-- for now -->&gt; 1<"),
        ('<?xml version="1.0"?>', '<?xml version="1.0"?><?tool open?>'),
        (f'xmlns="{MODEL}"', 'xmlns="http://schema.omg.org/spec/BPMN/2.0"'),
    ],
)
def test_what_says_nothing_does_not_count(old: str, new: str) -> None:
    assert split(old, new) == split()


def test_annotations_may_stand_in_any_order() -> None:
    def hashed(*annotations: str) -> SemanticHash:
        extensions = f'<extensionElements xmlns:m="urn:murmel:bpmn:1">{"".join(annotations)}</extensionElements>'
        return split('<exclusiveGateway id="choice" default="else"/>', f'<task id="choice">{extensions}</task>')

    first, second = '<m:reads attribute="a.b"/>', '<m:label xml:lang="de">Ja</m:label>'

    assert hashed(first, second) == hashed(second, first)


# -- what counts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=6)
@given(seed=st.integers())
def test_every_attribute_counts(path: Path, seed: int) -> None:
    root = etree.fromstring(path.read_bytes())
    stated = [
        (element, str(name))
        for element in told(root)
        for name in element.attrib
        if name not in WITHOUT_MEANING and not str(name).endswith("}schemaLocation")
    ]
    element, name = Random(seed).choice(stated)
    element.set(name, element.get(name, "") + "_changed")

    assert semantic_hash(etree.tostring(root)) != semantic_hash(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=6)
@given(seed=st.integers())
def test_every_text_counts(path: Path, seed: int) -> None:
    root = etree.fromstring(path.read_bytes())
    texts = [element for element in told(root) if (element.text or "").strip()]
    if texts:
        element = Random(seed).choice(texts)
        element.text = f"{element.text} changed"

        assert semantic_hash(etree.tostring(root)) != semantic_hash(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=6)
@given(seed=st.integers())
def test_every_element_counts(path: Path, seed: int) -> None:
    root = etree.fromstring(path.read_bytes())
    element = Random(seed).choice([element for element in told(root) if element is not root])
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)

    assert semantic_hash(etree.tostring(root)) != semantic_hash(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x &gt; 1", "x &gt;= 1"),
        ('default="else"', 'default="a"'),
        ('name="asked"', 'name="ordered"'),
        ('id="one"', 'id="one" name="Done"'),
        ('id="start"', 'id="start" isInterrupting="false"'),
        ('messageRef="t:m"', 'messageRef="u:m" xmlns:u="urn:u"'),
        ("<startEvent", "<intermediateCatchEvent"),
    ],
)
def test_a_change_of_meaning_gives_another_hash(old: str, new: str) -> None:
    text = SPLIT.replace(old, new, 1).replace(
        "</startEvent", "</intermediateCatchEvent" if "<inter" in new else "</startEvent"
    )

    assert semantic_hash(text.encode()) != split()


def test_the_order_in_which_a_gateway_tries_its_conditions_counts() -> None:
    first, second = (line + "\n" for line in SPLIT.splitlines() if 'sourceRef="choice"' in line and "x &gt;" in line)

    assert split(first + second, second + first) != split()


def test_the_place_of_the_default_flow_does_not_count() -> None:
    otherwise = '    <sequenceFlow id="else" sourceRef="choice" targetRef="three"/>\n'
    moved = SPLIT.replace(otherwise, "").replace('    <sequenceFlow id="a"', otherwise + '    <sequenceFlow id="a"')

    assert semantic_hash(moved.encode()) == split()


def test_the_order_in_which_a_parallel_gateway_names_its_flows_does_not_count() -> None:
    parallel = SPLIT.replace('exclusiveGateway id="choice" default="else"', 'parallelGateway id="choice"')
    first, second = (line + "\n" for line in parallel.splitlines() if 'sourceRef="choice"' in line and "x &gt;" in line)

    swapped = parallel.replace(first + second, second + first)

    assert semantic_hash(swapped.encode()) == semantic_hash(parallel.encode())


def test_formatted_documentation_counts_word_for_word() -> None:
    def hashed(text: str) -> SemanticHash:
        return split('<endEvent id="one"/>', f'<endEvent id="one"><documentation>{text}</documentation></endEvent>')

    assert hashed('Say <b xmlns="h">no</b> twice') != hashed('Say no <b xmlns="h">twice</b>')
    assert hashed('Say <b xmlns="h">no</b><!-- note --> twice') == hashed('Say <b xmlns="h">no</b> twice')


def test_the_hash_is_the_sha_256_of_canonical_xml() -> None:
    # Canonical XML of it: attributes by name, an end tag for every element; hashed with sha256sum.
    plain = f'<b:definitions xmlns:b="{MODEL}" id="d"><b:process name="N" id="p"/></b:definitions>'

    assert semantic_hash(plain.encode()) == "1f98bbf308405e31934c1b294f3614a47714354980152500b5380ffbb172e5f1"


# -- versions ---------------------------------------------------------------------------------------------------------


def test_a_library_file_carries_its_number_and_its_hash() -> None:
    version = version_of(read(LIBRARY / "sales" / "change_order.bpmn"))

    assert version.number == "1.0.0"
    assert version.hash == semantic_hash(LIBRARY / "sales" / "change_order.bpmn")


def test_two_numbers_can_mean_the_same() -> None:
    one = Version(number="1.0.0", hash=split())

    assert one.means_the_same_as(Version(number="1.0.1", hash=split()))
    assert not one.means_the_same_as(Version(number="1.0.0", hash=split("x &gt; 1", "x &gt; 3")))


@pytest.mark.parametrize("number", ["1.0.0", "0.10.3", "2.0.0-rc.1", "1.0.0+build.7"])
def test_semantic_versions_are_version_numbers(number: str) -> None:
    assert Version(number=number, hash=split()).number == number


@pytest.mark.parametrize("number", ["", "1", "1.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0 ", "1.0.٣"])
def test_anything_else_is_none(number: str) -> None:
    with pytest.raises(InvalidVersion, match=re.escape(f"'{number}' is no version number; write major.minor.patch")):
        Version(number=number, hash=split())


def test_a_hash_has_64_digits() -> None:
    with pytest.raises(InvalidVersion, match="'3f' is no semantic hash"):
        Version(number="1.0.0", hash=SemanticHash("3f"))


def test_a_file_without_a_number_needs_one() -> None:
    reading = read(SPLIT.encode())

    with pytest.raises(InvalidVersion, match="'d' states no version number"):
        version_of(reading)
    assert version_of(reading, "1.0.0") == Version(number="1.0.0", hash=split())


def test_what_is_no_model_has_no_hash() -> None:
    with pytest.raises(UnreadableModel, match="starts with 'definitions'"):
        semantic_hash(b"<html/>")


def test_the_models_of_two_markets_have_different_hashes_together() -> None:
    library = load()
    austria, germany = (library.variant(market).models.values() for market in ("AT", "DE"))

    assert hash_of_models(austria) != hash_of_models(germany)
    assert hash_of_models(austria) == hash_of_models(reversed(list(austria)))
