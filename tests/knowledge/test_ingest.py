from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from knowledge.documents import Document, DocumentKey
from knowledge.errors import UnreadableSource
from knowledge.ingest import ingest
from knowledge.memory import MemoryRepository
from knowledge.sources.options import ReadOptions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"a": "The order is frozen.", "b": "The invoice is due.", "c": "The car is ready."}.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    return tmp_path


def sources(repository: MemoryRepository) -> dict[str, str]:
    return {document.key: document.source.decode() for document in repository.all()}


def test_new_files_are_added(folder: Path) -> None:
    repository = MemoryRepository()

    report = ingest([folder], repository)

    assert report.added == ("a@en", "b@en", "c@en")
    assert report.is_complete
    assert sources(repository)["b@en"] == "The invoice is due."


def test_only_what_changed_is_written(folder: Path) -> None:
    repository = MemoryRepository()
    ingest([folder], repository)
    (folder / "b.md").write_text("The invoice is paid.", "utf-8")

    report = ingest([folder], repository)

    assert (report.added, report.changed, report.unchanged) == ((), ("b@en",), ("a@en", "c@en"))
    assert sources(repository)["b@en"] == "The invoice is paid."


def test_unchanged_files_are_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = MemoryRepository()
    ingest([folder], repository)

    def refuse(*args: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("knowledge.ingest.read", refuse)

    assert ingest([folder], repository).unchanged == ("a@en", "b@en", "c@en")


def test_files_that_are_gone_are_removed(folder: Path) -> None:
    repository = MemoryRepository()
    ingest([folder], repository)
    (folder / "a.md").unlink()

    assert ingest([folder], repository).removed == ("a@en",)
    assert set(sources(repository)) == {"b@en", "c@en"}


def test_what_lies_elsewhere_is_left_alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    repository = MemoryRepository()
    other = tmp_path_factory.mktemp("other")
    (other / "z.md").write_text("The tax is low.", "utf-8")
    ingest([other, folder], repository)

    report = ingest([folder], repository)

    assert report.removed == ()
    assert "z@en" in sources(repository)


def test_the_same_file_for_other_readers_is_a_change(folder: Path) -> None:
    repository = MemoryRepository()
    ingest([folder], repository)

    report = ingest([folder], repository, options=ReadOptions(audiences=("internal",)))

    assert report.changed == ("a@en", "b@en", "c@en")
    assert repository.get(DocumentKey("a@en")).scope.audiences == ("internal",)


def test_a_file_that_became_unreadable_keeps_its_old_document(folder: Path) -> None:
    repository = MemoryRepository()
    ingest([folder], repository)
    (folder / "a.md").write_bytes(b"\xff\xff")

    report = ingest([folder], repository)

    assert [refused.location for refused in report.refused] == [(folder / "a.md").as_posix()]
    assert "is not UTF-8" in report.refused[0].reason
    assert sources(repository)["a@en"] == "The order is frozen."


def test_two_files_of_one_id_are_not_both_taken(folder: Path) -> None:
    repository = MemoryRepository()
    (folder / "sub").mkdir()
    (folder / "sub" / "a.md").write_text("The order is another one.", "utf-8")

    report = ingest([folder], repository)

    assert len(report.refused) == 1
    assert "'a@en' is already given by" in report.refused[0].reason
    assert sources(repository)["a@en"] == "The order is frozen."


def test_a_moved_file_keeps_its_document(folder: Path) -> None:
    repository = MemoryRepository()
    ingest([folder], repository)
    (folder / "sub").mkdir()
    (folder / "a.md").rename(folder / "sub" / "a.md")

    report = ingest([folder], repository)

    assert (report.changed, report.removed, report.refused) == (("a@en",), (), ())


class _Failing(MemoryRepository):
    """Breaks down at the given write."""

    def __init__(self) -> None:
        self.writes_left = 99
        super().__init__()

    def replace(self, *, add: Sequence[Document], remove: Collection[DocumentKey] = ()) -> None:
        self.writes_left -= 1
        if self.writes_left < 0:
            raise ConnectionError("the database went away")
        super().replace(add=add, remove=remove)


def test_after_a_crash_every_document_is_whole_and_the_next_call_goes_on(folder: Path) -> None:
    repository = _Failing()
    ingest([folder], repository)
    for name in "abc":
        (folder / f"{name}.md").write_text(f"The new text of {name} is here.", "utf-8")
    repository.writes_left = 1

    with pytest.raises(ConnectionError):
        ingest([folder], repository, batch=1)

    assert list(sources(repository).values()) == [
        "The new text of a is here.",
        "The invoice is due.",
        "The car is ready.",
    ]
    repository.writes_left = 99
    report = ingest([folder], repository, batch=1)
    assert (report.unchanged, report.changed) == (("a@en",), ("b@en", "c@en"))


def test_progress_tells_how_many_are_done(folder: Path) -> None:
    heard: list[tuple[int, int, str]] = []

    ingest([folder], MemoryRepository(), progress=lambda done, total, path: heard.append((done, total, path.name)))

    assert heard == [(1, 3, "a.md"), (2, 3, "b.md"), (3, 3, "c.md")]


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="does not exist; check the path"):
        ingest([tmp_path / "none"], MemoryRepository())


def test_hidden_files_and_explanations_for_authors_are_no_documents(folder: Path) -> None:
    (folder / "README.md").write_text("How to write.", "utf-8")
    (folder / ".hidden.md").write_text("Secret.", "utf-8")
    (folder / "picture.png").write_bytes(b"x")

    assert ingest([folder], MemoryRepository()).added == ("a@en", "b@en", "c@en")
