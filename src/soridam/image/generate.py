"""Pictures from prompts, by every kind of pipeline. Begin with `load_pipeline`, then `Pipeline.paint`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from PIL import Image, ImageOps

from soridam.image.kinds import KLEIN, PipelineKind, side_of
from soridam.image.loading import LoadedParts, PipelineOptions, load_pipeline_parts
from soridam.image.memory import paint_in_halves, too_large
from soridam.image.previews import WatchPainting
from soridam.image.prompt_cache import PromptCache
from soridam.image.steps import NO_GUIDANCE, step_arguments

BASE_SHARE = 0.8  # of the noise levels that the base model takes before the refiner: an ensemble of denoisers
SMALLEST_SIDE = 512  # of models that were published; those of less were trained here, on squares
STEP = 32  # of which sizes are multiples
SMALLER = 0.75  # of width and height, where the memory does not suffice for one picture

Size = tuple[int, int]  # width and height in pixels


@dataclass(frozen=True)
class PaintJob:
    """Pictures to paint in one batch: a prompt and a seed each.

    `negative` is what should not be in them, for pipelines that take it. `hero` is whom to look like, for the
    IP-Adapter. `drawn` are pictures to continue, one for each, for pipelines that were loaded with `structure`.
    """

    prompts: Sequence[str]
    seeds: Sequence[int]
    negative: str = ""
    hero: Image.Image | None = None
    drawn: Sequence[Image.Image] = ()

    def only(self, wanted: Sequence[int]) -> "PaintJob":
        """Return the job of some of its pictures, by their places in it."""
        return replace(
            self,
            prompts=[self.prompts[index] for index in wanted],
            seeds=[self.seeds[index] for index in wanted],
            drawn=[self.drawn[index] for index in wanted] if self.drawn else (),
        )

    def one_by_one(self) -> list["PaintJob"]:
        return [self.only([index]) for index in range(len(self.prompts))]


class Pipeline:
    """A loaded pipeline, with its refiner if there is one. Begin with `paint`.

    `prompts` keeps what the text encoders said: clear it after they were changed.
    """

    def __init__(self, parts: LoadedParts, options: PipelineOptions) -> None:
        self._parts, self._options = parts, options
        self.kind: PipelineKind = parts.kind
        self.prompts = PromptCache(parts.base)
        self._refiner_prompts = PromptCache(parts.refiner)

    def paint(self, job: PaintJob, watch: WatchPainting | None = None, size: Size | None = None) -> list[Image.Image]:
        """Return all pictures of a job in one batch; halved as long as the memory does not suffice.

        `watch` is told of each step where the kind of pipeline has a preview. Raises WeightsError where the memory
        does not even suffice for one picture of three quarters of the width and height.
        """
        if job.drawn and self.kind.name in KLEIN and len(job.prompts) > 1:  # it would look at all of them each time
            return [picture for each in job.one_by_one() for picture in self.paint(each, watch, size)]
        full = size or self.size
        return paint_in_halves(
            lambda places: self._paint_or_smaller(job.only(places), watch, full), range(len(job.prompts))
        )

    @property
    def size(self) -> Size:
        """Return the width and height of pictures of which nothing else is said; small models have their own."""
        if not self.kind.takes_presets:
            return self.kind.size
        side = side_of(self._parts.base)
        return self.kind.size if side >= SMALLEST_SIDE else (side, side)

    def _paint_or_smaller(self, job: PaintJob, watch: WatchPainting | None, full: Size) -> list[Image.Image]:
        """Paint a batch; a single picture that does not fit is painted smaller. Raises OutOfMemoryError for more."""
        try:
            return self._paint(job, watch, full)
        except torch.OutOfMemoryError:
            if len(job.prompts) > 1:
                raise
            torch.cuda.empty_cache()
        return self._paint_smaller(job, watch, full)

    def _paint_smaller(self, job: PaintJob, watch: WatchPainting | None, full: Size) -> list[Image.Image]:
        width, height = (round(side * SMALLER / STEP) * STEP for side in full)
        try:
            pictures = self._paint(job, watch, (width, height))
        except torch.OutOfMemoryError:
            torch.cuda.empty_cache()
            raise too_large() from None
        return [picture.resize(full, Image.Resampling.LANCZOS) for picture in pictures]

    def _paint(self, job: PaintJob, watch: WatchPainting | None, size: Size) -> list[Image.Image]:
        with torch.inference_mode():
            values = self._values(job, watch, size)
            pipeline = self._parts.structured if job.drawn else self._parts.base
            if self._parts.refiner is not None:
                return self._refined(pipeline, values, job)
            images: list[Image.Image] = pipeline(**values).images
            return images

    def _values(self, job: PaintJob, watch: WatchPainting | None, size: Size) -> dict[str, Any]:
        """Return what the pipeline is called with: only what pipelines of its kind take."""
        values: dict[str, Any] = {
            "generator": [torch.Generator("cpu").manual_seed(seed) for seed in job.seeds],
            "num_inference_steps": self._parts.steps,
            "guidance_scale": self._parts.guidance,
            **step_arguments(self.kind.name, watch, self._options.guided_share if self._is_guided else 1.0),
            **self._asked(job),
            **(self._continuing(job, size) if job.drawn else {"width": size[0], "height": size[1]}),
        }
        if job.hero is not None and self._options.ip_adapter:
            values["ip_adapter_image"] = [job.hero]
        if self.kind.name == "sana-sprint":
            values["use_resolution_binning"] = False  # it would paint another size, and resize
            if self._parts.steps != self.kind.steps:
                values["intermediate_timesteps"] = None  # which is for two steps only
        return values

    @property
    def _is_guided(self) -> bool:
        return self._parts.guidance > NO_GUIDANCE

    def _asked(self, job: PaintJob) -> dict[str, Any]:
        """Return the prompts, as text or as the text encoders read them."""
        negative = job.negative if self._is_guided and self.kind.takes_negative else None
        if self.kind.takes_presets:
            return self.prompts.find(job.prompts, negative)
        said = {} if negative is None else {"negative_prompt": [negative] * len(job.prompts)}
        return {"prompt": list(job.prompts), **said}

    def _continuing(self, job: PaintJob, size: Size) -> dict[str, Any]:
        """Return the drawn pictures in the size of the painted ones, and how much of them may be changed."""
        drawn = [ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS) for picture in job.drawn]
        if self.kind.name in KLEIN:
            return {"image": drawn, "width": size[0], "height": size[1]}
        return {"image": drawn, "strength": self._options.structure}

    def _refined(self, pipeline: Any, values: dict[str, Any], job: PaintJob) -> list[Image.Image]:
        """Return the base denoises the first part of the way and hands latents over; the refiner goes on from there."""
        latents = pipeline(**values, denoising_end=BASE_SHARE, output_type="latent").images
        is_guided = self._is_guided and self._options.guided_share > BASE_SHARE
        images: list[Image.Image] = self._parts.refiner(
            **self._refiner_prompts.find(job.prompts, job.negative if is_guided else None),
            image=latents,
            denoising_start=BASE_SHARE,
            guidance_scale=self._parts.guidance if is_guided else NO_GUIDANCE,
            generator=values["generator"],
            num_inference_steps=self._parts.steps,
        ).images
        return images


def load_pipeline(options: PipelineOptions) -> Pipeline:
    """Load a pipeline to paint with. Raises WeightsError and UsageError as `load_pipeline_parts` does."""
    return Pipeline(load_pipeline_parts(options), options)
