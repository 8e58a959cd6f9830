"""Everything the library names exists, and everything it lists is used."""

from collections import Counter

import pytest

from knowledge.front_matter import parse_front_matter, split_front_matter
from knowledge.glossary import Glossary, load_glossary
from process_models.catalogue import LIBRARY, load
from process_models.elements import Event
from process_models.landscape import topics_of
from process_models.lint.engine import Subject, lint

ARTICLES = sorted(LIBRARY.parent.parent.joinpath("knowledge", "content").glob("*.??.md"))


def glossary() -> Glossary:
    return load_glossary(LIBRARY / "glossary.yaml")


@pytest.mark.parametrize("process", sorted(load().models))
def test_a_model_lints_clean(process: str) -> None:
    library = load()
    models = {str(name): model for name, model in library.models.items()}
    subject = Subject(
        model=models[process],
        dictionary=library.dictionary,
        landscape=library.landscape,
        others=library.models,
    )

    assert [str(finding) for finding in lint(subject)] == []


def test_every_system_role_and_topic_is_used_by_a_process_or_a_market() -> None:
    library = load()
    variants = [library.variant(market) for market in library.markets]
    models = [model for variant in variants for model in variant.models.values()]
    systems = {node.annotation.system for model in models for node in model.nodes}
    topics = {topic for model in models for node in model.nodes for topic in topics_of(node)}
    roles = {lane.role for model in models for process in model.processes for lane in process.lanes}
    roles |= {pool.role for model in models for pool in model.pools} | {model.owner for model in models}

    assert [system.id for system in library.landscape.systems if system.id not in systems] == []
    assert [role.id for role in library.landscape.roles if role.id not in roles] == []
    assert [topic.id for topic in library.landscape.topics if topic.id not in topics] == []


def test_keys_and_payload_of_every_topic_are_attributes() -> None:
    library = load()

    assert library.landscape.dangling_attributes(library.dictionary) == ()


def known_names() -> set[str]:
    library = load()
    names: set[str] = set(library.dictionary.attributes) | set(library.models)
    names |= {value for a in library.dictionary.attributes.values() if a.address == "order.state" for value in a.values}
    names |= set(library.landscape.system_by_id) | set(library.landscape.role_by_id)
    names |= set(library.landscape.topic_by_id) | set(library.logistics.network.plant_by_id)
    for process, model in library.models.items():
        names |= {f"{process}#{node.id}" for node in model.nodes}
        names |= {
            d.reference for node in model.nodes if isinstance(node, Event) for d in node.definitions if d.reference
        }
    return names


def test_every_glossary_entry_means_something_that_exists() -> None:
    library, known = load(), known_names()
    lost = []
    for entry in glossary().entries:
        for meaning in entry.means:
            name, _, value = meaning.partition("=")
            attribute = next((a for a in library.dictionary.attributes.values() if a.address == name), None)
            if name not in known or (value and (attribute is None or value not in attribute.values)):
                lost.append((entry.id, meaning))

    assert lost == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_word_names_two_entries(language: str) -> None:
    words = Counter(term.lower() for entry in glossary().entries for term in entry.terms[language])

    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        (
            "Was passiert, wenn der Kunde nach der Auftragsbestätigung andere Felgen will?",
            {"ContractConfirmed", "wheels"},
        ),
        (
            "What happens when the customer changes the wheels after the order is confirmed?",
            {"ContractConfirmed", "wheels"},
        ),
        ("Wie ändert sich die Logistikkette, wenn das Auto aus einem anderen Werk kommt?", {"route", "plant"}),
        ("How does the logistics chain change when the car comes from another plant?", {"route", "plant"}),
        ("Status 112, Kunde will eine Anhängekupplung", {"SlotConfirmed", "options_with_emissions"}),
        ("Customer withdraws after handover", {"withdrawal_event", "HandedOver"}),
        ("Kredit abgelehnt, der Bautermin ist bestätigt", {"credit_refused_event", "SlotConfirmed"}),
        ("Hail at the compound", {"hail_event", "AtCompound"}),
    ],
)
def test_everyday_words_are_understood(question: str, meant: set[str]) -> None:
    assert meant <= {match.entry.id for match in glossary().find(question)}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_an_article_governs_what_exists(path: object) -> None:
    article = next(p for p in ARTICLES if p == path)
    text = article.read_text(encoding="utf-8")
    header, body = split_front_matter(text)
    assert header is not None
    matter = parse_front_matter(header, article.name)
    headings = {line.lstrip("# ").strip() for line in text[body:].splitlines() if line.startswith("#")}

    assert {item.address for item in matter.governs} <= known_names()
    assert {item.section for item in matter.governs if item.section} <= headings


def test_every_article_exists_in_both_languages_with_the_same_sections() -> None:
    sections: dict[str, dict[str, int]] = {}
    for article in ARTICLES:
        name, language, _ = article.name.split(".")
        lines = article.read_text(encoding="utf-8").splitlines()
        sections.setdefault(name, {})[language] = sum(line.startswith("#") for line in lines)

    assert {name: set(found) for name, found in sections.items() if set(found) != {"de", "en"}} == {}
    assert [name for name, found in sections.items() if found["de"] != found["en"]] == []
