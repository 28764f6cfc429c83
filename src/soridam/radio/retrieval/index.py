"""Passages of many sources in one file of SQLite, with their words and vectors. Begin with `open_index`.

A source is taken in or left out in one transaction: who is killed in between continues with the next source. The file
holds nothing that cannot be made again, so that one of another version, or a damaged one, is begun anew. A file that
is no index is refused.

SQLite's own full-text search (FTS5) counts the words: it is changed with the passages, in the same transaction.
"""

import json
import math
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from soridam.core.errors import CorpusError, UsageError, as_report, from_report
from soridam.core.progress import Progress, SilentProgress
from soridam.radio.clock import Moment
from soridam.radio.retrieval.documents import Source
from soridam.radio.retrieval.passage import Passage
from soridam.radio.retrieval.words import is_korean, words_of
from soridam.text.sentence_vectors import SENTENCE_ENCODER

FORMAT = f"2 {SENTENCE_ENCODER}"
APPLICATION = 0x534F5249  # "SORI", in the header of the file: what is none of ours is never written over
APPLICATION_AT, HEADER = 68, 100  # bytes; sqlite.org/fileformat.html
WAIT_SECONDS = 30.0  # for another process that writes
TOGETHER = 32  # passages that are embedded at once
TERM_BOUND = 2.2  # k1 + 1: what BM25 gives a word at most, beside its rarity
FEWEST = 1e-6  # rarity of a word that stands in half of all passages
Array = np.ndarray
SCHEMA = """
CREATE TABLE facts (format TEXT NOT NULL);
CREATE TABLE sources (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, error TEXT NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, kind TEXT NOT NULL, airport TEXT NOT NULL, day TEXT NOT NULL,
    clock REAL, korean INTEGER NOT NULL, body TEXT NOT NULL, vector BLOB
);
CREATE INDEX passages_by_source ON passages (source);
CREATE VIRTUAL TABLE words USING fts5(text, tokenize="unicode61 remove_diacritics 0 tokenchars '.,:/-'");
CREATE VIRTUAL TABLE counts USING fts5vocab(words, row);
"""


class Encoder(Protocol):
    """Turns sentences into vectors of length 1, one a row."""

    def encode(self, sentences: Sequence[str]) -> Array: ...


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did: sources read, left as they were, removed, and those that could not be read."""

    read: int
    same: int
    removed: int
    failed: tuple[tuple[str, CorpusError], ...]


@contextmanager
def open_index(path: Path) -> Iterator["Index"]:
    """Open an index, or begin one. ":memory:" keeps it nowhere."""
    if str(path) != ":memory:":
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path)
    try:
        yield Index(connection)
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    _refuse_others(path)
    for _ in range(2):
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA secure_delete = ON")  # what was deleted is not left in the file
            if _format_of(connection) != FORMAT:
                _begin(connection)
            return connection
        except sqlite3.OperationalError:  # it is in use, or cannot be written
            connection.close()
            break
        except sqlite3.DatabaseError:  # an index, but damaged
            connection.close()
            path.unlink()
    raise CorpusError("retrieval.index", "The index {path} cannot be begun.", hint="Choose another place.", path=path)


def _refuse_others(path: Path) -> None:
    """Raise UsageError for a file that is no index: it is somebody's own, and is left as it is."""
    if not path.is_file() or not path.stat().st_size:
        return
    with path.open("rb") as file:
        header = file.read(HEADER)
    if header[APPLICATION_AT : APPLICATION_AT + 4] != APPLICATION.to_bytes(4, "big"):
        raise UsageError(
            "retrieval.no-index",
            "{path} is no index.",
            hint="Choose another place with --index.",
            path=path,
        )


def _format_of(connection: sqlite3.Connection) -> str:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone():
        return ""
    row = connection.execute("SELECT format FROM facts").fetchone()
    return str(row[0]) if row else ""


def _begin(connection: sqlite3.Connection) -> None:
    with _transaction(connection):
        if _format_of(connection) == FORMAT:  # another process was faster
            return
        for name in ("counts", "words", "passages", "sources", "facts"):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute("INSERT INTO facts VALUES (?)", (FORMAT,))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class Table:
    """The passages that a question may find: their ids, their vectors as rows (zero where there is none), and whether
    they are Korean.
    """

    ids: Array
    vectors: Array
    korean: Array


class Index:
    """An open index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def update(
        self, sources: Sequence[Source], load_encoder: Callable[[], Encoder], progress: Progress | None = None
    ) -> Updated:
        """Make the index hold these sources and no others. Only what is new or has changed is read.

        The encoder is loaded if something is read. Progress counts sources.
        """
        known = dict(self._connection.execute("SELECT name, digest FROM sources").fetchall())
        gone = known.keys() - {source.name for source in sources}
        for name in gone:
            with _transaction(self._connection):
                self._remove(name)
        read = 0
        for source in sources:
            if known.get(source.name) != source.digest:
                self._take(source, load_encoder)
                read += 1
            (progress or SilentProgress()).advance()
        if gone or read:
            self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")  # old words leave the file
        failed = self._connection.execute("SELECT name, error FROM sources WHERE error != '' ORDER BY name").fetchall()
        errors = tuple((str(name), _as_error(report)) for name, report in failed)
        return Updated(read, len(sources) - read, len(gone), errors)

    def forget(self, name: str) -> None:
        """Remove a source, or all whose names begin so and go on after a slash."""
        inside = f"{name}/"
        known = [str(row[0]) for row in self._connection.execute("SELECT name FROM sources").fetchall()]
        for each in (one for one in known if one == name or one.startswith(inside)):
            with _transaction(self._connection):
                self._remove(each)
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")

    def table(self, airport: str = "", kinds: Sequence[str] = ()) -> Table:
        """Return the passages of an airport, or of none, of these kinds; all of them without."""
        wanted = f"SELECT id, vector, korean FROM passages WHERE airport IN ('', {'?' if airport else 'airport'})"
        values = [airport] if airport else []
        if kinds:
            wanted += f" AND kind IN ({', '.join('?' * len(kinds))})"
        rows = self._connection.execute(f"{wanted} ORDER BY id", [*values, *kinds]).fetchall()
        vectors = np.zeros((len(rows), _width(rows)), dtype=np.float32)
        for number, (_, vector, _) in enumerate(rows):
            if vector is not None:
                vectors[number] = np.frombuffer(vector, dtype=np.float16)
        korean = np.array([row[2] for row in rows], dtype=bool)
        return Table(np.array([row[0] for row in rows], dtype=np.int64), vectors, korean)

    def count_words(self, words: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each word occurs; those that do not are left out."""
        asked = ", ".join("?" * len(words))
        rows = self._connection.execute(f"SELECT term, doc FROM counts WHERE term IN ({asked})", list(words))
        return {str(term): int(count) for term, count in rows}

    def word_shares(self, word: str) -> list[tuple[int, float]]:
        """Return the passages that hold a word, with what BM25 counts it there (k1 1.2, b 0.75) without its rarity.

        Scores are shares of the most that there can be, so that they lie between 0 and 1.
        """
        count = self.count_words([word]).get(word, 0)
        rarity = max(FEWEST, math.log((self.size() - count + 0.5) / (count + 0.5)))  # as FTS5 computes it
        asked = '"' + word.replace('"', '""') + '"'
        found = "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ?"
        rows = self._connection.execute(found, (asked,))
        return [(int(id), float(score) / rarity / TERM_BOUND) for id, score in rows]

    def size(self) -> int:
        """Return how many passages there are."""
        return int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def read(self, ids: Sequence[int]) -> list[tuple[str, Passage]]:
        """Return passages with the names of their sources, in this order."""
        return [self._read(int(id)) for id in ids]

    def said(self, airport: str = "") -> Iterator[tuple[str, Passage]]:
        """Yield the transmissions of all transcripts in the order of their sources."""
        wanted = (
            "SELECT name, body FROM passages JOIN sources ON sources.id = source WHERE kind = 'said'"
            " AND (? = '' OR airport IN ('', ?)) ORDER BY name, passages.id"
        )
        for name, body in self._connection.execute(wanted, (airport, airport)):
            yield str(name), _from_body(body)

    def _read(self, id: int) -> tuple[str, Passage]:
        wanted = "SELECT name, body FROM passages JOIN sources ON sources.id = source WHERE passages.id = ?"
        name, body = self._connection.execute(wanted, (id,)).fetchone()
        return str(name), _from_body(body)

    def _take(self, source: Source, load_encoder: Callable[[], Encoder]) -> None:
        """Read a source and put it in the place of what was known of it. What cannot be read leaves its error."""
        error, rows = "", list[tuple[Passage, bytes | None]]()
        try:
            rows = _embed(source.read(), load_encoder)
        except CorpusError as refused:
            error = json.dumps(as_report(refused), ensure_ascii=False)
        with _transaction(self._connection):
            self._remove(source.name)
            known = (source.name, source.digest, error)
            inserted = self._connection.execute("INSERT INTO sources (name, digest, error) VALUES (?, ?, ?)", known)
            for passage, vector in rows:
                self._insert(inserted.lastrowid or 0, passage, vector)

    def _insert(self, source: int, passage: Passage, vector: bytes | None) -> None:
        moment = passage.moment
        values = (source, passage.kind, passage.airport, moment.day if moment else "", moment and moment.seconds)
        inserted = self._connection.execute(
            "INSERT INTO passages (source, kind, airport, day, clock, korean, body, vector)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, is_korean(passage.text), _as_body(passage), vector),
        )
        words = " ".join(words_of(f"{passage.heading} {passage.text} {passage.more}"))
        self._connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (inserted.lastrowid, words))

    def _remove(self, name: str) -> None:
        row = self._connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
        if row:
            mine = "SELECT id FROM passages WHERE source = ?"
            self._connection.execute(f"DELETE FROM words WHERE rowid IN ({mine})", row)
            self._connection.execute("DELETE FROM passages WHERE source = ?", row)
            self._connection.execute("DELETE FROM sources WHERE id = ?", row)


def _embed(passages: Sequence[Passage], load_encoder: Callable[[], Encoder]) -> list[tuple[Passage, bytes | None]]:
    """Return passages with their vectors; names of long lists get none."""
    from threadpoolctl import threadpool_limits

    meant = [number for number, passage in enumerate(passages) if passage.kind != "name"]
    vectors: dict[int, bytes] = {}
    for at in range(0, len(meant), TOGETHER):
        numbers = meant[at : at + TOGETHER]
        texts = [passages[number].text for number in numbers]
        encoder = load_encoder()
        with threadpool_limits(1, "blas"):  # on a busy machine 20 times as fast as two threads
            encoded = encoder.encode(texts)
        for number, vector in zip(numbers, encoded, strict=True):
            vectors[number] = vector.astype(np.float16).tobytes()
    return [(passage, vectors.get(number)) for number, passage in enumerate(passages)]


def _width(rows: Sequence[tuple[int, bytes | None, int]]) -> int:
    return next((len(vector) // 2 for _, vector, _ in rows if vector is not None), 0)


def _as_body(passage: Passage) -> str:
    moment = [passage.moment.seconds, passage.moment.day] if passage.moment else None
    fields = (passage.text, passage.place, passage.kind, passage.heading, passage.more, passage.airport)
    return json.dumps([*fields, moment, passage.seconds, passage.values], ensure_ascii=False)


def _from_body(body: str) -> Passage:
    text, place, kind, heading, more, airport, moment, seconds, values = json.loads(body)
    at = Moment(*moment) if moment else None
    named = tuple((each, value) for each, value in values)
    return Passage(text, place, kind, heading, more, airport, at, seconds, named)


def _as_error(report: str) -> CorpusError:
    error = from_report(CorpusError, json.loads(report))
    assert isinstance(error, CorpusError)
    return error
