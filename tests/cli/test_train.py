import json

import pytest
from tests.speech.tiny_whisper import build_tiny_whisper
from tests.speech.tone_corpus import write_tone_corpus

from soridam.cli.main import run
from soridam.training.run_folder import read_rows, read_status


@pytest.fixture(scope="module")
def arguments(tmp_path_factory):
    folder = tmp_path_factory.mktemp("train")
    build_tiny_whisper().save(folder / "model")
    write_tone_corpus(folder / "corpus")
    return [
        "tiny",
        f"model.name={folder / 'model'}",
        f"data.corpus={folder / 'corpus'}",
        "batches.workers=0",
        "batches.seconds=6",
        "optimizer.learning_rate=5e-3",
        "optimizer.steps=4",
        "validation.every=2",
        "validation.rows=4",
    ]


def test_training_tells_the_score_before_and_after_and_what_to_do_next(arguments, tmp_path, capsys):
    assert run(["train", *arguments, "--out", str(tmp_path / "run")]) == 0
    printed = capsys.readouterr().out
    assert "WER" in printed
    assert f"Model: {tmp_path / 'run/model'}" in printed
    assert "Next: soridam evaluate" in printed


def test_a_run_is_not_overwritten_but_can_be_resumed_without_naming_its_recipe(arguments, tmp_path, capsys):
    out = ["--out", str(tmp_path / "run")]
    assert run(["train", *arguments, *out]) == 0
    assert run(["train", *arguments, *out]) == 1
    assert "--resume" in capsys.readouterr().err
    capsys.readouterr()
    assert run(["train", "--resume", *out, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "completed"


def test_a_dry_run_estimates_and_leaves_nothing_behind(arguments, tmp_path, capsys):
    assert run(["train", *arguments, "--out", str(tmp_path / "run"), "--dry-run", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["train_rows"], facts["validation_rows"], facts["steps"]) == (36, 4, 4)
    assert facts["memory_bytes"] > 1e8
    assert not (tmp_path / "run").exists()


def test_a_grid_trains_every_combination_and_compares_them(arguments, tmp_path, capsys):
    grid = ["--set", "data.share=0.5,1.0", "--set", "optimizer.schedule=linear,cosine"]
    assert run(["train", *arguments, *grid, "--out", str(tmp_path), "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert {(r["values"]["data.share"], r["values"]["optimizer.schedule"]) for r in results} == {
        ("0.5", "linear"),
        ("0.5", "cosine"),
        ("1.0", "linear"),
        ("1.0", "cosine"),
    }
    assert (tmp_path / "comparison.png").exists()


def test_a_grid_goes_on_with_what_is_not_finished(arguments, tmp_path, capsys):
    first = ["train", *arguments, "--set", "seed=1", "--out", str(tmp_path)]
    assert run(first) == 0
    before = (tmp_path / "seed=1/metrics.jsonl").read_bytes()
    assert run([*first[:-4], "--set", "seed=1,2", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "seed=1/metrics.jsonl").read_bytes() == before
    assert read_status(tmp_path / "seed=2").state == "completed"
    assert read_rows(tmp_path / "seed=2/metrics.jsonl")


def test_without_a_recipe_the_known_ones_are_listed(capsys):
    assert run(["train"]) == 2
    assert "korean-children" in capsys.readouterr().err


def test_a_misspelt_value_is_a_usage_error(capsys):
    assert run(["train", "base", "optimizer.learing_rate=1e-5"]) == 2
    assert "learning_rate" in capsys.readouterr().err
