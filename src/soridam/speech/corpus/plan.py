"""The plan of a preparation: which rows go into which shard, on disk before any sound is decoded.

`.plan/options.json` names what was asked for, `.plan/rows.jsonl` holds the rows, `.plan/plan.json` closes it.
Begin with `write_plan`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from soridam.core.files import iter_json_lines, read_json, replacing, write_json
from soridam.speech.corpus.cutting import Margin, PlannedRow, plan_cuts
from soridam.speech.corpus.identity import Identities
from soridam.speech.corpus.quarantine import as_record
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

if TYPE_CHECKING:  # workers read plans, and would only wait for pydantic and rich to be loaded
    from soridam.core.progress import Progress
    from soridam.speech.corpus.options import PrepareOptions

ROWS_FILE = "rows.jsonl"
UTTERANCE_NAMES = tuple(field.name for field in fields(Utterance))
CLIP_NAMES = tuple(field.name for field in fields(Clip))


@dataclass(frozen=True)
class Plan:
    """A finished plan with its counts. `read` counts what the reader gave, rejected rows included.

    `starts` gives for each shard the byte of `rows.jsonl` at which its rows begin. It is one file because flushing one
    for each shard took longer than planning.
    """

    folder: Path
    starts: Sequence[int]
    read: int
    planned: int
    joined: int
    rejected: int

    @property
    def shards(self) -> int:
        return len(self.starts)

    def rows(self, shard: int) -> list[PlannedRow]:
        last = shard + 1 == self.shards
        with (self.folder / ROWS_FILE).open("rb") as file:
            file.seek(self.starts[shard])
            lines = file.read(-1 if last else self.starts[shard + 1] - self.starts[shard])
        return [_from_record(json.loads(line)) for line in lines.splitlines()]

    def rows_outside(self, shards: Sequence[int]) -> int:
        """Return how many rows are in all other shards; every shard but the last is full."""
        size = read_json(self.folder / "options.json")["rows_per_shard"]
        return self.planned - sum(min(size, self.planned - shard * size) for shard in shards)

    def rejections(self) -> Iterator[dict[str, str]]:
        return iter_json_lines(self.folder / "rejected.jsonl")


def made_path(folder: Path, shard: int) -> Path:
    """Return the path at which a worker leaves a shard that is complete but perhaps not yet on the disk."""
    return folder / "made" / f"{shard:05d}.parquet"


def report_path(folder: Path, shard: int) -> Path:
    """Return the path of a shard's report. Its presence says that the shard is done."""
    return folder / "done" / f"{shard:05d}.json"


def diary_path(folder: Path, shard: int) -> Path:
    """Return the path at which a worker notes the row that it is converting."""
    return folder / f"at-{shard:05d}"


def read_plan(folder: Path) -> Plan | None:
    """Return the plan of an earlier, interrupted run, or None if it was not finished either."""
    path = folder / "plan.json"
    return Plan(folder=folder, **read_json(path)) if path.is_file() else None


def write_plan(
    folder: Path, rows: Iterable[Utterance | Rejection], options: "PrepareOptions", progress: "Progress"
) -> Plan:
    """Write the plan row by row, whatever its length. Interrupted, it is written anew."""
    with (
        replacing(folder / ROWS_FILE) as planned,
        planned.open("wb") as planned_file,
        replacing(folder / "rejected.jsonl") as rejected,
        rejected.open("w", encoding="utf-8") as rejected_file,
    ):
        writer = _PlanWriter(planned_file, rejected_file, options.rows_per_shard, progress)
        for row in plan_cuts(rows, join=options.join, max_seconds=options.max_seconds):
            if isinstance(row, Rejection):
                writer.reject(row)
            else:
                writer.add(row)
    write_json(folder / "plan.json", {"starts": writer.starts, **writer.totals})
    return Plan(folder, writer.starts, **writer.totals)


class _PlanWriter:
    """Writes rows and rejections, counts them, and notes where shards begin."""

    def __init__(self, planned: BinaryIO, rejected: TextIO, rows_per_shard: int, progress: "Progress") -> None:
        self._planned, self._rejected, self._size, self._progress = planned, rejected, rows_per_shard, progress
        self._identities = Identities()
        self.starts: list[int] = []
        self.totals = {"read": 0, "planned": 0, "joined": 0, "rejected": 0}

    def reject(self, rejection: Rejection, segments: int = 1) -> None:
        self._rejected.write(json.dumps(as_record(rejection), ensure_ascii=False) + "\n")
        self._count(rejected=1, read=segments, joined=segments - 1)

    def add(self, row: PlannedRow) -> None:
        utterance = replace(row.utterance, id=self._identities.unique(row.utterance.id))
        line = _as_line(_to_record(utterance, row.margin, row.segments))
        if line is None:
            self.reject(Rejection(utterance.id, "not-unicode", str(utterance.clip.path)), row.segments)
            return
        if self.totals["planned"] % self._size == 0:
            self.starts.append(self._planned.tell())
        self._planned.write(line)
        self._count(planned=1, read=row.segments, joined=row.segments - 1)

    def _count(self, **amounts: int) -> None:
        for name, amount in amounts.items():
            self.totals[name] += amount
        self._progress.advance(amounts.get("read", 0))


def _as_line(record: dict[str, Any]) -> bytes | None:
    """Return a JSON line; None for text that UTF-8 cannot hold: names in another encoding, lone surrogates."""
    try:
        return (json.dumps(record, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return None


def _to_record(utterance: Utterance, margin: Margin, segments: int) -> dict[str, Any]:
    """Return the same as `asdict` without deep copies, since one process writes a plan of a million rows."""
    facts = {name: getattr(utterance, name) for name in UTTERANCE_NAMES}
    clip = {name: getattr(utterance.clip, name) for name in CLIP_NAMES}
    facts["clip"] = clip | {"path": str(utterance.clip.path)}
    return {"utterance": facts, "room": {"before": margin.before, "after": margin.after}, "segments": segments}


def _from_record(record: dict[str, Any]) -> PlannedRow:
    facts = dict(record["utterance"])
    clip = facts.pop("clip")
    readings = tuple(facts.pop("readings"))
    utterance = Utterance(clip=Clip(**clip | {"path": Path(clip["path"])}), readings=readings, **facts)
    return PlannedRow(utterance, Margin(**record["room"]), record["segments"])
