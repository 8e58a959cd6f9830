"""How well the house finds texts: runs the retrieval on a folder in BEIR form and measures it.

The form is that of Thakur et al., BEIR, 2021 (arXiv 2104.08663): `corpus.jsonl` with `_id`, `title`,
`text` and here optionally `parent`, the section a passage belongs to; `queries.jsonl` with `_id` and
`text`; `qrels/test.tsv` with query, text and relevance. Every folder is run with the same settings.
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from eval.measures import Judgements, hit, mean, ndcg, recall, reciprocal_rank
from knowledge.analysis_text import identify_language
from knowledge.errors import EmbedderUnavailable
from knowledge.glossary import Glossary
from knowledge.ports import Embedder, StoreFactory
from knowledge.retrievers.entries import Corpus, Entry
from knowledge.retrievers.hybrid import HybridRanking, exact_stores
from knowledge.scope import Scope

Progress = Callable[[str, int, int], None]

_DEPTH = 100
# Enough texts to tell what language a corpus is written in.
_SAMPLE = 200


class InvalidDataset(ValueError):
    """A folder that is not in BEIR form, or contradicts itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Texts, questions and judgements of one folder."""

    name: str
    corpus: Corpus
    queries: Mapping[str, str]
    judgements: Mapping[str, Judgements]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalReport:
    """Means over the judged queries, 0 to 1; `ms_per_query` is the mean wall time of one question."""

    dataset: str
    texts: int
    queries: int
    ndcg_10: float
    recall_10: float
    recall_100: float
    mrr_10: float
    hit_1: float
    ms_per_query: float
    rankers: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {**asdict(self), "rankers": list(self.rankers)}

    def as_text(self) -> str:
        """The report as a person reads it."""
        rows = [
            ("nDCG@10", f"{self.ndcg_10:.4f}"),
            ("recall@10", f"{self.recall_10:.4f}"),
            ("recall@100", f"{self.recall_100:.4f}"),
            ("MRR@10", f"{self.mrr_10:.4f}"),
            ("hit@1", f"{self.hit_1:.4f}"),
            ("ms/query", f"{self.ms_per_query:.1f}"),
            ("rankers", " + ".join(self.rankers)),
        ]
        head = f"{self.dataset}: {self.queries} questions, {self.texts} texts"
        return "\n".join([head, *(f"  {name:<11}{value}" for name, value in rows)])


def run(
    dataset_dir: Path,
    progress: Progress | None = None,
    *,
    embedder: Embedder | None = None,
    glossary: Glossary | None = None,
    stores: StoreFactory = exact_stores,
) -> RetrievalReport:
    """Measure the retrieval on a folder; with an `embedder` vectors take part, and are waited for.

    Lasting `stores` keep the vectors, so that the next run need not compute them again.
    `progress` hears the name of the step, how much of it is done, and how much there is.

    Raises:
        InvalidDataset: the folder is not in BEIR form.
        EmbedderUnavailable: the embedder given cannot be loaded.
    """
    tell = progress or _nobody
    dataset = load(dataset_dir)
    ranking = HybridRanking(dataset.corpus, glossary=glossary)
    if embedder is not None:
        if not embedder.wait_until_ready():
            raise EmbedderUnavailable(f"{embedder.name} did not load; measure without it or repair the installation.")
        ranking.add_vectors(embedder, stores, progress=lambda done, total: tell("embedding", done, total))
    runs: dict[str, list[str]] = {}
    seconds: list[float] = []
    judged = sorted(dataset.judgements)
    for number, query in enumerate(judged, start=1):
        begun = perf_counter()
        found = ranking.rank(dataset.queries[query], k=_DEPTH)
        seconds.append(perf_counter() - begun)
        runs[query] = [dataset.corpus.entries[hit_.number].id for hit_ in found]
        tell("asking", number, len(judged))
    return _report(dataset, runs, mean(seconds) * 1000, ranking.rankers)


def _nobody(step: str, done: int, total: int) -> None:
    """Hears progress and says nothing."""


def _report(
    dataset: Dataset, runs: Mapping[str, Sequence[str]], ms_per_query: float, rankers: tuple[str, ...]
) -> RetrievalReport:
    pairs = [(runs[query], judgements) for query, judgements in sorted(dataset.judgements.items())]
    return RetrievalReport(
        dataset=dataset.name,
        texts=len(dataset.corpus),
        queries=len(pairs),
        ndcg_10=mean([ndcg(found, judged, k=10) for found, judged in pairs]),
        recall_10=mean([recall(found, judged, k=10) for found, judged in pairs]),
        recall_100=mean([recall(found, judged, k=100) for found, judged in pairs]),
        mrr_10=mean([reciprocal_rank(found, judged, k=10) for found, judged in pairs]),
        hit_1=mean([hit(found, judged, k=1) for found, judged in pairs]),
        ms_per_query=ms_per_query,
        rankers=rankers,
    )


def load(folder: Path) -> Dataset:
    """Read a folder in BEIR form. Queries without a relevant text are left out, as there is nothing to find.

    Raises:
        InvalidDataset: a file is missing or malformed, an id occurs twice, or the judgements name an unknown query.
    """
    texts = list(_objects(folder / "corpus.jsonl", ("_id", "text")))
    scope = Scope(language=_language([str(row["text"]) for row in texts]))
    entries = [
        Entry(
            id=row["_id"],
            text=" ".join(filter(None, (row.get("title"), row["text"]))),
            scope=scope,
            parent=row.get("parent") or None,
        )
        for row in texts
    ]
    queries = {row["_id"]: row["text"] for row in _objects(folder / "queries.jsonl", ("_id", "text"))}
    judgements = _judgements(folder / "qrels" / "test.tsv")
    unknown = sorted(judgements.keys() - queries.keys())
    if unknown:
        raise InvalidDataset(
            f"{folder}: qrels/test.tsv judges query '{unknown[0]}', which queries.jsonl does not have."
        )
    judged = {query: rows for query, rows in judgements.items() if any(value > 0 for value in rows.values())}
    return Dataset(name=folder.name, corpus=Corpus(entries), queries=queries, judgements=judged)


def _language(texts: Sequence[str]) -> str:
    """The language most texts of a sample are in; a corpus is analysed in one."""
    step = max(1, len(texts) // _SAMPLE)
    counts = Counter(filter(None, (identify_language(text) for text in texts[::step])))
    return min(counts, key=lambda code: (-counts[code], code)) if counts else "und"


def _objects(path: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InvalidDataset(
                f"{path}:{number}: is no JSON object ({error.msg}); write one object a line."
            ) from error
        missing = [name for name in needed if not isinstance(row, dict) or name not in row]
        if missing:
            raise InvalidDataset(f"{path}:{number}: lacks '{missing[0]}'.")
        row["_id"] = str(row["_id"])
        if row["_id"] in seen:
            raise InvalidDataset(f"{path}:{number}: id '{row['_id']}' occurs twice; ids must be unique.")
        seen.add(row["_id"])
        yield row


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    judgements: dict[str, dict[str, int]] = {}
    for number, row in enumerate(csv.reader(_lines(path), delimiter="\t"), start=1):
        if not row or (number == 1 and not row[-1].strip().lstrip("-").isdigit()):
            continue
        try:
            query, text, relevance = row[0], row[-2], int(row[-1])
        except (IndexError, ValueError) as error:
            raise InvalidDataset(f"{path}:{number}: write query, text and relevance, separated by tabs.") from error
        judgements.setdefault(query, {})[text] = relevance
    return judgements


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidDataset(f"{path}: cannot be read as UTF-8 text; a BEIR folder holds it. ({error})") from error
