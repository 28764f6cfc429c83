import json

import pytest
from tests.language.tiny_llama import write_tiny_llama

import soridam
from soridam.cli.main import run


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return str(write_tiny_llama(tmp_path_factory.mktemp("models") / "tiny"))


def test_both_answers_and_what_is_changed_are_printed(tiny, capsys):
    assert run(["adjust", tiny, "--attn", "0.5", "--prompt", "hello", "--most-tokens", "8"]) == 0
    printed = capsys.readouterr().out
    assert "As it is:" in printed and "Adjusted:" in printed
    assert "Changed: 3 of 30 tensors" in printed


def test_json_holds_both_answers_and_the_tensors_and_python_gives_the_same(tiny, capsys):
    values = ["--attn", "0.5", "--mlp", "1.5", "--layers", "1-2", "--most-tokens", "8"]
    assert run(["adjust", tiny, *values, "--prompt", "hello", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["tensors"] == "4 of 30 tensors"
    found = soridam.adjust(tiny, "hello", attention=0.5, mlp=1.5, layers=(1, 2), most_tokens=8)
    assert (found.untouched, found.adjusted) == (printed["untouched"], printed["adjusted"])


def test_an_adjusted_model_is_saved_once(tiny, tmp_path, capsys):
    save = ["adjust", tiny, "--mlp", "0.9", "--save", str(tmp_path / "saved")]
    assert run(save) == 0
    assert run(["adjust", str(tmp_path / "saved"), "--prompt", "hello", "--most-tokens", "2"]) == 0
    capsys.readouterr()
    assert run(save) == 2
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "There is no prompt"),
        (["--prompt", "x", "--layers", "9-2"], "no range of layers"),
        (["--prompt", "x", "--layers", "a"], "no range of layers"),
        (["--prompt", "x", "--top-p", "2"], "top-p"),
    ],
)
def test_what_cannot_be_meant_is_refused(tiny, words, said, capsys):
    assert run(["adjust", tiny, *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.weights
def test_a_real_model_answers_and_a_slider_changes_what_it_says():
    found = soridam.adjust("smollm2-135m", "What is the capital of France?", attention=0.3, most_tokens=16)
    assert "Paris" in found.untouched
    assert found.adjusted != found.untouched
    assert str(found.touched) == "30 of 272 tensors"


def test_sliders_come_from_a_file_that_was_saved(tiny, tmp_path, capsys):
    saved = tmp_path / "sliders.json"
    saved.write_text(json.dumps({"model": "another", "attn": 0.5, "mlp": 1.0, "eps": None, "layers": None}))
    assert run(["adjust", tiny, "--sliders", str(saved), "--prompt", "hello", "--most-tokens", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tensors"] == "3 of 30 tensors"
    saved.write_text("[]")
    assert run(["adjust", tiny, "--sliders", str(saved), "--prompt", "hello"]) == 2
    assert "no file of sliders" in capsys.readouterr().err


def test_the_map_of_a_model_is_written(tmp_path):
    letters = str(write_tiny_llama(tmp_path / "tiny", positions=800))
    assert run(["adjust", letters, "--map", str(tmp_path / "map.json")]) == 0
    assert len(json.loads((tmp_path / "map.json").read_text())["gains"]) == 11
