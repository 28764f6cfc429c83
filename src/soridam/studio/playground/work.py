"""The playground's jobs: a map of a model's health, and an adjustment written into a model's weights."""

from pathlib import Path
from typing import Any

from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.disk import size_of


def measure_health(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Measure the map of a model; the result holds it."""
    from soridam.language.health import map_steps, measure_map
    from soridam.language.model import LanguageModel

    with context.show("Loading the model", None):
        model = LanguageModel.load(context.copies.find_weights(payload["model"]))
    with context.show("Reading a short text at every setting", map_steps()) as progress:
        return {"map": measure_map(model, progress).to_json()}


def write_adjusted(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Write an adjustment into the weights of a model, as a folder that is there when it is whole."""
    write = _write_pictures if payload.get("family") == "image" else _write_language
    with context.working_copy("runs", payload["run"]) as copy:
        out = copy.folder / "model"
        if not out.is_dir():
            write(context, payload, out)
    return {"adjusted": payload["run"], "bytes": size_of(out)}


def _write_language(context: JobContext, payload: dict[str, Any], out: Path) -> None:
    from soridam.language.adjusting import save_adjusted
    from soridam.language.model import LanguageModel
    from soridam.training.adjust import Adjustment

    with context.show("Loading the model", None):
        model = LanguageModel.load(context.copies.find_weights(payload["model"]))
    with context.show("Writing the model", None):
        save_adjusted(model, Adjustment.from_json(payload["sliders"]), out, name=payload["base"])


def _write_pictures(context: JobContext, payload: dict[str, Any], out: Path) -> None:
    from soridam.image.adjusting import AdjustablePipeline, PictureAdjustment, save_adjusted
    from soridam.image.model import find_pipeline, load_parts

    with context.show("Loading the model", None):
        parts = load_parts(find_pipeline(context.copies.find_weights(payload["model"]), show=context.show))
    with context.show("Writing the model", None):
        adjustment = PictureAdjustment.from_json(payload["sliders"])
        save_adjusted(AdjustablePipeline(parts.pipeline), adjustment, out, name=payload["base"])
