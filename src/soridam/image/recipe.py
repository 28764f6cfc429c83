"""The recipe of picture models: what `training.fit` needs to fine-tune one. Begin with `train`."""

import atexit
import math
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from accelerate import Accelerator
from accelerate.utils import gather_object
from PIL import Image
from torch import Tensor, nn

from soridam.core.errors import UsageError
from soridam.core.messages import Message
from soridam.core.progress import show_progress
from soridam.image.data.preflight import CheckedPicture, Rows, choose_pictures, write_preflight
from soridam.image.model import Parts, find_pipeline, load_parts
from soridam.image.pixels import to_png
from soridam.image.tuning.card import card_body, card_header
from soridam.image.tuning.config import RecipeConfig
from soridam.image.tuning.exam import Exam, Marks, Question, add_marks
from soridam.image.tuning.latents import Latents, prepare_latents
from soridam.image.tuning.loading import Batch, Captions, TrainingBatches
from soridam.image.tuning.network import DiffusionNetwork, Texts, make_trainable
from soridam.image.tuning.objective import Noise
from soridam.image.tuning.samples import paint_samples
from soridam.image.tuning.saving import save_tuned
from soridam.training.batches import refuse_uneven
from soridam.training.card import write_card
from soridam.training.checkpoint import TrainingState
from soridam.training.estimate import Estimate, count_heaviest, probe, refuse_too_large
from soridam.training.fit import count_steps, fit
from soridam.training.metric import Metric
from soridam.training.precision import Precision, autocast, choose_precision
from soridam.training.processes import build_accelerator, on_first_process, tell
from soridam.training.run import Run, SilentRun
from soridam.training.run_folder import CACHE
from soridam.training.task import DataFacts, Hints

HINTS = Hints(
    memory=Message(
        "Lower batches.rows (raise batches.accumulate to keep the step's size) or data.side, set "
        "model.gradient_checkpointing=true or tuning.method=lora, or take a smaller model."
    ),
    nothing_learned=Message("Check that pictures and captions belong together, or change the learning rate."),
)


def train(config: RecipeConfig, folder: Path, *, resume: bool = False) -> Path:
    """Fine-tune as `config` says and write everything to `folder`; returns the folder of the best model.

    Raises as `fit` does, and CorpusError for pictures that cannot be used.
    """
    return fit(lambda: set_up(config, run=folder), folder, resume=resume)


def metric_of(config: RecipeConfig) -> Metric:
    return config.metric


def set_up(config: RecipeConfig, *, run: Path | None = None) -> "ImageTask":
    """Load and check everything; of a run only the latents are written, or else to a temporary folder."""
    # 1. What can be refused before anything is loaded.
    _refuse_no_corpus(config)
    accelerator, precision = build_accelerator(), choose_precision(config.model.precision)
    refuse_uneven(accumulate=config.batches.accumulate, processes=accelerator.num_processes)

    # 2. The model, with the chosen weights trainable.
    base = on_first_process(accelerator, partial(find_pipeline, config.model.name))
    with show_progress("Loading the model", None, "models"):
        parts = load_parts(base)
    for module in (parts.unet, parts.vae, *parts.text_encoders):
        module.to(accelerator.device)
    make_trainable(parts, config.tuning, seed=config.seed)
    if config.model.gradient_checkpointing:
        parts.unet.enable_gradient_checkpointing()
    network = DiffusionNetwork(parts)
    refuse_too_large(network, accelerator.device, HINTS.memory)

    # 3. The pictures, as latents, and their captions.
    rows = on_first_process(accelerator, partial(_choose, config, parts))
    for warning in rows.warnings:
        tell(accelerator, f"Note: {warning}")
    folder = run / CACHE if run else on_first_process(accelerator, _make_scratch_folder)
    train_set, held_out, prior = (
        _open_latents(accelerator, getattr(rows, name), parts, folder / name)
        for name in ("train", "validation", "prior")
    )
    assert train_set is not None and held_out is not None
    captions = Captions([one.picture.caption for part in (rows.train, rows.validation, rows.prior) for one in part])
    texts = Texts(parts, network, captions.texts)

    # 4. Batches planned ahead.
    noise = Noise.of(parts.pipeline.scheduler.config)
    batches = TrainingBatches(
        train_set, prior, captions, noise, config.objective, rows=config.batches.rows, seed=config.seed
    )
    exam = Exam(held_out, captions, noise, config.validation.levels, config.validation.rows)
    steps = count_steps(config, len(batches.plan_epoch(0)))
    prepared = accelerator.prepare(network)
    return ImageTask(config, accelerator, precision, parts, network, prepared, rows, batches, texts, exam, steps)


@dataclass(frozen=True)
class ImageTask:
    """A fine-tuning of a picture model, ready for its first step."""

    config: RecipeConfig
    accelerator: Accelerator
    precision: Precision
    parts: Parts
    trained: DiffusionNetwork
    network: nn.Module  # the same, as the processes share it
    rows: Rows
    batches: TrainingBatches
    texts: Texts
    exam: Exam
    steps: int
    hints: Hints = HINTS

    @property
    def metric(self) -> Metric:
        return metric_of(self.config)

    @property
    def data_facts(self) -> DataFacts:
        rows = self.rows
        return DataFacts(len(rows.train), len(rows.validation), len(rows.rejections), rows.warnings)

    def fingerprint(self) -> str:
        return self.rows.fingerprint()

    def write_facts(self, folder: Path) -> None:
        write_preflight(folder, self.rows)

    def iter_batches(self, numbers: Sequence[int]) -> Iterable[Batch]:
        return self.batches.iter_batches(numbers)

    def loss_of(self, network: nn.Module, batch: Batch) -> Tensor:
        """Compute the weighted squared errors of a batch, summed over its rows."""
        device = self.accelerator.device
        given = (tensor.to(device) for tensor in (batch.noisy, batch.level, batch.wanted, batch.time_ids))
        with autocast(self.precision, device):
            errors = network(*given, *self.texts.rows(batch.captions), encoded=self.texts.encoded)
        total: Tensor = (errors * batch.weights.to(device)).sum()
        return total

    def estimate(self) -> Estimate:
        """Estimate memory and time by computing the heaviest batch, forward and backward, and a part of validation."""
        batches, config = self.batches, self.config
        batch = batches.make(0, batches.heaviest)
        heaviest = count_heaviest(
            [batches.pixels_of(each) for each in batches.plan_epoch(0)],
            self.steps * config.batches.accumulate / self.accelerator.num_processes,
        )

        def work() -> None:
            self.loss_of(self.network, batch).backward()

        self.network.train()
        with show_progress("Trying the heaviest batch", 2, "batches") as progress:
            found = probe(work, self.network, device=self.accelerator.device, batches=heaviest, hint=HINTS.memory)
            progress.advance()
            validations = 1 + math.ceil(self.steps / config.validation.every)
            seconds = validations * self._time_validation()
            progress.advance()
        return replace(found, validation_seconds=seconds)

    def _time_validation(self) -> float:
        """Estimate the seconds of one validation from one group of the exam and one sample."""
        self.network.eval()
        groups = list(self.exam.iter_groups())
        started = time.perf_counter()
        self._ask(groups[0])
        exam = (time.perf_counter() - started) * len(groups) / self.accelerator.num_processes
        started = time.perf_counter()
        prompts = self.prompts[:1]
        self._paint(prompts)
        return exam + (time.perf_counter() - started) * len(self.prompts) / max(1, len(prompts))

    def use_as_trained(self) -> None:
        """Do nothing: a tuned picture model is used as the one that it was."""

    @cached_property
    def prompts(self) -> list[str]:
        """Return what the samples are painted of: the config's prompts, or captions, held-out pictures' first."""
        values = self.config.validation
        captions = (one.picture.caption for part in (self.rows.validation, self.rows.train) for one in part)
        return list(dict.fromkeys(values.prompts or captions))[: values.samples]

    def validate(self, run: Run | SilentRun, step: int) -> float:
        """Compute the loss of the exam, each process its share of the groups, and paint samples for the run."""
        self.network.eval()
        accelerator = self.accelerator
        groups = list(enumerate(self.exam.iter_groups()))
        mine = groups[accelerator.process_index :: accelerator.num_processes]
        marks = sorted(gather_object([(number, self._ask(group)) for number, group in mine]), key=lambda one: one[0])
        found = add_marks([each for _, each in marks])
        run.log(step, found.figures())
        if accelerator.is_main_process:
            run.log_samples(step, self._samples(run, step))
        return found.loss

    def _ask(self, group: Sequence[Question]) -> Marks:
        with autocast(self.precision, self.accelerator.device):
            return self.exam.ask(self.trained, self.texts, group)

    def _samples(self, run: Run | SilentRun, step: int) -> list[dict[str, str]]:
        pictures = self._paint(self.prompts)
        return [
            {"id": str(number), "prompt": prompt, "picture": run.write_picture(step, number, to_png(picture))}
            for number, (prompt, picture) in enumerate(zip(self.prompts, pictures, strict=True))
        ]

    def _paint(self, prompts: Sequence[str]) -> list[Image.Image]:
        values = self.config.validation
        side = self.config.data.side or self.parts.side
        with autocast(self.precision, self.accelerator.device):
            return paint_samples(self.parts, prompts, side=side, steps=values.steps, guidance=values.guidance)

    def save(self, folder: Path, state: TrainingState) -> None:
        """Write `folder`/model, for LoRA also `folder`/adapter, each with its card."""
        written = save_tuned(folder, self.parts, self.config, self.rows)
        rows = self.rows
        body = card_body(self.config, len(rows.train), len(rows.validation), rows.warnings, state)
        for part in written:
            write_card(part, card_header(self.config, state), body)


def _refuse_no_corpus(config: RecipeConfig) -> None:
    if config.data.corpus == Path():
        raise UsageError(
            "run.nothing-to-see",
            "There are no pictures to learn from.",
            hint="Name a folder of pictures with captions: data.corpus=pictures",
        )


def _choose(config: RecipeConfig, parts: Parts) -> Rows:
    data = config.data
    with show_progress("Checking pictures", None, "pictures"):
        return choose_pictures(
            data.corpus,
            side=data.side or parts.side,
            seed=config.seed,
            validation=Path(data.validation) if data.validation else None,
            held_out=data.held_out,
            bucket_step=min(data.bucket_step, data.side or parts.side),
            caption=data.caption,
            drop_bad=data.drop_bad,
            prior=Path(data.prior) if data.prior else None,
            tokenizer=parts.tokenizers[0],
        )


def _open_latents(
    accelerator: Accelerator, pictures: Sequence[CheckedPicture], parts: Parts, folder: Path
) -> Latents | None:
    """Open the latents on every process, after the first one has computed them; None without pictures."""
    if not pictures:
        return None
    return Latents(on_first_process(accelerator, partial(prepare_latents, pictures, parts, folder)), pictures)


def _make_scratch_folder() -> Path:
    """Return a folder that is deleted when the program ends."""
    folder = Path(tempfile.mkdtemp(prefix="soridam-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
