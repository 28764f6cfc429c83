"""The arithmetic of diffusion: noise put on latents, what is to be predicted, and how much each noise level counts.

Begin with `Noise`. Sources: DDPM (arXiv 2006.11239), velocity (2202.00512), flow matching (2210.02747), min-SNR
(2303.09556).
"""

from dataclasses import dataclass
from typing import Any, Literal, Self, cast

import torch
from torch import Tensor

Target = Literal["epsilon", "v_prediction", "flow_prediction"]


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise levels that a model was made for: the shares of signal and noise at each, (levels,)."""

    target: Target
    signal: Tensor
    noise: Tensor

    @classmethod
    def of(cls, config: Any) -> Self:
        """Read it from the config of a scheduler of Diffusers."""
        from diffusers import DDPMScheduler

        target = cast(Target, config.get("prediction_type", "epsilon"))
        levels = int(config.get("num_train_timesteps", 1000))
        if target == "flow_prediction":
            shares = torch.arange(1, levels + 1) / levels
            return cls(target, 1 - shares, shares)
        kept = DDPMScheduler.from_config(config).alphas_cumprod.float()
        return cls(target, kept.sqrt(), (1 - kept).sqrt())

    @property
    def levels(self) -> int:
        return len(self.signal)

    def add(self, latents: Tensor, noise: Tensor, level: Tensor) -> Tensor:
        """Return latents (rows, channels, height, width) with noise of each row's level, (rows,)."""
        return _spread(self.signal, level, latents) * latents + _spread(self.noise, level, latents) * noise

    def wanted(self, latents: Tensor, noise: Tensor, level: Tensor) -> Tensor:
        """Return what the model is to predict, shaped as the latents."""
        match self.target:
            case "epsilon":
                return noise
            case "v_prediction":
                return _spread(self.signal, level, latents) * noise - _spread(self.noise, level, latents) * latents
            case "flow_prediction":
                return noise - latents

    def weights(self, level: Tensor, min_snr: float) -> Tensor:
        """Return how much a row of each level counts, (rows,); levels with little noise count less."""
        if not min_snr or self.target == "flow_prediction":
            return torch.ones_like(level, dtype=torch.float32)
        signal, noise = self.signal.to(level.device)[level], self.noise.to(level.device)[level]
        ratio = (signal / noise) ** 2
        most = ratio.clamp(max=min_snr)
        return most / ratio if self.target == "epsilon" else most / (ratio + 1)


def draw_noise(shape: torch.Size, generator: torch.Generator, offset: float) -> Tensor:
    """Draw noise; with an offset each channel of a row is also moved as a whole (Guttenberg 2023)."""
    noise = torch.randn(shape, generator=generator)
    if offset:
        noise += offset * torch.randn((shape[0], shape[1], 1, 1), generator=generator)
    return noise


def _spread(values: Tensor, level: Tensor, like: Tensor) -> Tensor:
    return values.to(level.device)[level].to(like.dtype).reshape(-1, 1, 1, 1)
