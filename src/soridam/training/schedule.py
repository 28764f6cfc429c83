"""The learning rate over a run, counted in optimizer steps."""

import math
from typing import Literal

Schedule = Literal["linear", "cosine", "constant"]


def learning_rate_factor(step: int, *, steps: int, warmup: int, schedule: Schedule) -> float:
    """Return the factor of the peak learning rate at optimizer step `step` (from 0) of `steps`.

    It rises linearly over `warmup` steps and reaches 1 at step `warmup`; the falling schedules would reach 0 at
    step `steps`, so that the last step still learns a little.
    """
    if step < warmup:
        return (step + 1) / (warmup + 1)
    progress = (step - warmup) / max(1, steps - warmup)
    match schedule:
        case "constant":
            return 1.0
        case "linear":
            return 1.0 - progress
        case "cosine":
            return 0.5 * (1 + math.cos(math.pi * progress))
