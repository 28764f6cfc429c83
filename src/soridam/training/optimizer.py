"""AdamW as the field uses it for fine-tuning: fused, decay on matrices only, gradients clipped to a norm."""

from torch import nn
from torch.optim import AdamW

from soridam.training.config import Optimizer
from soridam.training.schedule import learning_rate_factor


def build_optimizer(network: nn.Module, values: Optimizer) -> AdamW:
    """AdamW over the trainable parameters; biases and norms are not decayed."""
    trainable = [parameter for parameter in network.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in trainable if p.ndim > 1], "weight_decay": values.weight_decay},
        {"params": [p for p in trainable if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return AdamW([group for group in groups if group["params"]], lr=values.learning_rate, fused=True)


def set_learning_rate(optimizer: AdamW, learning_rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = learning_rate


def learning_rate(values: Optimizer, step: int, steps: int) -> float:
    """Return the learning rate of optimizer step `step` (from 0) of `steps`."""
    return values.learning_rate * learning_rate_factor(
        step, steps=steps, warmup=round(values.warmup * steps), schedule=values.schedule
    )
