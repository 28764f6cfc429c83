"""The job that prepares what was uploaded. Begin with `prepare`."""

from pathlib import Path
from typing import Any

from soridam.speech.corpus.folder import prepare_folder
from soridam.speech.corpus.prepare import Preparation
from soridam.speech.corpus.readers import guess_reader
from soridam.studio.corpora.making import make_ready
from soridam.studio.corpora.prepare_pictures import prepare_pictures
from soridam.studio.corpora.prepare_text import prepare_text
from soridam.studio.corpora.unpacking import unpack_all, upload_errors
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.places import CorpusPlace


def prepare(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Recordings, uploaded or in a folder of the server, become a corpus; so do uploaded text and pictures."""
    if payload.get("family") == "language":
        return prepare_text(context, payload)
    if payload.get("family") == "image":
        return prepare_pictures(context, payload)

    def make(place: CorpusPlace, out: Path) -> Preparation:
        source = Path(payload["folder"]) if payload["folder"] else unpack_all(place)
        with upload_errors(source):
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
