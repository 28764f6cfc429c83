"""The plan of a preparation: which rows go into which shard, on disk before any sound is decoded.

`.plan/options.json` names what was asked for, `.plan/rows/00000.jsonl` one shard's rows, `.plan/plan.json` closes it.
Begin with `write_plan`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from soridam.core.config import Section
from soridam.core.files import iter_json_lines, read_json, replacing, write_json, write_json_lines
from soridam.core.progress import Progress
from soridam.speech.corpus.cutting import PlannedRow, Room, plan_cuts
from soridam.speech.corpus.identity import Identities
from soridam.speech.corpus.quarantine import as_record
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance


class PrepareOptions(Section):
    """What decides the bytes of a prepared corpus, apart from the recordings themselves.

    `reader` and `source` only say where the rows come from. `language` is given to rows that name none.
    `normalizer` is a name that `find_normalizer` knows, or empty for tidied spaces; preparation fills in its version.
    `tokenizer` is the path of a tokenizer.json that counts
    label tokens; without one their UTF-8 bytes are counted, which are never fewer.
    """

    reader: str = ""
    reader_options: dict[str, bool | int | float | str] = Field(default_factory=dict)
    source: str = ""
    language: str = ""
    normalizer: str = ""
    normalizer_version: int = 0
    reading: Literal["spelling", "pronunciation"] = "spelling"
    join: bool = False
    zscore: bool = False
    max_seconds: float = Field(default=30.0, gt=0, le=30)
    min_seconds: float = Field(default=0.1, ge=0)
    rows_per_shard: int = Field(default=200, ge=1)
    tokenizer: str = ""


@dataclass(frozen=True)
class Plan:
    """A finished plan: how much there is to do. `read` counts what the reader gave, rejected rows included."""

    folder: Path
    shards: int
    read: int
    planned: int
    joined: int
    rejected: int

    def rows(self, shard: int) -> list[PlannedRow]:
        return [_from_record(record) for record in iter_json_lines(rows_path(self.folder, shard))]

    def rows_outside(self, shards: Sequence[int]) -> int:
        """How many rows are in all other shards; every shard but the last is full."""
        size = read_json(self.folder / "options.json")["rows_per_shard"]
        return self.planned - sum(min(size, self.planned - shard * size) for shard in shards)

    def rejections(self) -> Iterator[dict[str, str]]:
        return iter_json_lines(self.folder / "rejected.jsonl")


def rows_path(folder: Path, shard: int) -> Path:
    return folder / "rows" / f"{shard:05d}.jsonl"


def report_path(folder: Path, shard: int) -> Path:
    """What became of a shard's rows. Its presence says that the shard is done."""
    return folder / "done" / f"{shard:05d}.json"


def diary_path(folder: Path, shard: int) -> Path:
    """Where a worker notes the row that it has in hand."""
    return folder / f"at-{shard:05d}"


def read_plan(folder: Path) -> Plan | None:
    """The plan of an earlier, interrupted run, or None if it was not finished either."""
    path = folder / "plan.json"
    return Plan(folder=folder, **read_json(path)) if path.is_file() else None


def write_plan(
    folder: Path, rows: Iterable[Utterance | Rejection], options: PrepareOptions, progress: Progress
) -> Plan:
    """Write the plan piece by piece; memory holds one shard's rows. Interrupted, it is written anew."""
    counter = _Counter(folder, options.rows_per_shard, progress)
    with replacing(folder / "rejected.jsonl") as rejected, rejected.open("w", encoding="utf-8") as file:
        for row in plan_cuts(rows, join=options.join, max_seconds=options.max_seconds):
            refused = row if isinstance(row, Rejection) else _refusal(row)
            if refused is not None:
                file.write(json.dumps(as_record(refused), ensure_ascii=False) + "\n")
                counter.reject()
            elif isinstance(row, PlannedRow):
                counter.add(row)
        counter.close_shard()
    write_json(folder / "plan.json", counter.totals)
    return Plan(folder=folder, **counter.totals)


def _refusal(row: PlannedRow) -> Rejection | None:
    """File names in another encoding, and JSON's halves of letters, stand in Python's strings but in no UTF-8 file."""
    try:
        json.dumps(_to_record(row), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return Rejection(row.utterance.id, "not-unicode", str(row.utterance.clip.path))
    return None


class _Counter:
    """Collects one shard's rows, writes them, and counts."""

    def __init__(self, folder: Path, rows_per_shard: int, progress: Progress) -> None:
        self._folder, self._size, self._progress = folder, rows_per_shard, progress
        self._pending: list[dict[str, Any]] = []
        self._identities = Identities()
        self.totals = {"shards": 0, "read": 0, "planned": 0, "joined": 0, "rejected": 0}

    def reject(self) -> None:
        self._count(rejected=1, read=1)

    def add(self, row: PlannedRow) -> None:
        self._count(planned=1, read=row.segments, joined=row.segments - 1)
        utterance = replace(row.utterance, id=self._identities.unique(row.utterance.id))
        self._pending.append(_to_record(replace(row, utterance=utterance)))
        if len(self._pending) == self._size:
            self.close_shard()

    def close_shard(self) -> None:
        if self._pending:
            write_json_lines(rows_path(self._folder, self.totals["shards"]), self._pending)
            self._count(shards=1)
            self._pending = []

    def _count(self, **amounts: int) -> None:
        for name, amount in amounts.items():
            self.totals[name] += amount
        self._progress.advance(amounts.get("read", 0))


def _to_record(row: PlannedRow) -> dict[str, Any]:
    record = asdict(row)
    record["utterance"]["clip"]["path"] = str(row.utterance.clip.path)
    return record


def _from_record(record: dict[str, Any]) -> PlannedRow:
    facts = dict(record["utterance"])
    clip = facts.pop("clip")
    readings = tuple(facts.pop("readings"))
    utterance = Utterance(clip=Clip(**clip | {"path": Path(clip["path"])}), readings=readings, **facts)
    return PlannedRow(utterance, Room(**record["room"]), record["segments"])
