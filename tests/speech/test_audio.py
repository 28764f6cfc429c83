import io
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from soridam.core.errors import AudioError
from soridam.speech.audio import decode_audio, decode_pcm, duration_of, encode_flac


def tone(rate: int, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


def encode(container: str, codec: str, rate: int) -> bytes:
    """A second of a tone as PyAV writes it."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray((tone(rate) * 32767).astype(np.int16)[None], format="s16", layout="mono")
        frame.rate = rate
        for block in av.AudioResampler(format=stream.format.name, layout="mono", rate=rate).resample(frame):
            file.mux(stream.encode(block))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def loudest_frequency(samples: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) / duration_of(samples)


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [("wav", "pcm_s16le", 48_000), ("webm", "libopus", 48_000), ("mp4", "aac", 44_100), ("mp3", "libmp3lame", 44_100)],
)
def test_what_browsers_and_phones_record_becomes_16_khz(container, codec, rate):
    samples = decode_audio(encode(container, codec, rate))
    assert duration_of(samples) == pytest.approx(1.0, abs=0.08)
    assert loudest_frequency(samples) == pytest.approx(440, abs=3)


def test_telephone_g722_is_recognized_by_its_name():
    samples = decode_audio(encode("g722", "g722", 16_000), name="press-one.g722")
    assert loudest_frequency(samples) == pytest.approx(440, abs=3)


def test_several_channels_are_averaged():
    buffer = io.BytesIO()
    soundfile.write(buffer, np.stack([tone(16_000), -tone(16_000)], axis=1), 16_000, format="WAV")
    assert np.abs(decode_audio(buffer.getvalue())).max() < 1e-3


def test_headerless_pcm_is_little_endian_16_bit():
    data = (tone(16_000) * 32767).astype("<i2").tobytes() + b"\x00"  # an odd byte at the end happens
    np.testing.assert_allclose(decode_pcm(data, pcm_rate=16_000), tone(16_000), atol=1e-3)


def test_flac_comes_back_as_it_went():
    np.testing.assert_allclose(decode_audio(encode_flac(tone(16_000))), tone(16_000), atol=1e-4)


@pytest.mark.parametrize(
    "data", [b"", b"RIFF\x00\x00", b"not a recording at all" * 100, b"#EXTM3U\nhttp://localhost/a.ts\n"]
)
def test_what_is_no_recording_is_an_audio_error(data):
    with pytest.raises(AudioError):
        decode_audio(data, name="upload.wav")


def test_a_missing_file_is_an_audio_error(tmp_path):
    with pytest.raises(AudioError, match=r"gone\.wav"):
        decode_audio(tmp_path / "gone.wav")


@pytest.mark.parametrize(
    "playlist",
    ["ffconcat version 1.0\nfile gone.ts\n", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ngone.ts\n#EXT-X-ENDLIST\n"],
)
def test_a_playlist_is_refused_before_what_it_names_is_opened(tmp_path: Path, playlist: str) -> None:
    path = tmp_path / "list.m3u8"
    path.write_text(playlist)
    with pytest.raises(AudioError, match="is a playlist"):  # opening it first would say that gone.ts is not there
        decode_audio(path)
