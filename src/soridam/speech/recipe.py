"""How a Whisper is fine-tuned, from top to bottom. Begin with `train`.

The same file runs on a laptop, a GPU, or several (`accelerate launch`): what a step learns from depends on the
config and the step's number alone, so that stopping, resuming and sharing the work change nothing.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from accelerate import Accelerator
from accelerate.utils import gather_object
from torch import Tensor, nn
from torch.optim import AdamW

from soridam.core.errors import TrainingError
from soridam.core.progress import SilentProgress, show_progress
from soridam.core.weights import find_weights
from soridam.speech.model import Whisper
from soridam.speech.tuned import Tuned
from soridam.speech.tuning.card import write_card
from soridam.speech.tuning.config import RecipeConfig
from soridam.speech.tuning.loading import Batch, TrainingBatches, build_plan, iter_loader
from soridam.speech.tuning.preflight import Rows, choose_rows, refuse_no_corpus, write_preflight
from soridam.speech.tuning.trainable import load_for_training, save_model
from soridam.speech.tuning.validation import (
    Transcript,
    ValidationSet,
    error_rate,
    plan_validation,
    time_batch,
    transcribe_share,
)
from soridam.training.batches import numbers_of_process, refuse_uneven
from soridam.training.checkpoint import (
    Checkpoints,
    TrainingState,
    read_state,
    restore_optimizer,
    restore_weights,
)
from soridam.training.curves import draw_curves
from soridam.training.estimate import Estimate, explaining_out_of_memory, probe, refuse_full_disk, refuse_too_large
from soridam.training.interrupts import noting_interrupts, saving_when_stopped
from soridam.training.loss import IGNORED, token_loss_sum
from soridam.training.optimizer import build_optimizer, set_learning_rate
from soridam.training.precision import Precision, autocast, choose_precision
from soridam.training.processes import build_accelerator, core_count, on_first_process, tell, worker_count
from soridam.training.run import (
    METRICS_FILE,
    Run,
    SilentRun,
    describe_environment,
    read_rows,
    read_status,
    refuse_used,
)
from soridam.training.schedule import learning_rate_factor
from soridam.training.step import backward_together, take

if TYPE_CHECKING:
    from peft import PeftModel

VALIDATION_BATCH = 8  # rows that are transcribed at once
NOT_BETTER = "It is not better than before on the validation rows; more data or steps may help."
ENOUGH_STEPS = 100  # with fewer the loss of a few batches is compared with that of others, which says nothing


@dataclass(frozen=True)
class Setup:
    """Everything that is ready before the first step."""

    config: RecipeConfig
    accelerator: Accelerator
    precision: Precision
    base: Path
    whisper: Whisper
    adapter: "PeftModel | None"
    network: nn.Module  # of the Whisper, as the processes share it
    rows: Rows
    batches: TrainingBatches
    validation: ValidationSet
    steps: int

    def loss_of(self, network: nn.Module, batch: Batch) -> Tensor:
        """Cross entropy of one batch, summed over its tokens."""
        device = self.accelerator.device
        features, decoder_input, labels = (
            tensor.to(device) for tensor in (batch.features, batch.decoder_input, batch.labels)
        )
        learned = labels != IGNORED
        with autocast(self.precision, device):
            logits = network(features, decoder_input, learned)
        return token_loss_sum(logits, labels[learned])


def train(config: RecipeConfig, folder: Path, *, resume: bool = False) -> Path:
    """Fine-tune as `config` says and write everything to `folder`; returns the folder of the best model.

    With `resume` an earlier execution is continued from its newest whole checkpoint; one is written with every
    validation, every `validation.minutes`, and when the run is interrupted. Raises TrainingError if the folder is
    used or its disk too small, if the loss is lost, or if nothing was learned over ENOUGH_STEPS; CorpusError for rows
    that cannot be used.
    """
    if not resume:
        refuse_used(folder)
    elif read_status(folder)["status"] == "completed":
        return folder / "model"

    # 1. Processes, weights, rows that can be learned from, and batches planned ahead.
    setup = set_up(config, run=folder if resume else None)
    accelerator, whisper, network, steps = setup.accelerator, setup.whisper, setup.network, setup.steps

    # 2. The optimizer, and where an earlier execution left off.
    optimizer = build_optimizer(
        network,
        learning_rate=config.optimizer.learning_rate,
        weight_decay=config.optimizer.weight_decay,
    )
    checkpoints = Checkpoints(folder / "checkpoints", keep=config.validation.keep)
    state = restore(checkpoints, whisper.network, optimizer) if resume else TrainingState()

    # 3. Does it fit, and how long will it take?
    refuse_full_disk(whisper.network, folder, kept=config.validation.keep)
    tell(accelerator, estimate(setup).describe())
    saver = Saver(checkpoints, setup, optimizer)

    with open_run(setup, folder, state, resume=resume) as run, explaining_out_of_memory(), noting_interrupts() as wish:
        # 4. How good is it before?
        with wish.at_once():
            state = validate_first(setup, run, state)

        # 5. Step by step.
        for step, batches in saving_when_stopped(iter_steps(setup, state.step), saver.save_newest):
            if 0 < config.validation.patience <= state.validations_without_gain:
                break
            run.log(step + 1, learn(setup, optimizer, step, batches))
            is_due = (step + 1) % config.validation.every == 0 or step + 1 == steps
            state = saver.note(replace(state, step=step + 1, awaits_validation=is_due))
            # 6. Now and then: how good is it, and save.
            if is_due:
                with saver.saving_if_interrupted(), wish.at_once():
                    state = state.validated(step + 1, validate(setup, run, step + 1))
            if is_due or wish.is_asked or saver.is_due:
                saver.save(state)
            wish.raise_if_asked()

        # 7. The best becomes the model.
        if accelerator.is_main_process:
            restore_weights(checkpoints.path(state.best_step), whisper.network)
            warnings = conclude(setup, folder, state)
            run.set_status("completed", **asdict(state), warnings=list(warnings))
        accelerator.wait_for_everyone()
    return folder / "model"


def set_up(config: RecipeConfig, *, run: Path | None = None) -> Setup:
    """Load and check everything; nothing is written. Rows that `run` has checked before are not checked again."""
    refuse_no_corpus(config.data)
    accelerator, precision = build_accelerator(), choose_precision(config.model.precision)
    refuse_uneven(accumulate=config.batches.accumulate, processes=accelerator.num_processes)
    base = on_first_process(accelerator, partial(find_weights, config.model.name))
    with show_progress("Loading the model", None, "models"):
        whisper, adapter = load_for_training(
            base,
            config.model,
            config.tuning,
            precision=precision,
            device=accelerator.device,
            seed=config.seed,
        )
    rows = on_first_process(accelerator, partial(check_rows, config, whisper, run))
    for warning in rows.warnings:
        tell(accelerator, f"Note: {warning}")
    refuse_too_large(whisper.network, accelerator.device)
    batches = TrainingBatches(
        rows.train_split, rows.train, whisper.tokens, build_plan(config, whisper.config.num_mel_bins)
    )
    return Setup(
        config,
        accelerator,
        precision,
        base,
        whisper,
        adapter,
        accelerator.prepare(whisper.network),
        rows,
        batches,
        validation_set(config, rows),
        count_steps(config, batches),
    )


def learn(setup: Setup, optimizer: AdamW, step: int, batches: list[Batch]) -> dict[str, float]:
    """One step of the optimizer; returns its figures."""
    network, rate = setup.network, learning_rate(setup.config, step, setup.steps)
    set_learning_rate(optimizer, rate)
    loss = backward_together(
        setup.accelerator, network, batches, partial(setup.loss_of, network), seed=setup.config.seed
    )
    norm = setup.accelerator.clip_grad_norm_(network.parameters(), setup.config.optimizer.clip)
    optimizer.step()
    optimizer.zero_grad()
    return {"loss": loss, "learning_rate": rate, "gradient_norm": float(norm)}


class Saver:
    """Writes the checkpoints of a run on its first process. It notes the newest state, for when the run is stopped."""

    def __init__(self, checkpoints: Checkpoints, setup: Setup, optimizer: AdamW) -> None:
        self._checkpoints, self._setup, self._optimizer = checkpoints, setup, optimizer
        self._saved_at = time.monotonic()
        self._newest: TrainingState | None = None  # after a step of this execution

    @property
    def is_due(self) -> bool:
        """By time. Several processes could differ about it, so that they save with validations only."""
        is_alone = self._setup.accelerator.num_processes == 1
        return is_alone and time.monotonic() - self._saved_at >= self._setup.config.validation.minutes * 60

    def note(self, state: TrainingState) -> TrainingState:
        self._newest = state
        return state

    def save_newest(self) -> None:
        """Write a checkpoint of the last whole step, if there was one."""
        if self._newest is not None:
            self.save(self._newest)

    def save(self, state: TrainingState) -> TrainingState:
        """Write a checkpoint; returns the state."""
        if self._setup.accelerator.is_main_process:
            self._checkpoints.save(self._setup.whisper.network, self._optimizer, state)
        self._setup.accelerator.wait_for_everyone()
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


def check_rows(config: RecipeConfig, whisper: Whisper, run: Path | None) -> Rows:
    with show_progress("Checking rows", None, "rows") as progress:
        return choose_rows(
            config.data, whisper.tokens, seed=config.seed, progress=progress, threads=core_count(), run=run
        )


def count_steps(config: RecipeConfig, batches: TrainingBatches) -> int:
    """As many as the config says, or as the epochs take."""
    an_epoch = len(batches.plan_epoch(0)) / config.batches.accumulate
    return config.optimizer.steps or max(1, math.ceil(an_epoch * config.optimizer.epochs))


def restore(checkpoints: Checkpoints, network: nn.Module, optimizer: AdamW) -> TrainingState:
    """Put weights and optimizer back to the newest whole checkpoint; without one the run begins again."""
    newest = checkpoints.newest()
    if newest is None:
        return TrainingState()
    state = read_state(newest)
    restore_weights(newest, network)
    restore_optimizer(newest, optimizer, network)
    return state


def estimate(setup: Setup) -> Estimate:
    """Try the heaviest batch, forward and backward, and a batch of the validation."""
    batches, device = setup.batches, setup.accelerator.device
    batch = batches.make_batch(0, batches.heaviest)
    an_epoch = batches.plan_epoch(0)
    weight = sum(map(batches.padded_seconds, an_epoch)) / batches.padded_seconds(batches.heaviest)
    epochs = setup.steps * setup.config.batches.accumulate / len(an_epoch)

    def work() -> None:
        setup.loss_of(setup.whisper.network, batch).backward()

    setup.network.train()
    with show_progress("Trying the heaviest batch", 2, "batches") as progress:
        found = probe(work, setup.network, device=device, batches=weight * epochs / setup.accelerator.num_processes)
        progress.advance()
        validation_seconds = estimate_validations(setup)
        progress.advance()
    return replace(found, validation_seconds=validation_seconds)


def estimate_validations(setup: Setup) -> float:
    """Seconds of one validation as the model is now, and of those that follow as it is being trained."""
    now = setup.whisper.short_context
    then = setup.batches.plan.short_context or now
    following = math.ceil(setup.steps / setup.config.validation.every)
    with autocast(setup.precision, setup.accelerator.device):
        first, another = (time_batch(setup.whisper, setup.validation, window) for window in (now, then))
    batches = math.ceil(len(setup.validation.batches) / setup.accelerator.num_processes)
    return batches * (first + following * another)


def open_run(setup: Setup, folder: Path, state: TrainingState, *, resume: bool) -> Run | SilentRun:
    accelerator, config = setup.accelerator, setup.config
    if not accelerator.is_main_process:
        return SilentRun()
    values, data = config.model_dump(mode="json"), setup.rows.fingerprint()
    if resume:
        run = Run.resume(folder, step=state.step, config=values, data=data)
        write_preflight(folder, setup.rows)
        return run
    environment = describe_environment(
        seed=config.seed,
        processes=accelerator.num_processes,
        device=str(accelerator.device),
        precision=setup.precision,
        data=data,
    )
    run = Run.start(folder, config=values, environment=environment)
    write_preflight(folder, setup.rows)
    return run


def iter_steps(setup: Setup, first: int) -> Iterator[tuple[int, list[Batch]]]:
    """For each step its number and this process's batches, with a bar on the first process."""
    accelerator, accumulate = setup.accelerator, setup.config.batches.accumulate
    numbers = numbers_of_process(
        range(first, setup.steps),
        accumulate=accumulate,
        process=accelerator.process_index,
        processes=accelerator.num_processes,
    )
    batches = iter(iter_loader(setup.batches, numbers, workers=worker_count(setup.config.batches.workers)))
    bar = show_progress("Training", setup.steps - first, "steps")
    with bar if accelerator.is_main_process else nullcontext(SilentProgress()) as progress:
        for step in range(first, setup.steps):
            setup.network.train()
            yield step, take(batches, accumulate // accelerator.num_processes)
            progress.advance()


def learning_rate(config: RecipeConfig, step: int, steps: int) -> float:
    values = config.optimizer
    return values.learning_rate * learning_rate_factor(
        step, steps=steps, warmup=round(values.warmup * steps), schedule=values.schedule
    )


def declare_tuned(setup: Setup) -> None:
    """From now on the model is used, and validated, as it is being trained."""
    before = setup.whisper.tuned
    heard = setup.rows.languages(setup.config.data.language)
    setup.whisper.record_tuned(
        Tuned(
            short_context=setup.batches.plan.short_context or before.short_context,
            languages=tuple(sorted({*before.languages, *heard})),
            silence=setup.config.mixture.no_speech > 0 or before.silence,
        )
    )


def validation_set(config: RecipeConfig, rows: Rows) -> ValidationSet:
    batches = plan_validation(
        rows.validation_split, rows.validation, most=config.validation.rows, batch_rows=VALIDATION_BATCH
    )
    return ValidationSet(rows.validation_split, batches, config.data.language, config.validation.text_policy)


def validate_first(setup: Setup, run: Run | SilentRun, state: TrainingState) -> TrainingState:
    """Score the model as it was, or as it was when an execution stopped before its validation."""
    if state.step == 0:
        state = replace(state, first_score=validate(setup, run, 0))
    declare_tuned(setup)
    if state.awaits_validation:
        state = state.validated(state.step, validate(setup, run, state.step))
    return state


def validate(setup: Setup, run: Run | SilentRun, step: int) -> float:
    """The error rate on the validation rows, each process transcribing its share; samples go to the run."""
    accelerator, metric = setup.accelerator, setup.config.validation.metric
    process, processes = accelerator.process_index, accelerator.num_processes
    bar = show_progress("Validating", len(setup.validation.batches[process::processes]), "batches")
    with autocast(setup.precision, accelerator.device), bar if process == 0 else nullcontext(SilentProgress()) as shown:
        mine = transcribe_share(setup.whisper, setup.validation, process, processes, shown)
    transcripts: list[Transcript] = sorted(gather_object(mine), key=lambda transcript: transcript.row)
    score = error_rate(transcripts, metric)
    run.log(step, {metric: score})
    run.log_samples(step, [transcript.to_json() for transcript in transcripts[: setup.config.validation.samples]])
    return score


def conclude(setup: Setup, folder: Path, state: TrainingState) -> tuple[str, ...]:
    """Write model, card and learning curve; returns what there is to warn of.

    Raises TrainingError if nothing was learned.
    """
    rows = read_rows(folder / METRICS_FILE)
    refuse_nothing_learned(rows, state, setup.config.validation.metric)
    save_model(folder, setup.whisper, setup.adapter, setup.base, setup.config.model.name)
    draw_curves(rows, folder / "learning-curve.png", score=setup.config.validation.metric)
    for part in ("model", "adapter") if setup.adapter else ("model",):
        write_card(folder / part, setup.config, setup.rows, state)
    return (NOT_BETTER,) if state.best_score >= state.first_score else ()


def refuse_nothing_learned(rows: list[dict[str, Any]], state: TrainingState, metric: str) -> None:
    """Raises TrainingError if over ENOUGH_STEPS neither the loss fell nor the score improved."""
    losses = [row["loss"] for row in rows if "loss" in row]
    if len(losses) < ENOUGH_STEPS:
        return
    part = len(losses) // 10
    fell = mean(losses[-part:]) < mean(losses[:part])
    if not fell and state.best_score >= state.first_score:
        raise TrainingError(
            "run.learned-nothing",
            "The run learned nothing: {metric} {before} before and {best} at best, loss {first} at first and "
            "{last} in the end.",
            hint="Check that sound and text belong together (soridam corpus check), or change the learning rate.",
            metric=metric,
            before=f"{state.first_score:.1%}",
            best=f"{state.best_score:.1%}",
            first=f"{mean(losses[:part]):.3g}",
            last=f"{mean(losses[-part:]):.3g}",
        )
