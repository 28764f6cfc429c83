import io
import struct

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from soridam.core.errors import AudioError
from soridam.speech.audio import decode_recording
from soridam.speech.sound import Report
from soridam.speech.wav import read_wav, read_wav_head

SAMPLES = (0.4 * np.sin(np.arange(16_000) / 7)).astype(np.float32)  # one second


def wav(subtype: str = "PCM_16", samples: np.ndarray = SAMPLES, rate: int = 16_000) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, format="WAV", subtype=subtype)
    return buffer.getvalue()


WAV = wav()


def seconds_of(content: bytes) -> float:
    return len(decode_recording(content).samples) / 16_000


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("channels", [1, 2])
def test_every_plain_kind_of_samples_reads_as_libsndfile_reads_it(subtype: str, channels: int) -> None:
    content = wav(subtype, np.stack([SAMPLES] * channels, axis=1), 16_000)
    head = read_wav_head(io.BytesIO(content))
    assert head is not None
    (piece,) = read_wav(io.BytesIO(content), head, Report())
    expected, _ = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    np.testing.assert_allclose(piece.samples.T, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("kept", "flaws"), [(len(WAV), []), (len(WAV) - 7_000, []), (len(WAV) - 16_000, ["truncated"])]
)
def test_a_download_that_broke_off_lacks_what_its_header_promises(kept: int, flaws: list[str]) -> None:
    assert [flaw.kind for flaw in decode_recording(WAV[:kept]).flaws] == flaws


def test_what_is_lacking_is_told_in_seconds() -> None:
    (flaw,) = decode_recording(WAV[:-16_000]).flaws
    assert str(flaw.message) == "It is cut off: 0.5 s of 1.0 s are there."


def test_chunks_before_the_samples_are_passed_over() -> None:
    note = b"LIST" + struct.pack("<I", 5) + b"noise\0"  # odd sizes are padded
    assert seconds_of(WAV[:36] + note + WAV[36:]) == 1.0


@pytest.mark.parametrize("size", [0, 0x7FFF_F000, 0xFFFF_FFFF])
def test_of_a_killed_recorder_and_of_a_pipe_all_that_is_there_is_sound(size: int) -> None:
    decoded = decode_recording(WAV[:40] + struct.pack("<I", size) + WAV[44:])
    assert (len(decoded.samples), decoded.flaws) == (16_000, ())


@pytest.mark.parametrize("riff", [36, 8_036])
def test_of_a_recorder_that_wrote_its_size_now_and_then_all_that_is_there_is_sound(riff: int) -> None:
    stale = WAV[:4] + struct.pack("<I", riff) + WAV[8:40] + struct.pack("<I", 8_000) + WAV[44:]
    assert seconds_of(stale) == 1.0


def test_tags_behind_the_sound_are_no_sound() -> None:
    assert seconds_of(WAV + b"TAG" + b"x" * 125) == 1.0
    assert seconds_of(WAV + b"id3 " + struct.pack("<I", 9_000) + b"x" * 9_000) == 1.0


def test_an_empty_recording_with_a_note_behind_it_holds_no_sound() -> None:
    note = b"LIST" + struct.pack("<I", 400) + b"\1" * 400
    with pytest.raises(AudioError, match="holds no sound"):
        decode_recording(WAV[:40] + struct.pack("<I", 0) + note)


@pytest.mark.parametrize("rate", [0, 1, 999, 2**32 - 1])
def test_a_rate_that_no_recorder_has_is_refused_before_anything_grows(rate: int) -> None:
    with pytest.raises(AudioError, match="no recording does"):
        decode_recording(WAV[:24] + struct.pack("<I", rate) + WAV[28:])


@settings(max_examples=200)
@given(st.binary(max_size=120))
def test_any_bytes_have_an_answer(content: bytes) -> None:
    try:
        head = read_wav_head(io.BytesIO(b"RIFF0000WAVE" + content))
    except AudioError:
        return
    assert head is None or head.size <= len(content)
