"""Words that radio talk is made of, whatever the airport. Begin with `known_words`."""

from functools import cache

from soridam.radio.correct.snapping import words_of
from soridam.radio.entities.grammar import CLEARANCES, LABELS
from soridam.radio.entities.turn import WORDS
from soridam.radio.material.grammar import list_sentences
from soridam.radio.phraseology.forms import AIRLINES
from soridam.text.telephony import ALPHABET


@cache
def known_words() -> frozenset[str]:
    """Return the words that a waypoint never replaces: of clearances, airlines and the training sentences."""
    texts = [
        *(word for words in (*LABELS.values(), *WORDS.values()) for word in words),
        *(" ".join(phrase) for phrase in (*CLEARANCES, *AIRLINES)),
        *list_sentences("train"),
        *ALPHABET.values(),
    ]
    return frozenset().union(*map(words_of, texts))
