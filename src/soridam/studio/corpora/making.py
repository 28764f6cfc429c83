"""What all jobs that make a corpus share. Begin with `make_ready`.

Each works in a folder of its own beside the corpus, goes on there after an interruption, and publishes it whole.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError
from soridam.core.files import read_json
from soridam.core.progress import progress_shown_by
from soridam.speech.corpus.prepare import Preparation
from soridam.studio.corpora.corpus_summary import write_summary
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.extents import Extent
from soridam.studio.storage.places import CorpusPlace

JOB_FILE = "job.txt"  # in what is ready: which job made it


@contextmanager
def changing_place(context: JobContext, corpus: str) -> Iterator[CorpusPlace]:
    """The corpus that a job makes. In the end it is on all machines as it is here."""
    with context.working_copy("corpora", corpus) as copy:
        yield CorpusPlace(copy.folder)


def read_place(context: JobContext, corpus: str) -> CorpusPlace:
    """Return a corpus that a job reads; its uploads may be missing."""
    return CorpusPlace(context.copies.refresh("corpora", corpus, Extent.VIEW))


def make_ready(
    context: JobContext, payload: dict[str, Any], make: Callable[[CorpusPlace, Path], Preparation]
) -> dict[str, Any]:
    """Let `make` prepare the corpus in the folder that it is given, measure it, and publish it; returns the result."""
    with changing_place(context, payload["corpus"]) as place, progress_shown_by(context.show):
        if not was_made_by(place, context.job):
            making = place.making(context.job)
            _forget_others(place, making)
            try:
                made = make(place, making / "corpus")
                _refuse_too_much(made, context.settings.studio.most_corpus_hours)
            except CorpusError:
                _keep_quarantine(making / "corpus", place)
                shutil.rmtree(making, ignore_errors=True)  # whoever mends the files prepares them anew
                raise
            _keep_quarantine(making / "corpus", place)
            publish(context, place)
    facts = read_facts(place)
    return {
        "corpus": payload["corpus"],
        "read": facts["rows"]["read"],
        "written": facts["rows"]["written"],
        "joined": facts["rows"]["joined"],
        "quarantined": facts["quarantined"],
        "hours": facts["hours"],
        "reader": facts["options"]["reader"],
        "languages": facts["languages"],
    }


def _forget_others(place: CorpusPlace, making: Path) -> None:
    """Remove what cancelled jobs have left."""
    for other in place.folder.glob("making-*"):
        if other != making:
            shutil.rmtree(other, ignore_errors=True)


def publish(context: JobContext, place: CorpusPlace) -> None:
    """Measure a corpus of recordings that a job made, and let it take the place of what was there."""
    making = place.making(context.job)
    write_summary(making / "corpus", making)
    finish(context, place)


def finish(context: JobContext, place: CorpusPlace) -> None:
    """Let what a job made take the place of what was there, unless it was cancelled."""
    making = place.making(context.job)
    (making / JOB_FILE).write_text(context.job, encoding="utf-8")
    context.check()
    place.publish(context.job)


def was_made_by(place: CorpusPlace, job: str) -> bool:
    """Return whether this job made it: an attempt may be killed after it has published and before it could say so."""
    path = place.ready / JOB_FILE
    return path.is_file() and path.read_text(encoding="utf-8") == job


def _keep_quarantine(out: Path, place: CorpusPlace) -> None:
    if (out / "quarantine.jsonl").is_file():
        shutil.copyfile(out / "quarantine.jsonl", place.quarantine)


def _refuse_too_much(made: Preparation, most: float) -> None:
    if made.hours > most:
        raise CorpusError(
            "corpus.hours",
            "{hours} hours; {most} are allowed.",
            hint="Split it into several corpora.",
            hours=f"{made.hours:.0f}",
            most=f"{most:.0f}",
        )


def read_facts(place: CorpusPlace) -> dict[str, Any]:
    return dict(read_json(place.corpus / "corpus.json"))
