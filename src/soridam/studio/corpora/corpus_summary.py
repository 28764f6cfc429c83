"""The summary of a prepared corpus: measured once by its job, then paged by the routes.

Begin with `write_summary`. Figures of the whole go to JSON, those of each utterance to a table filtered on disk.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from soridam.core.files import read_json, replacing, write_json
from soridam.core.progress import show_progress
from soridam.speech.corpus.check import KINDS, Finding, count_by_kind, find_faults
from soridam.speech.corpus.leaks import count_leaks, ordered_splits
from soridam.speech.corpus.measurements import Measurement, measure_split
from soridam.speech.corpus.parquet import read_parquet
from soridam.speech.corpus.shards import CorpusSplit, count_rows
from soridam.studio.storage.extents import FIGURES

DESCRIPTION, UTTERANCES = "description.json", "utterances.parquet"
BINS = 30
SPEAKERS_SHOWN = 50
VALUES_SHOWN = 12
FACTS = ("gender", "age", "region", "language", "source", "part")
SHOWN = ("id", "text", "transcript", "speaker", "gender", "age", "language")
SORTS = {"row": "number", "duration": "duration", "level": "level", "rate": "rate"}


@dataclass(frozen=True, slots=True)
class UtteranceQuery:
    """Which utterances, in which order. `flag` is a kind of finding; empty means any."""

    split: str = ""
    search: str = ""
    speaker: str = ""
    flag: str = ""
    sort: str = "row"
    descending: bool = False


def write_summary(corpus: Path, folder: Path) -> dict[str, Any]:
    """Decode and measure every row; returns rows, hours, splits and normalizer, which also go to figures.json."""
    with show_progress("Measuring", count_rows(corpus), "rows") as progress:
        measured = {name: list(measure_split(corpus, name, progress)) for name in ordered_splits(corpus)}
    rows = [row for split in measured.values() for row in split]
    found = find_faults(rows)
    splits = {name: CorpusSplit(corpus, name) for name in measured}
    _write_utterances(folder / UTTERANCES, splits, measured, found)
    write_json(folder / DESCRIPTION, _describe(corpus, splits, measured, found))
    figures = {
        "utterances": len(rows),
        "hours": sum(row.stored_duration for row in rows) / 3600,
        "splits": {name: len(split) for name, split in measured.items()},
        "languages": sorted({language for split in splits.values() for language in split.column("language")} - {""}),
        "normalizer": read_json(corpus / "corpus.json")["options"].get("normalizer", ""),
    }
    write_json(folder / FIGURES, figures)
    return figures


def read_description(folder: Path) -> dict[str, Any]:
    return dict(read_json(folder / DESCRIPTION))


def find_utterances(folder: Path, query: UtteranceQuery, offset: int, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """(how many there are, those of this page)."""
    table = read_parquet(folder / UTTERANCES)
    for keep in _conditions(table, query):
        table = table.filter(keep(table))
    order = [(SORTS[query.sort], "descending" if query.descending else "ascending"), ("number", "ascending")]
    page = table.take(pc.sort_indices(table, sort_keys=order).slice(offset, limit))
    return len(table), [_shown(row) for row in page.drop_columns(["number"]).to_pylist()]


def _conditions(table: pa.Table, query: UtteranceQuery) -> list[Any]:
    conditions = []
    if query.split:
        conditions.append(lambda rows: pc.equal(rows["split"], query.split))
    if query.speaker:
        conditions.append(lambda rows: pc.equal(rows["speaker"], query.speaker))
    if query.flag:
        conditions.append(lambda rows: pc.match_substring(rows["flags"], f"|{query.flag}|"))
    if query.search:
        conditions.append(lambda rows: pc.match_substring(rows["text"], query.search, ignore_case=True))
    return conditions


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"flags": [flag for flag in row["flags"].split("|") if flag]}


def _write_utterances(
    path: Path,
    splits: dict[str, CorpusSplit],
    measured: dict[str, list[Measurement]],
    found: Sequence[Finding],
) -> None:
    flags: dict[tuple[str, int], set[str]] = defaultdict(set)
    for finding in found:
        flags[(finding.split, finding.row)].add(finding.kind)
    parts, number = [], 0
    for name, rows in measured.items():
        columns = {column: pa.array([value or "" for value in splits[name].column(column)]) for column in SHOWN}
        parts.append(
            pa.table(
                {
                    "number": np.arange(number, number + len(rows)),
                    "split": pa.array([name] * len(rows), pa.string()),
                    "row": np.arange(len(rows)),
                    **columns,
                    "duration": pa.array([row.stored_duration for row in rows], pa.float64()),
                    "level": pa.array([None if row.error else row.level for row in rows], pa.float64()),
                    "rate": pa.array([row.rate for row in rows], pa.float64()),
                    "flags": pa.array([f"|{'|'.join(sorted(flags[(name, row.row)]))}|" for row in rows], pa.string()),
                }
            )
        )
        number += len(rows)
    with replacing(path) as temporary:
        pq.write_table(pa.concat_tables(parts), temporary)


def _describe(
    corpus: Path,
    splits: dict[str, CorpusSplit],
    measured: dict[str, list[Measurement]],
    found: Sequence[Finding],
) -> dict[str, Any]:
    rows = [row for split in measured.values() for row in split]
    counts = count_by_kind(found)
    return {
        "splits": [_figures(name, split) for name, split in measured.items()],
        "plots": _plots([row for row in rows if not row.error]),
        "speakers": _speakers(rows),
        "facts": _facts(splits),
        "findings": [
            {"kind": kind, "severity": severity.value, "count": counts[kind], "about": {"ko": korean, "en": english}}
            for kind, (severity, english, korean) in KINDS.items()
            if kind in counts
        ],
        "leaks": [asdict(leak) for leak in count_leaks(corpus)] if len(measured) > 1 else [],
    }


def _figures(name: str, rows: Sequence[Measurement]) -> dict[str, Any]:
    durations = np.array([row.stored_duration for row in rows])
    return {
        "name": name,
        "utterances": len(rows),
        "hours": float(durations.sum()) / 3600,
        "speakers": len({row.speaker for row in rows if row.speaker}),
        "sentences": len({row.sentence for row in rows}),
        "median": float(np.median(durations)) if len(rows) else 0.0,
    }


def _plots(rows: Sequence[Measurement]) -> dict[str, Any]:
    rates = [row.rate for row in rows]
    return {
        "durations": _histogram([row.duration for row in rows]),
        "letters": _histogram([row.letters for row in rows]),
        "rate": _histogram(np.clip(rates, 0, float(np.percentile(rates, 99)) * 1.2 + 1) if rates else []),
        "level": _histogram(np.clip([row.level for row in rows], -70, 0)),
        "silence": _histogram([1 - row.speech for row in rows]),
    }


def _histogram(values: Sequence[float] | np.ndarray) -> dict[str, list[float]]:
    counts, edges = np.histogram(np.asarray(values, dtype=float), bins=BINS)
    return {"edges": [round(float(edge), 4) for edge in edges], "counts": [int(count) for count in counts]}


def _speakers(rows: Sequence[Measurement]) -> list[dict[str, Any]]:
    seconds: Counter[str] = Counter()
    for row in rows:
        if row.speaker:
            seconds[row.speaker] += row.stored_duration  # type: ignore[assignment]  # Counter sums floats as well
    utterances = Counter(row.speaker for row in rows)
    return [
        {"name": name, "utterances": utterances[name], "seconds": round(float(total), 2)}
        for name, total in seconds.most_common(SPEAKERS_SHOWN)
    ]


def _facts(splits: dict[str, CorpusSplit]) -> dict[str, Any]:
    """Return the most frequent values of each fact that is known at all."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACTS}
    for split in splits.values():
        for name in FACTS:
            counts[name].update(value or "" for value in split.column(name))
    return {
        name: [{"value": value, "count": many} for value, many in count.most_common(VALUES_SHOWN)]
        for name, count in counts.items()
        if set(count) - {""}
    }
