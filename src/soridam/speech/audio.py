"""Sound in and out: any recording becomes float32 mono at 16 kHz, within bounds; FLAC goes back out.

Begin with `decode_recording`. Nothing is allocated by what a header claims: pieces come one by one and are counted.
Bytes of strangers are decoded by `speech.decoding`, in a process of its own.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
import soxr

from soridam.core.errors import AudioError
from soridam.speech.formats import AUDIO_SUFFIXES as AUDIO_SUFFIXES
from soridam.speech.formats import describe_silence
from soridam.speech.sound import Flaw, Piece, Report
from soridam.speech.wav import read_wav, read_wav_head

SAMPLE_RATE = 16_000  # Hz, what Whisper hears
MOST_SECONDS = 24 * 3600.0  # of one recording, where a caller does not allow less
TOO_LONG = "audio.longer"  # the code of the error; callers say in their own words what to do
FLAC_LEVEL = 1 / 8  # libFLAC's level 1 of 0 to 8: a tenth less work than its usual 5, for 1.4 % more bytes of speech
CHUNK = 2**21  # samples that are resampled at once: a short recording whole
CANCELLED = 0.5  # of the power that unrelated channels would have together
GROWTH = 2**23  # samples that are made room for at once
LOUDEST_SAMPLE = float(2**32)  # whole numbers of 32 bits in a float file reach half of it; beyond it nothing is sound
HOT = 2.0  # times full scale: louder than encoders and mixers overshoot
RARE = 1e-4  # of all samples: such few that are too loud are clicks

Waveform = np.ndarray  # float32, shape (samples,)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Mono samples, and what is wrong with the recording that they come from."""

    samples: Waveform
    flaws: tuple[Flaw, ...] = ()


def decode_audio(
    source: Path | bytes, *, rate: int = SAMPLE_RATE, name: str = "", most_seconds: float = MOST_SECONDS
) -> Waveform:
    """Decode a recording to mono float32 in [-1, 1] at `rate` Hz; shape (samples,). Raises AudioError.

    As `decode_recording`, for callers who take what is there.
    """
    return decode_recording(source, rate=rate, name=name, most_seconds=most_seconds).samples


def decode_recording(
    source: Path | bytes,
    *,
    rate: int = SAMPLE_RATE,
    name: str = "",
    most_seconds: float = MOST_SECONDS,
    tell: Callable[[float], None] | None = None,
) -> Decoded:
    """Decode a recording to mono float32 in [-1, 1] at `rate` Hz, shape (samples,), and list its flaws.

    Several channels are averaged; where they cancel each other out, the loudest one counts. What is damaged is left
    out. `tell` is called now and then with the seconds decoded so far. Raises AudioError if it cannot be decoded, or as
    soon as it is found to be longer than `most_seconds`.
    """
    label = name or (str(source) if isinstance(source, Path) else "The recording")
    try:
        with _opened(source) as file:
            return _decode(file, label, rate, most_seconds, tell or _keep_quiet)
    except AudioError:
        raise
    except MemoryError:
        raise AudioError(
            "audio.memory",
            "{file} needs more memory than there is.",
            hint="Cut it into parts, or convert it to FLAC.",
            file=label,
        ) from None
    except Exception as error:  # decoders meet foreign bytes: whatever they raise is this recording's own
        reason = f"{type(error).__name__}: {error}"
        raise AudioError(
            "audio.cannot-decode",
            "{file} cannot be decoded: {reason}.",
            hint="Convert it to WAV or FLAC, or leave it out.",
            file=label,
            reason=reason,
        ) from error


def _keep_quiet(_: float) -> None:
    return


def decode_pcm(data: bytes, *, pcm_rate: int, rate: int = SAMPLE_RATE) -> Waveform:
    """Headerless little-endian 16-bit mono samples at `pcm_rate` Hz, as KsponSpeech stores them."""
    whole = len(data) - len(data) % 2
    if not whole:
        raise AudioError("audio.silent", "The recording holds no sound.", hint="Leave it out, or copy it again.")
    samples = np.frombuffer(data[:whole], dtype="<i2").astype(np.float32) / 32768
    return resample(samples, pcm_rate, rate)


def decode_wav_range(path: Path, start: float, end: float | None, rate: int = SAMPLE_RATE) -> Decoded | None:
    """Return the samples of a plain WAV file between two times in seconds, maybe none; None for any other file.

    Raises AudioError.
    """
    with _opened(path) as file:
        head = read_wav_head(file, str(path))
        if head is None:
            return None
        first = min(round(start * head.rate), head.frames)
        last = head.frames if end is None else min(round(end * head.rate), head.frames)
        mixer, report = _mix(lambda report: read_wav(file, head, report, first, last), rate, MOST_SECONDS, str(path))
        report.promised = 0.0  # what lies beyond the range is not asked for
        return Decoded(_within_full_scale(mixer.finish()), report.flaws())


def tidy_samples(samples: np.ndarray) -> Waveform:
    """Return given samples in the form of `decode_recording`: float32, finite, within full scale.

    Whole numbers of any width are scaled. Raises AudioError if none of them is a number.
    """
    if samples.dtype.kind in "iu":
        middle = 0.0 if samples.dtype.kind == "i" else float(np.iinfo(samples.dtype).max // 2 + 1)
        samples = (samples - middle) / (float(np.iinfo(samples.dtype).max) - middle + 1)
    report = Report()
    with np.errstate(over="ignore"):
        numbers = _numbers(samples.astype(np.float32, copy=False), report)
    if report.not_numbers == numbers.size:
        raise AudioError(
            "audio.no-numbers",
            "{file} holds samples that are not numbers.",
            hint="Leave it out, or record it again.",
            file="The recording",
        )
    return _within_full_scale(numbers)


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
    """Return seconds."""
    return len(samples) / rate


def _opened(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        raise AudioError(
            "audio.cannot-open",
            "{file} cannot be opened: {reason}.",
            hint="Check the path.",
            file=source,
            reason=error.strerror or error,
        ) from None


def _decode(file: BinaryIO, label: str, rate: int, most_seconds: float, tell: Callable[[float], None]) -> Decoded:
    mixer, report = _mix(lambda report: _pieces(file, label, report), rate, most_seconds, label, tell)
    samples = mixer.finish()
    if not len(samples):
        raise describe_silence(file, label)
    if report.not_numbers >= mixer.taken:
        raise AudioError(
            "audio.no-numbers",
            "{file} holds samples that are not numbers.",
            hint="Leave it out, or record it again.",
            file=label,
        )
    return Decoded(_within_full_scale(samples), report.flaws())


def _mix(
    read: Callable[[Report], Iterator[Piece]],
    rate: int,
    most_seconds: float,
    label: str,
    tell: Callable[[float], None] = _keep_quiet,
) -> tuple["_Mixer", Report]:
    """Read it all; once more, and one channel alone, if the channels cancel each other out."""
    channel = None
    while True:
        report, mixer = Report(), _Mixer(rate, most_seconds, label, channel)
        for piece in read(report):
            mixer.add(piece, report)
            tell(report.seconds)
        if not mixer.cancels:
            return mixer, report
        channel = mixer.loudest


def _pieces(file: BinaryIO, label: str, report: Report) -> Iterator[Piece]:
    """WAV by ourselves, everything else through FFmpeg, which is loaded only then."""
    head = read_wav_head(file, label)
    if head is not None:
        yield from read_wav(file, head, report)
        return
    from soridam.speech.containers import read_container

    file.seek(0)
    yield from read_container(file, label, report)


class _Mixer:
    """Takes pieces of any rate and number of channels, and gives mono at one rate. `channel` takes that one alone."""

    def __init__(self, rate: int, most_seconds: float, label: str, channel: int | None = None) -> None:
        self._rate, self._most_seconds, self._label, self._channel = rate, most_seconds, label, channel
        self._made = np.empty(0, dtype=np.float32)
        self._count = 0
        self._waiting: list[np.ndarray] = []
        self._count_waiting = 0
        self._waiting_rate = 0
        self._resampler: soxr.ResampleStream | None = None
        self._power = 0.0  # of the mixture
        self._powers = np.zeros(0)  # of each channel
        self._apart = 0.0  # power of the mixture if the channels had nothing in common
        self.taken = 0  # samples

    def add(self, piece: Piece, report: Report) -> None:
        """Add a piece. Raises AudioError when there is more than the caller allows."""
        samples = _numbers(piece.samples, report)
        self.taken += samples.size
        report.seconds += samples.shape[1] / piece.rate
        if report.seconds > self._most_seconds:
            raise _too_long(self._label, self._most_seconds)
        if piece.rate != self._waiting_rate:
            self._end_stretch()
            self._waiting_rate = piece.rate
        self._waiting.append(self._mixed(samples))
        self._count_waiting += samples.shape[1]
        if self._count_waiting >= CHUNK:
            self._flush(last=False)

    @property
    def cancels(self) -> bool:
        """Is the mixture much quieter than unrelated channels would be? Then one is the other's opposite."""
        return self._channel is None and self._power < CANCELLED * self._apart

    @property
    def loudest(self) -> int:
        return int(self._powers.argmax())

    def finish(self) -> Waveform:
        self._end_stretch()
        return self._made[: self._count]

    def _mixed(self, samples: np.ndarray) -> np.ndarray:
        channels = len(samples)
        if channels == 1:
            return samples[0]
        if self._channel is not None:
            return samples[min(self._channel, channels - 1)]
        mixture: np.ndarray = samples.mean(axis=0)
        powers = np.einsum("ij,ij->i", samples, samples, dtype=np.float64)
        if len(self._powers) < channels:
            self._powers = np.pad(self._powers, (0, channels - len(self._powers)))
        self._powers[:channels] += powers
        self._power += float(np.einsum("i,i", mixture, mixture, dtype=np.float64))
        self._apart += float(powers.sum()) / channels**2
        return mixture

    def _end_stretch(self) -> None:
        if self._waiting or self._resampler:
            self._flush(last=True)
        self._resampler = None

    def _flush(self, *, last: bool) -> None:
        waiting, self._waiting = self._waiting, []
        samples = waiting[0] if len(waiting) == 1 else np.concatenate([*waiting, np.zeros(0, dtype=np.float32)])
        self._count_waiting = 0
        if last and self._resampler is None:
            samples = resample(samples, self._waiting_rate, self._rate)
        elif self._waiting_rate != self._rate:
            if self._resampler is None:
                self._resampler = soxr.ResampleStream(self._waiting_rate, self._rate, 1, dtype="float32", quality="HQ")
            samples = self._resampler.resample_chunk(np.ascontiguousarray(samples), last=last)
        self._keep(samples)

    def _keep(self, samples: np.ndarray) -> None:
        needed = self._count + len(samples)
        if not self._count:
            self._made, self._count = samples, needed
            return
        if needed > len(self._made):
            if not (self._made.flags.owndata and self._made.flags.writeable):
                self._made = self._made.copy()
            # In place: nobody else has it yet. It grows with what was decoded, and little ahead of it.
            self._made.resize(max(needed, min(2 * len(self._made), len(self._made) + GROWTH)), refcheck=False)
        self._made[self._count : needed] = samples
        self._count = needed


def _numbers(samples: np.ndarray, report: Report) -> np.ndarray:
    """Samples without those that are no numbers or that no recorder writes, which become silence and are counted."""
    with np.errstate(all="ignore"):
        lowest, highest = float(samples.min(initial=0.0)), float(samples.max(initial=0.0))
    if -lowest <= LOUDEST_SAMPLE and highest <= LOUDEST_SAMPLE:  # false for what is no number
        return samples
    with np.errstate(all="ignore"):
        wrong = ~(np.abs(samples) <= LOUDEST_SAMPLE)
    report.not_numbers += int(wrong.sum())
    return np.where(wrong, np.float32(0), samples)


def _too_long(label: str, most_seconds: float) -> AudioError:
    return AudioError(
        "audio.longer",
        "{file} is longer than {seconds} s.",
        hint="Cut it into shorter recordings.",
        file=label,
        seconds=f"{most_seconds:.0f}",
    )


def _within_full_scale(samples: Waveform) -> Waveform:
    """Float files hold what they want: 16-bit numbers, or a little more than 1. Scaled down, but for rare clicks."""
    peak = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))
    if peak <= 1:
        return samples
    if peak > HOT and np.count_nonzero(np.abs(samples) > 1) <= RARE * len(samples):
        return np.clip(samples, -1, 1)
    return samples / np.float32(peak)
