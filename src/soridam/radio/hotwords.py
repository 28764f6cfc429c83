"""Names of the day as hotwords for the recognizer, which are off by default. Begin with `listen`.

A prompt finds some names and changes other numbers (decision 13), and on noise it is written down itself. So a text
that was written with hotwords stands only where one without them is much the same.
"""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from soridam.core.progress import Progress
from soridam.radio.correct.snapping import Lists
from soridam.radio.phraseology.phrase import standardize
from soridam.speech.audio import Waveform
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.speech.recognition.transcript import Transcript
from soridam.text.airtraffic import to_words

MOST_LETTERS = 300  # of all hotwords: a recognizer reads at most 223 tokens of context
ALIKE = 0.4  # of the words, those in both texts


def hotwords_of(lists: Lists) -> str:
    """Return names as they are spoken, as many as there is room for."""
    kept, room = list[str](), MOST_LETTERS
    for name in lists.spoken():
        room -= len(name) + 2
        if room < 0:
            break
        kept.append(name)
    return ", ".join(kept)


def listen(
    recognizer: Recognizer, waves: Sequence[Waveform], options: TranscriptionOptions, progress: Progress
) -> list[Transcript]:
    """Transcribe with the hotwords of the options, if there are any, and take only what is heard without them too."""
    with_hotwords = recognizer.transcribe_many(waves, options, progress)
    if not options.hotwords:
        return list(with_hotwords)
    without = recognizer.transcribe_many(waves, replace(options, hotwords=""))
    return [one if is_heard(one.text, two.text) else two for one, two in zip(with_hotwords, without, strict=True)]


def is_heard(prompted: str, plain: str) -> bool:
    """Return whether a text that was written with hotwords is much the same as one written without."""
    words = [standardize(to_words(text)).split() for text in (prompted, plain)]
    return bool(words[1]) and Levenshtein.normalized_similarity(words[0], words[1]) >= ALIKE
