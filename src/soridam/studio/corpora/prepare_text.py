"""The job that reads uploaded text. Begin with `prepare_text`.

Every example is written in one form, a JSON Lines file for each part, beside a table to look through. What cannot be
read or stands twice is set aside with its file and line.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError
from soridam.core.files import read_json, write_json_lines
from soridam.core.progress import progress_shown_by, show_progress
from soridam.language.data.example import Example, Rejection
from soridam.language.data.readers import iter_examples, known_files
from soridam.language.data.records import to_record
from soridam.language.data.splits import Part, hold_out, part_of
from soridam.studio.corpora.examples import write_summary
from soridam.studio.corpora.making import changing_place, finish, was_made_by
from soridam.studio.corpora.unpacking import unpack_all, upload_errors
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.extents import FIGURES
from soridam.studio.storage.places import CorpusPlace

PARTS: tuple[Part, ...] = ("train", "validation", "test")
MOST_BYTES = 512 * 2**20  # of text in one corpus: a training reads all of it into memory
HELD_OUT, SEED = 0.1, 7  # share of the prompts that is kept for each of validation and test
FEWEST_PROMPTS = 20  # from which on parts are held out here; of fewer, a training keeps some for itself


def prepare_text(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Read every uploaded file of text; returns what was read, kept and set aside."""
    with changing_place(context, payload["corpus"]) as place, progress_shown_by(context.show):
        if not was_made_by(place, context.job):
            _make(context, place)
    figures = read_json(place.ready / FIGURES)
    return {"corpus": payload["corpus"], "written": figures["utterances"], "quarantined": figures["quarantined"]}


def _make(context: JobContext, place: CorpusPlace) -> None:
    making = place.making(context.job)
    shutil.rmtree(making, ignore_errors=True)  # reading text anew takes seconds
    source = unpack_all(place)
    with upload_errors(source):
        parts, rejected = _read(source)
    write_json_lines(place.quarantine, [dict(rejection.to_json()) for rejection in rejected])
    if not any(parts.values()):
        raise CorpusError(
            "corpus.no-examples",
            "None of the {count} examples can be used.",
            hint="See what was set aside and why, correct it, and prepare again.",
            count=len(rejected),
        )
    for part, examples in parts.items():
        if examples:
            write_json_lines(making / "corpus" / f"{part}.jsonl", map(to_record, examples))
    write_summary(making, parts, len(rejected))
    finish(context, place)


def _read(source: Path) -> tuple[dict[Part, list[Example]], list[Rejection]]:
    """The examples by part, without those that stand twice. Raises CorpusError for too much, and for no text at all."""
    files = known_files(source)
    _refuse_too_much(files)
    parts: dict[Part, list[Example]] = {part: [] for part in PARTS}
    rejected: list[Rejection] = []
    seen: dict[str, Example] = {}
    with show_progress("Reading text", len(files), "files") as progress:
        for file in files:
            for found in iter_examples(file):
                if isinstance(found, Example) and (first := seen.setdefault(found.key(), found)) is not found:
                    found = Rejection(found.place, "duplicate", f"it is the same as {first.place}")
                if isinstance(found, Rejection):
                    rejected.append(found)
                else:
                    parts[part_of(file, source)].append(found)
            progress.advance()
    return _held_out(parts), rejected


def _refuse_too_much(files: Iterable[Path]) -> None:
    size = sum(file.stat().st_size for file in files)
    if size > MOST_BYTES:
        raise CorpusError(
            "corpus.too-much-text",
            "{size} MB of text; {most} are allowed.",
            hint="Split it into several corpora.",
            size=size // 2**20,
            most=MOST_BYTES // 2**20,
        )


def _held_out(parts: dict[Part, list[Example]]) -> dict[Part, list[Example]]:
    """Hold out what no file is named for: a tenth of the prompts each, where there are enough of them."""
    parts = dict(parts)
    for part in ("test", "validation"):
        prompts = {example.prompt_key() for example in parts["train"]}
        if not parts[part] and len(prompts) >= FEWEST_PROMPTS:
            train, held = hold_out(tuple(parts["train"]), HELD_OUT, SEED)
            parts["train"], parts[part] = list(train), list(held)
    return parts
