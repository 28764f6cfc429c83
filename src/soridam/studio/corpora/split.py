"""The job that splits a corpus into parts for training and testing. Begin with `split`."""

import shutil
from pathlib import Path
from typing import Any

from soridam.core.files import read_json
from soridam.core.progress import progress_shown_by, show_progress
from soridam.speech.corpus.shards import count_rows
from soridam.speech.corpus.split import By, split_corpus
from soridam.studio.corpora.making import changing_place, publish, read_facts, read_place, was_made_by
from soridam.studio.corpora.unpacking import upload_errors
from soridam.studio.jobs.context import JobContext


def split(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Turn a corpus into another one, whose parts share no speaker, no text, or neither."""
    parent = read_place(context, payload["parent"])
    with changing_place(context, payload["corpus"]) as place, progress_shown_by(context.show):
        if not was_made_by(place, context.job):
            making = _empty(place.making(context.job))
            with show_progress("Splitting", count_rows(parent.corpus), "rows") as progress:
                by, ratio, seed = By(payload["by"]), payload["ratio"], payload["seed"]
                with upload_errors(parent.corpus):
                    split_corpus(parent.corpus, making / "corpus", by=by, ratio=ratio, seed=seed, progress=progress)
            publish(context, place)
    facts = read_facts(place)
    return {
        "corpus": payload["corpus"],
        "leaks": read_json(place.corpus / "leaks.json"),
        **facts["split"],
    }


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
