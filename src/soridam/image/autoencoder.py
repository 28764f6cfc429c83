"""Training of a small convolutional autoencoder from scratch: pictures to latents and back. Begin with `train`.

The run is an ordinary one (`training.fit`): it resumes exactly, and its model is a folder that Diffusers loads. Latents
of the finished model have mean 0 and deviation 1 in every channel, as diffusion wants them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import torch
from accelerate import Accelerator
from PIL import Image
from pydantic import Field
from torch import Tensor, nn
from torch.nn import functional

from soridam.core.config import Section
from soridam.core.errors import UsageError
from soridam.core.files import replacing_folder, sha256_of
from soridam.core.messages import Message
from soridam.core.progress import show_progress
from soridam.core.weights.save import raising_system_errors
from soridam.image.pixels import to_bytes, to_png, to_tensor
from soridam.image.small import SHAPES, new_autoencoder
from soridam.training.batches import BatchLimits, EpochChain, pack_by_length
from soridam.training.checkpoint import TrainingState
from soridam.training.config import Batches, Count, Optimizer, Positive, RunConfig, Share, Validation
from soridam.training.estimate import Estimate, probe
from soridam.training.fit import count_steps, fit
from soridam.training.metric import Metric
from soridam.training.precision import Precision, autocast, choose_precision
from soridam.training.processes import build_accelerator
from soridam.training.run import Run, SilentRun
from soridam.training.schedule import Schedule
from soridam.training.task import DataFacts, Hints

PSNR = Metric("psnr", "PSNR", better="higher")  # decibel
HINTS = Hints(
    memory=Message("Lower batches.rows."), nothing_learned=Message("Check the pictures, or change the learning rate.")
)
ENCODED_AT_ONCE = 64  # pictures


class AutoencoderData(Section):
    """Options of the data: a folder of square PNG files, of which the last ones are for validation."""

    corpus: Path = Path()
    held_out: Annotated[int, Field(ge=1)] = 64


class AutoencoderBatches(Batches):
    """Batch sizes; small ones, since early in training many steps are worth more than exact ones."""

    rows: Count = 8


class AutoencoderOptimizer(Optimizer):
    """Options of the optimizer for weights that begin at random."""

    learning_rate: Positive = 1e-3
    schedule: Schedule = "cosine"
    warmup: Share = 0.02
    epochs: Positive = 2.0
    weight_decay: Annotated[float, Field(ge=0)] = 0.0


class AutoencoderValidation(Validation):
    """Options of validation by held-out pictures."""

    every: Count = 200
    samples: Annotated[int, Field(ge=0)] = 8


class AutoencoderConfig(RunConfig):
    """All options of one run."""

    shape: Literal["small", "tiny"] = "small"
    kl: Annotated[float, Field(ge=0)] = 1e-6  # weight of the distance of latents from a normal distribution
    data: AutoencoderData = AutoencoderData()
    batches: AutoencoderBatches = AutoencoderBatches()
    optimizer: AutoencoderOptimizer = AutoencoderOptimizer()
    validation: AutoencoderValidation = AutoencoderValidation()


@dataclass(frozen=True, slots=True)
class PictureBatch:
    """Pictures in -1…1, (rows, 3, side, side)."""

    number: int
    pixels: Tensor

    @property
    def tokens(self) -> int:
        """Return how many pictures are learned from."""
        return len(self.pixels)


class Network(nn.Module):
    """The autoencoder and its loss: mean absolute difference of pixels, and a little of the latents' spread."""

    def __init__(self, inner: Any, kl: float) -> None:
        super().__init__()
        self.inner = inner
        self.kl = kl

    def forward(self, pixels: Tensor, generator: torch.Generator) -> Tensor:
        """Return the loss summed over pictures."""
        latents = self.inner.encode(pixels).latent_dist
        decoded = self.inner.decode(latents.sample(generator)).sample
        difference = (decoded - pixels).abs().mean((1, 2, 3))
        return (difference + self.kl * latents.kl()).sum()


@dataclass(frozen=True)
class AutoencoderTask:
    """A training of an autoencoder, ready for its first step."""

    config: AutoencoderConfig
    accelerator: Accelerator
    precision: Precision
    trained: Network
    network: nn.Module
    files: tuple[Path, ...]
    pixels: np.ndarray  # (pictures, side, side, 3), uint8
    metric: Metric = PSNR
    hints: Hints = HINTS

    @property
    def training_rows(self) -> int:
        return len(self.files) - self.config.data.held_out

    @cached_property
    def steps(self) -> int:
        return count_steps(self.config, len(self.plan_epoch(0)))

    @property
    def data_facts(self) -> DataFacts:
        return DataFacts(self.training_rows, self.config.data.held_out, 0)

    @cached_property
    def chain(self) -> EpochChain[tuple[int, ...]]:
        return EpochChain(self.plan_epoch)

    def plan_epoch(self, epoch: int) -> list[tuple[int, ...]]:
        rows = self.config.batches.rows
        return pack_by_length([1.0] * self.training_rows, BatchLimits(rows, rows), (self.config.seed, epoch))

    def fingerprint(self) -> str:
        return f"{len(self.files)} {self.files[0].name} {sha256_of(self.files[0])} {sha256_of(self.files[-1])}"

    def write_facts(self, folder: Path) -> None:
        """Write nothing: every picture is used."""

    def estimate(self) -> Estimate:
        def work() -> None:
            self.loss_of(self.network, self._batch(0)).backward()

        batches = float(self.steps * self.config.batches.accumulate)
        return probe(work, self.network, device=self.accelerator.device, batches=batches, hint=HINTS.memory)

    def iter_batches(self, numbers: Sequence[int]) -> Iterable[PictureBatch]:
        return map(self._batch, numbers)

    def _batch(self, number: int) -> PictureBatch:
        return PictureBatch(number, to_tensor(self.pixels[list(self.chain.batch(number))]))

    def loss_of(self, network: nn.Module, batch: PictureBatch) -> Tensor:
        generator = torch.Generator().manual_seed(self.config.seed * 1_000_003 + batch.number)
        with autocast(self.precision, self.accelerator.device):
            loss: Tensor = network(batch.pixels.to(self.accelerator.device), generator)
        return loss

    def use_as_trained(self) -> None:
        """Do nothing: the model is validated as it is."""

    def validate(self, run: Run | SilentRun, step: int) -> float:
        """Compute the mean PSNR of held-out pictures in decibel, and write some beside what became of them."""
        self.network.eval()
        wanted = to_tensor(self.pixels[self.training_rows :])
        with torch.no_grad():
            latents = self.trained.inner.encode(wanted).latent_dist.mode()
            decoded = self.trained.inner.decode(latents).sample.clamp(-1, 1)
        errors = functional.mse_loss(decoded, wanted, reduction="none").mean((1, 2, 3))
        score = float((10 * torch.log10(4 / errors)).mean())
        run.log(step, {PSNR.key: score})
        shown = torch.cat((wanted[: self.config.validation.samples], decoded[: self.config.validation.samples]))
        picture = run.write_picture(step, 0, sheet_of(shown, columns=self.config.validation.samples))
        run.log_samples(step, [{"id": "0", "picture": picture}])
        return score

    def save(self, folder: Path, state: TrainingState) -> None:
        """Write `folder`/model, its latents scaled to mean 0 and deviation 1 in each channel."""
        self.trained.eval()
        normalize_latents(self.trained.inner, self._latents())
        with replacing_folder(folder / "model") as temporary, raising_system_errors(temporary):
            self.trained.inner.save_pretrained(temporary, safe_serialization=True)

    @torch.no_grad()
    def _latents(self) -> Tensor:
        parts = range(0, self.training_rows, ENCODED_AT_ONCE)
        with show_progress("Measuring latents", len(parts), "batches") as progress:
            found = []
            for start in parts:
                end = min(start + ENCODED_AT_ONCE, self.training_rows)
                found.append(self.trained.inner.encode(to_tensor(self.pixels[start:end])).latent_dist.mode())
                progress.advance()
        return torch.cat(found)


def train(config: AutoencoderConfig, folder: Path, *, resume: bool = False) -> Path:
    """Train an autoencoder and write everything to `folder`; returns the folder of the best model.

    Raises as `fit` does, and UsageError for a folder without enough pictures.
    """
    return fit(partial(set_up, config), folder, resume=resume)


def set_up(config: AutoencoderConfig) -> AutoencoderTask:
    files = tuple(sorted(config.data.corpus.glob("*.png")))
    if len(files) <= config.data.held_out:
        raise UsageError(
            "picture.too-few",
            "{folder} holds {count} PNG files; at least {least} are needed.",
            hint="Name a folder of pictures: data.corpus=pictures",
            folder=config.data.corpus,
            count=len(files),
            least=config.data.held_out + 1,
        )
    shape = SHAPES[config.shape]
    accelerator = build_accelerator()
    network = Network(new_autoencoder(shape, seed=config.seed), config.kl).to(accelerator.device)
    with show_progress("Reading pictures", None, "pictures"):
        pixels = np.stack([_read(path, shape.side) for path in files])
    precision = choose_precision(config.model.precision)
    return AutoencoderTask(config, accelerator, precision, network, accelerator.prepare(network), files, pixels)


@torch.no_grad()
def normalize_latents(autoencoder: Any, latents: Tensor) -> None:
    """Change the two 1 × 1 convolutions around the latents, so that these have mean 0 and deviation 1 in each channel.

    `latents` are those of many pictures, (pictures, channels, height, width). Pictures stay as they were decoded.
    """
    mean, deviation = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
    channels = len(mean)
    inward, outward = autoencoder.quant_conv, autoencoder.post_quant_conv
    inward.weight[:channels] /= deviation[:, None, None, None]
    inward.bias[:channels] = (inward.bias[:channels] - mean) / deviation
    inward.bias[channels:] -= 2 * deviation.log()  # the logarithm of the variance
    outward.bias += (outward.weight[:, :, 0, 0] * mean).sum(1)
    outward.weight *= deviation[None, :, None, None]


def sheet_of(pictures: Tensor, *, columns: int) -> bytes:
    """Return pictures in -1…1, in rows of so many columns, as one PNG."""
    pixels = to_bytes(pictures)
    rows = [np.concatenate(list(pixels[start : start + columns]), axis=1) for start in range(0, len(pixels), columns)]
    return to_png(Image.fromarray(np.concatenate(rows, axis=0)))


def _read(path: Path, side: int) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB").resize((side, side), Image.Resampling.BOX))
