"""Files as sources of passages. Begin with `find_sources`; `read_document` reads one file."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError, UsageError
from soridam.core.files import sha256_of
from soridam.radio.clock import Moment
from soridam.radio.retrieval.passage import Passage
from soridam.radio.retrieval.pdf import read_pages
from soridam.radio.retrieval.prose import airport_of, cut_text
from soridam.radio.retrieval.said import is_transcript, passages_of_transcript
from soridam.radio.retrieval.tables import rows_of_csv, rows_of_json, rows_of_nearby
from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.readers.atco2 import read_nearby
from soridam.speech.corpus.rows import RowError, decode_text

PROSE = (".md", ".markdown", ".txt", ".text")
TABLES = (".csv", ".tsv", ".json", ".jsonl", ".info")
SUFFIXES = (*PROSE, *TABLES, ".pdf")
MOST_BYTES = 20 * 2**20
MOST_PASSAGES = 60_000  # of one file
MOST_MEANT = 6_000  # of these that are not names only: about 900 pages, read in a minute or two


@dataclass(frozen=True, slots=True)
class Source:
    """Something that is cut into passages: its name, a digest that changes when it does, and how it is read."""

    name: str
    digest: str
    read: Callable[[], Sequence[Passage]]


def find_sources(paths: Sequence[Path], starts: Moment | None = None, *, may_be_said: bool = True) -> list[Source]:
    """Return the files that are given, and those of known kinds in folders that are given, each once.

    JSON that looks like a transcript is one only where something `may_be_said`: documents of others may pretend.
    Recordings whose time is neither in their JSON nor in their name begin at `starts`. Raises UsageError for a path
    that is not there.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise UsageError("retrieval.no-path", "There is nothing at {path}.", hint="Check the path.", path=path)
        inside = (file for file in iter_files(path) if file.suffix.lower() in SUFFIXES) if path.is_dir() else (path,)
        found.update(dict.fromkeys(inside))
    return [_source(path, starts, may_be_said) for path in found]


def _source(path: Path, starts: Moment | None, may_be_said: bool) -> Source:
    begins = starts.written if starts else ""
    digest = hashlib.sha256(f"{sha256_of(path)} {begins} {may_be_said}".encode()).hexdigest()
    return Source(str(path), digest, lambda: read_document(path, starts=starts, may_be_said=may_be_said))


def read_document(
    path: Path, name: str = "", starts: Moment | None = None, *, may_be_said: bool = True
) -> list[Passage]:
    """Read the passages of a file, which people know by `name`. Raises CorpusError for what cannot be read."""
    known = name or path.name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(known)
        passages = [passage for passage in _passages(path, known, starts, may_be_said) if passage.text]
    except (RowError, ValueError, KeyError, TypeError, AttributeError, csv.Error, RecursionError, OSError) as error:
        raise CorpusError(
            "retrieval.unreadable",
            "The document {file} cannot be read: {reason}",
            hint="Give text, Markdown, PDF, CSV, JSON, or an .info file of ATCO2, in UTF-8.",
            file=known,
            reason=str(error).splitlines()[0][:200] if str(error) else type(error).__name__,
        ) from None
    meant = sum(1 for passage in passages if passage.kind != "name")
    if len(passages) > MOST_PASSAGES or meant > MOST_MEANT:
        raise _too_large(known)
    if not passages:
        raise CorpusError(
            "retrieval.empty",
            "The document {file} holds no text.",
            hint="A scanned PDF has pictures of text only: give its text.",
            file=known,
        )
    return passages


def _passages(path: Path, name: str, starts: Moment | None, may_be_said: bool) -> Iterator[Passage]:
    airport = airport_of(Path(name).stem)
    match path.suffix.lower():
        case ".pdf":
            for number, page in enumerate(read_pages(path), 1):
                yield from cut_text(_text(page.encode("utf-8", "replace")), Path(name).stem, f"page {number}")
        case ".csv" | ".tsv":
            yield from rows_of_csv(_text(path.read_bytes()), airport)
        case ".info":
            yield from rows_of_nearby(read_nearby(path))
        case ".json":
            yield from _json(json.loads(_text(path.read_bytes())), name, starts, may_be_said)
        case ".jsonl":
            lines = _text(path.read_bytes()).splitlines()
            yield from rows_of_json([json.loads(line) for line in lines if line.strip()], airport)
        case suffix if suffix in PROSE:
            yield from cut_text(_text(path.read_bytes()), Path(name).stem)
        case _:
            raise ValueError("its kind is not known")


def _json(value: Any, name: str, starts: Moment | None, may_be_said: bool) -> Iterator[Passage]:
    airport = airport_of(Path(name).stem)
    if may_be_said and is_transcript(value):
        yield from passages_of_transcript(value, Path(name).stem, airport, starts)
    elif isinstance(value, dict | list):
        yield from rows_of_json(value, airport)
    else:
        raise ValueError("it holds neither a list nor an object")


def _text(content: bytes) -> str:
    if b"\0" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ValueError("it is no text")
    return decode_text(content)


def _too_large(name: str) -> CorpusError:
    return CorpusError(
        "retrieval.too-large",
        "The document {file} is too large.",
        hint="Give at most {size} MB and about {pages} pages in one file; split it.",
        file=name,
        size=MOST_BYTES // 2**20,
        pages=MOST_MEANT * 15 // 100,
    )
