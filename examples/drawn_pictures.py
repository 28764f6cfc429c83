"""Train a small picture model from scratch on drawn heroes, and look at what it paints of captions it has never seen.

    python examples/drawn_pictures.py models/drawn

Draws 8,000 pictures with captions, trains an autoencoder and then the model (about an hour on two quiet cores), and
writes a sheet of held-out captions (above as drawn, below as painted) and a learning curve. Whatever is done already is
kept: after an interruption the same command goes on. `--tiny` is a smaller form that takes some minutes and shows
less.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from soridam.book.drawn_pictures import NEW_HERO, choose_subjects, draw_picture, draw_pictures, pose_hero
from soridam.core.errors import SoridamError
from soridam.training.run_folder import MODEL, find_status

SEED = 7
HELD_OUT = 200  # pictures whose captions are in no other picture
HERO_PICTURES, PRIOR_PICTURES = 12, 200
LEARNING_RATE = 1e-3  # of a model that begins at random
COLUMNS = 10  # of the sheet
SCALE = 2  # pixels of the sheet for each of a picture


@dataclass(frozen=True)
class Plan:
    """How much is drawn and learned."""

    shape: str
    side: int  # pixels
    pictures: int
    autoencoder_steps: int
    epochs: int


SMALL = Plan("small", side=64, pictures=8_000, autoencoder_steps=3_200, epochs=12)
TINY = Plan("tiny", side=32, pictures=2_000, autoencoder_steps=400, epochs=6)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where pictures, runs, model and sheet are written")
    parser.add_argument("--tiny", action="store_true", help="fewer and smaller pictures, in minutes")
    parser.add_argument("--processes", type=int, default=2, help="how many draw at once (default: 2)")
    arguments = parser.parse_args()
    plan, folder = (TINY if arguments.tiny else SMALL), arguments.folder
    try:
        draw(folder, plan, arguments.processes)
        train_autoencoder(folder, plan)
        model = train_model(folder, plan)
        write_sheet(folder, plan, model)
    except SoridamError as error:
        print(f"Error: {error}\n  Do: {error.hint}", file=sys.stderr)
        return 1
    print(f"Model: {model}\nSheet: {folder / 'sheet.png'}")
    print(f"Learning curve: {folder / 'model' / 'learning-curve.png'}")
    hero, prior = folder / "hero", folder / "prior"
    print(f"Next, a new hero: soridam train drawn-small-lora data.corpus={hero} data.prior={prior} --out runs/tokti")
    return 0


def draw(folder: Path, plan: Plan, processes: int) -> None:
    """Draw the pictures to learn from, those that are held out, and a new hero with others of its kind for tuning."""
    subjects = choose_subjects(plan.pictures + HELD_OUT, seed=SEED)
    draw_pictures(folder / "pictures", subjects[: plan.pictures], side=plan.side, processes=processes)
    draw_pictures(folder / "held-out", subjects[plan.pictures :], side=plan.side, processes=processes)
    draw_pictures(folder / "hero", pose_hero(NEW_HERO, HERO_PICTURES, seed=SEED), side=plan.side)
    draw_pictures(folder / "prior", choose_subjects(PRIOR_PICTURES, seed=SEED + 1), side=plan.side, processes=processes)


def train_autoencoder(folder: Path, plan: Plan) -> None:
    """Train the autoencoder, and make a pipeline with it whose other parts are untrained."""
    from soridam.image.autoencoder import AutoencoderConfig, train
    from soridam.image.small import SHAPES, save_untrained

    run = folder / "autoencoder"
    overrides = [f"shape={plan.shape}", f"data.corpus={folder / 'pictures'}"]
    config = AutoencoderConfig.from_values({}, [*overrides, f"optimizer.steps={plan.autoencoder_steps}"])
    train(config, run, resume=find_status(run) is not None)
    if not (folder / "untrained").exists():
        save_untrained(folder / "untrained", SHAPES[plan.shape], run / MODEL, seed=SEED)


def train_model(folder: Path, plan: Plan) -> Path:
    """Train the model with the recipe of every picture model; it then has the name drawn-small. Returns its folder."""
    from soridam.image.recipe import train
    from soridam.image.small import keep_trained
    from soridam.image.tuning.config import RecipeConfig
    from soridam.recipes import find_recipe

    run, values = folder / "model", {"optimizer.epochs": plan.epochs, "optimizer.learning_rate": LEARNING_RATE}
    values |= {"model.name": folder / "untrained"}
    values |= {"data.corpus": folder / "pictures", "data.validation": folder / "held-out"}
    config = RecipeConfig.read(find_recipe("drawn-small"), [f"{name}={value}" for name, value in values.items()])
    model = train(config, run, resume=find_status(run) is not None)
    return model if plan is TINY else keep_trained(model)


def write_sheet(folder: Path, plan: Plan, model: Path) -> None:
    """Paint held-out captions beside their drawings."""
    from soridam.image.model import load_parts
    from soridam.image.tuning.samples import paint_samples

    subjects = choose_subjects(plan.pictures + HELD_OUT, seed=SEED)[plan.pictures :][: 2 * COLUMNS]
    parts = load_parts(model)
    painted = paint_samples(parts, [each.caption for each in subjects], side=parts.side, steps=20, guidance=3.0)
    drawn = [draw_picture(each, parts.side) for each in subjects]
    rows = [each[start : start + COLUMNS] for start in (0, COLUMNS) for each in (drawn, painted)]
    sheet = Image.new("RGB", (COLUMNS * parts.side, len(rows) * parts.side), "white")
    for row, pictures in enumerate(rows):
        for column, picture in enumerate(pictures):
            sheet.paste(picture, (column * parts.side, row * parts.side))
    larger = (sheet.width * SCALE, sheet.height * SCALE)
    sheet.resize(larger, Image.Resampling.NEAREST).save(folder / "sheet.png")
    captions = "".join(f"{number + 1}. {each.caption}\n" for number, each in enumerate(subjects))
    (folder / "sheet.txt").write_text(captions, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
