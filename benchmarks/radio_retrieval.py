"""How well questions find their passage, and whether they are answered or refused.

`python benchmarks/radio_retrieval.py --json benchmarks/results/radio_retrieval.json`. The documents, exchanges and
questions lie in `radio_retrieval/` and are invented. A question finds its passage if that holds the question's quote.
Weight and threshold are chosen on the development questions alone (`--fit` prints both searches).
"""

import csv
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import numpy as np
from measure import Results, benchmark_arguments, finish

from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.snapping import EMPTY
from soridam.radio.corrector import Corrector
from soridam.radio.pipeline import RadioTranscript, understand, with_readbacks
from soridam.radio.retrieval.answer import THRESHOLD, answer
from soridam.radio.retrieval.documents import find_sources
from soridam.radio.retrieval.index import Index, open_index
from soridam.radio.retrieval.search import WORDS_WEIGHT, search, sentence_encoder
from soridam.radio.transmissions import Transmission

HERE = Path(__file__).parent / "radio_retrieval"
DIRECTIONS = {"en-en": "English on English", "ko-ko": "Korean on Korean", "ko-en": "Korean on English"}
WEIGHTS = {"bm25": 1.0, "embeddings": 0.0, "fused": WORDS_WEIGHT}
LANGUAGES = {"en": "English", "ko": "Korean"}
PARTS = {"test": "", "fresh": " (fresh)"}  # fresh ones were written when everything was done, and asked once
SECONDS = 5.0  # of a transmission
Row = Mapping[str, str]


def main() -> int:
    parser = benchmark_arguments(__doc__)
    parser.add_argument("--fit", action="store_true", help="search weight and threshold on the development questions")
    options = parser.parse_args()
    results, rows = Results("radio_retrieval"), read_rows("questions.tsv")
    if options.fit:
        fit([row for row in rows if row["part"] == "development"])
        return 0
    for direction, name in DIRECTIONS.items():
        mine = [row for row in rows if row["direction"] == direction]
        with documents(direction) as index:
            for part, label in PARTS.items():
                asked = [row for row in mine if row["part"] == part]
                for system, weight in WEIGHTS.items():
                    add_recall(results, f"{name}{label}, {system}", index, asked, weight)
                add_answers(results, f"{name}{label}, answers", index, asked)
    with transcripts() as index:
        for language, name in LANGUAGES.items():
            for part, label in PARTS.items():
                add_values(results, f"{name}{label}, transcripts", index, language, part)
    finish(results, options.json)
    return 0


def read_rows(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@contextmanager
def documents(direction: str) -> Iterator[Index]:
    """Open an index of the documents in the language that a direction ends with."""
    with open_index(Path(":memory:")) as index:
        index.update(find_sources([HERE / direction[3:]]), sentence_encoder)
        yield index


def rank_of(index: Index, row: Row, weight: float) -> int:
    """Return at which place the passage is found, from 0; 5 for later or never."""
    hits = search(index, row["question"], sentence_encoder(), 5, weight=weight)
    return next((rank for rank, hit in enumerate(hits) if row["quote"] in hit.passage.text), 5)


def add_recall(results: Results, system: str, index: Index, asked: Sequence[Row], weight: float) -> None:
    ranks = [rank_of(index, row, weight) for row in asked if row["quote"]]
    results.add(system, "questions", len(ranks), "")
    results.add(system, "recall_at_5", 100 * np.mean([rank < 5 for rank in ranks]), "%")
    results.add(system, "recall_at_1", 100 * np.mean([rank == 0 for rank in ranks]), "%")


def add_answers(results: Results, system: str, index: Index, asked: Sequence[Row]) -> None:
    """Add how many questions are answered, how many of these quote the passage, and how many are refused rightly."""
    with_passage = [row for row in asked if row["quote"]]
    found = {row["question"]: answer(index, row["question"], sentence_encoder) for row in asked}
    quoted = [any(row["quote"] in each.passage.text for each in found[row["question"]].quotes) for row in with_passage]
    results.add(system, "questions", len(with_passage), "")
    results.add(system, "answered", 100 * np.mean([found[row["question"]].is_found for row in with_passage]), "%")
    results.add(system, "quoted_the_passage", 100 * np.mean(quoted), "%")
    without = [row for row in asked if not row["quote"]]
    results.add(system, "without_answer", len(without), "")
    results.add(system, "refused", 100 * np.mean([not found[row["question"]].is_found for row in without]), "%")


def fit(asked: Sequence[Row]) -> None:
    """Print recall by weight, and by threshold how many development questions are answered or refused rightly."""
    told = dict.fromkeys(np.arange(0.15, 0.28, 0.01).round(2), 0)
    for direction, name in DIRECTIONS.items():
        mine = [row for row in asked if row["direction"] == direction]
        with documents(direction) as index:
            for weight in np.arange(0, 1.05, 0.1).round(1):
                ranks = [rank_of(index, row, float(weight)) for row in mine if row["quote"]]
                at_5, at_1 = (100 * np.mean([rank < most for rank in ranks]) for most in (5, 1))
                print(f"{name}: weight of words {weight}: recall@5 {at_5:.0f} %, recall@1 {at_1:.0f} %")
            for row in mine:
                quotes = answer(index, row["question"], sentence_encoder, threshold=0.0).quotes
                best = max((quote.score for quote in quotes), default=-1.0)
                for threshold in told:
                    told[threshold] += (best >= threshold) == bool(row["quote"])
    for threshold, right in told.items():
        used = " (in use)" if threshold == THRESHOLD else ""
        print(f"threshold {threshold}: {right} of {len(asked)} answered or refused rightly{used}")


@contextmanager
def transcripts() -> Iterator[Index]:
    """Open an index of the exchanges as the pipeline writes them, one recording after the other."""
    with tempfile.TemporaryDirectory() as folder, open_index(Path(":memory:")) as index:
        for name, rows in groupby(read_rows("exchanges.tsv"), key=lambda row: row["recording"]):
            path = Path(folder) / f"{name}.json"
            path.write_text(json.dumps(transcript_of(list(rows)).to_json()), encoding="utf-8")
        index.update(find_sources([Path(folder)]), sentence_encoder)
        yield index


def transcript_of(rows: Sequence[Row]) -> RadioTranscript:
    silence = np.zeros(16_000, np.float32)
    messages = []
    for row in rows:
        start = float(row["second"])
        heard = Transmission(start, start + SECONDS, silence, -20.0)
        messages.append(understand(heard, Corrector().correct(Evidence((row["text"],)), EMPTY), EMPTY))
    return RadioTranscript(messages[-1].end, tuple(with_readbacks(messages)))


def add_values(results: Results, system: str, index: Index, language: str, part: str) -> None:
    rows = [row for row in read_rows("said.tsv") if (row["language"], row["part"]) == (language, part)]
    found = [", ".join(answer(index, row["question"], sentence_encoder).values) for row in rows]
    right = [said == row["values"] for said, row in zip(found, rows, strict=True)]
    answerable = [one for one, row in zip(right, rows, strict=True) if row["values"]]
    without = [one for one, row in zip(right, rows, strict=True) if not row["values"]]
    results.add(system, "questions", len(answerable), "")
    results.add(system, "value_right", 100 * np.mean(answerable), "%")
    results.add(system, "without_answer", len(without), "")
    results.add(system, "refused", 100 * np.mean(without), "%")


if __name__ == "__main__":
    sys.exit(main())
