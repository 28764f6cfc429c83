"""A family's part in training: config, network, batches, loss, score, results. Begin with `Task`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from accelerate import Accelerator
from torch import Tensor, nn

from soridam.core.messages import Message
from soridam.training.checkpoint import TrainingState
from soridam.training.config import RunConfig
from soridam.training.estimate import Estimate
from soridam.training.metric import Metric
from soridam.training.precision import Precision
from soridam.training.run import Run, SilentRun
from soridam.training.step import Countable

B = TypeVar("B", bound=Countable)


@dataclass(frozen=True, slots=True)
class Hints:
    """A family's hints for when memory is not enough, or when nothing was learned."""

    memory: Message
    nothing_learned: Message


@dataclass(frozen=True, slots=True)
class DataFacts:
    """The numbers of rows for training, validation and left out, and the warnings about them."""

    train_rows: int
    validation_rows: int
    dropped_rows: int
    warnings: tuple[str, ...] = ()


class Task(Protocol[B]):
    """Everything of one run that is ready before its first step; each recipe has one."""

    @property
    def config(self) -> RunConfig: ...

    @property
    def metric(self) -> Metric: ...

    @property
    def hints(self) -> Hints: ...

    @property
    def accelerator(self) -> Accelerator: ...

    @property
    def precision(self) -> Precision: ...

    @property
    def trained(self) -> nn.Module:
        """The network; its parameters that require a gradient are trained and kept in checkpoints."""

    @property
    def network(self) -> nn.Module:
        """The same network as the processes share it."""

    @property
    def steps(self) -> int: ...

    @property
    def data_facts(self) -> DataFacts: ...

    def fingerprint(self) -> str:
        """Return a digest of the data: a run is resumed only with the same data."""

    def write_facts(self, folder: Path) -> None:
        """Write what was found out about the data into the folder of the run."""

    def estimate(self) -> Estimate:
        """Try the heaviest batch. Raises TrainingError if it does not fit."""

    def iter_batches(self, numbers: Sequence[int]) -> Iterable[B]:
        """Return the batches of these numbers, in their order."""

    def loss_of(self, network: nn.Module, batch: B) -> Tensor:
        """Return the loss of one batch, summed over its tokens."""

    def validate(self, run: Run | SilentRun, step: int) -> float:
        """Score the model, each process its share; score and samples go to the run."""

    def use_as_trained(self) -> None:
        """From now on use the model, and validate it, as it is being trained."""

    def save(self, folder: Path, state: TrainingState) -> None:
        """Write `folder`/model, `folder`/adapter if there is one, and their cards."""
