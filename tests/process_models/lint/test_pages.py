"""Every rule has a file called like it and a page that explains it."""

from pathlib import Path

from process_models.bpmn import contents, context, event_definitions, flow_nodes, reader, references, source
from process_models.lint import rules as rules_package
from process_models.lint.engine import rules

PAGES = Path(__file__).parents[3] / "docs" / "rules"
READING = (contents, context, event_definitions, flow_nodes, reader, references, source)


def reading_rules() -> set[str]:
    """Rules that reading itself keeps: the names in its findings."""
    texts = [Path(str(module.__file__)).read_text(encoding="utf-8") for module in READING]
    names = {
        piece.partition('"')[0]
        for text in texts
        for mark in ('find("', 'rule="', '_note(context, "', '_append(context, "', 'context, "')
        for piece in text.split(mark)[1:]
    }
    return {name for name in names if "-" in name and " " not in name}


def test_every_rule_stands_in_a_file_called_like_it() -> None:
    modules = {path.stem.replace("_", "-") for path in Path(rules_package.__path__[0]).glob("[!_]*.py")}

    assert set(rules()) == modules


def test_every_rule_has_a_page_with_a_wrong_and_a_right_example() -> None:
    expected = {*rules(), *reading_rules()}
    pages = {path.stem: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md") if path.stem != "README"}

    assert set(pages) == expected
    for name, text in pages.items():
        assert text.startswith(f"# {name}\n")
        assert "## Wrong" in text
        assert "## Right" in text


def test_every_rule_is_tested_by_name() -> None:
    tests = (Path(__file__).parent / "test_rules.py").read_text(encoding="utf-8")

    assert [name for name in rules() if f'"{name}"' not in tests] == []
