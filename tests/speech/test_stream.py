import io
import sys

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from soridam.core.errors import AudioError
from soridam.speech.audio import SAMPLE_RATE, decode_audio
from soridam.speech.stream import iter_stream

TONE = np.sin(np.arange(8_000) * 0.1).astype(np.float32) * 0.5


def wav(samples: np.ndarray, rate: int, subtype: str = "PCM_16") -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format="WAV", subtype=subtype)
    return file.getvalue()


def piped(data: bytes, sizes: list[int] | None = None):
    """Reads as from a pipe, which gives less than was asked for, by these sizes in turn."""
    source, turns = io.BytesIO(data), iter(sizes * len(data) if sizes else [])
    return lambda count: source.read(min(count, next(turns, count)))


def heard(data: bytes, rate: int | None = None, sizes: list[int] | None = None) -> np.ndarray:
    return np.concatenate(list(iter_stream(piped(data, sizes), rate)))


@pytest.mark.parametrize("rate", [8_000, 16_000, 48_000])
@pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT", "PCM_24"])
def test_a_wav_stream_is_what_the_file_is(rate, subtype):
    data = wav(TONE, rate, subtype)
    streamed, whole = heard(data), decode_audio(data)
    assert len(streamed) == pytest.approx(len(whole), abs=2)
    assert np.allclose(streamed[: len(whole) - 2], whole[: len(streamed)][: len(whole) - 2], atol=1e-3)


@given(st.lists(st.integers(1, 700), min_size=1, max_size=5))
def test_it_does_not_matter_how_a_pipe_cuts_the_bytes(sizes):
    data = wav(np.stack([TONE, TONE], axis=1)[:500], 16_000)
    assert np.array_equal(heard(data, sizes=sizes), heard(data))


def test_bare_samples_need_their_rate():
    data = (TONE * 32767).astype("<i2").tobytes()
    assert np.allclose(heard(data, SAMPLE_RATE), TONE, atol=1e-3)
    assert len(heard(data + b"\0", 8_000)) == pytest.approx(16_000, abs=2)
    with pytest.raises(AudioError, match="no plain WAV"):
        heard(data)
    with pytest.raises(AudioError, match="0 Hz"):
        heard(data, 0)


def test_the_head_of_an_endless_stream_promises_nothing_and_what_follows_the_sound_is_no_sound():
    data = bytearray(wav(TONE, 16_000))
    assert len(heard(bytes(data) + b"LIST" + bytes(400))) == len(TONE)
    place = data.index(b"data") + 4
    for promised in (0, 0xFFFF_FFFF):
        data[place : place + 4] = promised.to_bytes(4, "little")
        assert len(heard(bytes(data) * 1)) == len(TONE)


def test_samples_that_are_no_numbers_are_silence():
    samples = TONE.copy()
    samples[:3] = [np.nan, np.inf, -np.inf]
    assert np.array_equal(heard(wav(samples, 16_000, "FLOAT"))[:3], [0, 1, -1])


@given(st.binary(max_size=300))
def test_other_bytes_are_refused_or_are_sound(data):
    try:
        blocks = list(iter_stream(piped(b"RIFF" + data)))
    except AudioError:
        return
    assert all(np.isfinite(block).all() for block in blocks)


def test_where_nothing_comes_for_now_an_empty_block_says_so_and_frames_stay_whole():
    data = wav(TONE, 16_000)
    pieces = iter([None, data[:30], None, data[30:1_001], None, None, data[1_001:], b""])
    blocks = list(iter_stream(lambda _: next(pieces)))
    assert sum(not len(block) for block in blocks) == 2
    assert np.array_equal(np.concatenate(blocks), heard(data))


def test_the_first_block_comes_before_the_second_is_there():
    data = wav(TONE, 16_000)
    asked = []

    def read(count: int) -> bytes:
        asked.append(count)
        return data[:1_044] if len(asked) == 1 else data[1_044:2_044] if len(asked) == 2 else sys.exit("too far")

    blocks = iter_stream(read)
    assert len(next(blocks)) + len(next(blocks)) > 0
    assert len(asked) <= 2
