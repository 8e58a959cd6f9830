"""A chat model of LangChain behind our protocol, with LangChain's own fake model."""

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from agents.llm.langchain import LangChainModel


class _Broken(FakeListChatModel):
    def invoke(self, *_arguments: object, **_options: object) -> object:  # type: ignore[override]
        raise ConnectionError("away")


def test_a_question_is_restated() -> None:
    model = LangChainModel(FakeListChatModel(responses=["The customer wants other wheels."]))

    assert model.understand("can he get nicer rubber rings?", ["AT"]) == "The customer wants other wheels."


def test_none_means_that_it_does_not_know() -> None:
    assert LangChainModel(FakeListChatModel(responses=["NONE"])).understand("pizza?", ["AT"]) is None


@pytest.mark.parametrize("said", ["no JSON", '["one", "two"]', '{"a": 1}'])
def test_wording_in_another_shape_is_no_wording(said: str) -> None:
    assert LangChainModel(FakeListChatModel(responses=[said])).word(["A sentence."], "en") is None


def test_wording_comes_back_one_for_one() -> None:
    assert LangChainModel(FakeListChatModel(responses=['["Better."]'])).word(["Good."], "en") == ["Better."]


def test_a_model_that_is_away_gives_no_wording() -> None:
    assert LangChainModel(_Broken(responses=[])).word(["Good."], "en") is None
