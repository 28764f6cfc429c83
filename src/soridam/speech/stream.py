"""Sound that has no end yet: WAV or bare samples from a pipe, as blocks at 16 kHz. Begin with `iter_stream`."""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np
import soxr

from soridam.core.errors import AudioError
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.sound import LEAST_RATE, MOST_RATE, refuse_rate
from soridam.speech.wav import FIRST_BYTES, HEADER_BYTES, PCM, WavHead, read_wav_head, samples_of

AT_ONCE = 2**16  # bytes that are asked for; a pipe gives what it has

# At least one byte and at most as many as asked; none at the end; None where nothing comes for now.
Read = Callable[[int], bytes | None]


def iter_stream(read: Read, rate: int | None = None) -> Iterator[Waveform]:
    """Yield a stream as mono blocks at 16 kHz, as it comes; several channels are averaged. An empty block is a pause.

    With a `rate` it is 16-bit little-endian samples without a head, otherwise WAV. Raises AudioError for neither.
    """
    if rate is not None and not LEAST_RATE <= rate <= MOST_RATE:
        raise refuse_rate("The stream", rate, 1)
    opened = _open_wav(read) if rate is None else _Opened(WavHead(rate, 1, PCM, 16, 0, 0, 0))
    resampler = soxr.ResampleStream(opened.head.rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")
    for frames in _iter_frames(read, opened):
        if not frames:
            yield np.zeros(0, np.float32)
            continue
        mono = samples_of(opened.head, frames).mean(axis=0, dtype=np.float32)
        if len(block := resampler.resample_chunk(np.clip(np.nan_to_num(mono), -1, 1))):
            yield block
    if len(block := resampler.resample_chunk(np.zeros(0, np.float32), last=True)):
        yield block


@dataclass(frozen=True, slots=True)
class _Opened:
    """The head of a stream, the bytes of sound that were read with it, and how many there will be."""

    head: WavHead
    begun: bytes = b""
    bytes: int = sys.maxsize


def _open_wav(read: Read) -> _Opened:
    header = b""
    while len(header) < HEADER_BYTES and b"RIFF".startswith(header[:4]) and (piece := read(FIRST_BYTES)) != b"":
        header += piece or b""
        head = read_wav_head(io.BytesIO(header), "The stream")
        if head is not None:
            return _Opened(head, header[head.start :], head.promised or sys.maxsize)
    raise AudioError(
        "stream.no-wav",
        "The stream is no plain WAV.",
        hint="Make it one with ffmpeg -f wav, or name the sample rate of bare 16-bit samples with --rate.",
    )


def _iter_frames(read: Read, opened: _Opened) -> Iterator[bytes]:
    """Yield whole frames, until the stream ends or all that its head promises is there; none where nothing comes."""
    left, rest = opened.bytes, b""
    for piece in chain([opened.begun], iter(partial(read, AT_ONCE), b"")):
        if piece is None:
            yield b""
            continue
        there = rest + piece[:left]
        whole = len(there) - len(there) % opened.head.frame_bytes
        if whole:
            yield there[:whole]
        rest, left = there[whole:], left - len(piece)
        if left <= 0:
            return
