"""Scores of picture models on the same held-out pictures: loss, captions, samples. Begin with `evaluate_models`.

A loss is in the units of a model's latents: only models with the same autoencoder and target are compared.
"""

import base64
import hashlib
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.errors import CorpusError
from soridam.core.files import sha256_of
from soridam.core.progress import show_progress
from soridam.evaluation.significance import Comparison, Interval, bootstrap_interval, compare
from soridam.image.data.preflight import CheckedPicture, check_pictures, hold_out, name_some
from soridam.image.model import Parts, find_pipeline, load_parts
from soridam.image.pixels import to_png
from soridam.image.tuning.config import RecipeConfig
from soridam.image.tuning.exam import Exam
from soridam.image.tuning.latents import Latents, prepare_latents
from soridam.image.tuning.loading import Captions
from soridam.image.tuning.network import DiffusionNetwork, Texts
from soridam.image.tuning.objective import Noise
from soridam.image.tuning.samples import paint_samples
from soridam.training.run_folder import CONFIG_FILE, model_of

LEVELS = 6  # noise levels at which each picture is tried
MOST_PICTURES = 256
SAMPLES, STEPS, GUIDANCE = 6, 20, 5.0
STEP = 64  # pixels by which the sides of buckets differ


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one model: mean squared error with its interval, and with exchanged captions; by noise level.

    `losses` has shape (pictures, 2): the sum over the levels, and how many these are. `samples` are PNG files.
    """

    model: str
    loss: Interval
    exchanged: float
    by_level: tuple[float, ...]
    losses: np.ndarray
    samples: tuple[bytes, ...]
    space: str  # what has to be the same where losses are compared: autoencoder, target, size

    @property
    def gap(self) -> float:
        """Return how much worse it does with another picture's caption, as a share of its loss."""
        return self.exchanged / self.loss.rate - 1

    @property
    def sample_links(self) -> list[str]:
        """Return the samples as data links, for a page that needs nothing else."""
        return [f"data:image/png;base64,{base64.b64encode(png).decode()}" for png in self.samples]

    def to_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "heldout_loss": asdict(self.loss),
            "exchanged_loss": self.exchanged,
            "caption_gap": self.gap,
            "loss_by_level": list(self.by_level),
        }


@dataclass(frozen=True, slots=True)
class Paired:
    """The difference of two models, second minus first; negative is better."""

    first: str
    second: str
    loss: Comparison


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of all models on a folder of pictures, and each model against the first where losses mean the same."""

    label: str
    captions: tuple[str, ...]  # of the samples
    scores: tuple[Score, ...]
    tests: tuple[Paired, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "pictures": self.label,
            "scores": [score.to_json() for score in self.scores],
            "tests": [asdict(test) for test in self.tests],
        }


def evaluate_models(models: Sequence[str], corpus: Path, *, seed: int = 7, names: Sequence[str] = ()) -> Evaluation:
    """Score models (runs, folders, or names) on the test pictures of a folder.

    `names` are what the models are called in the result. Of a folder the part named test is used, else the one named
    validation, else what the first run among the models has held out of it, else all of it. Raises CorpusError if it
    holds no picture that can be used.
    """
    names = names or models
    run = next((config for model in models if (config := read_run(Path(model)))), None)
    chosen: dict[int, list[CheckedPicture]] = {}  # by the side of the pictures: each is decoded once
    scores: list[Score] = []
    captions: tuple[str, ...] = ()
    with show_progress("Validating", len(models), "models") as progress:
        for name, model in zip(names, models, strict=True):
            parts = load_parts(find_model(model))
            if parts.side not in chosen:
                chosen[parts.side] = choose_test(corpus, parts, run)
            pictures = chosen[parts.side]
            captions = tuple(dict.fromkeys(one.picture.caption for one in pictures))[:SAMPLES]
            scores.append(score(name, parts, pictures, captions, seed=seed))
            progress.advance()
    return Evaluation(corpus.name, captions, tuple(scores), compare_with_first(scores, seed=seed))


def find_model(name: str) -> Path:
    """Return the folder of a run's model, a folder, or a model by name. Raises WeightsError if there is none."""
    return find_pipeline(model_of(name))


def read_run(folder: Path) -> RecipeConfig | None:
    """Return the config of a run of this family; None for what is no run."""
    path = folder / CONFIG_FILE
    if not path.is_file() or tomllib.loads(path.read_text(encoding="utf-8")).get("family") != "image":
        return None
    return RecipeConfig.read(path)


def choose_test(corpus: Path, parts: Parts, run: RecipeConfig | None = None) -> list[CheckedPicture]:
    """Return the pictures to score on, at most MOST_PICTURES, evenly spread. Raises CorpusError if there are none."""
    step = min(STEP, parts.side)
    caption = run.data.caption if run else ""
    checked = check_pictures(corpus, side=parts.side, step=step, caption=caption, tokenizer=parts.tokenizers[0])
    of_part = {part: [one for one in checked.found if one.part == part] for part in ("test", "validation", "train")}
    found = of_part["test"] or of_part["validation"]
    if not found and run is not None:
        found = list(hold_out(tuple(of_part["train"]), run.data.held_out, run.seed)[1])
    found = found or of_part["train"]
    if not found:
        raise CorpusError(
            "run.no-pictures",
            "{corpus}: nothing is left {where}: {bad} of {rows} pictures are bad. {why}",
            hint="Add pictures, or name another folder.",
            corpus=corpus,
            where="to evaluate on",
            bad=len(checked.rejected),
            rows=len(checked.rejected),
            why=name_some(checked.rejected),
        )
    every = max(1.0, len(found) / MOST_PICTURES)
    return [found[int(place * every)] for place in range(min(MOST_PICTURES, len(found)))]


def score(name: str, parts: Parts, pictures: Sequence[CheckedPicture], captions: Sequence[str], *, seed: int) -> Score:
    """Score one model."""
    network = DiffusionNetwork(parts).eval().requires_grad_(False)
    noise = Noise.of(parts.pipeline.scheduler.config)
    with tempfile.TemporaryDirectory(prefix="soridam-") as folder:
        known = Captions([one.picture.caption for one in pictures])
        exam = Exam(
            Latents(prepare_latents(pictures, parts, Path(folder)), pictures), known, noise, LEVELS, len(pictures)
        )
        right, exchanged = ask_all(exam, network, Texts(parts, network, known.texts))
    losses = np.stack([right.sum(axis=1), np.full(len(right), LEVELS)], axis=1)
    painted = paint_samples(parts, captions, side=parts.side, steps=STEPS, guidance=GUIDANCE)
    return Score(
        name,
        bootstrap_interval(losses, seed=seed),
        float(exchanged.mean()),
        tuple(right.mean(axis=0).tolist()),
        losses,
        tuple(to_png(picture) for picture in painted),
        _space(parts, noise),
    )


def ask_all(exam: Exam, network: DiffusionNetwork, texts: Texts) -> tuple[np.ndarray, np.ndarray]:
    """Return the losses with right and with exchanged captions, each (pictures, levels)."""
    right, exchanged = (np.zeros((len(exam.latents.pictures), exam.levels)) for _ in range(2))
    for group in exam.iter_groups():
        own, other = exam.losses(network, texts, group)
        for question, first, second in zip(group, own, other, strict=True):
            right[question.picture, question.place] = first
            exchanged[question.picture, question.place] = second
    return right, exchanged


def compare_with_first(scores: Sequence[Score], *, seed: int) -> tuple[Paired, ...]:
    """Compare each model with the first, where their losses mean the same."""
    first, *others = scores
    return tuple(
        Paired(first.model, other.model, compare(first.losses, other.losses, seed=seed))
        for other in others
        if other.space == first.space
    )


def _space(parts: Parts, noise: Noise) -> str:
    digest = hashlib.sha256(f"{noise.target} {parts.side}".encode())
    for file in sorted((parts.folder / "vae").glob("*.safetensors")):
        digest.update(sha256_of(file).encode())
    return digest.hexdigest()
