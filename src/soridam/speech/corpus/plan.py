"""The plan of a preparation: which rows go into which shard, on disk before any sound is decoded.

`.plan/options.json` names what was asked for, `.plan/rows/00000.jsonl` one shard's rows, `.plan/plan.json` closes it.
Begin with `write_plan`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, TextIO

from pydantic import Field

from soridam.core.config import Section
from soridam.core.files import iter_json_lines, read_json, replacing, write_json, write_text
from soridam.core.progress import Progress
from soridam.speech.corpus.cutting import PlannedRow, Room, plan_cuts
from soridam.speech.corpus.identity import Identities
from soridam.speech.corpus.quarantine import as_record
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

UTTERANCE_NAMES = tuple(field.name for field in fields(Utterance))
CLIP_NAMES = tuple(field.name for field in fields(Clip))


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
    with replacing(folder / "rejected.jsonl") as rejected, rejected.open("w", encoding="utf-8") as file:
        writer = _PlanWriter(folder, options.rows_per_shard, file, progress)
        for row in plan_cuts(rows, join=options.join, max_seconds=options.max_seconds):
            if isinstance(row, Rejection):
                writer.reject(row)
            else:
                writer.add(row)
        writer.close_shard()
    write_json(folder / "plan.json", writer.totals)
    return Plan(folder=folder, **writer.totals)


class _PlanWriter:
    """Collects one shard's rows, writes them, and counts."""

    def __init__(self, folder: Path, rows_per_shard: int, rejected: TextIO, progress: Progress) -> None:
        self._folder, self._size, self._rejected, self._progress = folder, rows_per_shard, rejected, progress
        self._pending: list[str] = []
        self._identities = Identities()
        self.totals = {"shards": 0, "read": 0, "planned": 0, "joined": 0, "rejected": 0}

    def reject(self, rejection: Rejection, segments: int = 1) -> None:
        self._rejected.write(json.dumps(as_record(rejection), ensure_ascii=False) + "\n")
        self._count(rejected=1, read=segments, joined=segments - 1)

    def add(self, row: PlannedRow) -> None:
        utterance = replace(row.utterance, id=self._identities.unique(row.utterance.id))
        line = json.dumps(_to_record(utterance, row.room, row.segments), ensure_ascii=False)
        if not _fits_utf8(line):
            self.reject(Rejection(utterance.id, "not-unicode", str(utterance.clip.path)), row.segments)
            return
        self._count(planned=1, read=row.segments, joined=row.segments - 1)
        self._pending.append(line)
        if len(self._pending) == self._size:
            self.close_shard()

    def close_shard(self) -> None:
        if self._pending:
            write_text(rows_path(self._folder, self.totals["shards"]), "\n".join(self._pending) + "\n")
            self._count(shards=1)
            self._pending = []

    def _count(self, **amounts: int) -> None:
        for name, amount in amounts.items():
            self.totals[name] += amount
        self._progress.advance(amounts.get("read", 0))


def _fits_utf8(line: str) -> bool:
    """File names in another encoding, and JSON's halves of letters, stand in Python's strings but in no UTF-8 file."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _to_record(utterance: Utterance, room: Room, segments: int) -> dict[str, Any]:
    """What `asdict` gives, without its deep copies: a plan of a million rows is written by one process."""
    facts = {name: getattr(utterance, name) for name in UTTERANCE_NAMES}
    clip = {name: getattr(utterance.clip, name) for name in CLIP_NAMES}
    facts["clip"] = clip | {"path": str(utterance.clip.path)}
    return {"utterance": facts, "room": {"before": room.before, "after": room.after}, "segments": segments}


def _from_record(record: dict[str, Any]) -> PlannedRow:
    facts = dict(record["utterance"])
    clip = facts.pop("clip")
    readings = tuple(facts.pop("readings"))
    utterance = Utterance(clip=Clip(**clip | {"path": Path(clip["path"])}), readings=readings, **facts)
    return PlannedRow(utterance, Room(**record["room"]), record["segments"])
