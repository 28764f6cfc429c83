"""The jobs that make a corpus of what people accepted: segments of a draft, or transmissions of radio.

Begin with `make_version`.
"""

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
from soridam.studio.storage.extents import Extent
from soridam.studio.storage.places import CorpusPlace


def make_version(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Make a corpus of its own of the segments that were accepted in a draft."""
    sound = read_place(context, payload["parent"]).draft
    return _make(context, payload, sound, training_normalizer(language=payload["language"]))


def make_radio_pairs(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Make a corpus of its own of the transmissions that were accepted in a batch of recordings."""
    sound = context.copies.refresh("runs", payload["transcription"], Extent.VIEW) / "results"
    return _make(context, payload, sound, training_normalizer("airtraffic"))


def _make(context: JobContext, payload: dict[str, Any], sound: Path, normalizer: str) -> dict[str, Any]:
    """Prepare the rows of the corpus's plan, from the recordings in a folder."""

    def make(place: CorpusPlace, out: Path) -> Preparation:
        options = PrepareOptions.from_values(
            {
                "reader": "edited",
                "source": payload["name"],
                "language": payload["language"],
                "normalizer": normalizer,
            },
            origin="new version",
        )
        return prepare_corpus(_edited(place.plan, sound), out, options)

    return make_ready(context, payload, make)


def _edited(plan: Path, sound: Path) -> Iterator[Utterance]:
    """Yield the segments of a plan, in order: {recording, id, start, end, text, speaker, language}."""
    for row in iter_json_lines(plan):
        yield Utterance(
            id=row["id"],
            clip=Clip(sound / f"{row['recording']:05d}.flac", start=row["start"], end=row["end"]),
            transcript=row["text"],
            readings=(row["text"],),
            speaker=row["speaker"],
            language=row["language"],
            source="edited",
        )
