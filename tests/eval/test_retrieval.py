import csv
import json
from pathlib import Path

import pytest

from eval.retrieval import InvalidDataset, RetrievalReport, load, run
from tests.knowledge.fakes import HashingEmbedder

FAQ = Path(__file__).resolve().parents[3] / "shared" / "data" / "faq-de-en" / "eval_question_similarity_de.csv"


def dataset(folder: Path, corpus: list[dict[str, str]], queries: dict[str, str], qrels: str) -> Path:
    (folder / "qrels").mkdir()
    lines = [json.dumps(row, ensure_ascii=False) for row in corpus]
    (folder / "corpus.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    asked = [json.dumps({"_id": key, "text": text}) for key, text in queries.items()]
    (folder / "queries.jsonl").write_text("\n".join(asked) + "\n", "utf-8")
    (folder / "qrels" / "test.tsv").write_text(qrels, "utf-8")
    return folder


@pytest.fixture
def cars(tmp_path: Path) -> Path:
    return dataset(
        tmp_path,
        [
            {"_id": "d1", "title": "", "text": "The wheels are changed before production."},
            {"_id": "d2", "title": "Tax", "text": "The registration is taxed in Austria."},
            {"_id": "d3", "title": "", "text": "The invoice is sent to the customer."},
        ],
        {"q1": "When are the wheels changed?", "q2": "invoice for the customer", "q3": "never judged"},
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n",
    )


def test_the_measures_are_means_over_the_judged_queries(cars: Path) -> None:
    report = run(cars)

    # q1 finds d1 first; q2 finds d3 first and d2, which shares no word with it, not at all.
    assert (report.texts, report.queries, report.rankers) == (3, 2, ("words",))
    assert (report.hit_1, report.mrr_10, report.ndcg_10, report.recall_10, report.recall_100) == (0.5,) * 5


def test_the_json_has_the_agreed_keys(cars: Path) -> None:
    assert set(run(cars).as_json()) >= {
        "ndcg_10", "recall_10", "recall_100", "mrr_10", "hit_1", "ms_per_query", "rankers",
    }  # fmt: skip
    json.dumps(run(cars).as_json())


def test_the_same_folder_gives_the_same_measures(cars: Path) -> None:
    first, second = run(cars).as_json(), run(cars).as_json()

    assert {**first, "ms_per_query": 0} == {**second, "ms_per_query": 0}


def test_vectors_take_part_with_an_embedder_and_progress_is_told(cars: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    report = run(cars, lambda step, done, total: heard.append((step, done, total)), embedder=HashingEmbedder())

    assert report.rankers == ("words", "dense")
    assert heard == [("embedding", 3, 3), ("asking", 1, 2), ("asking", 2, 2)]


def test_titles_are_searched_and_parents_kept(tmp_path: Path) -> None:
    folder = dataset(
        tmp_path,
        [
            {"_id": "b", "title": "Tax", "text": "Due at once.", "parent": "p"},
            {"_id": "a", "text": "Paid later.", "parent": "p"},
        ],
        {"q": "tax"},
        "q\t0\tb\t1\n",
    )

    loaded = load(folder)

    assert [(entry.id, entry.text, entry.parent) for entry in loaded.corpus.entries] == [
        ("a", "Paid later.", "p"),
        ("b", "Tax Due at once.", "p"),
    ]
    assert loaded.judgements == {"q": {"b": 1}}


def test_queries_without_anything_relevant_are_left_out(tmp_path: Path) -> None:
    folder = dataset(tmp_path, [{"_id": "d", "text": "x"}], {"q": "x", "r": "y"}, "q\td\t1\nr\td\t0\n")

    assert set(load(folder).judgements) == {"q"}


def test_the_report_is_readable() -> None:
    report = RetrievalReport(
        dataset="cars", texts=3, queries=2, ndcg_10=0.51234, recall_10=0.5, recall_100=1.0, mrr_10=0.5, hit_1=0.25,
        ms_per_query=1.23, rankers=("words", "dense"),
    )  # fmt: skip

    assert report.as_text() == (
        "cars: 2 questions, 3 texts\n  nDCG@10    0.5123\n  recall@10  0.5000\n  recall@100 1.0000\n"
        "  MRR@10     0.5000\n  hit@1      0.2500\n  ms/query   1.2\n  rankers    words + dense"
    )


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("corpus.jsonl", '{"_id": "d1"}\n', r"corpus\.jsonl:1: lacks 'text'"),
        ("corpus.jsonl", "no json\n", r"corpus\.jsonl:1: is no JSON object"),
        ("corpus.jsonl", '{"_id": 1, "text": "a"}\n{"_id": "1", "text": "b"}\n', r":2: id '1' occurs twice"),
        ("queries.jsonl", '{"_id": "q9", "text": "x"}\n', "judges query 'q1', which queries.jsonl does not have"),
        ("qrels/test.tsv", "q1\td1\tmuch\nq1\td1\tmuch\n", r"test\.tsv:2: write query, text and relevance"),
    ],
)
def test_a_folder_in_another_form_is_refused_with_file_and_line(
    cars: Path, file: str, content: str, message: str
) -> None:
    (cars / file).write_text(content, "utf-8")

    with pytest.raises(InvalidDataset, match=message):
        load(cars)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataset, match=r"corpus\.jsonl: cannot be read"):
        run(tmp_path)


def test_paraphrased_questions_of_strangers_are_found_by_words(tmp_path: Path) -> None:
    if not FAQ.exists():
        pytest.skip("the FAQ data is not on this machine")
    with FAQ.open(encoding="utf-8", newline="") as file:
        pairs = [
            (row["question_1"], row["question_2"]) for row in csv.DictReader(file) if row["similar"].strip() == "1"
        ]
    texts = sorted({first for first, _ in pairs})
    queries = sorted({second for _, second in pairs})
    folder = dataset(
        tmp_path,
        [{"_id": f"d{number}", "text": text} for number, text in enumerate(texts)],
        {f"q{number}": text for number, text in enumerate(queries)},
        "".join(f"q{queries.index(second)}\td{texts.index(first)}\t1\n" for first, second in pairs),
    )

    # Stemmed words without anything else reach 0.36 on these pairs.
    assert run(folder).ndcg_10 >= 0.44
