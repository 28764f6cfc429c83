"""Speech from text, in one voice or several: sentence by sentence, on all cores that are free. Begin with `Voice`.

Each sentence is trimmed of its silence, brought to one loudness and faded at both ends; silence between two words of a
clause is cut short; the times of words are the model's own durations.
"""

import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from soridam.core.errors import WeightsError
from soridam.core.weights import find_weights
from soridam.speech.synthesis.english import EnglishSounds
from soridam.speech.synthesis.kokoro import KOKORO, KOKORO_ENGLISH, MOST_SOUNDS, Kokoro, Said
from soridam.speech.synthesis.korean import KoreanSounds
from soridam.speech.synthesis.spoken import VOICE_RATE, Language, SpokenText, SpokenWord, TimedWord, iter_sentences

log = logging.getLogger(__name__)
Speaker = Mapping[str, float]  # the name of a voice -> its share
BETWEEN_SENTENCES = 0.33  # seconds
BETWEEN_VOICES = 0.15  # seconds, where a voice changes within a sentence
LONGEST_HESITATION = 0.12  # seconds of silence between two words that no mark parts
LOUDNESS = 0.1  # root mean square of what is spoken, -20 dB of full scale
LOUDEST = 0.95  # peaks
QUIET = 0.004  # amplitude below which nothing is heard
MARGIN = 0.03  # seconds of silence that a trimmed sentence keeps
FADE = 0.01  # seconds
THREADS = min(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that is said in one voice or mix of voices."""

    text: str
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of speech: words with places in the whole text, in one voice, and the silence after it."""

    words: tuple[SpokenWord, ...]
    speaker: Speaker
    gap: float  # seconds


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line as it sounds. Times of the words are seconds from its beginning."""

    wave: np.ndarray
    words: tuple[TimedWord, ...]
    gap: float


@dataclass(frozen=True)
class VoiceModels:
    """Kokoro, and what turns the text of each language into its sounds."""

    kokoro: Kokoro
    korean: KoreanSounds
    english: EnglishSounds

    @classmethod
    def load(cls, folder: Path) -> "VoiceModels":
        english = EnglishSounds.load(folder)
        korean = KoreanSounds(english.sounds)
        return cls(Kokoro.load(folder), korean, replace(english, hangul=korean.sounds))

    def words(self, text: str, language: Language) -> list[SpokenWord]:
        return self.korean.words(text) if language == "ko" else self.english.words(text)


@dataclass
class Voice:
    """Says Korean and English with Kokoro. The models are loaded, and fetched if need be, with the first text.

    The same text gives the same samples, whatever `threads` is: each sentence is said by one thread.
    """

    threads: int = THREADS
    _models: VoiceModels | None = field(default=None, repr=False)
    _english: bool | None = field(default=None, repr=False)
    _loading: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def say(self, text: str, language: Language, speaker: Speaker, speed: float = 1.0) -> SpokenText:
        """Say a text in one voice. Raises as `read` does."""
        return self.read([Passage(text, speaker)], language, speed)

    def read(self, passages: Sequence[Passage], language: Language, speed: float = 1.0) -> SpokenText:
        """Say the passages one after the other; places of words are those in their texts joined by nothing.

        Raises WeightsError if the voice is not on this machine and cannot be fetched. Passages without a word to say
        give a short silence.
        """
        models = self._loaded()
        lines = list(_lines(passages, language, models))
        with ThreadPoolExecutor(self.threads, thread_name_prefix="say") as pool:
            spoken = list(pool.map(lambda line: say(line, models.kokoro, speed), lines))
        return join(spoken)

    def names(self, language: Language) -> list[str]:
        """Return the voices that there are, those for this language among them. Raises as `read` does."""
        if language == "en":
            self.has_english()
        return self._loaded().kokoro.voices

    def has_english(self) -> bool:
        """Return whether English voices are here; the first call fetches them if need be."""
        kokoro = self._loaded().kokoro
        with self._loading:
            if self._english is None:
                self._english = _add_english(kokoro)
        return self._english

    def _loaded(self) -> VoiceModels:
        with self._loading:
            if self._models is None:
                self._models = VoiceModels.load(find_weights(KOKORO))
        return self._models


def _add_english(kokoro: Kokoro) -> bool:
    try:
        kokoro.add_voices(find_weights(KOKORO_ENGLISH))
    except WeightsError as error:
        log.warning("English is read by Japanese voices: %s", error)
        return False
    return True


def _lines(passages: Sequence[Passage], language: Language, models: VoiceModels) -> Iterator[Line]:
    begins = accumulate((len(passage.text) for passage in passages), initial=0)
    for passage, begin in zip(passages, begins, strict=False):
        for start, stop in iter_sentences(passage.text):
            words = models.words(passage.text[start:stop], language)
            ended = bool(words) and words[-1].pause in tuple(".!?…")
            placed = [_moved(word, begin + start) for word in _sayable(words, models.kokoro)]
            pieces = list(_within_limit(placed))
            for index, piece in enumerate(pieces):
                last = index == len(pieces) - 1
                yield Line(piece, passage.speaker, BETWEEN_SENTENCES if last and ended else BETWEEN_VOICES)


def say(line: Line, kokoro: Kokoro, speed: float) -> SpokenLine:
    """Return one line as a trimmed, faded wave of even loudness with the times of its words."""
    sounds, owners = _script(line.words)
    said = kokoro.say(sounds, kokoro.style(dict(line.speaker)), speed)
    begin, end = _audible(said)
    timed = _times(line.words, owners, said.ends, said.wave, begin, end)
    wave, timed = _without_hesitations(said.wave[begin:end], line.words, timed)
    return SpokenLine(_finished(wave), timed, line.gap)


def join(lines: Sequence[SpokenLine]) -> SpokenText:
    """Join the lines one after the other, with the silence between them."""
    waves, words, at = [], [], 0
    for index, line in enumerate(lines):
        gap = np.zeros(round((line.gap if index < len(lines) - 1 else 0) * VOICE_RATE), dtype=np.float32)
        seconds = at / VOICE_RATE
        words += [replace(word, start=word.start + seconds, end=word.end + seconds) for word in line.words]
        waves += [line.wave, gap]
        at += len(line.wave) + len(gap)
    silence = np.zeros(round(BETWEEN_SENTENCES * VOICE_RATE), dtype=np.float32)
    return SpokenText(np.concatenate(waves) if waves else silence, tuple(words))


# --- what is said -----------------------------------------------------------------------------------------------------


def _moved(word: SpokenWord, by: int) -> SpokenWord:
    return replace(word, begin=word.begin + by, stop=word.stop + by)


def _sayable(words: Sequence[SpokenWord], kokoro: Kokoro) -> Iterator[SpokenWord]:
    """Yield the words with the sounds that the voice has; one without any is left to its neighbor."""
    for word in words:
        sounds = "".join(sound for sound in word.sounds if kokoro.knows(sound))
        if sounds.strip():
            yield replace(word, sounds=sounds)


def _within_limit(words: Sequence[SpokenWord]) -> Iterator[tuple[SpokenWord, ...]]:
    """Pieces that the model can take, cut at the last pause that fits, or else between two words."""
    rest = [word for long in words for word in _cut(long)]
    while rest:
        room, fitting = MOST_SOUNDS, 0
        for word in rest:
            room -= len(word.sounds) + 2
            if room < 0:
                break
            fitting += 1
        if fitting < len(rest):
            pauses = [index + 1 for index, word in enumerate(rest[:fitting]) if word.pause]
            fitting = pauses[-1] if pauses else fitting
        yield tuple(rest[:fitting])
        rest = rest[fitting:]


def _cut(word: SpokenWord) -> Iterator[SpokenWord]:
    """Cut a word short that is longer than the model can say; nothing that people write is."""
    yield replace(word, sounds=word.sounds[: MOST_SOUNDS - 2])


def _script(words: Sequence[SpokenWord]) -> tuple[str, list[int]]:
    """The sounds of all words with pauses and spaces, and for each sound the number of its word; -1 for the others."""
    sounds, owners = "", []
    for number, word in enumerate(words):
        last = number == len(words) - 1
        between = (word.pause or ("," if last else "")) + ("" if last else " ")
        sounds += word.sounds + between
        owners += [number] * len(word.sounds) + [-1] * len(between)
    return sounds, owners


# --- how it sounds ----------------------------------------------------------------------------------------------------


def _audible(said: Said) -> tuple[int, int]:
    """Return where the voice begins and ends, in samples, with a little silence around it.

    Before the first sound the model sometimes hums, which turns a p into a b: that is left out.
    """
    heard = np.flatnonzero(np.abs(said.wave) > QUIET)
    if not len(heard):
        return 0, len(said.wave)
    margin = round(MARGIN * VOICE_RATE)
    begin = max(int(heard[0]) - margin, int(said.ends[0]) - margin, 0)
    return begin, min(int(heard[-1]) + margin, len(said.wave))


def _times(
    words: Sequence[SpokenWord], owners: Sequence[int], ends: np.ndarray, wave: np.ndarray, begin: int, end: int
) -> tuple[TimedWord, ...]:
    """When each word is said; the silence after a word that the model counts to its last sound is not part of it."""
    starts = np.concatenate([[0], ends])[1 : len(owners) + 1]
    timed: list[TimedWord] = []
    numbers = np.array(owners)
    for number, word in enumerate(words):
        own = np.flatnonzero(numbers == number)
        first, last = int(starts[own[0]]), int(ends[own[-1] + 1])
        heard = np.flatnonzero(np.abs(wave[first:last]) > QUIET)
        if len(heard):
            last = min(first + int(heard[-1]) + round(MARGIN * VOICE_RATE), last)
        first, last = (min(max(sample, begin), end) - begin for sample in (first, last))
        timed.append(TimedWord(word.begin, word.stop, first / VOICE_RATE, last / VOICE_RATE))
    return tuple(timed)


def _without_hesitations(
    wave: np.ndarray, words: Sequence[SpokenWord], timed: Sequence[TimedWord]
) -> tuple[np.ndarray, tuple[TimedWord, ...]]:
    """Cut short the silence within clauses: the model sometimes stops between two words as long as after a sentence."""
    cuts = [
        cut
        for word, this, following in zip(words, timed, timed[1:], strict=False)
        if not word.pause and (cut := _surplus(wave, this, following))
    ]
    kept = np.ones(len(wave), dtype=bool)
    for first, last in cuts:
        kept[first:last] = False

    def moved(seconds: float) -> float:
        at = round(seconds * VOICE_RATE)
        return (at - sum(min(max(at - first, 0), last - first) for first, last in cuts)) / VOICE_RATE

    return wave[kept], tuple(replace(word, start=moved(word.start), end=moved(word.end)) for word in timed)


def _surplus(wave: np.ndarray, this: TimedWord, following: TimedWord) -> tuple[int, int] | None:
    """Return the middle of the silence between two words, in samples, without the seconds that may stay."""
    heard = [_heard(wave, word) for word in (this, following)]
    if any(not len(samples) for samples in heard):
        return None
    first, last = int(heard[0][-1]) + 1, int(heard[1][0])
    surplus = last - first - round(LONGEST_HESITATION * VOICE_RATE)
    if surplus <= 0:
        return None
    begin = (first + last - surplus) // 2
    return begin, begin + surplus


def _heard(wave: np.ndarray, word: TimedWord) -> np.ndarray:
    """Return the samples of a word at which something is heard."""
    first, last = round(word.start * VOICE_RATE), round(word.end * VOICE_RATE)
    return first + np.flatnonzero(np.abs(wave[first:last]) > QUIET)


def _finished(wave: np.ndarray) -> np.ndarray:
    """Faded at both ends, so that nothing clicks, and as loud as every other sentence."""
    wave = wave.astype(np.float32)
    spoken = wave[np.abs(wave) > QUIET]
    if len(spoken):
        gain = LOUDNESS / float(np.sqrt(np.mean(spoken**2)))
        wave = wave * min(gain, LOUDEST / float(np.abs(wave).max()))
    length = min(round(FADE * VOICE_RATE), len(wave) // 2)
    fade = np.ones(len(wave), dtype=np.float32)
    fade[:length] = np.linspace(0, 1, length)
    fade[len(wave) - length :] = np.linspace(1, 0, length)
    return wave * fade
