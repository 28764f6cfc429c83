"""Estimates of a run's memory and time, measured on its heaviest batch, with hints for when it is too much.

Begin with `probe`.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import torch
from torch import nn

from soridam.core.errors import TrainingError
from soridam.core.messages import Message

ADAM_BYTES = 8  # two averages in float32 for each trained number
GRADIENT_BYTES = 4
SAMPLING_INTERVAL = 0.02  # seconds


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of the heaviest batch, and from it that of the whole run. Bytes and seconds."""

    memory: int
    available: int
    batch_seconds: float
    training_seconds: float
    validation_seconds: float = 0.0

    @property
    def run_seconds(self) -> float:
        return self.training_seconds + self.validation_seconds

    def describe(self) -> str:
        return (
            f"About {self.memory / 1e9:.1f} GB of memory (of {self.available / 1e9:.1f} GB), "
            f"{_describe_seconds(self.training_seconds)} of training and "
            f"{_describe_seconds(self.validation_seconds)} of validation; "
            f"{self.batch_seconds:.2f} s for the heaviest batch."
        )


def _describe_seconds(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7_200 else f"{seconds / 3_600:.1f} h"


def refuse_too_large(network: nn.Module, device: torch.device, hint: Message) -> None:
    """Raises TrainingError if weights, gradients and the optimizer's averages alone exceed the free memory.

    On a CPU the system would kill us without a word. `hint` names the settings of the recipe to lower.
    """
    needed, free = optimizer_bytes(network), free_memory(device)
    if needed > free:
        raise TrainingError(
            "run.gradient-memory",
            "Gradients and optimizer need {needed} GB, and {free} GB are free.",
            hint=hint,
            needed=f"{needed / 1e9:.1f}",
            free=f"{free / 1e9:.1f}",
        )


def refuse_full_disk(network: nn.Module, folder: Path, *, kept: int) -> None:
    """Raises TrainingError if the disk of `folder` has no room for the checkpoints and the model of a run.

    At most `kept` checkpoints, the best one, and one that is being written are there at once.
    """
    trained = sum(p.numel() * p.element_size() for p in network.parameters() if p.requires_grad)
    whole = sum(p.numel() * p.element_size() for p in network.parameters())
    checkpoint = trained + trained_numbers(network) * ADAM_BYTES
    needed = (kept + 2) * checkpoint + 2 * whole
    existing = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(existing).free
    if needed > free:
        raise TrainingError(
            "run.disk",
            "Checkpoints and model need about {needed} GB on the disk of {folder}, and {free} GB are free.",
            hint="Free space there, choose another disk with --out, or set validation.keep=1 or tuning.method=lora.",
            needed=f"{needed / 1e9:.1f}",
            folder=folder,
            free=f"{free / 1e9:.1f}",
        )


def optimizer_bytes(network: nn.Module) -> int:
    """Gradients and AdamW's averages of everything that is trained."""
    return trained_numbers(network) * (GRADIENT_BYTES + ADAM_BYTES)


def trained_numbers(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters() if parameter.requires_grad)


def free_memory(device: torch.device) -> int:
    """Return bytes that this process could still take."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return int(psutil.virtual_memory().available)


def count_heaviest(epoch: Sequence[float], batches: float) -> float:
    """How many of the heaviest batch are as much work as so many batches; `epoch` are the lengths of those of one."""
    return sum(epoch) / max(epoch) * batches / len(epoch)


def probe(
    work: Callable[[], None], network: nn.Module, *, device: torch.device, batches: float, hint: Message
) -> Estimate:
    """Do `work` (forward and backward of the heaviest batch) and extrapolate.

    `batches` is the whole run counted in batches of that weight. Raises TrainingError if that is too much memory,
    or would be together with the optimizer.
    """
    available = free_memory(device) + _held(device)
    started = time.perf_counter()
    with watching_peak(device) as peak, explaining_out_of_memory(hint):
        work()
    seconds = time.perf_counter() - started
    network.zero_grad(set_to_none=True)
    found = Estimate(peak.bytes + trained_numbers(network) * ADAM_BYTES, available, seconds, seconds * batches)
    if found.memory > available:
        raise TrainingError(
            "run.memory",
            "The run needs about {needed} GB of memory, and {free} GB are available.",
            hint=hint,
            needed=f"{found.memory / 1e9:.1f}",
            free=f"{available / 1e9:.1f}",
        )
    return found


class Peak:
    """The most memory that was held, in bytes."""

    def __init__(self) -> None:
        self.bytes = 0


@contextmanager
def watching_peak(device: torch.device) -> Iterator[Peak]:
    """Measure peak memory, known when the block ends: a GPU's own counter, or the process's resident set."""
    peak, done = Peak(), threading.Event()
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        yield peak
        peak.bytes = torch.cuda.max_memory_allocated(device)
        return

    def watch() -> None:
        while not done.wait(SAMPLING_INTERVAL):
            peak.bytes = max(peak.bytes, _held(device))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        peak.bytes = max(peak.bytes, _held(device))


def _held(device: torch.device) -> int:
    if device.type == "cuda":
        return int(torch.cuda.memory_allocated(device))
    return int(psutil.Process().memory_info().rss)


@contextmanager
def explaining_out_of_memory(hint: Message) -> Iterator[None]:
    """Turn a lack of memory into a TrainingError with a hint that names the settings to lower."""
    try:
        yield
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise TrainingError("run.no-memory", "The memory is not enough for this run.", hint=hint) from error
    except RuntimeError as error:
        if "DefaultCPUAllocator" not in str(error):
            raise
        raise TrainingError("run.no-memory", "The memory is not enough for this run.", hint=hint) from error
