import io
import json
import sys
from pathlib import Path

import pytest

from soridam.cli.main import run

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"


def test_without_a_recording_it_says_what_to_type(capsys):
    assert run(["transcribe"]) == 2
    assert "soridam transcribe recording.wav" in capsys.readouterr().err


def test_a_missing_file_is_told_before_a_model_is_loaded(capsys):
    assert run(["transcribe", "nowhere.wav", "--model", "no-such-model"]) == 1
    assert "There is no nowhere.wav" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["a.wav", "-f", "docx"], ["a.wav", "--watch"], ["a.wav", "--microphone"], ["a.wav", "--language", "Klingon"]],
)
def test_what_makes_no_sense_is_a_usage_error(arguments, capsys):
    assert run(["transcribe", *arguments]) == 2


@pytest.mark.weights
def test_every_requested_format_is_written_and_whispers_spelling_of_flags_is_understood(tmp_path):
    words = ["transcribe", str(SPEECH / "queue-thankyou.flac"), "--language", "English", "--output_format", "all"]
    assert run([*words, "--output_dir", str(tmp_path), "--beam_size", "1"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        f"queue-thankyou.{name}" for name in ("txt", "srt", "vtt", "tsv", "json")
    }


@pytest.mark.weights
def test_stdin_and_a_bad_file_print_a_json_line_each_and_fail_in_the_end(tmp_path, capsys, monkeypatch):
    (tmp_path / "bad.wav").write_bytes(b"no sound")
    sound = io.BytesIO((SPEECH / "queue-thankyou.flac").read_bytes())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(sound))
    assert run(["transcribe", str(tmp_path / "bad.wav"), "-", "--language", "en", "--json"]) == 1
    bad, good = map(json.loads, capsys.readouterr().out.splitlines())
    assert bad["error"]["hint"] and good["file"] == "stdin" and "thank you" in good["text"].lower()
