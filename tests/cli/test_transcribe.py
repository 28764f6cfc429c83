import io
import json
import os
import shutil
import signal
import subprocess
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
    [
        ["a.wav", "--hypotheses", "3"],
        ["a.wav", "--hypotheses", "1000", "--json"],
        ["a.wav", "-f", "docx"],
        ["a.wav", "--watch"],
        ["a.wav", "--microphone"],
        ["a.wav", "--language", "Klingon"],
    ],
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


@pytest.mark.parametrize("arguments", [["--diarize", "a.wav"], ["--langage", "ko", "a.wav"]])
def test_an_unknown_flag_names_the_command_s_own_help_and_only_flags_that_look_like_it(arguments, capsys):
    assert run(["transcribe", *arguments]) == 2
    told = capsys.readouterr().err
    assert "soridam transcribe --help" in told
    assert ("--language" in told) == (arguments[0] == "--langage")
    assert "--beam-size" not in told


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_folder_for_results_that_cannot_be_one_is_told_before_a_model_is_loaded(tmp_path, out, capsys):
    (tmp_path / "file").write_text("")
    words = ["transcribe", str(SPEECH / "queue-thankyou.flac"), "-f", "txt", "-o", str(tmp_path / out)]
    assert run([*words, "--model", "no-such-model"]) == 2
    assert "results need a folder" in capsys.readouterr().err


@pytest.mark.weights
def test_a_device_that_is_not_there_is_said_to_be_missing(capsys):
    assert run(["transcribe", str(SPEECH / "queue-thankyou.flac"), "--device", "cuda"]) == 2
    assert "There is no CUDA device here" in capsys.readouterr().err


@pytest.mark.weights
def test_of_several_recordings_each_line_says_whose_it_is(tmp_path, capsys):
    shutil.copy(SPEECH / "queue-thankyou.flac", tmp_path / "a.flac")
    (tmp_path / "b.wav").write_bytes(b"<html>")
    (tmp_path / "notes.txt").write_bytes(b"")
    assert run(["transcribe", str(tmp_path), "-l", "en"]) == 1
    told = capsys.readouterr()
    first, second = told.out.splitlines()
    assert first.startswith(f"{tmp_path}/a.flac: ") and "thank you" in first.lower()
    assert second == f"{tmp_path}/b.wav: (could not be transcribed)"
    assert "is a web page" in told.err and "not recordings by their names: .txt 1" in told.err


@pytest.mark.weights
def test_what_comes_through_a_pipe_may_be_given_a_name(capsys, monkeypatch):
    sound = io.BytesIO((SPEECH.parent / "sound" / "g722.g722").read_bytes())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(sound))
    assert run(["transcribe", "-", "--name", "tone.g722", "--language", "en", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    heard = json.loads(line)
    assert (heard["file"], heard["duration"]) == ("tone.g722", 0.7)


@pytest.mark.weights
def test_watching_ends_well_by_ctrl_c_and_keeps_folders(tmp_path):
    for name in ("a/x.flac", "b/x.flac"):
        (tmp_path / "inbox" / name).parent.mkdir(parents=True)
        shutil.copy(SPEECH / "queue-thankyou.flac", tmp_path / "inbox" / name)
    words = ["transcribe", "--watch", str(tmp_path / "inbox"), "-f", "txt", "-o", str(tmp_path / "out"), "-l", "en"]
    with subprocess.Popen(
        [sys.executable, "-m", "soridam", *words], stderr=subprocess.PIPE, text=True, process_group=0
    ) as watching:
        assert watching.stderr is not None
        seen = []
        for line in watching.stderr:
            seen.append(line)
            if sum(".txt" in one for one in seen) == 2:
                break
        os.killpg(watching.pid, signal.SIGINT)
        rest = watching.stderr.read()
    assert watching.returncode == 0
    assert rest.endswith("Stopped.\n")
    assert {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.txt")} == {
        "a/x.txt",
        "b/x.txt",
    }
