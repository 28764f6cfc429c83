"""Test sets of material and of corpora, and the commands on a real recording with a real recognizer."""

import json
from pathlib import Path

import pytest

from soridam.cli.main import run
from soridam.core.errors import CorpusError
from soridam.radio.material.channel import Airband
from soridam.radio.material.make import make_material
from soridam.radio.testset import open_radio_set


@pytest.fixture(scope="module")
def material(tmp_path_factory) -> Path:
    return make_material(tmp_path_factory.mktemp("radio") / "material", 20, 5, Airband()).folder


def test_a_part_of_material_comes_with_truth_lists_and_sound(material):
    radio_set = open_radio_set(material, "test")
    one = radio_set.spoken[0]
    assert radio_set.label == "material/test"
    assert one.truth.callsign in one.lists.callsigns
    assert len(radio_set.wave(one)) > 16_000


def test_a_limit_draws_some_of_them_by_the_seed(material):
    ids = [one.id for one in open_radio_set(material, "train", limit=3, seed=1).spoken]
    assert len(ids) == 3
    assert ids == [one.id for one in open_radio_set(material, "train", limit=3, seed=1).spoken]


def test_a_prepared_corpus_gives_the_same_sound_and_text(material, tmp_path):
    corpus, split = tmp_path / "corpus", tmp_path / "split"
    assert run(["corpus", "prepare", str(material), "--normalizer", "airtraffic", "--out", str(corpus)]) == 0
    assert run(["corpus", "split", str(corpus), "--by", "part", "--ratio", "8:1:1", "--out", str(split)]) == 0
    prepared, direct = open_radio_set(split, "test"), open_radio_set(material, "test")
    assert sorted(one.truth.text for one in prepared.spoken) == sorted(one.truth.text for one in direct.spoken)
    assert len(prepared.wave(prepared.spoken[0])) > 16_000


def test_a_part_that_is_not_there_is_told(material):
    with pytest.raises(CorpusError):
        open_radio_set(material, "tset")


@pytest.mark.weights
def test_a_recording_on_the_command_line_becomes_a_transcript(material, tmp_path, capsys):
    sound = sorted((material / "recordings").glob("*.flac"))[0]
    lists = material / "lists" / f"{sound.stem}.json"
    words = ["radio", "transcribe", str(sound), "--lists", str(lists), "--hypotheses", "2", "-f", "xml,txt"]
    assert run([*words, "-o", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    truth = json.loads(sound.with_suffix(".json").read_text())["transmissions"]
    assert len(told["messages"]) == pytest.approx(len(truth), abs=2)
    assert all(message["written"] for message in told["messages"])
    assert (tmp_path / f"{sound.stem}.xml").is_file()


@pytest.mark.weights
def test_an_evaluation_prints_all_cells(material, capsys):
    assert run(["radio", "evaluate", str(material), "--limit", "3", "--hypotheses", "2", "--json"]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    assert [cell["correction"] for cell in cells] == ["none", "names", "guarded", "guarded, not on the list"]
    assert all(cell["invented_numbers"] == 0 for cell in cells)


@pytest.mark.weights
def test_a_corrector_is_fitted_and_its_pairs_are_written_from_the_command_line(material, tmp_path, capsys):
    assert run(["radio", "fit", str(material), "--model", "base", "--limit", "2", "-o", str(tmp_path / "fitted")]) == 0
    assert "0 pass" in capsys.readouterr().out  # two transmissions are too few to open the gate
    asked = ["radio", "pairs", str(material), "--model", "base", "--limit", "2", "--hypotheses", "2"]
    assert run([*asked, "--form", "inst", "--out", str(tmp_path / "pairs.jsonl")]) == 0
    pairs = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    assert all(pair["prompt"].startswith("[INST] ") for pair in pairs)
    asked = ["radio", "evaluate", str(material), "--limit", "2", "--corrector", str(tmp_path / "fitted")]
    assert run([*asked, "--picture", str(tmp_path / "matrix.png")]) == 0
    assert "base + n-gram" in capsys.readouterr().out
    assert (tmp_path / "matrix.png").read_bytes().startswith(b"\x89PNG")
