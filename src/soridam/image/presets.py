"""How many steps, which scheduler, how much guidance, for Stable Diffusion. Begin with `PRESETS`."""

from dataclasses import dataclass, field
from typing import Any, Literal

from soridam.image.schedulers import SchedulerName

PresetName = Literal["quality", "fast", "lightning", "lcm", "turbo", "hyper"]
TRAILING = {"timestep_spacing": "trailing"}  # the first step is at pure noise, where few-step models were trained


@dataclass(frozen=True, slots=True)
class Preset:
    """`options` is what the scheduler's config is told beyond the model's own."""

    scheduler: SchedulerName
    steps: int
    guidance: float
    options: dict[str, Any] = field(default_factory=dict)


PRESETS: dict[PresetName, Preset] = {
    # DPM-Solver++ of second order on Karras's noise levels is as good at 25 steps as DDIM at 50.
    "quality": Preset("dpm++ 2m karras", 25, 6.0),
    "fast": Preset("dpm++ 2m karras", 20, 6.0),
    # The others want weights that were distilled for few steps, as a model or as a LoRA. Guidance is in them.
    "lightning": Preset("euler", 4, 0.0, TRAILING),
    "lcm": Preset("lcm", 6, 1.5),
    "turbo": Preset("euler a", 4, 0.0, TRAILING),
    "hyper": Preset("ddim", 8, 0.0, TRAILING),
}
