"""Transcripts that people correct: segments with a version each, so that nobody overwrites what they have not seen.

Begin with `Transcripts`. The draft on disk is never changed; it is what `restore` goes back to.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from soridam.core.errors import CorpusError, NotFoundError, UsageError
from soridam.core.files import read_json, write_json_lines
from soridam.studio.corpora.corpora import Corpus
from soridam.studio.records import recordings, segments
from soridam.studio.storage.extents import DRAFTED
from soridam.studio.storage.places import new_id

Status = Literal["draft", "edited", "accepted", "rejected"]
Sort = Literal["worst", "time"]
STATUSES: tuple[Status, ...] = ("draft", "edited", "accepted", "rejected")
SHORTEST = 0.02  # seconds
EDITABLE = ("text", "start", "end", "status", "speaker")


class OutdatedError(Exception):
    """Somebody else changed the segment since; `current` is how it is now."""

    def __init__(self, current: RowMapping) -> None:
        super().__init__(current["id"])
        self.current = current


@dataclass(frozen=True, slots=True)
class SegmentQuery:
    """Which segments to list; empty means all."""

    recording: str = ""
    status: str = ""
    sort: Sort = "worst"


class Transcripts:
    """The recordings and segments of one corpus. The first look takes the draft over from disk."""

    def __init__(self, engine: Engine, corpus: Corpus) -> None:
        self._engine, self._corpus, self._draft = engine, corpus.id, corpus.place.draft
        if corpus.is_at_work or not (self._draft / DRAFTED).is_file():
            raise CorpusError("draft.none", "There is no draft yet.", hint="Let the recognizer write a first draft.")
        self._take_over()

    def recordings(self, offset: int, limit: int) -> tuple[int, list[dict[str, Any]]]:
        """(how many, those of this page with their counts of segments)."""
        of_it = segments.c.recording == recordings.c.id
        counted = select(func.count()).select_from(segments).where(of_it).scalar_subquery()
        accepted = select(func.count()).select_from(segments).where(of_it, segments.c.status == "accepted")
        wanted = select(recordings, counted.label("segments"), accepted.scalar_subquery().label("accepted"))
        mine = recordings.c.corpus == self._corpus
        with self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(recordings).where(mine)).scalar_one()
            page = wanted.where(mine).order_by(recordings.c.number).offset(offset).limit(limit)
            return total, [dict(row) for row in connection.execute(page).mappings()]

    def sound(self, recording: str) -> Path:
        """Return the FLAC of a recording. Raises NotFoundError."""
        return self._draft / f"{self._recording(recording)['number']:05d}.flac"

    def page(self, wanted: SegmentQuery, offset: int, limit: int) -> tuple[int, dict[Status, int], list[RowMapping]]:
        """(how many fit, how many of each status there are in the corpus, this page)."""
        mine = segments.c.corpus == self._corpus
        query = select(segments).join_from(segments, recordings).where(mine)
        if wanted.recording:
            query = query.where(segments.c.recording == wanted.recording)
        if wanted.status:
            query = query.where(segments.c.status == wanted.status)
        in_time = (recordings.c.number, segments.c.start, segments.c.id)
        order = (segments.c.confidence, *in_time) if wanted.sort == "worst" else in_time
        counted = select(segments.c.status, func.count()).where(mine).group_by(segments.c.status)
        with self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            found: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
            rows = connection.execute(query.order_by(*order).offset(offset).limit(limit)).mappings().all()
        return total, {status: found.get(status, 0) for status in STATUSES}, list(rows)

    def change(self, segment: str, version: int, values: Mapping[str, Any]) -> RowMapping:
        """Text, times, speaker or status. Raises OutdatedError, NotFoundError, UsageError for times that cannot be."""
        changed = {name: values[name] for name in EDITABLE if name in values}
        with self._engine.begin() as connection:
            before = self._read(connection, segment)
            self._check_times(connection, {**before, **changed})
            if "text" in changed and "status" not in changed and before["status"] == "draft":
                changed["status"] = "edited"
            return self._swap(connection, segment, version, changed)

    def split(self, segment: str, version: int, at: float, before: str, after: str) -> list[RowMapping]:
        """Two of one, at a time inside of it. Raises OutdatedError, NotFoundError, UsageError for a time outside."""
        with self._engine.begin() as connection:
            whole = self._read(connection, segment)
            if whole["version"] != version:  # before the time is looked at: it may have been cut there already
                raise OutdatedError(whole)
            if not whole["start"] + SHORTEST <= at <= whole["end"] - SHORTEST:
                raise UsageError(
                    "draft.cut", "The cut lies outside of the segment.", hint="Cut between its start and its end."
                )
            words = json.loads(whole["words"])
            first = {"end": at, "text": before, "status": "edited", "words": _dump(w for w in words if w["start"] < at)}
            second = {**whole, "id": new_id(), "start": at, "text": after, "status": "edited", "version": 1}
            second["words"] = _dump(word for word in words if word["start"] >= at)
            for name in ("original", "recognized"):  # merged again, they are what they were
                first[name], second[name] = (before, after) if whole["text"] == whole[name] else (whole[name], "")
            kept = self._swap(connection, segment, version, first)
            connection.execute(insert(segments).values(second))
            return [kept, self._read(connection, second["id"])]

    def merge(self, segment: str, version: int, following: str, following_version: int) -> RowMapping:
        """Return one of two neighbors; both texts, original and recognized, stand one after the other."""
        with self._engine.begin() as connection:
            first, second = self._read(connection, segment), self._read(connection, following)
            if first["recording"] != second["recording"] or first["id"] == second["id"]:
                raise UsageError(
                    "draft.merge-two", "Only two segments of one recording can be merged.", hint="Choose its neighbor."
                )
            if first["start"] > second["start"]:
                raise UsageError(
                    "draft.merge-order",
                    "The following segment begins before this one.",
                    hint="Merge them the other way.",
                )
            joined = {name: _joined(first[name], second[name]) for name in ("text", "original", "recognized")}
            words = _dump([*json.loads(first["words"]), *json.loads(second["words"])])
            values = {**joined, "end": max(first["end"], second["end"]), "words": words, "status": "edited"}
            values["confidence"] = min(first["confidence"], second["confidence"])
            gone = delete(segments).where(segments.c.id == following, segments.c.version == following_version)
            if connection.execute(gone).rowcount != 1:
                raise OutdatedError(self._read(connection, following))
            return self._swap(connection, segment, version, values)

    def add(self, recording: str, start: float, end: float, text: str) -> RowMapping:
        """Return a segment where the recognizer heard nobody."""
        known = self._recording(recording)["id"]  # on a connection of its own, before this one locks SQLite
        with self._engine.begin() as connection:
            values = {**EMPTY, "id": new_id(), "corpus": self._corpus, "recording": known}
            values |= {"start": start, "end": end, "text": text, "status": "edited"}
            self._check_times(connection, values)
            connection.execute(insert(segments).values(values))
            return self._read(connection, values["id"])

    def restore(self, recording: str) -> None:
        """Back to the draft, whatever was done since."""
        row = self._recording(recording)
        drafted = read_json(self._draft / f"{row['number']:05d}.json")["segments"]
        with self._engine.begin() as connection:
            connection.execute(delete(segments).where(segments.c.recording == recording))
            self._insert(connection, recording, drafted)

    def drop(self) -> None:
        """Forget all of it, for a new draft."""
        with self._engine.begin() as connection:
            connection.execute(delete(segments).where(segments.c.corpus == self._corpus))
            connection.execute(delete(recordings).where(recordings.c.corpus == self._corpus))

    def write_plan(self, path: Path, *, only_accepted: bool) -> int:
        """Write the segments that a new corpus is made of, one a line; returns how many."""
        kept = ("accepted",) if only_accepted else ("draft", "edited", "accepted")
        columns = (recordings.c.number, recordings.c.name, recordings.c.language, segments)
        query = select(*columns).join_from(segments, recordings).where(segments.c.corpus == self._corpus)
        query = query.where(segments.c.status.in_(kept), segments.c.text != "")
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(recordings.c.number, segments.c.start)).mappings().all()
        write_json_lines(path, [_planned(row) for row in rows])
        return len(rows)

    def _take_over(self) -> None:
        """Move the draft's files into the tables, once; of two at the same time, one is refused and reads."""
        mine = select(func.count()).select_from(recordings).where(recordings.c.corpus == self._corpus)
        with self._engine.connect() as connection:
            if connection.execute(mine).scalar_one():
                return
        try:
            with self._engine.begin() as connection:
                for path in sorted(self._draft.glob("[0-9]*.json")):
                    drafted, recording = read_json(path), new_id()
                    facts = {name: drafted[name] for name in ("number", "name", "seconds", "language")}
                    connection.execute(insert(recordings).values(id=recording, corpus=self._corpus, **facts))
                    self._insert(connection, recording, drafted["segments"])
        except IntegrityError:
            return

    def _insert(self, connection: Connection, recording: str, drafted: Sequence[Mapping[str, Any]]) -> None:
        rows = [
            {
                **EMPTY,
                **{name: row[name] for name in ("start", "end", "text", "recognized", "speaker", "confidence")},
                "id": new_id(),
                "corpus": self._corpus,
                "recording": recording,
                "original": row["text"],
                "words": _dump(row["words"]),
            }
            for row in drafted
        ]
        if rows:
            connection.execute(insert(segments), rows)

    def _recording(self, recording: str) -> RowMapping:
        wanted = select(recordings).where(recordings.c.id == recording, recordings.c.corpus == self._corpus)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise NotFoundError("draft.no-recording", "There is no such recording.", hint="See the list of recordings.")
        return row

    def _read(self, connection: Connection, segment: str) -> RowMapping:
        wanted = select(segments).where(segments.c.id == segment, segments.c.corpus == self._corpus)
        row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise NotFoundError("draft.no-segment", "There is no such segment.", hint="See the list of segments.")
        return row

    def _swap(self, connection: Connection, segment: str, version: int, values: Mapping[str, Any]) -> RowMapping:
        """Return the change counts only if it was made to what is there."""
        where = (segments.c.id == segment, segments.c.version == version)
        changed = connection.execute(update(segments).where(*where).values(version=version + 1, **values))
        now = self._read(connection, segment)
        if changed.rowcount != 1:
            raise OutdatedError(now)
        return now

    def _check_times(self, connection: Connection, values: Mapping[str, Any]) -> None:
        wanted = select(recordings.c.seconds).where(recordings.c.id == values["recording"])
        seconds = connection.execute(wanted).scalar_one()
        if not (values["start"] >= 0 and values["start"] + SHORTEST <= values["end"] <= seconds + SHORTEST):
            raise UsageError(
                "draft.times",
                "A segment from {start} to {end} s does not fit into {length} s.",
                hint="Its end comes after its start, and both lie in the recording.",
                start=f"{values['start']:.2f}",
                end=f"{values['end']:.2f}",
                length=f"{seconds:.2f}",
            )


EMPTY: dict[str, Any] = {
    "text": "",
    "original": "",
    "recognized": "",
    "status": "draft",
    "confidence": 0.0,
    "speaker": "",
    "words": "[]",
    "version": 1,
}


def _planned(row: RowMapping) -> dict[str, Any]:
    return {
        "id": f"{row['name'].rpartition('.')[0] or row['name']}@{row['start']:.2f}",
        "recording": row["number"],
        "start": row["start"],
        "end": row["end"],
        "text": row["text"],
        "speaker": row["speaker"],
        "language": row["language"],
    }


def _joined(first: str, second: str) -> str:
    return " ".join(part for part in (first.strip(), second.strip()) if part)


def _dump(words: Any) -> str:
    return json.dumps(list(words), ensure_ascii=False)
