"""The job that converts a model for serving. Begin with `export`."""

from pathlib import Path
from typing import Any

from soridam.core.progress import progress_shown_by
from soridam.studio.corpora.making import read_place
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.disk import size_of
from soridam.studio.tuning.page_errors import page_errors


def export(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Convert a trained model for serving; nothing is kept of an export that says something else than its original."""
    write = WRITE[payload.get("family", "speech")]
    with context.working_copy("runs", payload["run"]) as copy:
        out = copy.folder / "model"
        if not out.is_dir():  # it takes its name when it is whole
            with progress_shown_by(context.show), page_errors(context, payload):
                write(context, payload, out)
    return {"export": payload["run"], "bytes": size_of(out), "precision": payload["precision"]}


def _export_speech(context: JobContext, payload: dict[str, Any], out: Path) -> None:
    """A folder of CTranslate2, compared with its original on what the run held out, if its corpus is still there."""
    from soridam.speech.export import export_model
    from soridam.speech.tuning.held_out import open_held_out_rows

    model, corpus = context.copies.find_weights(payload["model"]), payload.get("corpus")
    held_out = open_held_out_rows(Path(model), read_place(context, corpus).corpus) if corpus else None
    export_model(model, out, precision=payload["precision"], held_out=held_out)


def _export_language(context: JobContext, payload: dict[str, Any], out: Path) -> None:
    """A GGUF file or a folder of CTranslate2, compared with its original on what the run held out of its corpus."""
    from soridam.language.export import export_model

    run = Path(context.copies.find_weights(payload["model"]))
    corpus = read_place(context, payload["corpus"]).corpus
    form = payload.get("format", "gguf")  # jobs of older studios name none
    export_model(run, out, form=form, precision=payload["precision"], corpus=corpus)


def _export_image(context: JobContext, payload: dict[str, Any], out: Path) -> None:
    """A LoRA in a form of other programs, or the merged pipeline; it is loaded back and paints the same picture."""
    from soridam.image.export import export_model

    export_model(Path(context.copies.find_weights(payload["model"])), out, form=payload["format"])


WRITE = {"speech": _export_speech, "language": _export_language, "image": _export_image}
