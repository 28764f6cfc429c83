"""Sliders on pipelines: rows of one batch, counted tensors, saved weights."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from tests.image.published import sd_text_encoder, sd_unet, sdxl_text_encoder_2, sdxl_unet
from tests.image.tiny import load_plain, tiny_pipeline
from torch import nn

from soridam.core.errors import UsageError
from soridam.image.adjusting import (
    AS_IT_IS,
    LABEL_HEIGHT,
    AdjustablePipeline,
    Painting,
    PictureAdjustment,
    paint_adjusted,
    paint_strip,
    save_adjusted,
    try_adjustment,
)
from soridam.image.kinds import TunableKind
from soridam.training.adjust import Adjustable, Adjustment

FAMILIES = pytest.mark.parametrize("family", ["sd", "sdxl"])
PAINTING = Painting("a fox", steps=2, width=32, height=32)
STRONG = PictureAdjustment(Adjustment(attention=3.0, mlp=0.3, cross=2.0), Adjustment(attention=0.4, mlp=2.0))


def pixels(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture).astype(int)


def values(pipeline: Any, rows: int, guidance: float = 5.0) -> np.ndarray:
    """What the pipeline alone paints in a batch of the same size, (rows, height, width, 3) from 0 to 1."""
    return pipeline(
        ["a fox"] * rows, negative_prompt=[""] * rows, num_inference_steps=2, guidance_scale=guidance, width=32,
        height=32, generator=[torch.Generator().manual_seed(7) for _ in range(rows)], output_type="np",
    ).images  # fmt: skip


@FAMILIES
@pytest.mark.parametrize("guidance", [5.0, 0.0])
def test_an_untouched_row_stays_bit_by_bit_beside_adjusted_ones(family: TunableKind, guidance: float) -> None:
    pipeline = tiny_pipeline(family)
    alone = values(pipeline, 3, guidance)
    model = AdjustablePipeline(pipeline)
    changed = PictureAdjustment(Adjustment(epsilon=0.5), Adjustment(epsilon=0.5))
    with model.rows([AS_IT_IS, STRONG, changed]):
        together = values(pipeline, 3, guidance)
    assert np.array_equal(together[0], alone[0])
    assert np.abs(together[1] - alone[1]).max() > 0.02
    assert np.abs(together[2] - alone[2]).max() > 0.02
    assert np.array_equal(values(pipeline, 3, guidance), alone)  # nothing has to be undone


@FAMILIES
@pytest.mark.parametrize("part", ["unet", "text_encoder"])
@pytest.mark.parametrize("slider", ["attention", "mlp", "epsilon"])
def test_every_slider_of_every_part_is_seen(family: TunableKind, part: Any, slider: Any) -> None:
    pipeline = tiny_pipeline(family)
    for parameter in pipeline.unet.parameters():  # of fresh weights the branches are small
        parameter.data.mul_(1.5)
    with AdjustablePipeline(pipeline).rows([AS_IT_IS, AS_IT_IS.with_slider(part, slider, 4.0)]):
        untouched, adjusted = values(pipeline, 2)
    assert not np.array_equal(untouched, adjusted)


@FAMILIES
def test_gains_and_written_weights_are_the_same_function(family: TunableKind, tmp_path: Path) -> None:
    adjustment = PictureAdjustment(STRONG.unet, Adjustment(mlp=2.0, epsilon=0.01, layers=(1, 1)))
    pipeline = tiny_pipeline(family)
    with AdjustablePipeline(pipeline).rows([adjustment]):
        expected = values(pipeline, 1)
    save_adjusted(AdjustablePipeline(tiny_pipeline(family)), adjustment, tmp_path / "out", name="tiny")
    saved = load_plain(tmp_path / "out", family)
    assert np.abs(values(saved, 1) - expected).max() < 1e-3
    assert np.abs(values(tiny_pipeline(family), 1) - expected).max() > 0.02
    assert saved.text_encoder.config.layer_norm_eps == 0.01
    written = json.loads((tmp_path / "out/adjustment.json").read_text())
    assert written["model"] == "tiny" and PictureAdjustment.from_json(written) == adjustment


def test_the_card_names_the_blocks(tmp_path: Path) -> None:
    adjustment = PictureAdjustment(Adjustment(attention=0.5, layers=(1, 2)))
    save_adjusted(AdjustablePipeline(tiny_pipeline("sd")), adjustment, tmp_path / "out", name="tiny")
    assert "in down 1 to mid" in (tmp_path / "out/README.md").read_text()


def test_an_epsilon_of_the_unet_is_not_saved(tmp_path: Path) -> None:
    model = AdjustablePipeline(tiny_pipeline("sd"))
    with pytest.raises(UsageError, match="epsilon"):
        save_adjusted(model, PictureAdjustment(Adjustment(epsilon=0.1)), tmp_path / "out", name="tiny")
    assert not list(tmp_path.iterdir())


def test_an_adjusted_model_is_not_written_over_another(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="exists"):
        save_adjusted(AdjustablePipeline(tiny_pipeline("sd")), STRONG, tmp_path, name="tiny")


def test_untouched_and_adjusted_are_painted_from_the_same_noise() -> None:
    model = AdjustablePipeline(tiny_pipeline("sd"))
    tried = try_adjustment(model, PAINTING, STRONG)
    same = try_adjustment(model, PAINTING, AS_IT_IS)
    assert np.array_equal(pixels(same.untouched), pixels(same.adjusted))
    assert not np.array_equal(pixels(tried.untouched), pixels(tried.adjusted))
    assert str(tried.touched) == "32 of 244 tensors"  # a weight and a bias of 8 + 4 layers of the UNet, 2 + 2 of CLIP
    assert str(same.touched).startswith("0 of ")


def test_a_strip_shows_a_slider_over_its_range() -> None:
    model = AdjustablePipeline(tiny_pipeline("sd"))
    strip = paint_strip(model, PAINTING, "unet", "attention", [0.0, 1.0, 3.0])
    assert strip.size == (96, 32 + LABEL_HEIGHT)
    wanted = paint_adjusted(
        model, PAINTING, [AS_IT_IS.with_slider("unet", "attention", each) for each in (0.0, 1.0, 3.0)]
    )
    for number, picture in enumerate(wanted):
        assert np.array_equal(pixels(strip)[:32, 32 * number : 32 * number + 32], pixels(picture))
    assert not np.array_equal(pixels(wanted[0]), pixels(wanted[2]))


def test_each_step_is_told_while_it_is_painted() -> None:
    seen: list[tuple[int, tuple[int, ...]]] = []
    paint_adjusted(
        AdjustablePipeline(tiny_pipeline("sd")), PAINTING, [AS_IT_IS, STRONG],
        watch=lambda step, latents: seen.append((step, tuple(latents.shape))),
    )  # fmt: skip
    assert seen == [(0, (2, 4, 16, 16)), (1, (2, 4, 16, 16))]


def test_gains_are_kept_to_blocks_of_the_unet() -> None:
    model = AdjustablePipeline(tiny_pipeline("sd"))
    assert model.unet.layer_names == ["down 0", "down 1", "mid", "up 0"]
    counted = {
        name: model.count(PictureAdjustment(Adjustment(mlp=0.5, layers=(number, number)))).tensors
        for number, name in enumerate(model.unet.layer_names)
    }
    assert counted == {"down 0": 0, "down 1": 2, "mid": 2, "up 0": 4}


@pytest.mark.parametrize(
    ("build", "tensors", "layer_norms", "group_norms", "attention", "mlp", "blocks"),
    [(sd_unet, 686, 48, 61, 32, 16, 9), (sdxl_unet, 1680, 210, 46, 140, 70, 6)],
)
def test_tensors_of_the_published_models_are_counted(
    build: Any, tensors: int, layer_norms: int, group_norms: int, attention: int, mlp: int, blocks: int
) -> None:
    adjustable = Adjustable(build())
    assert [sum(isinstance(norm, kind) for norm in adjustable.norms) for kind in (nn.LayerNorm, nn.GroupNorm)] == [
        layer_norms,
        group_norms,
    ]
    assert [sum(site.branch == branch for site in adjustable.sites) for branch in ("attention", "mlp")] == [
        attention,
        mlp,
    ]
    assert sum(site.is_cross for site in adjustable.sites) == attention // 2
    everything = adjustable.count(Adjustment(attention=0.9, mlp=0.9, epsilon=0.1))
    assert str(everything) == f"{2 * (attention + mlp)} of {tensors} tensors"
    assert everything.norms == layer_norms + group_norms
    assert adjustable.layers == blocks and len(adjustable.layer_names) == blocks


@pytest.mark.parametrize(("build", "layers", "tensors"), [(sd_text_encoder, 12, 196), (sdxl_text_encoder_2, 32, 517)])
def test_tensors_of_the_published_text_encoders_are_counted(build: Any, layers: int, tensors: int) -> None:
    adjustable = Adjustable(build())
    touched = adjustable.count(Adjustment(attention=0.9, mlp=0.9, epsilon=0.1))
    assert str(touched) == f"{4 * layers} of {tensors} tensors"
    assert touched.norms == 2 * layers + 1
