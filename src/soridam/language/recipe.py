"""The recipe of language models: what `training.fit` needs to fine-tune one. Begin with `train`."""

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from accelerate import Accelerator
from accelerate.utils import gather_object
from torch import Tensor, nn

from soridam.core.messages import Message
from soridam.core.progress import show_progress
from soridam.language.data.encode import Encoder
from soridam.language.model import end_tokens, load_tokenizer
from soridam.language.tuning.card import card_body, card_header
from soridam.language.tuning.config import RecipeConfig
from soridam.language.tuning.loading import Batch, PreferenceBatch, TrainingBatches
from soridam.language.tuning.network import CausalNetwork, refuse_unsound
from soridam.language.tuning.objective import (
    iter_inputs,
    perplexity_of,
    preference_losses,
    reference_log_probabilities,
)
from soridam.language.tuning.preflight import Chosen, Rows, choose_examples, refuse_no_corpus, write_preflight
from soridam.language.tuning.trainable import load_for_training, save_model
from soridam.language.tuning.validation import choose_units, spread, write_answers
from soridam.language.weights import find_language_model
from soridam.training.batches import BatchLimits, refuse_uneven
from soridam.training.card import write_card
from soridam.training.checkpoint import TrainingState
from soridam.training.estimate import Estimate, count_heaviest, probe, refuse_too_large
from soridam.training.fit import count_steps, fit
from soridam.training.metric import Metric
from soridam.training.precision import Precision, autocast, choose_precision
from soridam.training.processes import build_accelerator, on_first_process, tell
from soridam.training.run import Run, SilentRun
from soridam.training.task import DataFacts, Hints

if TYPE_CHECKING:
    from peft import PeftModel

HINTS = Hints(
    memory=Message(
        "Lower batches.tokens or data.most_tokens (raise batches.accumulate to keep the step's size), set "
        "model.gradient_checkpointing=true, tuning.method=lora or lora-4bit, or take a smaller model."
    ),
    nothing_learned=Message("Check that questions and answers belong together, or change the learning rate."),
)


def train(config: RecipeConfig, folder: Path, *, resume: bool = False) -> Path:
    """Fine-tune as `config` says and write everything to `folder`; returns the folder of the best model.

    Raises as `fit` does, and CorpusError for examples that cannot be used.
    """
    return fit(lambda: set_up(config), folder, resume=resume)


def metric_of(config: RecipeConfig) -> Metric:
    return config.metric


def set_up(config: RecipeConfig, *, run: Path | None = None) -> "LanguageTask":
    """Load and check everything; nothing is written. Examples are read anew whether or not `run` has read them."""
    # 1. What can be refused before anything is loaded.
    refuse_no_corpus(config.data)
    accelerator, precision = build_accelerator(), choose_precision(config.model.precision)
    refuse_uneven(accumulate=config.batches.accumulate, processes=accelerator.num_processes)

    # 2. The model, with the chosen weights trainable.
    base = on_first_process(accelerator, partial(find_language_model, config.model.name))
    tokenizer = load_tokenizer(base)
    with show_progress("Loading the model", None, "models"):
        network, adapter = load_for_training(
            base, config.model, config.tuning, precision=precision, device=accelerator.device, seed=config.seed
        )
    network.to(accelerator.device)

    # 3. The examples, as tokens.
    most = min(config.data.most_tokens, getattr(network.config, "max_position_embeddings", config.data.most_tokens))
    encoder = Encoder(tokenizer, end_tokens(network.inner, tokenizer), most, config.data.system)
    rows = on_first_process(accelerator, partial(check_examples, config, encoder))
    for warning in rows.warnings:
        tell(accelerator, f"Note: {warning}")
    refuse_too_large(network, accelerator.device, HINTS.memory)
    refuse_unsound(network, rows.train.flat[0].tokens, accelerator.device)

    # 4. Batches planned ahead.
    training = batches_of(config, rows.train, most=None)
    validation = batches_of(config, rows.validation, most=config.validation.rows)
    steps = count_steps(config, len(training.plan_epoch(0)))
    prepared = accelerator.prepare(network)
    task = LanguageTask(
        config, accelerator, precision, base, network, adapter, prepared, encoder, rows, training, validation, steps
    )
    return task.with_reference() if config.objective.kind == "preference" else task


@dataclass(frozen=True)
class LanguageTask:
    """A fine-tuning of a language model, ready for its first step."""

    config: RecipeConfig
    accelerator: Accelerator
    precision: Precision
    base: Path
    trained: CausalNetwork
    adapter: "PeftModel | None"
    network: nn.Module  # the same, as the processes share it
    encoder: Encoder
    rows: Rows
    batches: TrainingBatches
    validation: TrainingBatches
    steps: int
    hints: Hints = HINTS

    @property
    def metric(self) -> Metric:
        return metric_of(self.config)

    @property
    def data_facts(self) -> DataFacts:
        rows = self.rows
        counts = len(rows.train.examples), len(rows.validation.examples), len(rows.rejections)
        return DataFacts(*counts, rows.warnings)

    def fingerprint(self) -> str:
        return self.rows.fingerprint()

    def write_facts(self, folder: Path) -> None:
        write_preflight(folder, self.rows)

    def with_reference(self) -> "LanguageTask":
        """Return this task with the log-probabilities that the untrained model gives to each preference."""
        self.trained.eval()
        losses_of = partial(self.losses_of, self.trained)
        with show_progress("Asking the untrained model", 2, "parts") as progress:
            for batches in (self.batches, self.validation):
                batches.reference = reference_log_probabilities(batches, losses_of)
                progress.advance()
        return self

    def iter_batches(self, numbers: Sequence[int]) -> Iterable[Batch]:
        return self.batches.iter_batches(numbers)

    def losses_of(self, network: nn.Module, batch: Batch) -> Tensor:
        """Compute the cross entropy of each learned token of a batch in nats: (learned,)."""
        with autocast(self.precision, self.accelerator.device):
            losses: Tensor = network(*iter_inputs(batch, self.accelerator.device))
        return losses

    def loss_of(self, network: nn.Module, batch: Batch) -> Tensor:
        """Compute the loss of one batch in nats, summed over its learned tokens, or over its pairs."""
        losses = self.losses_of(network, batch)
        if isinstance(batch, PreferenceBatch):
            return preference_losses(losses, batch, self.config.objective.beta).sum()
        return losses.sum()

    def estimate(self) -> Estimate:
        """Estimate memory and time by computing the heaviest batch, forward and backward, and a validation batch."""
        batches, device = self.batches, self.accelerator.device
        batch = batches.make(0, batches.heaviest)
        heaviest = count_heaviest(
            [batches.length_of(each) for each in batches.plan_epoch(0)],
            self.steps * self.config.batches.accumulate / self.accelerator.num_processes,
        )

        def work() -> None:
            self.loss_of(self.trained, batch).backward()

        self.network.train()
        with show_progress("Trying the heaviest batch", 2, "batches") as progress:
            found = probe(work, self.network, device=device, batches=heaviest, hint=HINTS.memory)
            progress.advance()
            validations = 1 + math.ceil(self.steps / self.config.validation.every)
            seconds = validations * self._time_validation()
            progress.advance()
        return replace(found, validation_seconds=seconds)

    def _time_validation(self) -> float:
        """Estimate the seconds of one validation from one batch and one answer."""
        self.network.eval()
        started = time.perf_counter()
        first = next(iter(self.validation.iter_in_order()))
        with torch.no_grad():
            self.losses_of(self.trained, first)
        measured = time.perf_counter() - started
        share = sum(self.validation.lengths) / max(1, first.token_ids.numel()) / self.accelerator.num_processes
        started = time.perf_counter()
        self._answers(min(1, self.config.validation.samples))
        return measured * share + (time.perf_counter() - started) * self.config.validation.samples

    def use_as_trained(self) -> None:
        """Do nothing: a tuned language model is used as the one that it was."""

    def validate(self, run: Run | SilentRun, step: int) -> float:
        """Compute perplexity, or the loss of preferences, and write answers to the run.

        Each process computes its share of the batches.
        """
        self.network.eval()
        accelerator = self.accelerator
        batches = list(self.validation.iter_in_order())
        mine = batches[accelerator.process_index :: accelerator.num_processes]
        with torch.no_grad():
            sums = [(batch.number, float(self.loss_of(self.trained, batch)), batch.tokens) for batch in mine]
        found = sorted(gather_object(sums))
        loss = sum(total for _, total, _ in found) / sum(count for _, _, count in found)
        score = loss if self.config.objective.kind == "preference" else perplexity_of(loss)
        run.log(step, {"validation_loss": loss, self.metric.key: score})
        if accelerator.is_main_process:
            run.log_samples(step, self._answers(self.config.validation.samples))
        return score

    def _answers(self, count: int) -> list[dict[str, str]]:
        examples = self.rows.validation.examples
        chosen = [examples[index] for index in spread(len(examples), count)]
        with autocast(self.precision, self.accelerator.device):
            written = write_answers(
                self.trained.inner, self.encoder, chosen, most_tokens=self.config.validation.sample_tokens
            )
        return [answer.to_json() for answer in written]

    def save(self, folder: Path, state: TrainingState) -> None:
        """Write `folder`/model and, for LoRA, `folder`/adapter, each with its card."""
        save_model(folder, self.trained, self.encoder.tokenizer, self.adapter, self.base, self.config.model.name)
        for part in ("model", "adapter") if self.adapter else ("model",):
            header, body = card_header(self.config, state), card_body(self.config, self.rows, state)
            write_card(folder / part, header, body)


def check_examples(config: RecipeConfig, encoder: Encoder) -> Rows:
    with show_progress("Checking examples", None, "examples"):
        preferences = config.objective.kind == "preference"
        return choose_examples(config.data, encoder, preferences=preferences, seed=config.seed)


def batches_of(config: RecipeConfig, chosen: Chosen, *, most: int | None) -> TrainingBatches:
    """Build batches of the chosen examples, or of at most so many of them."""
    values = config.batches
    together = config.objective.kind == "preference"
    units = choose_units(chosen, most=len(chosen.flat) if most is None else most, together=together)
    return TrainingBatches(units, BatchLimits(values.tokens, values.rows if values.packing else 1), seed=config.seed)
