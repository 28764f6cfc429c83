"""One planned row becomes one row of a shard, or a rejection that says why not. Begin with `convert`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np

from soridam.core.errors import AudioError, CorpusError
from soridam.speech.activity import SILENCE, frame_levels, quietest_moment
from soridam.speech.audio import (
    SAMPLE_RATE,
    TOO_LONG,
    Decoded,
    Waveform,
    decode_pcm,
    decode_recording,
    decode_wav_range,
    duration_of,
    encode_flac,
)
from soridam.speech.corpus.archive import read_clip
from soridam.speech.corpus.cutting import Margin, PlannedRow
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance
from soridam.speech.languages import LANGUAGES

MAX_LABEL_TOKENS = 448
DESCRIPTION = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|<[^<>]*>|\*[^*]*\*")  # all of the text is in brackets
SPECIAL_TOKENS = 5  # start, language, task, no timestamps, end
TRUNCATION = 0.25  # seconds that may be missing: encoders round, players trim
BYTES_LIMIT = 512 * 2**20  # of one encoded recording inside an archive
MOST_SECONDS = 8 * 3600.0  # of a recording that rows are cut from
HEADER_BYTES = 128  # a sound file of this size has a header and no sound
SOUND_MARKS = (b"", b"RIFF", b"fLaC", b"OggS", b"FORM")
# A z-scored recording has a standard deviation of 1, which no integer format holds. 1/32 leaves 30 dB for peaks.
ZSCORE_SCALE = 1 / 32

COPIED_FACTS = ("id", "transcript", "speaker", "age", "gender", "region", "source", "part")

Row = dict[str, Any]


class RefusalError(Exception):
    """Ends the conversion of one row: a reason to count by, and the particulars."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Conversion:
    """The `PrepareOptions` that decide a row's bytes, already validated."""

    language: str
    normalizer: str
    reading: str
    zscore: bool
    max_seconds: float
    min_seconds: float
    tokenizer: str

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Take them from all options, as `options.json` holds them."""
        return cls(**{field.name: options[field.name] for field in fields(cls)})


class Converter:
    """Holds what all rows of a preparation share: its options, normalizer and tokenizer."""

    def __init__(self, options: Conversion) -> None:
        self._options = options
        self._normalize = _load_normalizer(options.normalizer)
        self._count_tokens = _load_token_counter(options.tokenizer)

    def convert(self, planned: PlannedRow) -> Row | Rejection:
        """Decode, cut, check and encode one row. Never raises for what a recording or its text is like."""
        utterance = planned.utterance
        try:
            language, text = self._language(utterance), self._label(utterance)
            samples = self._sound(utterance, planned.margin)
        except RefusalError as refusal:
            return Rejection(utterance.id, refusal.reason, refusal.detail)
        return _row(utterance, text, samples, language)

    def _language(self, utterance: Utterance) -> str:
        """That of the row, or the one that is given for rows which name none that Whisper knows."""
        if utterance.language in LANGUAGES:
            return utterance.language
        if utterance.language and not self._options.language:
            raise RefusalError("unknown-language", utterance.language)
        return self._options.language

    def _label(self, utterance: Utterance) -> str:
        readings = utterance.readings or (utterance.transcript,)
        text = self._normalize(readings[0 if self._options.reading == "spelling" else -1])
        if not text:
            raise RefusalError("no-text", utterance.transcript)
        if DESCRIPTION.fullmatch(text.strip()):
            raise RefusalError("description", text)
        tokens = self._count_tokens(text) + SPECIAL_TOKENS
        if tokens > MAX_LABEL_TOKENS:
            raise RefusalError("label-too-long", f"{tokens} tokens" if self._options.tokenizer else "counted in bytes")
        return text

    def _sound(self, utterance: Utterance, margin: Margin) -> Waveform:
        samples = _read_sound(utterance.clip, margin, self._options.max_seconds)
        seconds = duration_of(samples)
        declared = utterance.declared_duration
        if declared is not None and declared - seconds > TRUNCATION:
            raise RefusalError("truncated", f"{seconds:.3f} s of {declared:.3f} s")
        if seconds < self._options.min_seconds:
            raise RefusalError("too-short", f"{seconds:.3f} s")
        if seconds > self._options.max_seconds:
            raise RefusalError("too-long", f"{seconds:.1f} s")
        if frame_levels(samples).max(initial=-np.inf) < SILENCE:
            raise RefusalError("silent", f"never above {SILENCE:.0f} dBFS")
        return _within_full_scale(_zscored(samples) if self._options.zscore else samples)


def _load_normalizer(name: str) -> Callable[[str], str]:
    if not name:
        return lambda text: " ".join(text.split())
    from soridam.text.normalizer import find_normalizer

    return find_normalizer(name).apply


def _load_token_counter(path: str) -> Callable[[str], int]:
    """Whisper's vocabulary covers single bytes, so that a text never has more tokens than UTF-8 bytes."""
    if not path:
        return lambda text: len(text.encode())
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)

    def count(text: str) -> int:
        bound = len(text.encode())
        if bound + SPECIAL_TOKENS <= MAX_LABEL_TOKENS:
            return bound
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    return count


def _read_sound(clip: Clip, margin: Margin, max_seconds: float) -> Waveform:
    try:
        return _decode(clip, max_seconds) if clip.start is None and clip.end is None else _cut(clip, margin)
    except AudioError as error:
        raise RefusalError(_reason_of(error, clip), error.message) from None
    except CorpusError as error:
        raise RefusalError("unreadable" if clip.path.exists() else "missing", error.message) from None
    except MemoryError:
        raise RefusalError("too-large", "it needs more memory than a worker may take") from None
    except (OSError, RuntimeError, ValueError, TypeError) as error:  # decoders meet foreign bytes
        raise RefusalError("undecodable", f"{type(error).__name__}: {error}") from None


def _reason_of(error: AudioError, clip: Clip) -> str:
    """Return the word to count by."""
    if error.code == TOO_LONG:
        return "too-long"
    if error.code in ("audio.empty-file", "audio.silent-file") or _is_header_only(clip):
        return "empty"
    return "too-large" if error.code == "audio.memory" else "undecodable"


def _decode(clip: Clip, max_seconds: float) -> Waveform:
    """Return a whole recording, of which it is known that it must be short to be of use."""
    decoded = _decode_whole(clip, max_seconds)
    for flaw in decoded.flaws:
        raise RefusalError(flaw.kind, str(flaw.message))
    return decoded.samples


def _require_file(path: Path) -> None:
    """Pipes and devices would never end."""
    if not path.is_file():
        raise RefusalError("missing", str(path))


def _decode_whole(clip: Clip, most_seconds: float) -> Decoded:
    if clip.pcm_rate:
        return Decoded(decode_pcm(read_clip(clip, BYTES_LIMIT), pcm_rate=clip.pcm_rate))
    if clip.member:
        return decode_recording(read_clip(clip, BYTES_LIMIT), name=clip.member, most_seconds=most_seconds)
    _require_file(clip.path)
    return decode_recording(clip.path, most_seconds=most_seconds)


def _cut(clip: Clip, margin: Margin) -> Waveform:
    """Return a segment, its ends moved to the quietest moment that their margin allows."""
    start = clip.start or 0.0
    low = max(0.0, start - margin.before)
    samples = _read_range(clip, low, None if clip.end is None else clip.end + margin.after)
    if not len(samples):
        raise RefusalError("bad-times", f"it begins at {start:.2f} s, after the recording's end")
    if clip.end is not None and clip.end - low - duration_of(samples) > TRUNCATION:
        raise RefusalError("truncated", f"the recording ends before {clip.end:.2f} s")
    first = quietest_moment(samples, 0.0, start - low) if margin.before else start - low
    last = duration_of(samples)
    if clip.end is not None and margin.after:
        last = quietest_moment(samples, clip.end - low, last)
    return samples[round(first * SAMPLE_RATE) : round(last * SAMPLE_RATE)]


def _read_range(clip: Clip, low: float, high: float | None) -> Waveform:
    """Read a range of a recording: of a WAV only that range, of others the whole, kept for the next range.

    Where packets are missing within, everything after them is at another time than its labels say.
    """
    decoded = None
    if not clip.member and not clip.pcm_rate:
        _require_file(clip.path)
        decoded = decode_wav_range(clip.path, low, high)
    if decoded is None:
        whole = _decode_recording(Clip(clip.path, clip.member, pcm_rate=clip.pcm_rate))
        last = None if high is None else round(high * SAMPLE_RATE)
        decoded = Decoded(whole.samples[round(low * SAMPLE_RATE) : last], whole.flaws)
    for flaw in decoded.flaws:
        if flaw.kind == "damaged":
            raise RefusalError(flaw.kind, str(flaw.message))
    return decoded.samples


@lru_cache(maxsize=1)
def _decode_recording(clip: Clip) -> Decoded:
    return _decode_whole(clip, MOST_SECONDS)


def _is_header_only(clip: Clip) -> bool:
    if clip.member or not clip.path.is_file() or clip.path.stat().st_size > HEADER_BYTES:
        return False
    return clip.path.read_bytes()[:4] in SOUND_MARKS


def _zscored(samples: Waveform) -> Waveform:
    """Mean 0 and standard deviation 1, times 1/32: equal loudness, without clipping in 16 bits."""
    centered = samples - samples.mean()
    deviation = np.sqrt(np.einsum("i,i", centered, centered) / len(centered))  # samples.std() would center once more
    centered *= ZSCORE_SCALE / deviation
    return centered


def _within_full_scale(samples: Waveform) -> Waveform:
    """Resampling and lossy codecs overshoot, float recordings know no limit; scaled down, nothing is clipped."""
    peak = np.abs(samples).max()
    return samples / peak if peak > 1 else samples


def _row(utterance: Utterance, text: str, samples: Waveform, language: str) -> Row:
    return {name: getattr(utterance, name) for name in COPIED_FACTS} | {
        "audio": {"bytes": encode_flac(samples), "path": utterance.id.replace("/", "_") + ".flac"},
        "text": text,
        "readings": list(utterance.readings),
        "language": language,
        "duration": round(duration_of(samples), 4),
    }
