"""A tiny picture model with an untrained autoencoder, and a folder of drawn pictures, for tests."""

from pathlib import Path

from soridam.book.drawn_pictures import choose_subjects, draw_pictures
from soridam.image.small import TINY, new_autoencoder, save_untrained
from soridam.image.tuning.config import RecipeConfig

SMALL_RUN = {
    "tuning": {"method": "lora", "rank": 4, "alpha": 4},
    "batches": {"rows": 4},
    "optimizer": {"learning_rate": 1e-3, "steps": 6},
    "validation": {"every": 3, "rows": 4, "levels": 2, "samples": 2, "steps": 2, "minutes": 60},
}


def write_model(folder: Path) -> Path:
    new_autoencoder(TINY, seed=0).save_pretrained(folder / "autoencoder")
    return save_untrained(folder / "model", TINY, folder / "autoencoder", seed=0)


def draw(folder: Path, count: int = 12, seed: int = 0) -> Path:
    draw_pictures(folder, choose_subjects(count, seed=seed), side=TINY.side)
    return folder


def config_of(model: Path, pictures: Path, **changed) -> RecipeConfig:
    values = {name: {**SMALL_RUN.get(name, {}), **changed.get(name, {})} for name in {*SMALL_RUN, *changed}}
    values["data"] = {"corpus": str(pictures), "held_out": 0.3, "drop_bad": True, **changed.get("data", {})}
    return RecipeConfig.from_values({"model": {"name": str(model)}, **values})
