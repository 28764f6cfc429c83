"""The microphone, and how an endless stream of sound becomes utterances. Begin with `iter_utterances`."""

import queue
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from soridam.core.errors import DependencyError
from soridam.speech.activity import quietest_moment
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.recognition.guard import BLOCK, SPEECH, speech_probabilities

BLOCK_SECONDS = 0.25
ENDING = 0.7  # seconds of silence after which an utterance is over
LEAD = 0.3  # seconds kept before the first sign of speech: it begins softly
LONGEST = 28.0  # seconds; then it is cut at the quietest moment of its last third


def iter_utterances(blocks: Iterable[Waveform]) -> Iterator[Waveform]:
    """Cut a stream of 16 kHz blocks into utterances of at most 28 s, as they end. Silence between them is dropped."""
    heard = np.zeros(0, dtype=np.float32)
    for block in blocks:
        heard = np.concatenate([heard, block])
        speech = _speech_bounds(heard)
        if speech is None:
            heard = heard[-round(LEAD * SAMPLE_RATE) :]
        elif len(heard) - speech[1] >= ENDING * SAMPLE_RATE:
            yield _cut(heard, *speech)
            heard = heard[speech[1] :]
        elif len(heard) >= LONGEST * SAMPLE_RATE:
            moment = round(quietest_moment(heard, LONGEST * 2 / 3, LONGEST) * SAMPLE_RATE)
            yield heard[:moment]
            heard = heard[moment:]
    speech = _speech_bounds(heard)
    if speech is not None:
        yield _cut(heard, *speech)


def _speech_bounds(samples: Waveform) -> tuple[int, int] | None:
    """First and last sample of speech."""
    if not np.any(samples):
        return None
    spoken = np.flatnonzero(speech_probabilities(samples) >= SPEECH)
    return (int(spoken[0]) * BLOCK, min(len(samples), (int(spoken[-1]) + 1) * BLOCK)) if len(spoken) else None


def _cut(samples: Waveform, start: int, end: int) -> Waveform:
    lead = round(LEAD * SAMPLE_RATE)
    return samples[max(0, start - lead) : end + lead]


def iter_microphone() -> Iterator[Waveform]:
    """Blocks of a quarter second from the default microphone, until the caller stops asking.

    Raises DependencyError if PortAudio or a microphone is missing.
    """
    sounddevice = _import_sounddevice()
    blocks: queue.Queue[Waveform] = queue.Queue()

    def keep(block: np.ndarray, frames: int, time: Any, status: Any) -> None:
        blocks.put(block[:, 0].copy())

    try:
        stream = sounddevice.InputStream(
            samplerate=SAMPLE_RATE,
            channels=1,
            dtype="float32",
            blocksize=round(BLOCK_SECONDS * SAMPLE_RATE),
            callback=keep,
        )
    except sounddevice.PortAudioError as error:
        raise DependencyError(
            "microphone.closed",
            "No microphone can be opened: {reason}",
            hint="Connect one, and list what is there with: python -m sounddevice",
            reason=error,
        ) from None
    with stream:
        while True:
            yield blocks.get()


def _import_sounddevice() -> Any:
    try:
        import sounddevice
    except (OSError, ImportError) as error:
        raise DependencyError(
            "microphone.no-library",
            "The microphone needs the PortAudio library: {reason}",
            hint="Install it: sudo apt-get install libportaudio2 (macOS: brew install portaudio)",
            reason=error,
        ) from None
    return sounddevice
