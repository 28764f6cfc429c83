"""`soridam radio search|ask`: what transcripts and documents say, with quotes. `radio` registers both.

`NamesOption` is what `soridam radio transcribe` takes out of lists.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from soridam.radio.clock import Moment
    from soridam.radio.pipeline import RadioOptions
    from soridam.radio.retrieval.answer import Quote
    from soridam.radio.retrieval.index import Encoder, Index
    from soridam.radio.retrieval.passage import Passage

IndexFile = Annotated[Path | None, typer.Option("--index", help="The file of the index; by default one in the cache.")]
Starts = Annotated[
    str, typer.Option("--starts", help="When recordings began that do not say so in JSON or name, e.g. 14:00.")
]
Airport = Annotated[str, typer.Option("--airport", help="Only what belongs to this airport (ICAO), or to none.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def search(
    query: Annotated[str, typer.Argument(help="Words or a question, in English or Korean.", show_default=False)],
    paths: Annotated[
        list[Path], typer.Option("--in", help="Transcripts (JSON) and documents, or folders.", show_default=False)
    ],
    airport: Airport = "",
    at: Annotated[str, typer.Option("--at", help="Only what is of about this time, e.g. 14:20.")] = "",
    minutes: Annotated[float, typer.Option("--minutes", min=0, help="Around --at.")] = 15.0,
    starts: Starts = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=200)] = 10,
    index_file: IndexFile = None,
    as_json: AsJson = False,
) -> None:
    """Search transcripts and documents by words and meaning: text, Markdown, PDF, CSV, JSON, .info.

    기록과 문서에서 찾습니다.
    """
    from soridam.radio.retrieval.search import Place
    from soridam.radio.retrieval.search import search as find

    place = Place(airport.upper(), _moment(at, "--at"), 60 * minutes)
    with _opened(paths, starts, index_file) as index:
        hits = find(index, query, _encoder(), limit, place)
    if as_json:
        rows = [
            {
                "source": hit.source,
                "score": round(hit.score, 4),
                **hit.passage.to_json(),
                "link": _link(hit.source, hit.passage),
            }
            for hit in hits
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for hit in hits:
        typer.echo(_line(hit.source, hit.passage))
    if not hits:
        typer.echo("Nothing was found.")


def ask(
    question: Annotated[str, typer.Argument(help="A question in English or Korean.", show_default=False)],
    transcripts: Annotated[
        list[Path] | None, typer.Option("--in", help="Transcripts (JSON), or folders of them.", show_default=False)
    ] = None,
    documents: Annotated[
        list[Path] | None, typer.Option("--documents", help="Documents, or folders of them.", show_default=False)
    ] = None,
    airport: Airport = "",
    starts: Starts = "",
    index_file: IndexFile = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question by quoting transcripts and documents, or say that they hold no answer.

    질문에 기록과 문서를 인용해 답합니다.
    """
    from soridam.radio.retrieval.answer import answer
    from soridam.radio.retrieval.search import Place

    with _opened(transcripts or (), starts, index_file, documents or ()) as index:
        found = answer(index, question, _encoder, Place(airport.upper()))
    if as_json:
        told = found.to_json()
        for row, quote in zip(told["quotes"], found.quotes, strict=True):
            row["link"] = _link(quote.source, quote.passage)
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if found.values or not found.is_found:
        typer.echo(found.text)
    for quote in found.quotes:
        typer.echo(_quoted(quote, with_values=not found.values))


@dataclass(frozen=True, slots=True)
class NamesOption:
    """The lists of names for recordings, by airport and time, and whether the recognizer hears them as hotwords."""

    lists: Path | None
    airport: str
    starts: str
    minutes: float
    hotwords: bool

    def added_to(self, options: "RadioOptions", name: str) -> "RadioOptions":
        """Return the options for a recording of this name, with the names that were seen about its time."""
        from soridam.radio.clock import moment_of_name
        from soridam.radio.hotwords import hotwords_of
        from soridam.radio.lists import Around, read_lists

        if self.lists is None:
            return options
        around = Around(_moment(self.starts, "--starts") or moment_of_name(name), self.minutes, self.airport)
        lists = read_lists(self.lists, around)
        return replace(options, lists=lists, hotwords=hotwords_of(lists) if self.hotwords else "")


@contextmanager
def _opened(paths: Sequence[Path], starts: str, file: Path | None, documents: Sequence[Path] = ()) -> "Iterator[Index]":
    """Open the index of these paths, made fresh. What cannot be read is reported; the rest is searched.

    `documents` hold nothing that was said, whatever they look like.
    """
    from soridam.core.progress import show_progress
    from soridam.radio.retrieval.documents import find_sources
    from soridam.radio.retrieval.index import open_index

    if not (paths or documents):
        raise UsageError(
            "retrieval.no-paths", "There is nothing to search in.", hint="Give transcripts with --in, or --documents."
        )
    found = [*find_sources(paths, _moment(starts, "--starts")), *find_sources(documents, may_be_said=False)]
    sources = list({source.name: source for source in reversed(found)}.values())  # what is both counts as a transcript
    with open_index(file or _usual_file([*paths, *documents])) as index:
        with show_progress("reading", len(sources), "files") as progress:
            updated = index.update(sources, _encoder, progress)
        for name, error in updated.failed:
            sys.stderr.write(f"Error: {name}: {error.message}\n  Do: {error.hint}\n")
        yield index


def _encoder() -> "Encoder":
    from soridam.radio.retrieval.search import sentence_encoder

    return sentence_encoder()


def _usual_file(paths: Sequence[Path]) -> Path:
    from soridam.core.folders import cache_folder

    named = "\n".join(sorted(str(path.resolve()) for path in paths))
    return cache_folder() / "retrieval" / f"{hashlib.sha256(named.encode()).hexdigest()[:24]}.sqlite"


def _moment(written: str, option: str) -> "Moment | None":
    from soridam.radio.clock import moment_of_value

    if not written:
        return None
    moment = moment_of_value(written)
    if moment is None:
        raise UsageError(
            "retrieval.time",
            "'{written}' is no time.",
            hint="Write {option} 14:20, or {option} 2026-11-30T14:20.",
            written=written,
            option=option,
        )
    return moment


def _quoted(quote: "Quote", with_values: bool) -> str:
    values = f"{', '.join(quote.values)}: " if with_values and quote.values else ""
    return f"  {values}“{quote.passage.text}”\n    {_where(quote.source, quote.passage)}"


def _line(source: str, passage: "Passage") -> str:
    return f"{passage.text}\n    {_where(source, passage)}"


def _where(source: str, passage: "Passage") -> str:
    heading = passage.heading if passage.kind != "said" else ""
    parts = (passage.moment.written if passage.moment else "", source, passage.place, heading)
    return ", ".join(part for part in parts if part)


def _link(source: str, passage: "Passage") -> str:
    """Return the address of a file; of a recording with its second, where its sound lies beside the transcript."""
    from soridam.speech.formats import SUFFIXES

    path = Path(source).resolve()
    sound = next((path.with_suffix(suffix) for suffix in SUFFIXES if path.with_suffix(suffix).is_file()), None)
    if passage.seconds is None or sound is None:
        return path.as_uri()
    return f"{sound.as_uri()}#t={passage.seconds:.3f}"
