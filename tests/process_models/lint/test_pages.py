"""Every rule has a file called like it and a page that explains it."""

import re
from pathlib import Path

from process_models import checking
from process_models.bpmn import contents, context, event_definitions, flow_nodes, reader, references, sidefile, source
from process_models.dmn import analysis
from process_models.lint import rules as rules_package
from process_models.lint.engine import rules

PAGES = Path(__file__).parents[3] / "docs" / "rules"
FINDING = (analysis, checking, contents, context, event_definitions, flow_nodes, reader, references, sidefile, source)
RULE_NAME = re.compile(r'(?:find\(|rule=|\(context, )\s*"([a-z]+(?:-[a-z]+)*)"')


def named_in_findings() -> set[str]:
    """Rules without a function of their own: the names in the findings of reading and of decision tables."""
    texts = [Path(str(module.__file__)).read_text(encoding="utf-8") for module in FINDING]
    return {name for text in texts for name in RULE_NAME.findall(text)}


def test_every_rule_stands_in_a_file_called_like_it() -> None:
    modules = {path.stem.replace("_", "-") for path in Path(rules_package.__path__[0]).glob("[!_]*.py")}

    assert set(rules()) == modules


def test_every_rule_has_a_page_with_a_wrong_and_a_right_example() -> None:
    expected = {*rules(), *named_in_findings()}
    pages = {path.stem: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md") if path.stem != "README"}

    assert set(pages) == expected
    for name, text in pages.items():
        assert text.startswith(f"# {name}\n")
        assert "## Wrong" in text
        assert "## Right" in text


def test_every_rule_is_tested_by_name() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))

    assert [name for name in rules() if f'"{name}"' not in tests] == []
