"""One process or several: what each of them is, and how they agree. Begin with `build_accelerator`."""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Literal, TypeVar

import torch
from accelerate import Accelerator, InitProcessGroupKwargs
from accelerate.utils import DistributedType, broadcast_object_list

from soridam.core.errors import SoridamError, TrainingError

T = TypeVar("T")
LONGEST_WAIT = timedelta(hours=12)  # the others wait while the first one checks a large corpus
MOST_WORKERS = 8
FEW_CORES = 2  # preparing takes 2 % of a step there, and a worker a tenth of the memory
REPLICATING = (DistributedType.NO, DistributedType.MULTI_CPU, DistributedType.MULTI_GPU)


def build_accelerator() -> Accelerator:
    """Accelerate for this machine, CPU or GPU, as `accelerate launch` set it up.

    Raises TrainingError where weights would be spread over processes: our checkpoints hold whole weights.
    """
    # Without a GPU, Accelerate takes each of several processes for the only one unless told that the CPU is meant.
    several_on_cpu = int(os.environ.get("WORLD_SIZE", "1")) > 1 and not torch.cuda.is_available()
    accelerator = Accelerator(
        cpu=several_on_cpu or None, mixed_precision="no", kwargs_handlers=[InitProcessGroupKwargs(timeout=LONGEST_WAIT)]
    )
    if accelerator.distributed_type not in REPLICATING:
        raise TrainingError(
            "processes.kind",
            "{kind} spreads weights over processes; this recipe copies them to each.",
            hint="Use accelerate launch --multi_gpu; tuning.method=lora needs the least memory.",
            kind=accelerator.distributed_type,
        )
    return accelerator


def on_first_process(accelerator: Accelerator, work: Callable[[], T]) -> T:
    """Run a function on the first process; return its result, or raise its error, on all of them."""
    if accelerator.num_processes == 1:
        return work()
    outcome: list[T | SoridamError | None] = [None]
    if accelerator.is_main_process:
        try:
            outcome = [work()]
        except SoridamError as error:
            outcome = [error]
    result = broadcast_object_list(outcome)[0]
    if isinstance(result, SoridamError):
        raise result
    return result


def worker_count(wanted: int | Literal["auto"]) -> int:
    """Return the number of processes that prepare batches: many for a GPU, none for a small CPU that trains."""
    if wanted != "auto":
        return wanted
    if torch.cuda.is_available():
        return min(MOST_WORKERS, max(1, core_count() - 1))
    return 0 if core_count() <= FEW_CORES else 1


def core_count() -> int:
    """Return the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_first_process() -> bool:
    """Return whether this is the first process of `accelerate launch`, the only one that reports."""
    return os.environ.get("RANK", "0") == "0"


def tell(accelerator: Accelerator, text: str) -> None:
    """Say something once, on stderr: stdout is for results."""
    if accelerator.is_main_process:
        sys.stderr.write(text + "\n")
