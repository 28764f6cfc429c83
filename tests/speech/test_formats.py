import io
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from soridam.core.errors import AudioError
from soridam.speech.audio import decode_audio, duration_of
from soridam.speech.formats import AUDIO_SUFFIXES

RATE = 16_000
TONE = (0.4 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.float32)
# By suffix: what FFmpeg calls the container and the codec, and the rate where the codec wants one.
CONTAINERS: dict[str, tuple[str, str, int]] = {
    ".mp3": ("mp3", "libmp3lame", 44_100), ".mpga": ("mp3", "libmp3lame", 44_100), ".mp2": ("mp2", "mp2", 44_100),
    ".m4a": ("mp4", "aac", 44_100), ".m4b": ("mp4", "aac", 44_100), ".mp4": ("mp4", "aac", 44_100),
    ".m4v": ("mp4", "aac", 44_100), ".mov": ("mov", "aac", 44_100), ".qt": ("mov", "pcm_s16be", 16_000),
    ".3gp": ("3gp", "aac", 16_000), ".3gpp": ("3gp", "aac", 16_000), ".3g2": ("3g2", "aac", 16_000),
    ".f4v": ("mp4", "aac", 44_100), ".aac": ("adts", "aac", 44_100),
    ".ogg": ("ogg", "libopus", 48_000), ".oga": ("ogg", "libopus", 48_000), ".ogv": ("ogg", "libopus", 48_000),
    ".opus": ("ogg", "libopus", 48_000),
    ".webm": ("webm", "libopus", 48_000), ".weba": ("webm", "libopus", 48_000),
    ".mka": ("matroska", "pcm_s16le", 16_000),
    ".mkv": ("matroska", "aac", 44_100), ".wma": ("asf", "wmav2", 44_100), ".wmv": ("asf", "wmav2", 44_100),
    ".asf": ("asf", "wmav2", 44_100), ".avi": ("avi", "libmp3lame", 44_100), ".caf": ("caf", "alac", 16_000),
    ".flv": ("flv", "aac", 44_100), ".ts": ("mpegts", "aac", 44_100), ".mts": ("mpegts", "ac3", 44_100),
    ".m2ts": ("mpegts", "ac3", 48_000), ".mpg": ("mpeg", "mp2", 44_100), ".mpeg": ("mpeg", "mp2", 44_100),
    ".ac3": ("ac3", "ac3", 44_100), ".eac3": ("eac3", "eac3", 44_100),
    ".wv": ("wv", "wavpack", 16_000), ".tta": ("tta", "tta", 16_000), ".g722": ("g722", "g722", 16_000),
    ".rm": ("rm", "ac3", 44_100), ".ra": ("rm", "ac3", 44_100), ".amr": ("amr", "libopencore_amrnb", 8_000),
}  # fmt: skip
SOUNDFILE: dict[str, tuple[str, str]] = {
    ".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".aiff": ("AIFF", "PCM_16"), ".aif": ("AIFF", "PCM_24"),
    ".aifc": ("AIFF", "FLOAT"), ".au": ("AU", "ULAW"), ".snd": ("AU", "PCM_16"), ".w64": ("W64", "PCM_16"),
    ".rf64": ("RF64", "PCM_16"), ".bwf": ("WAVEX", "PCM_24"), ".voc": ("VOC", "PCM_16"), ".sph": ("NIST", "PCM_16"),
    ".gsm": ("RAW", "GSM610"),
}  # fmt: skip
# No encoder for these is at hand: FFmpeg decodes them, and nobody here writes them.
READ_ONLY = {".ape", ".dts", ".mpc", ".spx", ".awb"}


def encode(container: str, codec: str, rate: int, samples: np.ndarray = TONE) -> bytes:
    """A tone as FFmpeg writes it."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate)
        stream.layout = "mono"
        if codec == "wmav2":
            stream.bit_rate = 64_000
        whole = (samples * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
        frame.rate = RATE
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=rate, frame_size=frame_size(stream)
        )
        for block in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(block))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def frame_size(stream: av.AudioStream) -> int:
    stream.codec_context.open(strict=False)
    return stream.codec_context.frame_size or 0


def made(suffix: str) -> bytes:
    if suffix in CONTAINERS:
        return encode(*CONTAINERS[suffix])
    container, subtype = SOUNDFILE[suffix]
    buffer = io.BytesIO()
    rate = 8_000 if subtype == "GSM610" else RATE
    soundfile.write(buffer, TONE[:: RATE // rate], rate, format=container, subtype=subtype)
    return buffer.getvalue()


def test_every_suffix_in_the_list_is_tried_here() -> None:
    assert set(CONTAINERS) | set(SOUNDFILE) | READ_ONLY == AUDIO_SUFFIXES


@pytest.mark.parametrize("suffix", sorted({*CONTAINERS, *SOUNDFILE}))
def test_a_file_of_each_suffix_in_the_list_decodes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"tone{suffix}"
    path.write_bytes(made(suffix))
    samples = decode_audio(path)
    assert duration_of(samples) == pytest.approx(1.0, abs=0.12)
    assert np.argmax(np.abs(np.fft.rfft(samples))) / duration_of(samples) == pytest.approx(440, abs=5)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "audio.empty-file"),
        (bytes(5000), "audio.zeros"),
        (b"\n<!DOCTYPE html><html><body>Log in</body></html>", "audio.web-page"),
        (b"<html>" * 100, "audio.web-page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n", "audio.lfs"),
        (b"\x89PNG\r\n\x1a\n" + b"\1\2\3\4" * 40, "audio.picture"),
        (b"\xff\xd8\xff\xe0" + b"\1\2\3\4" * 40, "audio.picture"),
        (b"%PDF-1.7\n" + b"\1\2\3\4" * 40, "audio.document"),
        (b"PK\x03\x04" + b"\1\2\3\4" * 40, "audio.archive"),
        ("오늘은 날씨가 좋습니다.\n".encode() * 30, "audio.text"),
        (b"\x1f\x43\xb6\x75" + b"\1\2\3\4" * 40, "audio.webm-without-head"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0" + b"\0\0\1\0mdat" + bytes(range(256)), "audio.mp4-without-index"),
        (b"OggS" + bytes(range(200)), "audio.no-whole-packet"),
    ],
)
@pytest.mark.parametrize("name", ["a.wav", "a.m4a", "a.flac"])
def test_what_is_no_recording_is_called_what_it_is(content: bytes, code: str, name: str) -> None:
    with pytest.raises(AudioError) as refused:
        decode_audio(content, name=name)
    assert refused.value.code == code
