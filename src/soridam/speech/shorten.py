"""The recipe by which a Whisper teaches itself at an utterance's own length, without transcripts. Begin with `train`.

The teacher is the model as it was, in 30 s; the student is the same model with adapters, in short windows.
"""

import math
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import torch
from accelerate import Accelerator
from accelerate.utils import gather_object
from torch import Tensor, nn

from soridam.core.files import write_json
from soridam.core.messages import Message
from soridam.core.progress import SilentProgress, show_progress
from soridam.speech.audio import SAMPLE_RATE
from soridam.speech.channel import ChannelShares
from soridam.speech.model import Whisper
from soridam.speech.shortening.agreement import Answer, Question, figures_of, plan_exam, sit_exam
from soridam.speech.shortening.batches import Lessons, ShortBatches, ShortPlan, Taught, iter_heard
from soridam.speech.shortening.card import card_body, card_header
from soridam.speech.shortening.config import AGREEMENT, ShorteningConfig
from soridam.speech.shortening.examples import draw_examples, sound_of
from soridam.speech.shortening.loss import divergence_sum
from soridam.speech.shortening.sounds import Sounds, gather_sounds
from soridam.speech.shortening.teacher import Teacher
from soridam.speech.shortening.voices import LANGUAGES, speak_into
from soridam.speech.tuned import Tuned
from soridam.speech.tuning.loading import channel_shares
from soridam.speech.tuning.trainable import load_for_training, save_model
from soridam.speech.weights import find_whisper
from soridam.speech.window import ShortContext
from soridam.training.batches import BatchLimits, refuse_uneven
from soridam.training.card import write_card
from soridam.training.checkpoint import TrainingState
from soridam.training.estimate import Estimate, count_heaviest, probe, refuse_too_large
from soridam.training.fit import count_steps, fit
from soridam.training.metric import Metric
from soridam.training.precision import Precision, autocast, choose_precision
from soridam.training.processes import build_accelerator, on_first_process, worker_count
from soridam.training.run import Run, SilentRun
from soridam.training.run_folder import CACHE, SOUNDS_FILE
from soridam.training.task import DataFacts, Hints

if TYPE_CHECKING:
    from peft import PeftModel

HINTS = Hints(
    memory=Message(
        "Lower batches.seconds or batches.rows (raise batches.accumulate to keep the step's size), set "
        "model.gradient_checkpointing=true, leave --full out, or take a smaller model."
    ),
    nothing_learned=Message("Give more recordings, in which somebody speaks, or lower optimizer.learning_rate."),
)


def train(config: ShorteningConfig, folder: Path, *, resume: bool = False) -> Path:
    """Teach as `config` says and write everything to `folder`; returns the folder of the best model.

    Raises as `fit` does, and UsageError and CorpusError where there is nothing to hear.
    """
    model = fit(lambda: set_up(config, run=folder), folder, resume=resume)
    shutil.rmtree(folder / CACHE, ignore_errors=True)
    return model


def metric_of(config: ShorteningConfig) -> Metric:
    return AGREEMENT


def set_up(config: ShorteningConfig, *, run: Path | None = None) -> "ShorteningTask":
    """Load the model and hear the recordings. Without recordings, the voices speak into the cache of `run`."""
    # 1. Processes and weights, with adapters or with a second copy that stays as it is.
    accelerator, precision = build_accelerator(), choose_precision(config.model.precision)
    refuse_uneven(accumulate=config.batches.accumulate, processes=accelerator.num_processes)
    base = on_first_process(accelerator, partial(find_whisper, config.model.name))
    sounds = on_first_process(accelerator, partial(_hear, config, run))
    with show_progress("Loading the model", None, "models"):
        whisper, adapter = load_for_training(
            base, config.model, config.tuning, precision=precision, device=accelerator.device, seed=config.seed
        )
        network = accelerator.prepare(whisper.network)
        teacher = _teacher(config, whisper, adapter, base, precision, accelerator.device)
    refuse_too_large(whisper.network, accelerator.device, HINTS.memory)

    # 2. Examples and batches, the same in each epoch.
    batches = _plan_batches(config, whisper, sounds)
    return ShorteningTask(
        config,
        accelerator,
        precision,
        base,
        whisper,
        adapter,
        network,
        sounds,
        batches,
        Lessons(teacher),
        _Exam(),
        count_steps(config, len(batches.packed)),
    )


def _hear(config: ShorteningConfig, run: Path | None) -> Sounds:
    """Decode what is to be heard."""
    values = config.sound
    with tempfile.TemporaryDirectory() as scratch:
        folders = list(values.folders)
        if not folders:
            folders = speak_into((run / CACHE if run else Path(scratch)) / "voices", seed=config.seed)
        with show_progress("Reading recordings", values.pieces, "pieces") as progress:
            return gather_sounds(folders, most=values.pieces, seed=config.seed, progress=progress)


def _teacher(
    config: ShorteningConfig,
    whisper: Whisper,
    adapter: "PeftModel | None",
    base: Path,
    precision: Precision,
    device: torch.device,
) -> Teacher:
    """Return the model as it was: without its adapter, or, where all weights are trained, a copy of them."""
    untouched: Callable[[], AbstractContextManager[object]] = nullcontext
    if adapter is not None:
        untouched = adapter.disable_adapter
    else:
        whisper = Whisper.load(base)
        whisper.inner.requires_grad_(False).to(device, torch.bfloat16 if precision == "bf16" else torch.float32)
    return Teacher(whisper, untouched, language=config.sound.language, kept=config.examples.kept)


def _plan_batches(config: ShorteningConfig, whisper: Whisper, sounds: Sounds) -> ShortBatches:
    # English-only models have no task token, after which the times begin.
    values = config.examples if whisper.tokens.multilingual else config.examples.model_copy(update={"timestamps": 0.0})
    durations = [len(piece) / SAMPLE_RATE for piece in sounds.train]
    examples = draw_examples(durations, values, count=values.count, seed=config.seed)
    plan = ShortPlan(
        seed=config.seed,
        limits=BatchLimits(config.batches.seconds, config.batches.rows),
        short_context=ShortContext(config.window.padding, config.window.step),
        channel=channel_shares(config.augmentation),
        mels=whisper.config.num_mel_bins,
    )
    return ShortBatches(sounds.train, examples, plan)


@dataclass
class _Exam:
    """The questions of the validation, asked of the teacher when they are first needed."""

    batches: list[tuple[Question, ...]] | None = None


@dataclass(frozen=True)
class ShorteningTask:
    """A Whisper about to teach itself, ready for its first step."""

    config: ShorteningConfig
    accelerator: Accelerator
    precision: Precision
    base: Path
    whisper: Whisper
    adapter: "PeftModel | None"
    network: nn.Module  # of the Whisper, as the processes share it
    sounds: Sounds
    batches: ShortBatches
    lessons: Lessons
    exam: _Exam
    steps: int
    hints: Hints = HINTS

    @property
    def metric(self) -> Metric:
        return metric_of(self.config)

    @property
    def trained(self) -> nn.Module:
        return self.whisper.network

    @property
    def short_context(self) -> ShortContext:
        return self.batches.plan.short_context

    @property
    def data_facts(self) -> DataFacts:
        sounds = self.sounds
        return DataFacts(len(sounds.train), len(sounds.validation), len(sounds.unread))

    def fingerprint(self) -> str:
        return self.sounds.fingerprint()

    def write_facts(self, folder: Path) -> None:
        """Write how much was heard, and which recordings could not be read."""
        sounds = self.sounds
        facts: dict[str, Any] = {
            "generated": [] if self.config.sound.folders else list(LANGUAGES),
            "recordings": sounds.recordings,
            "pieces": len(sounds.train),
            "held_out": len(sounds.validation),
            "seconds": round(sounds.seconds(), 1),
            "unread": [{"file": each.file, "reason": str(each.reason)} for each in sounds.unread],
        }
        write_json(folder / SOUNDS_FILE, facts)

    def iter_batches(self, numbers: Sequence[int]) -> Iterator[Taught]:
        for heard in iter_heard(self.batches, numbers, workers=worker_count(self.config.batches.workers)):
            with autocast(self.precision, self.accelerator.device):
                yield self.lessons.add(heard)

    def loss_of(self, network: nn.Module, batch: Taught) -> Tensor:
        """Return the divergence from the teacher, summed over the places of one batch."""
        device = self.accelerator.device
        features, decoder_input, wanted, choices, probabilities = (
            tensor.to(device)
            for tensor in (batch.features, batch.decoder_input, batch.wanted, batch.choices, batch.probabilities)
        )
        with autocast(self.precision, device):
            logits = network(features, decoder_input, wanted)
        return divergence_sum(logits, choices, probabilities)

    def estimate(self) -> Estimate:
        """Try the heaviest batch: what the teacher takes, and forward and backward of the student."""
        lengths = [self.batches.padded_seconds(place) for place in range(len(self.batches.packed))]
        place = max(range(len(lengths)), key=lengths.__getitem__)
        done = self.steps * self.config.batches.accumulate / self.accelerator.num_processes
        taught: list[Taught] = []
        self.network.train()
        with show_progress("Trying the heaviest batch", 2, "batches") as progress:
            started = perf_counter()
            with autocast(self.precision, self.accelerator.device):
                taught.append(self.lessons.add(self.batches.hear(0, place)))
            seconds = (perf_counter() - started) / len(self.batches.packed[place])
            progress.advance()
            found = probe(
                lambda: self.loss_of(self.trained, taught[0]).backward(),
                self.network,
                device=self.accelerator.device,
                batches=count_heaviest(lengths, done),
                hint=HINTS.memory,
            )
            progress.advance()
        heard = min(len(self.batches.examples), len(self.batches.examples) * done / len(lengths))
        validations = 1 + math.ceil(self.steps / self.config.validation.every)
        questions = min(self.config.validation.rows, len(self.sounds.validation))
        return replace(
            found,
            training_seconds=found.training_seconds + heard * seconds,
            validation_seconds=questions * seconds * (1 + validations / 4),
        )

    def use_as_trained(self) -> None:
        """Record the short window, and that it was learned from the model itself."""
        before = self.whisper.tuned
        self.whisper.record_tuned(Tuned(self.short_context, before.languages, before.silence, self_taught=True))

    def validate(self, run: Run | SilentRun, step: int) -> float:
        """Return the agreement with the teacher, each process asking its share. No text goes to the run."""
        process, processes = self.accelerator.process_index, self.accelerator.num_processes
        with autocast(self.precision, self.accelerator.device):
            batches = self._questions()[process::processes]
            bar = show_progress("Validating", len(batches), "batches")
            with bar if process == 0 else nullcontext(SilentProgress()) as progress:
                mine: list[Answer] = []
                for batch in batches:
                    mine += sit_exam(self.whisper, batch, self.short_context)
                    progress.advance()
        answers: Iterable[Answer] = sorted(gather_object(mine), key=lambda answer: answer.number)
        figures = figures_of(answers)
        run.log(step, figures)
        return figures[self.metric.key]

    def _questions(self) -> list[tuple[Question, ...]]:
        """Return the held-out sounds with what the teacher writes for them; whole, cut and joined, without noise."""
        if self.exam.batches is None:
            config, pieces = self.config, self.sounds.validation
            values = config.examples.model_copy(update={"noise": 0.0, "timestamps": 0.0})
            durations = [len(piece) / SAMPLE_RATE for piece in pieces]
            examples = draw_examples(durations, values, count=config.validation.rows, seed=config.seed + 1)
            waves = [sound_of(example, pieces, ChannelShares()) for example in examples]
            with show_progress("Listening in 30 s", len(waves), "utterances") as progress:
                self.exam.batches = plan_exam(self.lessons.teacher, waves, progress)
        return self.exam.batches

    def save(self, folder: Path, state: TrainingState) -> None:
        """Write `folder`/model and, for LoRA, `folder`/adapter, each with its card."""
        save_model(folder, self.whisper, self.adapter, self.base, self.config.model.name)
        voices = () if self.config.sound.folders else LANGUAGES
        for part in ("model", "adapter") if self.adapter else ("model",):
            write_card(folder / part, card_header(self.config), card_body(self.config, self.sounds, state, voices))
