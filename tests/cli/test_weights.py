import json

import pytest

from soridam.cli.main import run
from soridam.core.weights.catalog import CATALOG


@pytest.fixture(autouse=True)
def empty_caches(tmp_path, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.fixture
def kept_weights(monkeypatch):
    monkeypatch.delenv("SORIDAM_HOME")


def test_list_names_every_model(capsys):
    assert run(["weights", "list"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in CATALOG)


def test_list_as_json_says_where_each_model_would_come_from(capsys):
    run(["weights", "list", "--json"])
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["base"]["sources"] == ["hub openai/whisper-base", "package index"]
    assert rows["small"]["sources"] == ["hub openai/whisper-small"]


def test_list_names_the_voice(capsys):
    run(["weights", "list", "--json"])
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["kokoro"]["sources"] == ["package index"]


def test_list_names_the_family_of_each(capsys):
    run(["weights", "list", "--json"])
    rows = {row["name"]: row["family"] for row in json.loads(capsys.readouterr().out)}
    assert (rows["base"], rows["kokoro"], rows["nudenet"]) == ("speech", "voice", "check")


def test_where_of_a_voice_that_is_not_here_names_the_command(capsys):
    assert run(["weights", "where", "kokoro"]) == 1
    assert "soridam weights get kokoro" in capsys.readouterr().err


def test_a_voice_has_no_other_form(capsys):
    assert run(["weights", "get", "kokoro", "--form", "ctranslate2"]) == 2
    assert "--form" in capsys.readouterr().err


def test_list_shows_nothing_in_an_empty_cache(capsys):
    run(["weights", "list", "--json"])
    assert not any(row["cached"] for row in json.loads(capsys.readouterr().out))


def test_where_of_a_model_that_is_not_here_names_the_command(capsys):
    assert run(["weights", "where", "base"]) == 1
    assert "soridam weights get base" in capsys.readouterr().err


def test_where_of_an_unknown_name_is_a_usage_error(capsys):
    assert run(["weights", "where", "bas"]) == 2
    assert "'base'" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["list"], ["where", "base"], ["get", "base"]])
def test_a_home_that_is_a_file_is_no_mistake_of_ours(verb, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "file"))
    assert run(["weights", *verb]) == 1
    assert "export SORIDAM_HOME=" in capsys.readouterr().err


def test_an_unknown_form_is_a_usage_error(capsys):
    assert run(["weights", "get", "base", "--form", "onnx"]) == 2


@pytest.mark.weights
def test_get_prints_the_folder_and_nothing_else(kept_weights, capsys):
    assert run(["weights", "get", "base"]) == 0
    get = capsys.readouterr().out
    run(["weights", "where", "base"])
    assert capsys.readouterr().out == get


@pytest.mark.weights
def test_get_as_json_names_form_folder_and_bytes(kept_weights, capsys):
    run(["weights", "get", "base", "--form", "ctranslate2", "--json"])
    facts = json.loads(capsys.readouterr().out)
    assert facts["folder"].endswith("ctranslate2")
    assert facts["bytes"] > 145_000_000
