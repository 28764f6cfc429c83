import io
import os
import random
import signal
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from soridam.core.errors import AudioError
from soridam.speech.decoding import DecodingProcess

SOUND = Path(__file__).parents[1] / "fixtures" / "sound"
CASES = sorted(SOUND.iterdir())
MUTATIONS = 25  # of each case
MOST_SECONDS = 120.0


@pytest.fixture(scope="module")
def process() -> Iterator[DecodingProcess]:
    process = DecodingProcess()
    yield process
    process.close()


def peak_of(process: DecodingProcess) -> int:
    """Bytes that the process ever held."""
    assert process._process is not None
    (line,) = (
        line for line in Path(f"/proc/{process._process.pid}/status").read_text().splitlines() if "VmHWM" in line
    )
    return int(line.split()[1]) * 1024


def encoded(samples: np.ndarray, container: str, rate: int = 16_000) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, format=container, subtype="PCM_16")
    return buffer.getvalue()


def test_a_path_and_bytes_give_the_same_samples(process: DecodingProcess):
    path = SOUND / "m4a_corrupt_middle.m4a"
    one, other = process.decode(path), process.decode(path.read_bytes(), name=path.name)
    np.testing.assert_array_equal(one.samples, other.samples)
    assert one.flaws == other.flaws
    assert [flaw.kind for flaw in one.flaws] == ["damaged"]


def test_a_name_of_any_bytes_is_opened(process: DecodingProcess, tmp_path: Path):
    path = tmp_path / os.fsdecode(b"\xff \n[x].wav")
    path.write_bytes((SOUND / "very_quiet.wav").read_bytes())
    assert len(process.decode(path).samples) > 10_000


def test_an_error_keeps_its_code_and_its_values(process: DecodingProcess):
    with pytest.raises(AudioError) as refused:
        process.decode(b"<html></html>", name="오늘.wav")
    assert (refused.value.code, dict(refused.value.what.values)) == ("audio.web-page", {"file": "오늘.wav"})


def test_what_claims_the_most_takes_little_memory(process: DecodingProcess):
    slow = bytearray(encoded(np.zeros(20_000), "WAV"))
    slow[24:28] = struct.pack("<I", 1)  # Hz
    huge = bytearray(encoded(np.zeros(4_000), "FLAC"))
    huge[21] |= 0x0F
    huge[22:26] = b"\xff" * 4  # 2**36 - 1 samples
    xing = bytearray((SOUND / "mp3_rate_changes.mp3").read_bytes())
    place = max(xing.find(b"Xing"), xing.find(b"Info"))
    xing[place + 8 : place + 16] = b"\xff" * 8  # frames and bytes
    bombs = [bytes(slow), bytes(huge), bytes(xing), encoded(np.zeros(16_000 * 3600), "FLAC")]
    for bomb in bombs:
        try:
            process.decode(bomb, most_seconds=MOST_SECONDS)
        except AudioError as error:
            assert error.code in ("audio.odd-rate", "audio.longer"), error
    assert peak_of(process) < 200 * 2**20


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_mutated_recordings_give_samples_or_an_audio_error(process: DecodingProcess, case: Path):
    whole, rng = case.read_bytes(), random.Random(case.name)
    for _ in range(MUTATIONS):
        try:
            samples = process.decode(mutated(whole, rng), name=case.name, most_seconds=MOST_SECONDS).samples
        except AudioError as error:
            assert error.code != "audio.ended-decoder"
            continue
        assert np.isfinite(samples).all()
        assert np.abs(samples).max() <= 1
        assert len(samples) <= (MOST_SECONDS + 1) * 16_000
    assert peak_of(process) < 400 * 2**20


def mutated(whole: bytes, rng: random.Random) -> bytes:
    """With bytes changed, mostly in its head; cut off, or with a piece left out, now and then."""
    data = bytearray(whole)
    for _ in range(rng.randint(1, 12)):
        place = rng.randrange(min(len(data), rng.choice((64, 512, len(data)))))
        data[place] = rng.choice((0, 255, 1, 128, rng.randrange(256)))
    if rng.random() < 0.2:
        del data[rng.randrange(len(data)) :]
    if data and rng.random() < 0.2:
        place = rng.randrange(len(data))
        del data[place : place + rng.randrange(2_000)]
    return bytes(data)


def test_a_decoder_that_dies_is_one_recording_s_error_and_the_next_one_is_decoded(process: DecodingProcess):
    process.decode(SOUND / "very_quiet.wav")
    assert process._process is not None
    died = process._process
    os.kill(died.pid, signal.SIGSTOP)  # it hangs
    process._timeout = 0.2
    with pytest.raises(AudioError, match="crashes or hangs"):
        process.decode(SOUND / "very_quiet.wav")
    process._timeout = 60.0
    assert died.poll() is not None
    assert len(process.decode(SOUND / "very_quiet.wav").samples) > 10_000
