"""The examples of a prepared corpus of text: written once by its job, then paged by the routes.

Begin with `write_summary`.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from soridam.core.files import read_json, replacing, write_json
from soridam.language.data.example import Example
from soridam.language.data.splits import Part
from soridam.studio.storage.extents import FIGURES

DESCRIPTION, EXAMPLES = "description.json", "examples.parquet"
KINDS = ("conversation", "text", "preference")
BINS = 20

Parts = Mapping[Part, Sequence[Example]]


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """Which examples; empty means any."""

    split: str = ""
    search: str = ""
    kind: str = ""


def write_summary(folder: Path, parts: Parts, quarantined: int) -> None:
    """Write the table of all examples, what is told of the whole, and the figures that lists show."""
    _write_table(folder / EXAMPLES, parts)
    write_json(folder / DESCRIPTION, _describe(parts))
    write_json(folder / FIGURES, _figures(parts, quarantined))


def read_description(folder: Path) -> dict[str, Any]:
    return dict(read_json(folder / DESCRIPTION))


def find_examples(folder: Path, query: ExampleQuery, offset: int, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """(how many there are, those of this page): split, row, place, kind, turns, text, rejected."""
    table = pq.read_table(folder / EXAMPLES)
    for column, wanted in (("split", query.split), ("kind", query.kind)):
        if wanted:
            table = table.filter(pc.equal(table[column], wanted))
    if query.search:
        table = table.filter(pc.match_substring(table["said"], " ".join(query.search.casefold().split())))
    rows = table.drop_columns(["said"]).slice(offset, limit).to_pylist()
    return len(table), [{**row, **json.loads(row.pop("record"))} for row in rows]


def _kind(example: Example) -> str:
    if example.text:
        return "text"
    return "conversation" if example.rejected is None else "preference"


def _letters(example: Example) -> int:
    return len(example.text) + sum(len(turn.content) for turn in example.turns)


def _write_table(path: Path, parts: Parts) -> None:
    rows = [(part, row, example) for part, examples in parts.items() for row, example in enumerate(examples)]
    table = pa.table(
        {
            "split": pa.array([part for part, _, _ in rows], pa.string()),
            "row": pa.array([row for _, row, _ in rows], pa.int64()),
            "place": pa.array([str(example.place) for _, _, example in rows], pa.string()),
            "kind": pa.array([_kind(example) for _, _, example in rows], pa.string()),
            "said": pa.array([example.key() for _, _, example in rows], pa.string()),
            "record": pa.array([_record(example) for _, _, example in rows], pa.string()),
        }
    )
    with replacing(path) as temporary:
        pq.write_table(table, temporary)


def _record(example: Example) -> str:
    turns = [turn.to_message() for turn in example.turns]
    return json.dumps({"turns": turns, "text": example.text, "rejected": example.rejected}, ensure_ascii=False)


def _describe(parts: Parts) -> dict[str, Any]:
    examples = [example for found in parts.values() for example in found]
    lengths = np.array([_letters(example) for example in examples])
    counts, edges = np.histogram(lengths, bins=min(BINS, max(1, int(lengths.max() - lengths.min()))))
    kinds = Counter(map(_kind, examples))
    return {
        "splits": [_facts(part, found) for part, found in parts.items() if found],
        "kinds": {kind: kinds[kind] for kind in KINDS if kinds[kind]},
        "letters": {"edges": [float(edge) for edge in edges], "counts": counts.tolist()},
    }


def _facts(part: Part, examples: Sequence[Example]) -> dict[str, Any]:
    lengths = [_letters(example) for example in examples]
    return {"name": part, "examples": len(examples), "letters": sum(lengths), "longest": max(lengths)}


def _figures(parts: Parts, quarantined: int) -> dict[str, Any]:
    splits = {part: len(examples) for part, examples in parts.items() if examples}
    letters = sum(_letters(example) for examples in parts.values() for example in examples)
    return {
        "utterances": sum(splits.values()),
        "letters": letters,
        "splits": splits,
        "quarantined": quarantined,
    }
