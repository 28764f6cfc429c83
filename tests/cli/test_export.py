import json

import pytest
from tests.image.test_export import write_run
from tests.speech.tiny_whisper import TEXT_TOKENS, build_tiny_whisper

from soridam.cli.main import run


def test_an_export_reports_its_parity_as_json(tmp_path, capsys):
    whisper = build_tiny_whisper()
    whisper.generation.suppress_tokens = list(range(TEXT_TOKENS + 1, whisper.config.vocab_size))
    whisper.save(tmp_path / "run" / "model")
    words = ["export", str(tmp_path / "run"), "--out", str(tmp_path / "out"), "--quantization", "int8", "--json"]
    assert run(words) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["precision"] == "int8" and report["parity"]["float32"]["utterances"] == 5


def test_an_existing_folder_is_a_usage_error(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "file").touch()
    assert run(["export", "base", "--out", str(tmp_path / "out")]) == 2


def test_a_flag_about_a_corpus_needs_one(tmp_path, capsys):
    assert run(["export", "base", "--out", str(tmp_path / "out"), "--limit", "5"]) == 2
    assert "--corpus" in capsys.readouterr().err


def test_generated_sounds_are_told_from_speech(tmp_path, capsys):
    whisper = build_tiny_whisper()
    whisper.generation.suppress_tokens = list(range(TEXT_TOKENS + 1, whisper.config.vocab_size))
    whisper.save(tmp_path / "model")
    assert run(["export", str(tmp_path / "model"), "--out", str(tmp_path / "out")]) == 0
    assert "5 generated sounds; --corpus" in capsys.readouterr().out


def test_options_of_speech_are_refused_for_a_language_model(tmp_path, capsys):
    words = ["export", "smollm2-135m", "--out", str(tmp_path / "out"), "--corpus", str(tmp_path)]
    assert run(words) == 2
    assert "--corpus is for models of speech" in capsys.readouterr().err


def test_a_language_model_that_is_no_run_is_told_what_is_wanted(tmp_path, capsys):
    assert run(["export", "smollm2-135m", "--out", str(tmp_path / "out")]) == 2
    assert "finished run" in capsys.readouterr().err


def test_a_model_of_speech_is_not_written_as_gguf(tmp_path, capsys):
    assert run(["export", "base", "--out", str(tmp_path / "out"), "--format", "gguf"]) == 2
    assert "not written as GGUF" in capsys.readouterr().err


def test_the_run_of_a_picture_model_is_a_lora_unless_another_form_is_asked(tmp_path, capsys):
    run_folder = write_run(tmp_path / "fox", "sd")
    assert run(["export", str(run_folder), "--out", str(tmp_path / "out")]) == 0
    assert "diffusers-lora" in capsys.readouterr().out
    assert (tmp_path / "out/pytorch_lora_weights.safetensors").is_file()
    assert run(["export", str(run_folder), "--out", str(tmp_path / "kohya"), "--format", "kohya-lora", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["form"] == "kohya-lora"
    assert (tmp_path / "kohya/fox.safetensors").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "gguf"], "diffusers-lora, kohya-lora, merged"),
        (["--quantization", "int8"], "--quantization is for"),
    ],
)
def test_what_other_families_have_is_refused_for_pictures(tmp_path, capsys, words, said):
    (tmp_path / "run").mkdir()
    (tmp_path / "run/config.toml").write_text('family = "image"\n')
    assert run(["export", str(tmp_path / "run"), "--out", str(tmp_path / "out"), *words]) == 2
    assert said in capsys.readouterr().err
