"""What jobs do with corpora: prepare what was uploaded, split, make a new version of what was edited.

Each works in a folder of its own beside the corpus, goes on there after an interruption, and publishes it whole.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError, with_other_values
from soridam.core.files import iter_json_lines, read_json
from soridam.core.progress import progress_shown_by, show_progress
from soridam.settings import read_settings
from soridam.speech.corpus.folder import prepare_folder, training_normalizer
from soridam.speech.corpus.options import PrepareOptions
from soridam.speech.corpus.prepare import Preparation, prepare_corpus
from soridam.speech.corpus.readers import guess_reader
from soridam.speech.corpus.shards import count_rows
from soridam.speech.corpus.split import By, split_corpus
from soridam.speech.corpus.utterance import Clip, Utterance
from soridam.studio.corpora.corpus_summary import write_look
from soridam.studio.corpora.uploads import is_archive, unpack
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.extents import Extent
from soridam.studio.storage.places import CorpusPlace

NO_TRANSCRIPTS = (
    "Add transcripts: a metadata.csv with the columns file_name and text, or a .txt, .srt or .TextGrid beside each "
    "recording. Without any, let the recognizer write a first draft."
)
UNLABELED = ("corpus.unknown-layout", "corpus.other-layout")  # codes of errors: nothing says what was said
SEE_QUARANTINE = "Look at what was set aside and why, mend it, and prepare again."
LARGEST_MEMBER = 2 * 2**30  # bytes of one file inside of an archive
ASIDE = ".unpacking"  # behind the name of an archive while its members are written beside it
LONGEST_NAME = 70  # characters: in Korean three bytes each, of 255 that a name may have
JOB_FILE = "job.txt"  # in what is ready: which job made it


def prepare(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Recordings and transcripts, uploaded or in a folder of the server, become a corpus."""

    def make(place: CorpusPlace, out: Path) -> Preparation:
        source = Path(payload["folder"]) if payload["folder"] else unpack_all(place)
        with telling_as_people_see_it(source):
            reader = payload["reader"] or guess_reader(source)
            return prepare_folder(
                source,
                out,
                reader=reader,
                language=payload["language"],
                normalizer=payload["normalizer"],
                max_seconds=payload["max_seconds"],
                join=payload["join"],
            )

    return make_ready(context, payload, make)


def make_version(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The segments that were accepted become a corpus of their own."""
    parent = read_place(context, payload["parent"])

    def make(place: CorpusPlace, out: Path) -> Preparation:
        options = PrepareOptions.from_values(
            {
                "reader": "edited",
                "source": payload["name"],
                "language": payload["language"],
                "normalizer": training_normalizer(language=payload["language"]),
            },
            origin="new version",
        )
        return prepare_corpus(_edited(place.plan, parent.draft), out, options)

    return make_ready(context, payload, make)


def split(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """A corpus becomes another one, whose parts share no speaker, no text, or neither."""
    parent = read_place(context, payload["parent"])
    with changing_place(context, payload["corpus"]) as place, progress_shown_by(context.show):
        if not _was_made_by(place, context.job):
            making = _empty(place.making(context.job))
            with show_progress("Splitting", count_rows(parent.corpus), "rows") as progress:
                by, ratio, seed = By(payload["by"]), payload["ratio"], payload["seed"]
                with telling_as_people_see_it(parent.corpus):
                    split_corpus(parent.corpus, making / "corpus", by=by, ratio=ratio, seed=seed, progress=progress)
            _publish(context, place)
    facts = _facts(place)
    return {
        "corpus": payload["corpus"],
        "leaks": read_json(place.corpus / "leaks.json"),
        **facts["split"],
    }


@contextmanager
def changing_place(context: JobContext, corpus: str) -> Iterator[CorpusPlace]:
    """The corpus that a job makes. In the end it is on all machines as it is here."""
    with context.working_copy("corpora", corpus) as copy:
        yield CorpusPlace(copy.folder)


def read_place(context: JobContext, corpus: str) -> CorpusPlace:
    """A corpus that a job reads; its uploads may be missing."""
    return CorpusPlace(context.copies.refresh("corpora", corpus, Extent.LOOK))


def unpack_all(place: CorpusPlace) -> Path:
    """Unpack what archives were uploaded, where they lie; gives the folder in which a reader may look."""
    found = [path for path in sorted(place.files.rglob("*")) if path.is_file()]
    archives = [path for path in found if is_archive(path)]
    with show_progress("Unpacking", len(archives), "archives") as progress:
        for path in archives:
            with telling_as_people_see_it(place.files):
                _unpack_aside(path)
            progress.advance()
    return _innermost(place.files)


def _unpack_aside(path: Path) -> None:
    """Out of the way of its members: one of them may have the archive's own name. A killed attempt leaves it there."""
    aside = path if path.name.endswith(ASIDE) else path.with_name(f"{path.name[:LONGEST_NAME]}{ASIDE}")
    path.replace(aside)
    try:
        unpack(aside, aside.parent, LARGEST_MEMBER)
    except CorpusError as error:
        aside.replace(path)  # as it was sent: whoever sends another in its place finds its name
        raise with_other_values(error, lambda text: text.replace(ASIDE, "")) from None
    aside.unlink()


def _innermost(folder: Path) -> Path:
    """People pack the folder that holds the files, and that one into another."""
    entries = list(folder.iterdir()) if folder.is_dir() else []
    return _innermost(entries[0]) if len(entries) == 1 and entries[0].is_dir() else folder


@contextmanager
def telling_as_people_see_it(folder: Path) -> Iterator[None]:
    """Errors name no folder of the server, and hint at what can be done on a page."""
    try:
        yield
    except CorpusError as error:
        told = with_other_values(
            error, lambda text: text.replace(str(folder), "The upload").replace(f"{folder.parent}/", "")
        )
        hint = NO_TRANSCRIPTS if error.code in UNLABELED else SEE_QUARANTINE
        raise CorpusError(error.code, told.what, hint=hint) from None


def make_ready(
    context: JobContext, payload: dict[str, Any], make: Callable[[CorpusPlace, Path], Preparation]
) -> dict[str, Any]:
    """Let `make` prepare the corpus in the folder that it is given, measure it, and publish it; returns the result."""
    with changing_place(context, payload["corpus"]) as place, progress_shown_by(context.show):
        if not _was_made_by(place, context.job):
            making = place.making(context.job)
            _forget_others(place, making)
            try:
                made = make(place, making / "corpus")
                _refuse_too_much(made)
            except CorpusError:
                _keep_quarantine(making / "corpus", place)
                shutil.rmtree(making, ignore_errors=True)  # whoever mends the files prepares them anew
                raise
            _keep_quarantine(making / "corpus", place)
            _publish(context, place)
    facts = _facts(place)
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
    """What jobs left behind that were cancelled."""
    for other in place.folder.glob("making-*"):
        if other != making:
            shutil.rmtree(other, ignore_errors=True)


def _publish(context: JobContext, place: CorpusPlace) -> None:
    making = place.making(context.job)
    write_look(making / "corpus", making)
    (making / JOB_FILE).write_text(context.job, encoding="utf-8")
    context.check()
    place.publish(context.job)


def _was_made_by(place: CorpusPlace, job: str) -> bool:
    """An attempt may be killed after it has published and before it could say so."""
    path = place.ready / JOB_FILE
    return path.is_file() and path.read_text(encoding="utf-8") == job


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _keep_quarantine(out: Path, place: CorpusPlace) -> None:
    if (out / "quarantine.jsonl").is_file():
        shutil.copyfile(out / "quarantine.jsonl", place.quarantine)


def _refuse_too_much(made: Preparation) -> None:
    most = read_settings().studio.most_corpus_hours
    if made.hours > most:
        raise CorpusError(
            "corpus.hours",
            "{hours} hours; {most} are allowed.",
            hint="Make several corpora of it.",
            hours=f"{made.hours:.0f}",
            most=f"{most:.0f}",
        )


def _facts(place: CorpusPlace) -> dict[str, Any]:
    return dict(read_json(place.corpus / "corpus.json"))


def _edited(plan: Path, draft: Path) -> Iterator[Utterance]:
    """The segments of a plan, in order: {recording, id, start, end, text, speaker, language}."""
    for row in iter_json_lines(plan):
        yield Utterance(
            id=row["id"],
            clip=Clip(draft / f"{row['recording']:05d}.flac", start=row["start"], end=row["end"]),
            transcript=row["text"],
            readings=(row["text"],),
            speaker=row["speaker"],
            language=row["language"],
            source="edited",
        )
