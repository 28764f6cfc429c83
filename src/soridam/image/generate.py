"""Pictures from prompts, by every kind of pipeline. Begin with `load_pipeline`, then `Pipeline.paint`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from PIL import Image

from soridam.image.kinds import PipelineKind
from soridam.image.loading import LoadedParts, PipelineOptions, load_pipeline_parts
from soridam.image.previews import MIXTURES, WatchPainting, preview_latents

BASE_SHARE = 0.8  # of the noise levels that the base model takes before the refiner: an ensemble of denoisers
NO_GUIDANCE = 1.0  # above it, each step costs two: with the prompt, and with the negative one


@dataclass(frozen=True)
class PaintJob:
    """Pictures to paint in one batch: a prompt and a seed each.

    `negative` is what should not be in them, for pipelines that take it; `hero` is whom to look like, for the
    IP-Adapter.
    """

    prompts: Sequence[str]
    seeds: Sequence[int]
    negative: str = ""
    hero: Image.Image | None = None

    def only(self, wanted: Sequence[int]) -> "PaintJob":
        """Return the job of some of its pictures, by their places in it."""
        return replace(
            self,
            prompts=[self.prompts[index] for index in wanted],
            seeds=[self.seeds[index] for index in wanted],
        )


class Pipeline:
    """A loaded pipeline, with its refiner if there is one. Begin with `paint`."""

    def __init__(self, parts: LoadedParts, options: PipelineOptions) -> None:
        self._base, self._refiner, self._parts, self._options = parts.base, parts.refiner, parts, options
        self.kind: PipelineKind = parts.kind

    def paint(
        self, job: PaintJob, watch: WatchPainting | None = None, size: tuple[int, int] | None = None
    ) -> list[Image.Image]:
        """Return all pictures of a job in one batch; halved as long as the memory does not suffice.

        `watch` is told of each step where the kind of pipeline has a preview.
        """
        try:
            return self._paint(job, watch, size or self.kind.size)
        except torch.OutOfMemoryError:
            if len(job.prompts) == 1:
                raise
        torch.cuda.empty_cache()
        places = range(len(job.prompts))
        halves = (places[: len(places) // 2], places[len(places) // 2 :])
        return [picture for half in halves for picture in self.paint(job.only(half), watch, size)]

    def _paint(self, job: PaintJob, watch: WatchPainting | None, size: tuple[int, int]) -> list[Image.Image]:
        values = self._values(job, size)
        if watch is not None and self.kind.name in MIXTURES:
            values["callback_on_step_end"] = self._showing(watch)
        with torch.inference_mode():
            return self._base(**values).images if self._refiner is None else self._refined(values)

    def _values(self, job: PaintJob, size: tuple[int, int]) -> dict[str, Any]:
        """Return what the pipeline is called with: only what pipelines of its kind take."""
        width, height = size
        values: dict[str, Any] = {
            "prompt": list(job.prompts),
            "generator": [torch.Generator("cpu").manual_seed(seed) for seed in job.seeds],
            "num_inference_steps": self._parts.steps,
            "guidance_scale": self._parts.guidance,
            "width": width,
            "height": height,
        }
        if self.kind.takes_negative and self._parts.guidance > NO_GUIDANCE:
            values["negative_prompt"] = [job.negative] * len(job.prompts)
        if job.hero is not None and self._options.ip_adapter:
            values["ip_adapter_image"] = [job.hero]
        if self.kind.name == "sana-sprint":
            values["use_resolution_binning"] = False  # it would paint another size, and resize
            if self._parts.steps != self.kind.steps:
                values["intermediate_timesteps"] = None  # which is for two steps only
        return values

    def _refined(self, values: dict[str, Any]) -> list[Image.Image]:
        """Return the base denoises the first part of the way and hands latents over; the refiner goes on from there."""
        latents = self._base(**values, denoising_end=BASE_SHARE, output_type="latent").images
        names = ("prompt", "negative_prompt", "generator", "num_inference_steps", "guidance_scale")
        shared = {name: values[name] for name in names if name in values}
        images: list[Image.Image] = self._refiner(**shared, image=latents, denoising_start=BASE_SHARE).images
        return images

    def _showing(self, watch: WatchPainting) -> Callable[..., dict[str, Any]]:
        def show(_: Any, step: int, __: Any, values: dict[str, Any]) -> dict[str, Any]:
            watch(step, preview_latents(values["latents"], self.kind.name))
            return values

        return show


def load_pipeline(options: PipelineOptions) -> Pipeline:
    """Load a pipeline to paint with. Raises WeightsError and UsageError as `load_pipeline_parts` does."""
    return Pipeline(load_pipeline_parts(options), options)
