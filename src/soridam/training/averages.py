"""Moving averages of the trained weights, which are better than the weights of any one step. Begin with `Averages`.

Source: Polyak and Juditsky 1992; the short memory at the beginning is that of TensorFlow's ExponentialMovingAverage.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Averages:
    """The averages of everything in a network that is trained; with decay 0 there are none.

    They are what is validated and what becomes the model; training goes on with the weights themselves.
    """

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay = decay
        self._weights = _trained(network) if decay else {}
        self.values = {name: weight.clone() for name, weight in self._weights.items()}

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take up the weights after `step` steps of the optimizer."""
        if self.values:
            decay = min(self.decay, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(self.values.values()), list(self._weights.values()), 1 - decay)

    @torch.no_grad()
    def restore(self, values: Mapping[str, Tensor]) -> None:
        """Put stored averages back."""
        for name, value in self.values.items():
            value.copy_(values[name])

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Inside of the block the network has the averages for its weights."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    @torch.no_grad()
    def _swap(self) -> None:
        for name, weight in self._weights.items():
            kept = weight.clone()
            weight.copy_(self.values[name])
            self.values[name].copy_(kept)


def _trained(network: nn.Module) -> dict[str, Tensor]:
    return {name: parameter.data for name, parameter in network.named_parameters() if parameter.requires_grad}
