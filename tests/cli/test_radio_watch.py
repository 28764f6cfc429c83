import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from soridam.cli.main import run
from soridam.radio.material.channel import Airband, transmit
from soridam.radio.material.voices import list_voices, say
from soridam.speech.audio import SAMPLE_RATE

SENTENCES = (
    "lufthansa one two three descend flight level one eight zero",
    "descending flight level one six zero lufthansa one two three",
)
QUICK = ["--model", "tiny.en", "--hypotheses", "1"]
COMMAND = [sys.executable, "-m", "soridam", "radio"]


@pytest.fixture(scope="module")
def samples() -> np.ndarray:
    airband = Airband(clipped_start=0.0, overlap=0.0, signal_to_noise=(20.0, 20.0))
    pieces = []
    for number, text in enumerate(SENTENCES):
        rng = np.random.default_rng(number)
        spoken = transmit(say(text, list_voices("test")[number]), None, airband, rng).samples
        pieces += [spoken, rng.normal(0, 0.0008, 2 * SAMPLE_RATE).astype(np.float32)]
    return np.concatenate(pieces)


@pytest.fixture(scope="module")
def wav(samples) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, SAMPLE_RATE, format="WAV")
    return file.getvalue()


@pytest.mark.weights
def test_a_stream_of_wav_and_one_of_bare_samples_print_the_same_json_lines(samples, wav, capsys, monkeypatch):
    bare = (samples * 32767).astype("<i2").tobytes()
    told = []
    for words, data in ((["-"], wav), (["-", "--rate", "16000"], bare)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert run(["radio", "transcribe", *words, "--json", *QUICK]) == 0
        told.append([json.loads(line) for line in capsys.readouterr().out.splitlines()])
    first, second = told
    assert [one["number"] for one in first] == [0, 1]
    assert [one["spoken"] for one in first] == [one["spoken"] for one in second]


@pytest.mark.weights
def test_a_transmission_is_printed_before_the_stream_ends_and_ctrl_c_is_no_error(wav):
    with subprocess.Popen(
        [*COMMAND, "transcribe", "-", *QUICK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as streaming:
        assert streaming.stdin is not None and streaming.stdout is not None and streaming.stderr is not None
        streaming.stdin.write(wav)
        streaming.stdin.flush()
        assert streaming.stdout.readline().startswith(b"00:00:00.")
        assert streaming.stdout.readline()
        streaming.send_signal(signal.SIGINT)
        assert streaming.stderr.read().endswith(b"Stopped.\n")
    assert streaming.returncode == 0


@pytest.mark.weights
def test_who_reads_no_further_ends_it_without_a_word(wav):
    with subprocess.Popen(
        [*COMMAND, "transcribe", "-", *QUICK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as streaming:
        assert streaming.stdout is not None
        streaming.stdout.close()
        streaming.stdout = None
        _, told = streaming.communicate(wav)
    assert (streaming.returncode, told) == (0, b"")


@pytest.mark.parametrize("words", [["-", "other.wav"], ["-", "-f", "json"], ["a.wav", "--rate", "8000"]])
def test_a_stream_stands_alone(words, capsys):
    assert run(["radio", "transcribe", *words]) == 2
    assert "soridam radio transcribe -" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"hello", b"RIFF\0\0\0\0WAVE"])
@pytest.mark.weights
def test_what_is_no_stream_is_refused(data, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run(["radio", "transcribe", "-", *QUICK]) == 1
    assert "--rate" in capsys.readouterr().err


@pytest.mark.weights
def test_a_folder_is_watched_until_ctrl_c(tmp_path: Path, wav):
    (tmp_path / "a.wav").write_bytes(b"<html>")
    (tmp_path / "b.wav").write_bytes(wav)
    command = [*COMMAND, "watch", str(tmp_path), "--settled", "0", "--json", *QUICK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None and watching.stderr is not None
        broken, good = (json.loads(watching.stdout.readline()) for _ in range(2))
        watching.send_signal(signal.SIGINT)
        assert watching.stderr.read().endswith("Stopped.\n")
    assert watching.returncode == 0
    assert "hint" in broken["error"] and len(good["messages"]) == 2
    assert {path.name for path in tmp_path.glob("*.*")} >= {"b.txt", "b.json"}


def test_a_folder_that_is_not_there_is_named(capsys):
    assert run(["radio", "watch", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
