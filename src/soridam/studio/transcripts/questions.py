"""Questions over one's transcripts and documents, answered in a process that keeps the sentence encoder.

Begin with `Questions.ask`. The server stays light that way: it loads neither the encoder nor the Korean analyzer.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soridam.core.errors import BusyError, SoridamError, from_report
from soridam.studio.resident import IDLE_SECONDS, Resident, answer
from soridam.studio.transcripts.documents import Document
from soridam.studio.transcripts.results import read_results, read_transcript

if TYPE_CHECKING:
    from soridam.radio.clock import Moment
    from soridam.radio.retrieval.documents import Source
    from soridam.radio.retrieval.passage import Passage

DOCUMENT, RECORDING = "document", "recording"
TIMEOUT_SECONDS = 300.0  # for one answer: what is new is read first
PARTS = ("radio", "decisions", "transcript", "corrected")  # files that a recording's text comes from


@dataclass(frozen=True, slots=True)
class Batch:
    """A transcription with its folder on this machine."""

    id: str
    folder: Path


class Questions:
    """Safe to use from several threads; questions are answered one after the other."""

    def __init__(self, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS) -> None:
        self._resident = Resident(__name__, idle, timeout)

    def ask(
        self, index: Path, documents: Sequence[Document], batches: Sequence[Batch], question: str, starts: str
    ) -> dict[str, Any]:
        """Return {found, values, quotes, failed}; `failed` are documents that cannot be read, with their errors.

        What is new is read first; if that takes too long, what was read stays for the next question. Raises
        BusyError then.
        """
        asked = {
            "index": str(index),
            "documents": [{"name": document.name, "path": str(document.path)} for document in documents],
            "batches": [{"id": batch.id, "folder": str(batch.folder)} for batch in batches],
            "question": question,
            "starts": starts,
        }
        told = self._resident.ask(asked, b"")
        if told is None:
            raise BusyError(
                "questions.no-answer",
                "The question was not answered in time.",
                hint="Ask again: what was read so far is kept.",
            )
        if "error" in told:
            raise from_report(SoridamError, told["error"])
        return told

    def close(self) -> None:
        self._resident.close()


def reply(asked: Mapping[str, Any], _: bytes) -> dict[str, Any]:
    """Answer on the other side."""
    from soridam.core.errors import as_report
    from soridam.radio.clock import moment_of_value
    from soridam.radio.retrieval import answer as answering
    from soridam.radio.retrieval.index import open_index
    from soridam.radio.retrieval.search import sentence_encoder

    starts = moment_of_value(asked["starts"])
    sources = [_of_document(one["name"], Path(one["path"])) for one in asked["documents"]]
    for batch in asked["batches"]:
        sources += _of_batch(batch["id"], Path(batch["folder"]), starts)
    with open_index(Path(asked["index"])) as index:
        updated = index.update(sources, sentence_encoder)
        found = answering.answer(index, asked["question"], sentence_encoder)
    return {
        "found": found.is_found,
        "values": list(found.values),
        "quotes": [_quoted(quote) for quote in found.quotes],
        "failed": [{"name": name.partition("/")[2], "error": as_report(error)} for name, error in updated.failed],
    }


def _quoted(quote: Any) -> dict[str, Any]:
    kind, _, rest = quote.source.partition("/")
    batch, _, more = rest.partition("/") if kind == RECORDING else ("", "", rest)
    number, _, name = more.partition("/") if kind == RECORDING else ("0", "", rest)
    passage = quote.passage
    return {
        "kind": kind,
        "transcription": batch,
        "number": int(number),
        "name": name,
        "text": passage.text,
        "heading": passage.heading if kind == DOCUMENT else "",
        "place": passage.place,
        "seconds": passage.seconds,
        "time": passage.moment.written if passage.moment else "",
        "values": list(quote.values),
    }


def _of_document(name: str, path: Path) -> "Source":
    from soridam.core.files import sha256_of
    from soridam.radio.retrieval.documents import Source, read_document

    return Source(f"{DOCUMENT}/{name}", sha256_of(path), lambda: read_document(path, name, may_be_said=False))


def _of_batch(batch: str, folder: Path, starts: "Moment | None") -> "Iterator[Source]":
    from soridam.radio.retrieval.documents import Source

    for result in read_results(folder):
        if not result["error"]:
            number, name = int(result["number"]), str(result["name"])
            digest = hashlib.sha256(f"{name} {starts}".encode())
            for part in PARTS:
                path = folder / "results" / f"{number:05d}.{part}"
                digest.update(path.read_bytes() if path.is_file() else b"")
            reading = _Reading(folder, number, name, starts)
            yield Source(f"{RECORDING}/{batch}/{number}/{name}", digest.hexdigest(), reading)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the transmissions or segments of a recording as they stand now, with what a person corrected."""

    folder: Path
    number: int
    name: str
    starts: "Moment | None"

    def __call__(self) -> "list[Passage]":
        from soridam.radio.retrieval.prose import airport_of
        from soridam.radio.retrieval.said import passages_of_transcript

        stem = Path(self.name).stem
        return list(passages_of_transcript(self._told(), stem, airport_of(stem), self.starts))

    def _told(self) -> dict[str, Any]:
        from soridam.studio.transcripts.radio import read_radio
        from soridam.studio.transcripts.results import read_corrections

        if (self.folder / "results" / f"{self.number:05d}.radio").is_file():
            return read_radio(self.folder, self.number)
        corrections = read_corrections(self.folder, self.number)
        segments = read_transcript(self.folder, self.number).segments
        texts = [corrections.get(place, segment.text) for place, segment in enumerate(segments)]
        return {"segments": [{"start": one.start, "text": text} for one, text in zip(segments, texts, strict=True)]}


if __name__ == "__main__":
    answer(reply, sys.stdin.buffer, sys.stdout.buffer)
