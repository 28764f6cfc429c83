"""One optimizer step out of several batches, over all processes. Begin with `backward_together`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Protocol, TypeVar

import torch
from accelerate import Accelerator
from torch import Tensor, nn

from soridam.core.errors import TrainingError
from soridam.training.loss import is_measured, share_of_mean


class Countable(Protocol):
    """A batch with a number that counts through the run and the tokens that it teaches."""

    @property
    def number(self) -> int: ...

    @property
    def tokens(self) -> int: ...


B = TypeVar("B", bound=Countable)


def backward_together(
    accelerator: Accelerator,
    network: nn.Module,
    batches: Sequence[B],
    loss_sum: Callable[[B], Tensor],
    *,
    seed: int,
) -> float:
    """Backward over this process's batches of a step as if all batches of all processes were one.

    Returns the mean loss per token of the whole step. Gradients travel once, after the last batch. Raises
    TrainingError for a loss that is not a number.
    """
    step_tokens = int(_sum_over_processes(accelerator, sum(batch.tokens for batch in batches)))
    total = 0.0
    for batch in batches:
        torch.manual_seed(seed * 1_000_003 + batch.number)  # dropout does not depend on what came before
        with nullcontext() if batch is batches[-1] else accelerator.no_sync(network):
            loss = loss_sum(batch)
            accelerator.backward(share_of_mean(loss, step_tokens=step_tokens, processes=accelerator.num_processes))
        total += loss.item()
    mean = _sum_over_processes(accelerator, total) / step_tokens
    if not is_measured(mean):
        raise TrainingError(
            "run.loss",
            "The loss became {loss} at batch {batch}.",
            hint="Lower optimizer.learning_rate, or set model.precision=float32.",
            loss=mean,
            batch=batches[-1].number,
        )
    return mean


def _sum_over_processes(accelerator: Accelerator, value: float) -> float:
    mine = torch.tensor(value, dtype=torch.float64, device=accelerator.device)
    return float(accelerator.reduce(mine, reduction="sum"))


def take(batches: Iterator[B], count: int) -> list[B]:
    return [next(batches) for _ in range(count)]
