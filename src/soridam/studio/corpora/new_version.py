"""The job that makes a corpus of the segments that people accepted. Begin with `make_version`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from soridam.core.files import iter_json_lines
from soridam.speech.corpus.folder import training_normalizer
from soridam.speech.corpus.options import PrepareOptions
from soridam.speech.corpus.prepare import Preparation, prepare_corpus
from soridam.speech.corpus.utterance import Clip, Utterance
from soridam.studio.corpora.making import make_ready, read_place
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.places import CorpusPlace


def make_version(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Return the segments that were accepted become a corpus of their own."""
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


def _edited(plan: Path, draft: Path) -> Iterator[Utterance]:
    """Yield the segments of a plan, in order: {recording, id, start, end, text, speaker, language}."""
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
