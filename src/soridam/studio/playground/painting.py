"""Picture models whose sliders are moved, in a process that keeps them. Begin with `PicturePlayground.paint`.

Both sides are here: `PicturePlayground` is the server's, `LoadedPipelines` that of the process.
"""

import base64
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from soridam.core.errors import MistakeError
from soridam.studio.resident import IDLE_SECONDS, ModelCache, Resident, answer, without_error

if TYPE_CHECKING:
    from soridam.image.adjusting import AdjustablePipeline
    from soridam.training.adjust import Adjustable

TIMEOUT_SECONDS = 900.0  # for one answer, in which a model is loaded and a strip may be painted without a GPU
MOST_PIPELINES = 1  # in memory: they are large


class PicturePlayground:
    """Safe to use from several threads; questions are answered one after the other."""

    def __init__(self, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS) -> None:
        self._resident = Resident(__name__, idle, timeout)

    def open(self, weights: str) -> dict[str, Any]:
        """Load a model; returns the facts that the page shows beside its sliders. Raises as `paint`."""
        return self._ask({"work": "open", "model": weights})

    def paint(self, weights: str, painting: Mapping[str, Any], adjustments: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return a picture for each adjustment, all from the same noise, as PNG in base64.

        Raises UsageError for a model without a UNet, WeightsError for what cannot be loaded, and MistakeError if no
        answer comes in time.
        """
        asked = {"work": "paint", "model": weights, "painting": dict(painting), "adjustments": list(adjustments)}
        pictures: list[str] = self._ask(asked)["pictures"]
        return pictures

    def close(self) -> None:
        self._resident.close()

    def _ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        told = self._resident.ask(question, b"")
        if told is None:
            raise MistakeError(
                "playground.no-picture",
                "The model did not paint in time.",
                hint="Try a smaller size, fewer steps, or a smaller model.",
            )
        return without_error(told)


class LoadedPipelines:
    """What the process keeps: a pipeline, loaded when it is asked for."""

    def __init__(self) -> None:
        self._models: ModelCache[AdjustablePipeline] = ModelCache(_load, MOST_PIPELINES)

    def reply(self, asked: dict[str, Any], _: bytes) -> dict[str, Any]:
        """Answer one question of `PicturePlayground`. Raises ValueError for a work that there is not."""
        model = self._models.find(asked["model"])
        match asked["work"]:
            case "open":
                return _describe(model)
            case "paint":
                return {"pictures": _paint(model, asked)}
        raise ValueError(asked["work"])


def _load(weights: str) -> "AdjustablePipeline":
    from soridam.image.adjusting import AdjustablePipeline

    return AdjustablePipeline.load(weights)


def _describe(model: "AdjustablePipeline") -> dict[str, Any]:
    return {
        "kind": type(model.pipeline).__name__,
        "steps": model.steps,
        "guidance": model.guidance,
        "side": model.side,
        "unet": _describe_part([model.unet]),
        "text_encoder": _describe_part(model.text_encoders),
    }


def _describe_part(networks: "Sequence[Adjustable]") -> dict[str, Any]:
    """Return the facts of networks that are moved by the same sliders: SDXL has two text encoders."""
    return {
        "layers": max(each.layers for each in networks),
        "layer_names": max((each.layer_names for each in networks), key=len),
        "epsilon": networks[0].epsilon,
        "norms": sum(len(each.norms) for each in networks),
        "all_tensors": sum(len(each.sizes) for each in networks),
        "all_parameters": sum(sum(each.sizes) for each in networks),
        "sites": [
            {
                "branch": site.branch,
                "layer": site.layer,
                "name": site.name,
                "sizes": site.sizes,
                "is_cross": site.is_cross,
            }
            for each in networks
            for site in each.sites
        ],
    }


def _paint(model: "AdjustablePipeline", asked: Mapping[str, Any]) -> list[str]:
    from soridam.image.adjusting import Painting, PictureAdjustment, paint_adjusted
    from soridam.image.pixels import to_png

    adjustments = [PictureAdjustment.from_json(each) for each in asked["adjustments"]]
    pictures = paint_adjusted(model, Painting(**asked["painting"]), adjustments)
    return [base64.b64encode(to_png(picture)).decode() for picture in pictures]


if __name__ == "__main__":
    answer(LoadedPipelines().reply, sys.stdin.buffer, sys.stdout.buffer)
