"""What is done after each step of painting: a preview, and the end of guidance. Begin with `step_arguments`."""

from typing import Any

from soridam.image.kinds import KindName
from soridam.image.previews import MIXTURES, WatchPainting, preview_latents

NO_GUIDANCE = 1.0  # above it, each step costs two: with the prompt, and with the negative one
# What has a row for the negative and one for the prompt of each picture, as long as there is guidance.
_IN_PAIRS: dict[KindName, tuple[str, ...]] = {
    "sd": ("prompt_embeds",),
    "sdxl": ("prompt_embeds", "add_text_embeds", "add_time_ids"),
}


def step_arguments(kind: KindName, watch: WatchPainting | None, guided_share: float) -> dict[str, Any]:
    """Return the arguments of a pipeline's call for what is to be done after its steps.

    `watch` is told of each step where the kind has a preview. Guidance ends after `guided_share` of the steps, 1 for
    never: the prompt has laid out the picture by then, and the steps that are left cost half. (Diffusers' own
    callbacks for that keep one picture of a batch.)
    """
    cuts = guided_share < 1
    shows = watch is not None and kind in MIXTURES
    if not cuts and not shows:
        return {}

    def after_step(pipeline: Any, step: int, _: Any, values: dict[str, Any]) -> dict[str, Any]:
        if watch is not None and shows:
            watch(step, preview_latents(values["latents"], kind))
        if cuts and step + 1 == max(1, round(guided_share * pipeline.num_timesteps)):
            pipeline._guidance_scale = NO_GUIDANCE
            values.update({name: values[name].chunk(2)[1] for name in _IN_PAIRS[kind]})
        return values

    wanted = ["latents", *(_IN_PAIRS[kind] if cuts else ())]
    return {"callback_on_step_end": after_step, "callback_on_step_end_tensor_inputs": wanted}
