"""The Whisper recipe: what `training.fit` needs to fine-tune it. Begin with `train`."""

import math
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from accelerate import Accelerator
from accelerate.utils import gather_object
from torch import Tensor, nn

from soridam.core.messages import Message
from soridam.core.progress import SilentProgress, show_progress
from soridam.speech.model import Whisper
from soridam.speech.tuned import Tuned
from soridam.speech.tuning.card import card_body, card_header
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
from soridam.speech.weights import find_whisper
from soridam.training.batches import refuse_uneven
from soridam.training.card import write_card
from soridam.training.checkpoint import TrainingState
from soridam.training.estimate import Estimate, count_heaviest, probe, refuse_too_large
from soridam.training.fit import count_steps, fit
from soridam.training.loss import IGNORED, token_loss_sum
from soridam.training.metric import Metric
from soridam.training.precision import Precision, autocast, choose_precision
from soridam.training.processes import build_accelerator, core_count, on_first_process, tell, worker_count
from soridam.training.run import Run, SilentRun
from soridam.training.task import DataFacts, Hints

if TYPE_CHECKING:
    from peft import PeftModel

VALIDATION_BATCH = 8  # rows that are transcribed at once
HINTS = Hints(
    memory=Message(
        "Lower batches.seconds or batches.rows (raise batches.accumulate to keep the step's size), set "
        "model.gradient_checkpointing=true, tuning.method=lora, or take a smaller model."
    ),
    nothing_learned=Message(
        "Check that sound and text belong together (soridam corpus check), or change the learning rate."
    ),
)


def train(config: RecipeConfig, folder: Path, *, resume: bool = False) -> Path:
    """Fine-tune as `config` says and write everything to `folder`; returns the folder of the best model.

    Raises as `fit` does, and CorpusError for rows that cannot be used.
    """
    return fit(lambda: set_up(config, run=folder if resume else None), folder, resume=resume)


def metric_of(config: RecipeConfig) -> Metric:
    return config.metric


def set_up(config: RecipeConfig, *, run: Path | None = None) -> "WhisperTask":
    """Load and check everything; nothing is written. Rows that `run` has checked before are not checked again."""
    refuse_no_corpus(config.data)
    accelerator, precision = build_accelerator(), choose_precision(config.model.precision)
    refuse_uneven(accumulate=config.batches.accumulate, processes=accelerator.num_processes)
    base = on_first_process(accelerator, partial(find_whisper, config.model.name))
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
    refuse_too_large(whisper.network, accelerator.device, HINTS.memory)
    batches = TrainingBatches(
        rows.train_split, rows.train, whisper.tokens, build_plan(config, whisper.config.num_mel_bins)
    )
    return WhisperTask(
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
        count_steps(config, len(batches.plan_epoch(0))),
    )


@dataclass(frozen=True)
class WhisperTask:
    """A fine-tuning of a Whisper, ready for its first step."""

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
    hints: Hints = HINTS

    @property
    def metric(self) -> Metric:
        return metric_of(self.config)

    @property
    def trained(self) -> nn.Module:
        return self.whisper.network

    @property
    def data_facts(self) -> DataFacts:
        rows = self.rows
        return DataFacts(len(rows.train), len(rows.validation), len(rows.rejections), tuple(rows.warnings))

    def fingerprint(self) -> str:
        return self.rows.fingerprint()

    def write_facts(self, folder: Path) -> None:
        write_preflight(folder, self.rows)

    def iter_batches(self, numbers: Sequence[int]) -> Iterable[Batch]:
        return iter_loader(self.batches, numbers, workers=worker_count(self.config.batches.workers))

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

    def estimate(self) -> Estimate:
        """Try the heaviest batch, forward and backward, and a batch of the validation."""
        batches, device = self.batches, self.accelerator.device
        batch = batches.make_batch(0, batches.heaviest)
        heaviest = count_heaviest(
            [batches.padded_seconds(each) for each in batches.plan_epoch(0)],
            self.steps * self.config.batches.accumulate / self.accelerator.num_processes,
        )

        def work() -> None:
            self.loss_of(self.trained, batch).backward()

        self.network.train()
        with show_progress("Trying the heaviest batch", 2, "batches") as progress:
            found = probe(work, self.network, device=device, batches=heaviest, hint=HINTS.memory)
            progress.advance()
            validation_seconds = self.estimate_validations()
            progress.advance()
        return replace(found, validation_seconds=validation_seconds)

    def estimate_validations(self) -> float:
        """Return seconds of one validation as the model is now, and of those that follow as it is being trained."""
        now = self.whisper.short_context
        then = self.batches.plan.short_context or now
        following = math.ceil(self.steps / self.config.validation.every)
        with autocast(self.precision, self.accelerator.device):
            first, another = (time_batch(self.whisper, self.validation, window) for window in (now, then))
        batches = math.ceil(len(self.validation.batches) / self.accelerator.num_processes)
        return batches * (first + following * another)

    def use_as_trained(self) -> None:
        """Record windows, languages and silence as they are trained: the model is validated so from now on."""
        before = self.whisper.tuned
        heard = self.rows.languages(self.config.data.language)
        self.whisper.record_tuned(
            Tuned(
                short_context=self.batches.plan.short_context or before.short_context,
                languages=tuple(sorted({*before.languages, *heard})),
                silence=self.config.mixture.no_speech > 0 or before.silence,
                self_taught=before.self_taught,
            )
        )

    def validate(self, run: Run | SilentRun, step: int) -> float:
        """Return the error rate on the validation rows, each process transcribing its share; samples go to the run."""
        values, process = self.config.validation, self.accelerator.process_index
        processes = self.accelerator.num_processes
        bar = show_progress("Validating", len(self.validation.batches[process::processes]), "batches")
        with (
            autocast(self.precision, self.accelerator.device),
            bar if process == 0 else nullcontext(SilentProgress()) as progress,
        ):
            mine = transcribe_share(self.whisper, self.validation, process, processes, progress)
        transcripts: list[Transcript] = sorted(gather_object(mine), key=lambda transcript: transcript.row)
        score = error_rate(transcripts, values.metric)
        run.log(step, {values.metric: score})
        run.log_samples(step, [transcript.to_json() for transcript in transcripts[: values.samples]])
        return score

    def save(self, folder: Path, state: TrainingState) -> None:
        """Write `folder`/model and, for LoRA, `folder`/adapter, each with its card."""
        save_model(folder, self.whisper, self.adapter, self.base, self.config.model.name)
        for part in ("model", "adapter") if self.adapter else ("model",):
            header, body = card_header(self.config, self.rows, state), card_body(self.config, self.rows, state)
            write_card(folder / part, header, body)


def check_rows(config: RecipeConfig, whisper: Whisper, run: Path | None) -> Rows:
    with show_progress("Checking rows", None, "rows") as progress:
        return choose_rows(
            config.data, whisper.tokens, seed=config.seed, progress=progress, threads=core_count(), run=run
        )


def validation_set(config: RecipeConfig, rows: Rows) -> ValidationSet:
    batches = plan_validation(
        rows.validation_split, rows.validation, most=config.validation.rows, batch_rows=VALIDATION_BATCH
    )
    return ValidationSet(rows.validation_split, batches, config.data.language, config.validation.text_policy)
