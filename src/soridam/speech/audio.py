"""Sound in and out: whatever soundfile or PyAV reads becomes float32 mono at 16 kHz; FLAC goes back out.

Begin with `decode_audio`.
"""

import io
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
import soxr

from soridam.core.errors import AudioError

SAMPLE_RATE = 16_000  # Hz, what Whisper hears
AUDIO_SUFFIXES = frozenset((
    ".flac", ".wav", ".mp3", ".m4a", ".mp4", ".ogg", ".oga", ".opus", ".webm", ".aac", ".wma", ".aiff", ".aif", ".au",
    ".g722", ".gsm", ".sph", ".mka", ".mkv", ".amr", ".3gp",
))  # fmt: skip
FLAC_LEVEL = 1 / 8  # libFLAC's level 1 of 0 to 8: a tenth less work than its usual 5, for 1.4 % more bytes of speech

Waveform = np.ndarray  # float32, shape (samples,)


def decode_audio(source: Path | bytes, *, rate: int = SAMPLE_RATE, name: str = "") -> Waveform:
    """Decode a recording to mono float32 in [-1, 1] at `rate` Hz; shape (samples,).

    Several channels are averaged. Raises AudioError if nothing can be decoded from it.
    """
    label = name or (str(source) if isinstance(source, Path) else "recording")
    samples, native_rate = _decode_native(source, label)
    if samples.ndim > 1:
        samples = samples.mean(axis=1)
    if not len(samples):
        raise AudioError(f"{label} holds no sound.", hint="Leave it out, or record it again.")
    return resample(samples, native_rate, rate)


def decode_pcm(data: bytes, *, pcm_rate: int, rate: int = SAMPLE_RATE) -> Waveform:
    """Headerless little-endian 16-bit mono samples at `pcm_rate` Hz, as KsponSpeech stores them."""
    whole = len(data) - len(data) % 2
    if not whole:
        raise AudioError("The recording holds no sound.", hint="Leave it out, or copy it again.")
    samples = np.frombuffer(data[:whole], dtype="<i2").astype(np.float32) / 32768
    return resample(samples, pcm_rate, rate)


def resample(samples: Waveform, rate: int, new_rate: int) -> Waveform:
    """Change the sample rate with soxr's high quality."""
    if rate != new_rate:
        samples = soxr.resample(samples, rate, new_rate, quality="HQ")
    return np.ascontiguousarray(samples, dtype=np.float32)


def encode_flac(samples: Waveform, rate: int = SAMPLE_RATE) -> bytes:
    """16-bit FLAC. Samples beyond full scale are clipped; what was decoded from 16 bits comes back bit for bit."""
    scaled = np.rint(samples * np.float32(32768))
    buffer = io.BytesIO()
    whole = np.clip(scaled, -32768, 32767, out=scaled).astype(np.int16)
    soundfile.write(buffer, whole, rate, format="FLAC", subtype="PCM_16", compression_level=FLAC_LEVEL)
    return buffer.getvalue()


def duration_of(samples: Waveform, rate: int = SAMPLE_RATE) -> float:
    """Seconds."""
    return len(samples) / rate


def _decode_native(source: Path | bytes, label: str) -> tuple[Waveform, int]:
    """Samples as (samples,) or (samples, channels), with their own rate. libsndfile first: it is five times faster."""
    try:
        return _read_with_soundfile(io.BytesIO(source) if isinstance(source, bytes) else str(source))
    except soundfile.LibsndfileError:
        from soridam.speech.containers import decode_container  # WAV and FLAC need not wait for FFmpeg to be loaded

        return decode_container(source, label)


def _read_with_soundfile(source: BinaryIO | str) -> tuple[Waveform, int]:
    with soundfile.SoundFile(source) as file:
        if file.subtype != "PCM_16":
            return file.read(dtype="float32"), file.samplerate
        samples = file.read(dtype="int16").astype(np.float32)  # three times faster than libsndfile's own scaling
    samples *= 1 / 32768
    return samples, file.samplerate
