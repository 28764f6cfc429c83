"""A family of models that is as small as it can be: a two-layer network on ten rows, with all that a recipe needs.

It uses nothing but what every family shares; how few lines that takes is a claim of `test_fit`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from safetensors.torch import save_file
from torch import Tensor, nn

from soridam.core.messages import Message
from soridam.evaluation.exports import ExportScores, new_folder, refuse_worse
from soridam.training.batches import BatchLimits, EpochChain, pack_by_length
from soridam.training.checkpoint import TrainingState
from soridam.training.config import RunConfig
from soridam.training.estimate import Estimate, probe
from soridam.training.fit import count_steps, fit
from soridam.training.metric import Metric
from soridam.training.precision import Precision, choose_precision
from soridam.training.processes import build_accelerator
from soridam.training.run import Run, SilentRun
from soridam.training.task import DataFacts, Hints

ERROR = Metric("error", "squared error")
HINTS = Hints(Message("Take fewer rows."), Message("Look at the rows."))
FACTS = DataFacts(train_rows=10, validation_rows=10, dropped_rows=0)
ROWS = tuple((torch.tensor([float(x)]), torch.tensor([2.0 * x + 1])) for x in range(10))


@dataclass(frozen=True)
class Batch:
    number: int
    inputs: Tensor
    wanted: Tensor

    @property
    def tokens(self) -> int:
        return len(self.inputs)


@dataclass(frozen=True)
class ToyTask:
    config: RunConfig
    accelerator: Accelerator
    precision: Precision
    trained: nn.Module
    network: nn.Module
    chain: EpochChain[tuple[int, ...]]
    steps: int
    metric: Metric = ERROR
    hints: Hints = HINTS
    data_facts: DataFacts = FACTS

    def fingerprint(self) -> str:
        return "ten rows of a line"

    def write_facts(self, folder: Path) -> None:
        pass

    def estimate(self) -> Estimate:
        def work() -> None:
            self.loss_of(self.trained, self._batch(0)).backward()

        return probe(work, self.network, device=self.accelerator.device, batches=self.steps, hint=HINTS.memory)

    def iter_batches(self, numbers: Sequence[int]) -> Iterable[Batch]:
        return map(self._batch, numbers)

    def _batch(self, number: int) -> Batch:
        inputs, wanted = zip(*(ROWS[row] for row in self.chain.batch(number)), strict=True)
        return Batch(number, torch.stack(inputs), torch.stack(wanted))

    def loss_of(self, network: nn.Module, batch: Batch) -> Tensor:
        return ((network(batch.inputs) - batch.wanted) ** 2).sum()

    def validate(self, run: Run | SilentRun, step: int) -> float:
        with torch.no_grad():
            guesses = [float(self.trained(value)) for value, _ in ROWS]
        score = sum((guess - float(wanted)) ** 2 for guess, (_, wanted) in zip(guesses, ROWS, strict=True)) / len(ROWS)
        run.log(step, {ERROR.key: score})
        run.log_samples(step, [{"id": "0", "reference": "1", "hypothesis": f"{guesses[0]:.2f}"}])
        return score

    def use_as_trained(self) -> None:
        pass

    def save(self, folder: Path, state: TrainingState) -> None:
        (folder / "model").mkdir(exist_ok=True)
        save_file(self.trained.state_dict(), folder / "model" / "model.safetensors")


def metric_of(config: RunConfig) -> Metric:
    return ERROR


def set_up(config: RunConfig, *, run: Path | None = None) -> ToyTask:
    torch.manual_seed(config.seed)
    network = nn.Sequential(nn.Linear(1, 4), nn.Linear(4, 1))
    accelerator = build_accelerator()
    limits = BatchLimits(length=4, rows=config.batches.rows)
    chain = EpochChain(lambda epoch: pack_by_length([1.0] * len(ROWS), limits, (config.seed, epoch)))
    steps = count_steps(config, -(-len(ROWS) // 4))
    precision = choose_precision(config.model.precision)
    return ToyTask(config, accelerator, precision, network, accelerator.prepare(network), chain, steps)


def train(config: RunConfig, folder: Path, *, resume: bool = False) -> Path:
    return fit(lambda: set_up(config), folder, resume=resume)


def export(weights: dict[str, Tensor], out: Path, *, damage: float) -> None:
    """Write weights in another form, which does `damage` to each; a row counts as wrong if it is off by more than 1."""
    damaged = {name: tensor + damage for name, tensor in weights.items()}
    with new_folder(out) as folder:
        save_file(damaged, folder / "model.safetensors")
        refuse_worse(ExportScores.of("error", _wrong(weights), _wrong(damaged)), "damaged", threshold=0.5)


def _wrong(weights: dict[str, Tensor]) -> np.ndarray:
    network = nn.Sequential(nn.Linear(1, 4), nn.Linear(4, 1))
    network.load_state_dict(weights)
    with torch.no_grad():
        return np.array([[float(abs(network(value) - wanted) > 1), 1.0] for value, wanted in ROWS * 10])
