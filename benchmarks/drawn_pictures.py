"""What the small picture model learned: does a picture show the hero, colors and place that were asked for?

    python benchmarks/drawn_pictures.py models/drawn --json benchmarks/results/drawn_pictures.json

Needs what examples/drawn_pictures.py has written. A small network is trained on drawings to name kind, coat, clothes
and place of a picture; it judges pictures that were painted of held-out captions. Beside the model stand chance, the
drawings themselves, and the drawings after the autoencoder, above which no model can come. Then a hero of a kind that
the model has never seen is learned by LoRA from twelve pictures, with drawn class pictures and without, and judged.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from measure import Results, benchmark_arguments, finish
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from soridam.book.drawn_pictures import (
    BACKDROPS,
    CLOTHES,
    COATS,
    KINDS,
    NEW_HERO,
    NEW_KINDS,
    choose_subjects,
    draw_pictures,
    pose_hero,
)
from soridam.image.model import load_parts
from soridam.image.pixels import to_tensor
from soridam.image.recipe import train
from soridam.image.tuning.config import RecipeConfig
from soridam.image.tuning.samples import paint_samples
from soridam.recipes import find_recipe
from soridam.training.run_folder import METRICS_FILE, find_status, read_rows

HEADS = {  # the model has never seen the new kinds; the judge has
    "kind": (*KINDS, *NEW_KINDS), "coat": tuple(COATS), "color": tuple(CLOTHES), "place": tuple(BACKDROPS),
}  # fmt: skip
METRICS = {"kind": "hero_accuracy", "coat": "color_accuracy", "color": "clothes_accuracy", "place": "place_accuracy"}
HERO_PICTURES, PRIOR_PICTURES = 12, 200
JUDGE_EPOCHS, JUDGE_ROWS, JUDGE_LOW = 3, 64, 16  # the last: side to which pictures are sometimes shrunk and back
GUIDANCE, STEPS = 3.0, 20


class Judge(nn.Module):
    """A small convolutional network that names what a picture of 64 pixels shows."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in ((3, 32), (32, 64), (64, 128), (128, 128)):
            layers += [nn.Conv2d(inputs, outputs, 3, 2, 1), nn.GroupNorm(8, outputs), nn.SiLU()]
        self.body = nn.Sequential(*layers, nn.Flatten())
        self.heads = nn.ModuleDict({name: nn.Linear(128 * 16, len(words)) for name, words in HEADS.items()})

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """Return the scores of each word: pictures (rows, 3, 64, 64) in -1…1."""
        seen = self.body(pictures)
        return {name: head(seen) for name, head in self.heads.items()}


@dataclass(frozen=True)
class Shown:
    """Pictures and what they are to show."""

    pictures: Tensor
    wanted: dict[str, Tensor]


def main() -> None:
    parser = benchmark_arguments(__doc__ or "")
    parser.add_argument("folder", type=Path, help="what examples/drawn_pictures.py has written")
    arguments = parser.parse_args()
    folder, results = arguments.folder, Results("drawn_pictures")
    judge = train_judge(folder)
    held_out = read_shown(folder / "held-out")
    add_chance(results)
    add(results, "drawn", judge, held_out)
    add(results, "autoencoder", judge, Shown(through_autoencoder(folder, held_out.pictures), held_out.wanted))
    captions = [row["text"] for row in read_metadata(folder / "held-out")]
    add(results, "drawn-small", judge, Shown(paint(folder / "model" / "model", captions), held_out.wanted))
    last = read_rows(folder / "model" / METRICS_FILE)
    scored = [row for row in last if "heldout_loss" in row]
    best = min(scored, key=lambda row: row["heldout_loss"])
    results.add("drawn-small", "heldout_loss", best["heldout_loss"], "")
    results.add("drawn-small", "caption_gap", 100 * best["caption_gap"], "%")
    results.add("untrained", "heldout_loss", scored[0]["heldout_loss"], "")
    for system, with_prior in (("drawn-small-lora", True), ("drawn-small-lora-no-prior", False)):
        add_lora(results, system, folder, judge, captions, held_out, with_prior=with_prior)
    finish(results, arguments.json)


def add_chance(results: Results) -> None:
    for name, words in HEADS.items():
        known = [word for word in words if word not in NEW_KINDS]
        results.add("chance", METRICS[name], 100 / len(known), "%")


def add(results: Results, system: str, judge: Judge, shown: Shown, prefix: str = "") -> None:
    for name, share in judged(judge, shown).items():
        results.add(system, f"{prefix}{METRICS[name]}", 100 * share, "%")


@torch.no_grad()
def judged(judge: Judge, shown: Shown) -> dict[str, float]:
    """Return the share of pictures that show what they are to show, by the kind of thing."""
    judge.eval()
    scores = judge(shown.pictures)
    return {name: float((scores[name].argmax(1) == shown.wanted[name]).float().mean()) for name in HEADS}


def train_judge(folder: Path) -> Judge:
    """Train the judge on drawings, some of them blurred, and on kinds that the model does not know."""
    others = choose_subjects(1_500, seed=11, kinds=NEW_KINDS)
    draw_pictures(folder / "benchmark" / "judge", others, processes=2)
    parts = [read_shown(folder / "pictures"), read_shown(folder / "benchmark" / "judge")]
    pictures = torch.cat([part.pictures for part in parts])
    wanted = {name: torch.cat([part.wanted[name] for part in parts]) for name in HEADS}
    torch.manual_seed(0)
    judge, rng = Judge(), np.random.default_rng(0)
    optimizer = torch.optim.AdamW(judge.parameters(), 1e-3, weight_decay=0.01)
    for _ in range(JUDGE_EPOCHS):
        for chosen in np.array_split(rng.permutation(len(pictures)), len(pictures) // JUDGE_ROWS):
            scores = judge(_worn(pictures[chosen], rng))
            loss = sum(functional.cross_entropy(scores[name], wanted[name][chosen]) for name in HEADS)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return judge


def _worn(pictures: Tensor, rng: np.random.Generator) -> Tensor:
    """Blur half of the batches and add a little noise, as painted pictures are."""
    if rng.random() < 0.5:
        side = int(rng.integers(JUDGE_LOW, pictures.shape[-1]))
        small = functional.interpolate(pictures, side, mode="bilinear", antialias=True)
        pictures = functional.interpolate(small, pictures.shape[-1], mode="bilinear")
    return pictures + 0.05 * torch.randn_like(pictures)


def read_metadata(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "metadata.jsonl").read_text(encoding="utf-8").splitlines()]


def read_shown(folder: Path) -> Shown:
    rows = read_metadata(folder)
    images = [Image.open(folder / row["file_name"]) for row in rows]
    wanted = {name: torch.tensor([words.index(row[name]) for row in rows]) for name, words in HEADS.items()}
    return Shown(to_tensor(stack(images)), wanted)


def stack(images: Sequence[Image.Image]) -> np.ndarray:
    """Return pictures as bytes, (rows, height, width, 3)."""
    return np.stack([np.asarray(image.convert("RGB")) for image in images])


@torch.no_grad()
def through_autoencoder(folder: Path, pictures: Tensor) -> Tensor:
    vae = load_parts(folder / "model" / "model").vae
    return torch.cat(
        [vae.decode(vae.encode(part).latent_dist.mode()).sample.clamp(-1, 1) for part in pictures.split(32)]
    )


def paint(model: Path, captions: Sequence[str]) -> Tensor:
    parts = load_parts(model)
    painted = paint_samples(parts, captions, side=parts.side, steps=STEPS, guidance=GUIDANCE)
    return to_tensor(stack(painted))


def add_lora(
    results: Results, system: str, folder: Path, judge: Judge, captions: list[str], held_out: Shown, *, with_prior: bool
) -> None:
    """Learn the new hero from a dozen pictures; judge it, and what has become of the others."""
    subjects = pose_hero(NEW_HERO, 2 * HERO_PICTURES, seed=3)
    own = folder / "benchmark"  # beside the example's own hero and class pictures, which are others
    draw_pictures(own / "hero", subjects[:HERO_PICTURES])
    draw_pictures(own / "hero-held-out", subjects[HERO_PICTURES:])
    draw_pictures(own / "prior", choose_subjects(PRIOR_PICTURES, seed=23))
    run = own / system
    values = {
        "model.name": folder / "model" / "model",
        "data.corpus": own / "hero",
        "data.validation": own / "hero-held-out",
        "data.prior": own / "prior" if with_prior else '""',
    }
    config = RecipeConfig.read(find_recipe("drawn-small-lora"), [f"{name}={value}" for name, value in values.items()])
    train(config, run, resume=find_status(run) is not None)
    scored = [row["heldout_loss"] for row in read_rows(run / METRICS_FILE) if "heldout_loss" in row]
    results.add(system, "heldout_loss", min(scored), "")
    results.add(system, "heldout_loss_before", scored[0], "")
    hero = read_shown(own / "hero-held-out")
    asked = [subject.caption for subject in subjects[HERO_PICTURES:]]
    add(results, system, judge, Shown(paint(run / "model", asked), hero.wanted))
    add(results, system, judge, Shown(paint(run / "model", captions), held_out.wanted), prefix="others_")


if __name__ == "__main__":
    main()
