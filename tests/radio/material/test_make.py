import hashlib
from itertools import pairwise
from pathlib import Path

import pytest

from soridam.cli.main import run
from soridam.core.errors import UsageError
from soridam.core.files import iter_json_lines, read_json
from soridam.radio.material.channel import Airband
from soridam.radio.material.grammar import PARTS
from soridam.radio.material.make import make_material
from soridam.radio.material.voices import list_voices
from soridam.speech.audio import decode_audio
from soridam.speech.corpus.shards import CorpusSplit


@pytest.fixture(scope="module")
def material(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("radio") / "material"
    assert run(["radio", "make", "--out", str(folder), "--utterances", "40", "--seed", "3"]) == 0
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_equal_seeds_give_equal_files(material, tmp_path):
    again = make_material(tmp_path / "again", 40, 3, Airband()).folder
    assert hashes(again) == hashes(material)


def test_no_voice_speaks_in_two_parts():
    speakers = [{voice.speaker for voice in list_voices(part)} for part in PARTS]
    assert sum(map(len, speakers)) == len(set().union(*speakers))


def test_there_are_about_as_many_utterances_as_asked_for_with_text_and_truth(material):
    rows = [row for part in PARTS for row in iter_json_lines(material / part / "metadata.jsonl")]
    assert 40 <= len(rows) <= 60
    for row in rows:
        samples = decode_audio(material / part_of(material, row) / row["file_name"])
        assert len(samples) / 16_000 == pytest.approx(row["seconds"], abs=0.01)
        assert row["text"]
        assert row["callsign"] in read_json(material / "lists" / f"{row['airport']}.json")["callsigns"]


def part_of(material: Path, row: dict) -> str:
    return read_json(material / "lists" / f"{row['airport']}.json")["part"]


def test_a_recording_says_where_its_transmissions_are(material):
    for path in (material / "recordings").glob("*.json"):
        rows = read_json(path)["transmissions"]
        samples = decode_audio(path.with_suffix(".flac"))
        assert {row["callsign"] for row in rows} <= set(read_json(material / "lists" / path.name)["callsigns"])
        assert rows[-1]["end"] == pytest.approx(len(samples) / 16_000, abs=0.01)
        assert all(first["end"] < second["start"] for first, second in pairwise(rows))


def test_it_is_prepared_as_it_is_and_split_by_its_parts(material, tmp_path):
    corpus, split = tmp_path / "corpus", tmp_path / "split"
    prepare = ["corpus", "prepare", str(material), "--normalizer", "airtraffic", "--out", str(corpus)]
    assert run(prepare) == 0
    assert run(["corpus", "split", str(corpus), "--by", "part", "--ratio", "8:1:1", "--out", str(split)]) == 0
    sizes = {part: len(CorpusSplit(split, part)) for part in PARTS}
    wanted = {part: len(list(iter_json_lines(material / part / "metadata.jsonl"))) for part in PARTS}
    assert sizes == wanted


def test_too_few_utterances_are_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be divided"):
        make_material(tmp_path / "small", 5, 3, Airband())


def test_a_folder_that_is_there_is_not_replaced(material, capsys):
    assert run(["radio", "make", "--out", str(material)]) == 2
    assert "exists already" in capsys.readouterr().err
