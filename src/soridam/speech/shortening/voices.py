"""Speech for those who have no recordings at hand: the packaged voice says sentences in five languages.

It is Kokoro-82M with Japanese voices, so that all but Japanese has an accent: enough to learn windows from, which is
all that is learned, and no substitute for people. Begin with `speak_into`.
"""

import re
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from soridam.core.files import replacing
from soridam.core.progress import show_progress
from soridam.core.weights import find_weights
from soridam.speech.audio import SAMPLE_RATE, encode_flac, resample
from soridam.speech.synthesis.kokoro import KOKORO
from soridam.speech.synthesis.regular import spellings, words
from soridam.speech.synthesis.spoken import VOICE_RATE, Language, SpokenWord
from soridam.speech.synthesis.voice import THREADS, Line, VoiceModels, say

UTTERANCES = 60  # of each language
SPEEDS = (0.8, 1.3)
SPEAKERS = ("jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo")
SENTENCES = Path(__file__).with_name("sentences.toml")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance to be said, and the file that it goes to."""

    file: Path
    text: str
    language: str
    speaker: Mapping[str, float]
    speed: float


def read_sentences() -> dict[str, list[str]]:
    """Return the sentences of each language, with their choices in brackets."""
    return tomllib.loads(SENTENCES.read_text(encoding="utf-8"))


LANGUAGES = tuple(read_sentences())


def draw_sentence(template: str, rng: np.random.Generator) -> str:
    """Return a sentence with one of each choice, such as `[Yes|No]`."""
    chosen = _CHOICE.sub(lambda found: str(rng.choice(found[1].split("|"))), template)
    return " ".join(chosen.split())


def speak_into(folder: Path, *, seed: int, utterances: int = UTTERANCES) -> list[Path]:
    """Write utterances of each language to a folder of its own; returns these. What is there already stays.

    Raises WeightsError if the voice is not on this machine and cannot be fetched.
    """
    missing = [spoken for spoken in _plan(folder, seed, utterances) if not spoken.file.is_file()]
    if missing:
        models = VoiceModels.load(find_weights(KOKORO))
        with (
            show_progress("The voices speak", len(missing), "utterances") as progress,
            ThreadPoolExecutor(THREADS, thread_name_prefix="say") as pool,
        ):
            for _ in pool.map(lambda spoken: _write(spoken, models), missing):
                progress.advance()
    return [folder / language for language in LANGUAGES]


def _plan(folder: Path, seed: int, utterances: int) -> list[Spoken]:
    """Return what is said: the sentences in turn, each time with other choices, voices and speed."""
    plan = []
    for language, templates in read_sentences().items():
        rng = np.random.default_rng([seed, *language.encode()])
        for number in range(utterances):
            text = draw_sentence(templates[number % len(templates)], rng)
            first, second = rng.choice(SPEAKERS, 2, replace=False)
            share = round(float(rng.uniform(0.5, 1.0)), 2)
            speaker = {str(first): share, str(second): 1 - share}
            file = folder / language / f"{number:03d}.flac"
            plan.append(Spoken(file, text, language, speaker, float(rng.uniform(*SPEEDS))))
    return plan


def _write(spoken: Spoken, models: VoiceModels) -> None:
    wave = say(Line(tuple(_words_of(spoken, models)), spoken.speaker, 0.0), models.kokoro, spoken.speed).wave
    spoken.file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(spoken.file) as temporary:
        temporary.write_bytes(encode_flac(resample(wave, VOICE_RATE, SAMPLE_RATE)))


def _words_of(spoken: Spoken, models: VoiceModels) -> list[SpokenWord]:
    if spoken.language in spellings():
        return words(spoken.text, spoken.language)
    return models.words(spoken.text, cast(Language, spoken.language))
