"""Finds the passages nearest to a question, by words and by meaning together. Begin with `search`."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from soridam.core.weights.resolve import find_weights
from soridam.radio.clock import Moment
from soridam.radio.retrieval.index import Encoder, Index, Table
from soridam.radio.retrieval.passage import Passage
from soridam.radio.retrieval.words import gloss_of, groups_of, is_korean
from soridam.text.sentence_vectors import SENTENCE_ENCODER
from soridam.text.sentence_vectors import Encoder as SentenceEncoder

WORDS_WEIGHT = 0.5  # of words beside meaning; chosen on the development questions of benchmarks/radio_retrieval.py
MOST_WORDS = 40  # of a question
Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when somebody looks: an airport, and a time with the seconds around it."""

    airport: str = ""
    moment: Moment | None = None
    seconds: float = 900.0

    def holds(self, passage: Passage) -> bool:
        """Return whether a passage is not of another time."""
        if self.moment is None or passage.moment is None:
            return True
        return abs(passage.moment.since(self.moment)) <= self.seconds


ANYWHERE = Place()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found; `words` and `meaning` are its two scores, of at most 1, `score` both together."""

    source: str
    passage: Passage
    score: float
    words: float
    meaning: float


@cache
def sentence_encoder() -> Encoder:
    """Load the sentence encoder, once."""
    return SentenceEncoder(find_weights(SENTENCE_ENCODER))


def search(
    index: Index,
    question: str,
    encoder: Encoder,
    limit: int = 5,
    place: Place = ANYWHERE,
    kinds: Sequence[str] = (),
    weight: float = WORDS_WEIGHT,
) -> list[Hit]:
    """Return the best passages, the best first. `weight` is that of words; 0 asks for meaning alone, 1 for words."""
    table = index.table(place.airport, kinds)
    if not len(table.ids):
        return []
    words = word_scores(index, question, table.ids)
    meaning = meaning_scores(question, encoder, table)
    scores = (1 - weight) * meaning + weight * words
    found = list[Hit]()
    for number in np.argsort(-scores, kind="stable"):
        if len(found) == limit:
            break
        if words[number] == 0 and meaning[number] <= 0:
            continue
        ((source, passage),) = index.read([table.ids[number]])
        if place.holds(passage):
            found.append(Hit(source, passage, float(scores[number]), float(words[number]), float(meaning[number])))
    return found


def meaning_scores(question: str, encoder: Encoder, table: Table) -> Array:
    """Return the cosines of the question and each passage.

    Of a Korean question, its terms in English are asked beside it where a passage is not Korean.
    """
    if not table.vectors.shape[1]:
        return np.zeros(len(table.ids))
    scores = table.vectors @ encoder.encode([question])[0]
    gloss = gloss_of(question) if is_korean(question) else ""
    if not gloss:
        return np.asarray(scores)
    both = (scores + table.vectors @ encoder.encode([gloss])[0]) / 2
    return np.where(table.korean, scores, both)


def word_scores(index: Index, question: str, ids: Array) -> Array:
    """Return BM25's scores of these passages as shares of what a passage could get at most: from 0 to 1.

    A word of the question may occur in either language. One that no passage holds counts as
    one that a single passage holds.
    """
    groups = groups_of(question)[:MOST_WORDS]
    counts = index.count_words([word for group in groups for word in group])
    number = {int(id): place for place, id in enumerate(ids)}
    total, most, size = np.zeros(len(ids)), 0.0, index.size()
    for group in groups:
        best = np.zeros(len(ids))
        known = [word for word in group if word in counts]
        for word in known:
            for id, share in index.word_shares(word):
                if id in number:
                    best[number[id]] = max(best[number[id]], share)
        rarity = max((_rarity(size, counts[word]) for word in known), default=_rarity(size, 1))
        most += rarity
        total += rarity * best
    return total / most if most else total


def _rarity(size: int, count: int) -> float:
    """Return the inverse document frequency, which is never below zero (as in Lucene)."""
    return math.log(1 + (size - count + 0.5) / (count + 0.5))
