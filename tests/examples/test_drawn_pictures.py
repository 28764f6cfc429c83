import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from soridam.book.drawn_pictures import choose_subjects, draw_pictures
from soridam.training.run_folder import read_rows

EXAMPLE = Path(__file__).parents[2] / "examples" / "drawn_pictures.py"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("drawn_pictures", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.weights  # CLIP's vocabulary
def test_a_model_that_begins_at_random_learns_to_paint_and_is_shown_beside_the_drawings(example, tmp_path):
    plan = replace(example.TINY, autoencoder_steps=40, epochs=8)
    bears = [each for each in choose_subjects(700, seed=1, kinds=("bear",)) if each.backdrop in ("night", "snow")]
    draw_pictures(tmp_path / "pictures", bears[:-24], side=plan.side)
    draw_pictures(tmp_path / "held-out", bears[-24:], side=plan.side)
    example.train_autoencoder(tmp_path, plan)
    model = example.train_model(tmp_path, plan)
    example.write_sheet(tmp_path, plan, model)
    scored = [row["heldout_loss"] for row in read_rows(tmp_path / "model" / "metrics.jsonl") if "heldout_loss" in row]
    assert scored[-1] < 0.7 * scored[0]  # words take longer: benchmarks/drawn_pictures.py
    assert Image.open(tmp_path / "sheet.png").size == (10 * 32 * 2, 4 * 32 * 2)
