"""Exports of a tuned picture model: proved by painting, refused where they are damaged."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tomli_w
import torch
from diffusers import AutoPipelineForText2Image
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from tests.image.tiny import paint, random_adapter, tiny_pipeline, tiny_pipeline_folder

from soridam.core.errors import ExportError, SoridamError, UsageError
from soridam.image.adapters import save_adapter
from soridam.image.apply_adapters import merge_adapters
from soridam.image.export import Form, Parity, export_model, refuse_different
from soridam.image.kinds import TunableKind
from soridam.image.tuning.config import RecipeConfig
from soridam.training.run_folder import CONFIG_FILE

FORMS = pytest.mark.parametrize("form", ["diffusers-lora", "kohya-lora", "merged"])
LORA = "adapter/pytorch_lora_weights.safetensors"


@pytest.fixture(scope="module", params=["sd", "sdxl"])
def family(request: pytest.FixtureRequest) -> TunableKind:
    return request.param


def write_run(folder: Path, family: TunableKind, *, lora: bool = True) -> Path:
    """What a finished run leaves, with weights that are as strong as those of a long one."""
    config = RecipeConfig.from_values(
        {"model": {"name": str(tiny_pipeline_folder(family))}, "data": {"caption": "tokti"}}
    )
    folder.mkdir(parents=True)
    (folder / CONFIG_FILE).write_text(tomli_w.dumps(config.model_dump(mode="json")))
    (folder / "run.json").write_text(json.dumps({"status": "completed"}))
    pipeline = tiny_pipeline(family)
    adapter = random_adapter(pipeline)
    if lora:
        states: dict[str, dict[str, torch.Tensor]] = {}
        for key, tensor in adapter.tensors().items():
            part, _, rest = key.partition(".")
            states.setdefault(part, {})[rest] = tensor
        unet, text, text_2 = (states.get(part) for part in ("unet", "text_encoder", "text_encoder_2"))
        assert unet is not None
        save_adapter(
            folder / "adapter", unet=unet, text_encoder=text, text_encoder_2=text_2, rank=2, alpha=2,
            metadata={"modelspec.title": "Tokti"},
        )  # fmt: skip
    merge_adapters(pipeline, [(adapter, 1.0)])
    pipeline.save_pretrained(folder / "model")
    return folder


@pytest.fixture(scope="module")
def sd_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("runs") / "sd", "sd")


@pytest.fixture(scope="module")
def run(family: TunableKind, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("runs") / "fox 1", family)


@FORMS
def test_an_export_is_taken_whole_and_paints_what_the_tuned_model_paints(run: Path, form: Form, tmp_path: Path) -> None:
    parity = export_model(run, tmp_path / "out", form=form)
    assert parity.largest_difference < 2 and parity.pictures == 2 and parity.keys > 0
    assert json.loads((tmp_path / "out/parity.json").read_text())["form"] == form
    assert Image.open(tmp_path / "out/example.png").size == (32, 32)
    card = (tmp_path / "out/README.md").read_text()
    assert {"diffusers-lora": "load_lora_weights", "kohya-lora": "fox-1.safetensors", "merged": "from_pretrained"}[
        form
    ] in card


def test_the_lines_on_the_cards_load_what_was_learned(run: Path, family: TunableKind, tmp_path: Path) -> None:
    wanted = paint(AutoPipelineForText2Image.from_pretrained(run / "model"))
    for form in ("diffusers-lora", "merged"):
        folder = tmp_path / form
        export_model(run, folder, form=form)
        code = (folder / "README.md").read_text().split("```python\n")[1].split("```")[0]
        found: dict[str, object] = {}
        exec(code.replace("THIS_FOLDER", str(folder)), found)
        assert np.abs(paint(found["pipeline"]) - wanted).max() < 2 / 255


def test_kohyas_file_has_its_keys_and_says_what_it_is(run: Path, family: TunableKind, tmp_path: Path) -> None:
    export_model(run, tmp_path / "out", form="kohya-lora")
    with safe_open(tmp_path / "out/fox-1.safetensors", framework="pt") as file:
        keys, metadata = set(file.keys()), file.metadata()
    place = "mid_block_attentions_0" if family == "sd" else "middle_block_1"
    assert f"lora_unet_{place}_transformer_blocks_0_attn2_to_k.alpha" in keys
    text = "lora_te" if family == "sd" else "lora_te2"
    assert f"{text}_text_model_encoder_layers_1_self_attn_q_proj.lora_up.weight" in keys
    assert metadata["ss_network_module"] == "networks.lora" and metadata["modelspec.title"] == "Tokti"


def _damage(run: Path, to: Path, what: str) -> Path:
    shutil.copytree(run, to)
    tensors = load_file(to / LORA)
    first = next(key for key in tensors if "lora_B" in key and key.startswith("unet."))
    match what:
        case "unknown key":
            tensors |= {
                f"unet.down_blocks.7.proj_in.lora_{factor}.weight": tensors[
                    first.replace("lora_B", f"lora_{factor}")
                ].clone()
                for factor in "AB"
            }
        case "wrong scale":
            tensors = {key: 3 * tensor if "lora_B" in key else tensor for key, tensor in tensors.items()}
        case "no number":
            tensors[first][0, 0] = torch.nan
        case "lost layers":
            tensors = {key: tensor for key, tensor in tensors.items() if "to_v" not in key and "to_out" not in key}
    save_file(tensors, to / LORA)
    return to


@FORMS
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("unknown key", "down_blocks.7"),
        ("wrong scale", "another picture"),
        ("no number", "no numbers"),
        ("lost layers", "another picture"),
    ],
)
def test_a_damaged_adapter_is_refused_and_leaves_nothing(
    sd_run: Path, form: Form, what: str, said: str, tmp_path: Path
) -> None:
    damaged = _damage(sd_run, tmp_path / "run", what)
    with pytest.raises(SoridamError, match=said):
        export_model(damaged, tmp_path / "out", form=form)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("difference", [2.0, 255.0, float("nan")])
def test_a_picture_that_differs_is_refused(difference: float) -> None:
    refuse_different(Parity("merged", 1, 1, 1.9))
    with pytest.raises(ExportError, match="another picture"):
        refuse_different(Parity("merged", 1, 1, difference))


def test_a_run_that_trained_all_weights_is_exported_as_a_whole(tmp_path: Path) -> None:
    full = write_run(tmp_path / "run", "sd", lora=False)
    with pytest.raises(UsageError, match="no LoRA"):
        export_model(full, tmp_path / "out", form="kohya-lora")
    assert export_model(full, tmp_path / "out", form="merged").largest_difference == 0


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no finished run"):
        export_model(tmp_path, tmp_path / "out")
