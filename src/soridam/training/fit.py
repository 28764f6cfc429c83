"""The fine-tuning loop of every family, from top to bottom. Begin with `fit`.

The same file runs on a laptop, a GPU, or several (`accelerate launch`): what a step learns from depends on the
config and the step's number alone, so that stopping, resuming and sharing the work change nothing.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from torch.optim import AdamW

from soridam.core.progress import SilentProgress, show_progress
from soridam.training.averages import Averages
from soridam.training.batches import numbers_of_process
from soridam.training.checkpoint import Checkpoints, TrainingState, restore_best, restore_newest
from soridam.training.conclude import conclude
from soridam.training.config import RunConfig
from soridam.training.estimate import explaining_out_of_memory, refuse_full_disk
from soridam.training.interrupts import noting_interrupts, saving_when_stopped
from soridam.training.optimizer import build_optimizer, learning_rate, set_learning_rate
from soridam.training.processes import tell
from soridam.training.run import Run, SilentRun, describe_environment
from soridam.training.run_folder import CHECKPOINTS, MODEL, TRAINING_TITLE, read_status, refuse_used
from soridam.training.saver import Saver
from soridam.training.step import backward_together, take
from soridam.training.task import B, Task


def fit(set_up: Callable[[], Task[B]], folder: Path, *, resume: bool = False) -> Path:
    """Fine-tune what `set_up` makes ready and write everything to `folder`; returns the folder of the best model.

    With `resume` an earlier execution is continued from its newest whole checkpoint; one is written with every
    validation, every `validation.minutes`, and when the run is interrupted. Raises TrainingError if the folder is
    used or its disk too small, if the loss is lost, or if nothing was learned over ENOUGH_STEPS.
    """
    if not resume:
        refuse_used(folder)
    elif read_status(folder).state == "completed":
        return folder / MODEL

    # 1. Processes, weights, rows that can be learned from, and batches planned ahead.
    task = set_up()
    config, accelerator, metric = task.config, task.accelerator, task.metric

    # 2. The optimizer, and where an earlier execution left off.
    optimizer = build_optimizer(task.network, config.optimizer)
    averages = Averages(task.trained, config.optimizer.ema)
    checkpoints = Checkpoints(folder / CHECKPOINTS, keep=config.validation.keep)
    restored = restore_newest(checkpoints, task.trained, optimizer, averages) if resume else None
    state = restored or TrainingState.begin(metric)
    if state.step:
        tell(accelerator, f"Going on after step {state.step:,} of {task.steps:,}.")

    # 3. Does it fit, and how long will it take?
    refuse_full_disk(task.trained, folder, kept=config.validation.keep)
    tell(accelerator, task.estimate().describe())
    saver = Saver(checkpoints, task.trained, optimizer, averages, accelerator, minutes=config.validation.minutes)

    with (
        open_run(task, folder, state, resume=resume) as run,
        explaining_out_of_memory(task.hints.memory),
        noting_interrupts() as wish,
    ):
        # 4. How good is it before?
        with wish.at_once(), averages.in_use():
            state = validate_first(task, run, state)

        # 5. Step by step.
        for step, batches in saving_when_stopped(iter_steps(task, state.step), saver.save_newest):
            if 0 < config.validation.patience <= state.validations_without_gain:
                break
            run.log(step + 1, learn(task, optimizer, step, batches))
            averages.update(step + 1)
            is_due = (step + 1) % config.validation.every == 0 or step + 1 == task.steps
            state = saver.note(replace(state, step=step + 1, awaits_validation=is_due))
            # 6. Now and then: how good is it, and save.
            if is_due:
                with saver.saving_if_interrupted(), wish.at_once(), averages.in_use():
                    state = state.validated(step + 1, task.validate(run, step + 1), metric)
            if is_due or wish.is_asked or saver.is_due:
                saver.save(state)
            wish.raise_if_asked()

        # 7. The best becomes the model.
        if accelerator.is_main_process:
            restore_best(checkpoints.path(state.best_step), task.trained)
            warnings = conclude(task, folder, state)
            run.set_status("completed", **asdict(state), warnings=list(warnings))
        accelerator.wait_for_everyone()
    return folder / MODEL


def count_steps(config: RunConfig, batches: int) -> int:
    """As many as the config says, or as its epochs of so many batches take."""
    an_epoch = batches / config.batches.accumulate
    return config.optimizer.steps or max(1, math.ceil(an_epoch * config.optimizer.epochs))


def learn(task: Task[B], optimizer: AdamW, step: int, batches: list[B]) -> dict[str, float]:
    """Return one step of the optimizer; returns its figures."""
    config, network = task.config, task.network
    rate = learning_rate(config.optimizer, step, task.steps)
    set_learning_rate(optimizer, rate)
    loss = backward_together(task.accelerator, network, batches, partial(task.loss_of, network), seed=config.seed)
    norm = task.accelerator.clip_grad_norm_(network.parameters(), config.optimizer.clip)
    optimizer.step()
    optimizer.zero_grad()
    return {"loss": loss, "learning_rate": rate, "gradient_norm": float(norm)}


def open_run(task: Task[B], folder: Path, state: TrainingState, *, resume: bool) -> Run | SilentRun:
    """Return the folder of the run, new or taken up again; of all processes but the first, one that writes nothing."""
    accelerator, config = task.accelerator, task.config
    if not accelerator.is_main_process:
        return SilentRun()
    values, data = config.model_dump(mode="json"), task.fingerprint()
    if resume:
        run = Run.resume(folder, step=state.step, steps=task.steps, config=values, data=data)
    else:
        environment = describe_environment(
            seed=config.seed,
            processes=accelerator.num_processes,
            device=str(accelerator.device),
            precision=task.precision,
            data=data,
        )
        run = Run.start(folder, steps=task.steps, config=values, environment=environment)
    task.write_facts(folder)
    return run


def validate_first(task: Task[B], run: Run | SilentRun, state: TrainingState) -> TrainingState:
    """Score the model as it was, or as it was when an execution stopped before its validation."""
    if state.step == 0:
        state = replace(state, first_score=task.validate(run, 0))
    task.use_as_trained()
    if state.awaits_validation:
        state = state.validated(state.step, task.validate(run, state.step), task.metric)
    return state


def iter_steps(task: Task[B], first: int) -> Iterator[tuple[int, list[B]]]:
    """For each step its number and this process's batches, with a bar on the first process."""
    accelerator, accumulate = task.accelerator, task.config.batches.accumulate
    numbers = numbers_of_process(
        range(first, task.steps),
        accumulate=accumulate,
        process=accelerator.process_index,
        processes=accelerator.num_processes,
    )
    batches = iter(task.iter_batches(numbers))
    bar = show_progress(TRAINING_TITLE, task.steps - first, "steps")
    with bar if accelerator.is_main_process else nullcontext(SilentProgress()) as progress:
        for step in range(first, task.steps):
            task.network.train()
            yield step, take(batches, accumulate // accelerator.num_processes)
            progress.advance()
