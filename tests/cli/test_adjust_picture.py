import json
from pathlib import Path

import numpy as np
import pytest
from diffusers import StableDiffusionPipeline
from PIL import Image
from tests.image.tiny import paint, tiny_pipeline_folder
from tests.language.tiny_llama import write_tiny_llama

from soridam.cli.main import run

FAST = ["--prompt", "a fox", "--size", "32x32", "--steps", "2"]


@pytest.fixture(scope="module")
def tiny() -> str:
    return str(tiny_pipeline_folder("sd"))


def test_both_pictures_are_beside_each_other_and_what_is_changed_is_printed(tiny, tmp_path, capsys):
    out = tmp_path / "fox.png"
    assert run(["adjust", tiny, *FAST, "--attn", "0.2", "--text-mlp", "3", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert f"Painted: {out}" in printed and "Changed: 20 of 244 tensors" in printed
    pixels = np.asarray(Image.open(out)).astype(int)[:32]
    assert pixels.shape == (32, 64, 3) and np.abs(pixels[:, :32] - pixels[:, 32:]).max() > 0


def test_a_strip_has_a_picture_for_each_value(tiny, tmp_path):
    for text, count in (("mlp=0,1,4,8", 4), ("text-attn", 5)):
        out = tmp_path / f"{count}.jpg"
        assert run(["adjust", tiny, *FAST, "--strip", text, "--out", str(out)]) == 0
        assert Image.open(out).width == 32 * count


def test_an_adjusted_model_is_saved_and_is_adjusted_by_the_file_beside_it(tiny, tmp_path, capsys):
    saved = tmp_path / "saved"
    words = [
        "adjust",
        tiny,
        "--attn",
        "0.5",
        "--cross",
        "3",
        "--text-eps",
        "0.01",
        "--layers",
        "1-2",
        "--save",
        str(saved),
    ]
    assert run([*words, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["tensors"] == "8 of 244 tensors" and printed["saved"] == str(saved) and printed["norms"] == 5
    assert printed["blocks"] == ["down 0", "down 1", "mid", "up 0"]
    before, after = (StableDiffusionPipeline.from_pretrained(folder, safety_checker=None) for folder in (tiny, saved))
    assert np.abs(paint(before) - paint(after)).max() > 0
    again = ["adjust", tiny, "--sliders", str(saved / "adjustment.json"), "--save", str(tmp_path / "again")]
    assert run(again) == 0
    weights = "unet/diffusion_pytorch_model.safetensors"
    assert (saved / weights).read_bytes() == (tmp_path / "again" / weights).read_bytes()
    assert run(words) == 2
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--prompt", "x"], "no file to paint into"),
        (["--out", "a.png"], "There is no prompt"),
        (["--prompt", "x", "--out", "a.txt"], "no file for a picture"),
        (["--prompt", "x", "--out", "a.png", "--size", "33x32"], "no size"),
        (["--prompt", "x", "--out", "a.png", "--strip", "attn=a"], "no slider with its values"),
        (["--prompt", "x", "--out", "a.png", "--strip", "blue"], "no slider with its values"),
        (["--prompt", "x", "--out", "a.png", "--temperature", "1"], "--temperature is for language models"),
        (["--eps", "0.1", "--save", "new"], "cannot be saved"),
    ],
)
def test_what_cannot_be_meant_is_refused(tiny, words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["adjust", tiny, *words]) == 2
    assert said in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


def test_options_of_pictures_are_refused_for_a_language_model(tmp_path, capsys):
    llama = write_tiny_llama(tmp_path / "tiny")
    assert run(["adjust", str(llama), "--prompt", "x", "--strip", "attn"]) == 2
    assert "--strip is for picture models" in capsys.readouterr().err


def test_a_run_is_adjusted_by_its_model(tiny, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "run.json").write_text('{"status": "completed"}')
    (folder / "config.toml").write_text('family = "image"\n')
    Path(folder / "model").symlink_to(tiny)
    assert run(["adjust", str(folder), *FAST, "--out", str(tmp_path / "a.png")]) == 0
