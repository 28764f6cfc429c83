"""Adapters on plain pipelines: several with weights, folded in, refused where they do not fit."""

from pathlib import Path

import numpy as np
import pytest
import torch
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from tests.image.tiny import ATTENTION, load_plain, paint, random_adapter, tiny_pipeline

from soridam.core.errors import WeightsError
from soridam.image.adapters import Adapter, Factors, read_adapter, save_adapter
from soridam.image.apply_adapters import add_adapters, merge_adapters, unused_keys
from soridam.image.kinds import TunableKind

FAMILIES = pytest.mark.parametrize("family", ["sd", "sdxl"])


@FAMILIES
def test_adapters_with_weights_paint_what_their_sum_in_the_weights_paints(family: TunableKind, tmp_path: Path) -> None:
    before = paint(tiny_pipeline(family))
    pipeline, merged = tiny_pipeline(family), tiny_pipeline(family)
    both = [(random_adapter(pipeline, seed=1), 0.8), (random_adapter(pipeline, targets=ATTENTION, seed=2), -0.5)]
    names = add_adapters(pipeline, both)
    assert [unused_keys(pipeline, name, adapter) for name, (adapter, _) in zip(names, both, strict=True)] == [[], []]
    merge_adapters(merged, both)
    assert np.abs(paint(pipeline) - before).max() > 0.02
    assert np.abs(paint(pipeline) - paint(merged)).max() < 2 / 255

    merged.save_pretrained(tmp_path)
    assert np.array_equal(paint(load_plain(tmp_path, family)), paint(merged))


@FAMILIES
def test_text_encoders_are_changed_too(family: TunableKind) -> None:
    pipeline = tiny_pipeline(family)
    before = paint(pipeline)
    merge_adapters(pipeline, [(random_adapter(pipeline, targets=r"text_encoder.*", size=2.0), 1.0)])
    assert not np.array_equal(paint(pipeline), before)


@FAMILIES
def test_layers_that_convolve_are_adapted(family: TunableKind) -> None:
    pipeline = tiny_pipeline(family)
    before = paint(pipeline)
    adapter = random_adapter(pipeline, targets=r"unet.*(conv\d?|proj_in|conv_shortcut|time_emb_proj)")
    assert any(factors.down.ndim == 4 for factors in adapter.layers.values())
    assert unused_keys(pipeline, add_adapters(pipeline, [(adapter, 1.0)])[0], adapter) == []
    assert not np.array_equal(paint(pipeline), before)


@FAMILIES
def test_with_a_weight_of_nothing_the_picture_is_the_models(family: TunableKind) -> None:
    pipeline = tiny_pipeline(family)
    before = paint(pipeline)
    add_adapters(pipeline, [(random_adapter(pipeline), 0.0)])
    assert np.abs(paint(pipeline) - before).max() < 1e-5


@pytest.mark.parametrize("dora", [False, True])
def test_what_peft_trained_is_the_same_after_saving_and_loading(dora: bool, tmp_path: Path) -> None:
    trained = tiny_pipeline("sd")
    config = LoraConfig(r=2, lora_alpha=6, init_lora_weights=False, use_dora=dora, target_modules=["to_q", "to_out.0"])
    torch.manual_seed(0)
    trained.unet.add_adapter(config)
    expected = paint(trained)
    save_adapter(tmp_path, unet=get_peft_model_state_dict(trained.unet), rank=2, alpha=6, metadata={})
    adapter, loaded = read_adapter(tmp_path), tiny_pipeline("sd")
    assert unused_keys(loaded, add_adapters(loaded, [(adapter, 1.0)])[0], adapter) == []
    assert np.abs(paint(loaded) - expected).max() < 2 / 255


@pytest.mark.parametrize(
    ("layer", "inner"),
    [
        ("unet.down_blocks.7.attentions.0.transformer_blocks.0.attn1.to_q", 16),
        ("unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q", 17),
        ("unet.down_blocks.1.attentions.0", 16),
        ("text_encoder_2.text_model.encoder.layers.0.mlp.fc1", 16),
    ],
)
def test_an_adapter_of_another_model_changes_nothing(layer: str, inner: int) -> None:
    pipeline = tiny_pipeline("sd")
    before = paint(pipeline)
    adapter = Adapter({layer: Factors(torch.ones(2, inner), torch.ones(16, 2))}, {"modelspec.title": "Tokti"})
    with pytest.raises(WeightsError, match=f"Tokti.*{layer}"):
        add_adapters(pipeline, [(random_adapter(pipeline), 1.0), (adapter, 1.0)])
    assert np.array_equal(paint(pipeline), before)
