"""A voice that hums: a tone of 50 ms for each sound."""

import numpy as np

from soridam.speech.synthesis.english import EnglishSounds
from soridam.speech.synthesis.kokoro import MOST_SOUNDS, Kokoro, Said
from soridam.speech.synthesis.korean import KoreanSounds
from soridam.speech.synthesis.spoken import VOICE_RATE
from soridam.speech.synthesis.voice import Voice, VoiceModels

LOW, HIGH = {"jf_nezumi": 1.0}, {"jf_alpha": 1.0}
SOUND = VOICE_RATE // 20
SILENCE = VOICE_RATE // 4


class Hum(Kokoro):
    """Hums every sound; characters' voices hum higher and ten times as quietly. A space takes as many sounds."""

    def __init__(self, space: int = 1) -> None:
        self.said: list[str] = []
        self._space = space

    def knows(self, sound: str) -> bool:
        return sound != "☃"

    def style(self, mix) -> np.ndarray:
        return np.full((MOST_SOUNDS, 1), 880.0 if "jf_alpha" in mix else 440.0)

    def say(self, sounds: str, style: np.ndarray, speed: float) -> Said:
        assert len(sounds) <= MOST_SOUNDS
        self.said.append(sounds)
        pitch = style[0, 0]
        lengths = [self._space if sound == " " else 1 for sound in sounds]
        ends = SILENCE + SOUND * np.cumsum([0, *lengths])
        time = np.arange(ends[-1] + SILENCE) / VOICE_RATE
        wave = np.sin(2 * np.pi * pitch * time) * (0.05 if pitch > 500 else 0.5)
        quiet = np.array([sound in " ,.!?…" for sound in sounds])
        gates = np.concatenate([[0] * 5, np.repeat(~quiet, lengths), [0] * 5]).repeat(SOUND)
        return Said((wave * gates[: len(wave)]).astype(np.float32), ends)


class NoSpelling:
    def sounds(self, word: str) -> str:
        return word


def humming_voice(hum: Hum) -> Voice:
    return Voice(_models=VoiceModels(hum, KoreanSounds(lambda word: word), EnglishSounds({}, NoSpelling())))


def pitch(wave: np.ndarray) -> float:
    """The strongest frequency of a wave at VOICE_RATE, in Hz."""
    return float(np.argmax(np.abs(np.fft.rfft(wave))) * VOICE_RATE / len(wave))
