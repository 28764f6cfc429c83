"""All that resumes a run, as safetensors and JSON, whole or not at all. Begin with `Checkpoints`.

A checkpoint is written under a temporary name, flushed, sealed by a manifest with a hash of each file, and renamed.
Only a folder whose manifest holds is resumed from; why not Accelerate's: docs/decisions/0003-own-checkpoints.md
"""

import math
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.optim import Optimizer

from soridam.core.errors import TrainingError
from soridam.core.files import read_json, sha256_of, sync_file, sync_folder, write_json
from soridam.core.weights.save import raising_system_errors
from soridam.training.averages import Averages
from soridam.training.metric import Metric
from soridam.training.run_folder import checkpoint_steps

WEIGHTS = "weights.safetensors"
OPTIMIZER = "optimizer.safetensors"
AVERAGES = "averages.safetensors"  # of runs that have them
STATE = "state.json"
MANIFEST = "manifest.json"
_NEEDED_FILES = frozenset({WEIGHTS, OPTIMIZER, STATE, MANIFEST})
_KNOWN_FILES = _NEEDED_FILES | {AVERAGES}


@dataclass(frozen=True, slots=True)
class TrainingState:
    """The position of a run. All randomness derives from the seed and the step, so no generator is stored."""

    step: int = 0  # optimizer steps done
    first_score: float = math.inf  # before any step
    best_score: float = math.inf  # the metric's worst until there is one
    best_step: int = 0
    validations_without_gain: int = 0
    awaits_validation: bool = False  # it was stopped after the step, before its validation

    @classmethod
    def begin(cls, metric: Metric) -> Self:
        return cls(first_score=metric.worst, best_score=metric.worst)

    def validated(self, step: int, score: float, metric: Metric) -> Self:
        """Return the state after a validation at `step`."""
        done = replace(self, step=step, awaits_validation=False)
        if metric.improves_on(score, self.best_score):
            return replace(done, best_score=score, best_step=step, validations_without_gain=0)
        return replace(done, validations_without_gain=self.validations_without_gain + 1)


class Checkpoints:
    """The checkpoints of one run: `checkpoint-N` after N steps; the last few and the best are kept."""

    def __init__(self, folder: Path, *, keep: int) -> None:
        self.folder = folder
        self.keep = keep

    def save(self, network: nn.Module, optimizer: Optimizer, averages: Averages, state: TrainingState) -> Path:
        """Write weights, averages, optimizer and state; then delete what is no longer needed."""
        final = self.path(state.step)
        temporary = final.with_name(f".{final.name}.tmp")
        shutil.rmtree(temporary, ignore_errors=True)  # of a process that was killed here
        temporary.mkdir(parents=True)
        with raising_system_errors(temporary):
            save_file(trainable_weights(network), temporary / WEIGHTS)
            save_file(optimizer_tensors(optimizer, network), temporary / OPTIMIZER)
            if averages.values:
                save_file(averages.values, temporary / AVERAGES)
        write_json(temporary / STATE, asdict(state))
        _seal(temporary)
        shutil.rmtree(final, ignore_errors=True)  # a damaged one of the same step, or it would have been resumed
        temporary.replace(final)
        sync_folder(self.folder)
        self._prune(state)
        return final

    def path(self, step: int) -> Path:
        return self.folder / f"checkpoint-{step}"

    def newest(self) -> Path | None:
        """Return the newest checkpoint whose manifest holds; damaged ones are passed over."""
        whole = (self.path(step) for step in reversed(checkpoint_steps(self.folder)))
        return next((path for path in whole if is_whole(path)), None)

    def _prune(self, state: TrainingState) -> None:
        steps = checkpoint_steps(self.folder)
        needed = {*steps[-self.keep :], state.best_step}
        for step in set(steps) - needed:
            doomed = self.path(step).with_name(f".{self.path(step).name}.old")
            shutil.rmtree(doomed, ignore_errors=True)
            self.path(step).replace(doomed)  # never half a checkpoint under its own name
            shutil.rmtree(doomed)


def _seal(folder: Path) -> None:
    files = sorted(folder.iterdir())
    for path in files:
        sync_file(path)
    write_json(folder / MANIFEST, {path.name: sha256_of(path) for path in files})
    sync_folder(folder)


def is_whole(folder: Path) -> bool:
    """Does every file have the hash that its manifest names?"""
    try:
        manifest = read_json(folder / MANIFEST)
        return _NEEDED_FILES <= set(manifest) | {MANIFEST} <= _KNOWN_FILES and all(
            sha256_of(folder / name) == value for name, value in manifest.items()
        )
    except (OSError, ValueError, TypeError):
        return False


def read_state(folder: Path) -> TrainingState:
    """Read the position of the run at this checkpoint.

    Raises TrainingError for a folder with files that we never write: a pickle beside ours may be an attack.
    """
    if foreign := sorted({path.name for path in folder.iterdir()} - _KNOWN_FILES):
        raise TrainingError(
            "run.strange-checkpoint",
            "{checkpoint} holds a file that is not ours: {file}.",
            hint="A checkpoint may be an attack; use only your own, or delete that file if you put it there.",
            checkpoint=folder,
            file=foreign[0],
        )
    return TrainingState(**read_json(folder / STATE))


def restore_newest(
    checkpoints: Checkpoints, network: nn.Module, optimizer: Optimizer, averages: Averages
) -> TrainingState | None:
    """Restore everything from the newest complete checkpoint; return None if there is none."""
    newest = checkpoints.newest()
    if newest is None:
        return None
    state = read_state(newest)
    restore_weights(newest, network)
    restore_optimizer(newest, optimizer, network)
    if averages.values:
        averages.restore(_of_same_network(_load(newest / AVERAGES), averages.values, newest))
    return state


def restore_best(folder: Path, network: nn.Module) -> None:
    """Put what becomes the model into the network: the averages if there are any, or else the weights."""
    _put(folder, AVERAGES if (folder / AVERAGES).is_file() else WEIGHTS, network)


def restore_weights(folder: Path, network: nn.Module) -> None:
    """Put the stored weights into the network. Raises TrainingError if they belong to another one."""
    _put(folder, WEIGHTS, network)


def _put(folder: Path, file: str, network: nn.Module) -> None:
    own = trainable_weights(network)
    stored = _of_same_network(_load(folder / file), own, folder)
    with torch.no_grad():
        for name, tensor in own.items():
            tensor.copy_(stored[name])


def _of_same_network(stored: dict[str, Tensor], own: Mapping[str, Tensor], folder: Path) -> dict[str, Tensor]:
    """Return what was stored, if it fits. Raises TrainingError."""
    if {name: tensor.shape for name, tensor in stored.items()} != {name: tensor.shape for name, tensor in own.items()}:
        raise TrainingError(
            "run.other-checkpoint",
            "{checkpoint} belongs to another model or another choice of trained layers.",
            hint="Resume with the config of that run.",
            checkpoint=folder,
        )
    return stored


def restore_optimizer(folder: Path, optimizer: Optimizer, network: nn.Module) -> None:
    """Put the stored averages and step counts back. Raises TrainingError if they belong to other parameters."""
    stored = _load(folder / OPTIMIZER)
    state: dict[int, dict[str, Tensor]] = {}
    for index, name in enumerate(_optimized_names(optimizer, network)):
        values = {key: stored.pop(f"{name}/{key}", None) for key in ("step", "exp_avg", "exp_avg_sq")}
        if any(value is None for value in values.values()):
            raise TrainingError(
                "run.no-optimizer",
                "{checkpoint} lacks the optimizer's state of {what}.",
                hint="Resume with the config of that run.",
                checkpoint=folder,
                what=name,
            )
        state[index] = {key: value for key, value in values.items() if value is not None}
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})


def trainable_weights(network: nn.Module) -> dict[str, Tensor]:
    """Return the tensors that training changes, by name; they share memory with the network."""
    return {
        name: parameter.data.contiguous() for name, parameter in network.named_parameters() if parameter.requires_grad
    }


def optimizer_tensors(optimizer: Optimizer, network: nn.Module) -> dict[str, Tensor]:
    """AdamW's state, flat: `<parameter name>/step`, `/exp_avg` and `/exp_avg_sq`."""
    names = _optimized_names(optimizer, network)
    state = optimizer.state_dict()["state"]
    return {
        f"{name}/{key}": torch.as_tensor(value).contiguous()
        for index, name in enumerate(names)
        for key, value in state[index].items()
    }


def _optimized_names(optimizer: Optimizer, network: nn.Module) -> list[str]:
    """Parameter names in the optimizer's own order."""
    name_of = {id(parameter): name for name, parameter in network.named_parameters()}
    return [name_of[id(parameter)] for group in optimizer.param_groups for parameter in group["params"]]


def _load(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path, device="cpu")
    except (SafetensorError, OSError) as error:
        raise TrainingError(
            "corpus.archive-unreadable",
            "{file} cannot be read: {reason}.",
            hint="Resume from an older checkpoint.",
            file=path,
            reason=error,
        ) from None
