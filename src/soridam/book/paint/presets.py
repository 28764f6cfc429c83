"""How many steps, which sampler, how much guidance. Begin with `PRESETS`."""

from dataclasses import dataclass
from typing import Any, Literal

PresetName = Literal["quality", "fast", "lightning", "lcm"]


@dataclass(frozen=True, slots=True)
class Preset:
    """`scheduler` is a class of diffusers, `options` what its config is told beyond the model's own."""

    scheduler: str
    steps: int
    guidance: float
    options: dict[str, Any]


PRESETS: dict[PresetName, Preset] = {
    # DPM-Solver++ of second order on Karras's noise levels is as good at 25 steps as DDIM at 50.
    "quality": Preset("DPMSolverMultistepScheduler", 25, 6.0, {"use_karras_sigmas": True}),
    "fast": Preset("DPMSolverMultistepScheduler", 20, 6.0, {"use_karras_sigmas": True}),
    # Both are distilled: guidance is in their weights (a LoRA or a model of that kind has to be given).
    "lightning": Preset("EulerDiscreteScheduler", 4, 0.0, {"timestep_spacing": "trailing"}),
    "lcm": Preset("LCMScheduler", 6, 1.5, {}),
}
