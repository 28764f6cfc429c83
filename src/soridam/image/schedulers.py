"""Schedulers by the names that people know, for models that predict noise or v. Begin with `set_scheduler`."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

SchedulerName = Literal[
    "pndm", "ddim", "dpm++ 2m", "dpm++ 2m karras", "dpm++ 2m sde", "euler", "euler a", "heun", "unipc", "lcm", "tcd"
]

# A class of diffusers, and what its config is told beyond the model's own. DDIM and TCD would cut off latents at 1, as
# if they were pixels, wherever the model's config does not say otherwise.
_CLASSES: dict[SchedulerName, tuple[str, dict[str, Any]]] = {
    "pndm": ("PNDMScheduler", {"skip_prk_steps": True}),  # as Stable Diffusion was published
    "ddim": ("DDIMScheduler", {"clip_sample": False, "set_alpha_to_one": False}),
    "dpm++ 2m": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": False}),
    "dpm++ 2m karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "dpm++ 2m sde": ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    "euler": ("EulerDiscreteScheduler", {}),
    "euler a": ("EulerAncestralDiscreteScheduler", {}),
    "heun": ("HeunDiscreteScheduler", {}),
    "unipc": ("UniPCMultistepScheduler", {}),
    "lcm": ("LCMScheduler", {}),
    "tcd": ("TCDScheduler", {"clip_sample": False, "set_alpha_to_one": False}),
}
SCHEDULER_NAMES: tuple[SchedulerName, ...] = get_args(SchedulerName)


def set_scheduler(pipeline: Any, name: SchedulerName, options: Mapping[str, Any]) -> None:
    """Replace the scheduler of a pipeline; `options` are entries of its config that count before the model's own."""
    import diffusers

    class_name, own = _CLASSES[name]
    kind = getattr(diffusers, class_name)
    pipeline.scheduler = kind.from_config(pipeline.scheduler.config, **{**own, **options})
