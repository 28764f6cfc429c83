"""Transcripts made from texts, as if a recognizer had heard them."""

import numpy as np

from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.snapping import EMPTY, Lists
from soridam.radio.corrector import Corrector
from soridam.radio.pipeline import RadioTranscript, understand, with_readbacks
from soridam.radio.transmissions import Transmission

SILENCE = np.zeros(16_000, np.float32)


def heard(*texts: str | tuple[str, ...], lists: Lists = EMPTY) -> RadioTranscript:
    """A transcript of these transmissions, five seconds apart; of several hypotheses the best is first."""
    messages = [
        understand(
            Transmission(5.0 * number, 5.0 * number + 3, SILENCE, -20.0),
            Corrector().correct(Evidence((text,) if isinstance(text, str) else text), lists),
            lists,
        )
        for number, text in enumerate(texts)
    ]
    return RadioTranscript(5.0 * len(texts), tuple(with_readbacks(messages)))
