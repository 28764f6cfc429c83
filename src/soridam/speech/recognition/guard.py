"""The guard against hallucinations: no speech, no text; no prompt in place of speech.

The detector is Silero's (MIT), the copy that faster-whisper carries. No list of known phrases: what a model invents
on silence depends on the model. Begin with `listen`.
"""

import unicodedata
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.window import is_doubted

BLOCK = 512  # samples that the detector judges at once
# Measured on some 550 spoken telephone prompts and 17 other sounds: the least certain of the spoken ones reaches 0.72;
# noise, silence and beeps stay at or below 0.17, laughter at 0.39, but one melodious tone is taken for speech (0.69).
SPEECH = 0.3
CERTAIN_SPEECH = 0.6
PAUSE_IN_SPEECH = 0.2  # seconds
QUIETEST = 0.05  # the highest peak of a recording that is made louder for the detector
SAME_TEXT = 75  # percent of likeness between a text written with a prompt and one without
ECHO_WORDS = 3  # shorter texts occur in a prompt by chance


@dataclass(frozen=True, slots=True)
class Hearing:
    """The detector's confidence in speech, and the time of the speech in seconds."""

    certainty: float
    start: float
    end: float

    @property
    def is_speech(self) -> bool:
        return self.certainty >= SPEECH


def listen(samples: Waveform) -> Hearing:
    """Return where speech begins and ends in a short recording."""
    duration = len(samples) / SAMPLE_RATE
    if not np.any(samples):
        return Hearing(0.0, 0.0, duration)
    probabilities = speech_probabilities(samples)
    heard = np.flatnonzero(probabilities >= SPEECH)
    if not len(heard):
        return Hearing(float(probabilities.max()), 0.0, duration)
    start, end = heard[0] * BLOCK / SAMPLE_RATE, (heard[-1] + 1) * BLOCK / SAMPLE_RATE
    return Hearing(float(probabilities.max()), float(start), min(duration, float(end)))


def speech_probabilities(samples: Waveform) -> np.ndarray:
    """Return the probability of speech in each block of 512 samples (32 ms), shape (blocks,)."""
    from faster_whisper.vad import get_vad_model

    padded = np.pad(_audible(samples), (0, -len(samples) % BLOCK)).astype(np.float32)
    probabilities: np.ndarray = get_vad_model()(padded)
    return probabilities.reshape(-1)


def _audible(samples: Waveform) -> Waveform:
    """Louder where all of it is quiet: the detector misses speech at -60 dB, and takes noise of no level for speech."""
    peak = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))
    return samples * np.float32(QUIETEST / peak) if 0 < peak < QUIETEST else samples


def first_sound(probabilities: np.ndarray, start: float, end: float) -> tuple[float, float] | None:
    """Return the first stretch of speech between two times; pauses below a fifth of a second belong to it."""
    first, last = int(start * SAMPLE_RATE) // BLOCK, -int(-end * SAMPLE_RATE // BLOCK)
    spoken = np.flatnonzero(probabilities[first:last] >= SPEECH)
    if not len(spoken):
        return None
    gaps = np.flatnonzero(np.diff(spoken) * BLOCK >= PAUSE_IN_SPEECH * SAMPLE_RATE)
    ends = spoken[gaps[0]] if len(gaps) else spoken[-1]
    times = ((first + spoken[0]) * BLOCK / SAMPLE_RATE, (first + ends + 1) * BLOCK / SAMPLE_RATE)
    return max(start, float(times[0])), min(end, float(times[1]))


def is_silence(hearing: Hearing, no_speech_probability: float, average_log_probability: float) -> bool:
    """Was nothing said? The detector decides; where it is unsure, the model's own doubt does."""
    if not hearing.is_speech:
        return True
    return is_doubted(no_speech_probability, average_log_probability) and hearing.certainty < CERTAIN_SPEECH


def may_echo(text: str, context: str) -> bool:
    """Might this text be the prompt written back? Then decode again without it and ask `is_confirmed`."""
    said, given = _bare(text), _bare(context)
    if not said or not given:
        return False
    if said == given:
        return True
    return len(said.split()) >= ECHO_WORDS and f" {said} " in f" {given} "


def is_confirmed(text: str, without_prompt: str) -> bool:
    """Does the model write nearly the same without the prompt? Then it was said."""
    return fuzz.ratio(_bare(text), _bare(without_prompt)) >= SAME_TEXT


def _bare(text: str) -> str:
    """Return words alone, lower case, without punctuation."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join("".join(character if character.isalnum() else " " for character in folded).split())
