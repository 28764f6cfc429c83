"""Checkpoints during a run: when they are due, and what is saved when it is stopped. Begin with `Saver`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from accelerate import Accelerator
from torch import nn
from torch.optim import Optimizer

from soridam.training.averages import Averages
from soridam.training.checkpoint import Checkpoints, TrainingState


class Saver:
    """Writes the checkpoints of a run on its first process. It notes the newest state, for when the run is stopped.

    `minutes` after the last checkpoint another one is due.
    """

    def __init__(
        self,
        checkpoints: Checkpoints,
        network: nn.Module,
        optimizer: Optimizer,
        averages: Averages,
        accelerator: Accelerator,
        *,
        minutes: float,
    ) -> None:
        self._checkpoints, self._network, self._optimizer, self._averages = checkpoints, network, optimizer, averages
        self._accelerator, self._seconds = accelerator, minutes * 60
        self._saved_at = time.monotonic()
        self._newest: TrainingState | None = None  # after a step of this execution

    @property
    def is_due(self) -> bool:
        """Return whether a checkpoint is due by time; several processes save at validations only."""
        is_alone = self._accelerator.num_processes == 1
        return is_alone and time.monotonic() - self._saved_at >= self._seconds

    def note(self, state: TrainingState) -> TrainingState:
        self._newest = state
        return state

    def save_newest(self) -> None:
        """Write a checkpoint of the last whole step, if there was one."""
        if self._newest is not None:
            self.save(self._newest)

    def save(self, state: TrainingState) -> TrainingState:
        """Write a checkpoint; returns the state."""
        if self._accelerator.is_main_process:
            self._checkpoints.save(self._network, self._optimizer, self._averages, state)
        self._accelerator.wait_for_everyone()
        self._saved_at = time.monotonic()
        return self.note(state)

    @contextmanager
    def saving_if_interrupted(self) -> Iterator[None]:
        """Around a validation: it can be made again, the steps before it should not have to be."""
        try:
            yield
        except BaseException:
            self.save_newest()
            raise
