"""Answers a question by quoting transcripts and documents, or says that they hold no answer. Begin with `answer`.

What was said at a time is looked up among the values of the transmissions around it. Everything else is looked for in
the documents; a passage counts if its score reaches a threshold that was fitted on development questions, those
without an answer among them. Nothing is written that is not a quote.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from soridam.radio.entities.callsigns import is_same_callsign
from soridam.radio.retrieval.index import Encoder, Index
from soridam.radio.retrieval.passage import Passage
from soridam.radio.retrieval.question import Question, read_question
from soridam.radio.retrieval.search import ANYWHERE, Hit, Place, search
from soridam.radio.retrieval.words import DATA, groups_of

THRESHOLD = 0.21  # of a passage's score: the middle of the best ones, by benchmarks/radio_retrieval.py --fit
NOT_THERE = {"en": "Not in the material.", "ko": "자료에 없습니다."}
MOST_QUOTES = 5  # of transcripts
MOST_DOCUMENTS, EACH = 5, 2  # that are quoted, and quotes of each
LOOKED_AT = 40  # passages of documents
LASTING = ("runway", "qnh", "wind", "information")  # what stays so until something else is said
BEFORE, AFTER = 300.0, 60.0  # seconds around a time in which a lasting value is in use
STAYS = 1800.0  # seconds for which the latest one is, if none is nearer
NEAR = 150.0  # seconds around a time for all else
WRITTEN = {kind: re.compile(pattern) for kind, pattern in DATA["written"].items()}
DOCUMENTS = ("prose", "row", "name")


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage that answers, and the values asked for in it."""

    source: str
    passage: Passage
    values: tuple[str, ...] = ()
    score: float = 1.0

    def to_json(self) -> dict[str, Any]:
        return {"source": self.source, **self.passage.to_json(), "values": list(self.values)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes that answer a question, the best first; none where the material does not.

    `values` are what transmissions say. Of documents each quote has its own, since one may contradict another.
    """

    question: Question
    values: tuple[str, ...]
    quotes: tuple[Quote, ...]

    @property
    def is_found(self) -> bool:
        return bool(self.quotes)

    @property
    def text(self) -> str:
        """The values, or else the words of the best quote, or that there is no answer."""
        if not self.quotes:
            return NOT_THERE["ko" if self.question.is_korean else "en"]
        return ", ".join(self.values) or self.quotes[0].passage.text

    def to_json(self) -> dict[str, Any]:
        quotes = [quote.to_json() for quote in self.quotes]
        return {"question": self.question.text, "found": self.is_found, "answer": self.text,
                "values": list(self.values), "quotes": quotes}  # fmt: skip


def answer(
    index: Index,
    question: str,
    load_encoder: Callable[[], Encoder],
    place: Place = ANYWHERE,
    threshold: float = THRESHOLD,
) -> Answer:
    """Answer a question in English or Korean out of an index."""
    asked = read_question(question)
    said = list(_of_transcripts(index, asked, place)) if _asks_transcripts(asked) else []
    if said:
        values = dict.fromkeys(value for quote in said for value in quote.values)
        return Answer(asked, tuple(values)[:MOST_QUOTES], tuple(said[:MOST_QUOTES]))
    if asked.is_past and (asked.times or asked.callsign):
        return Answer(asked, (), ())  # no document knows what was said
    return Answer(asked, (), tuple(_of_documents(index, asked, load_encoder(), place, threshold)))


def _asks_transcripts(asked: Question) -> bool:
    return bool(asked.times or asked.callsign or asked.is_past) and bool(asked.kind or asked.times or asked.callsign)


def _of_transcripts(index: Index, asked: Question, place: Place) -> Iterable[Quote]:
    """Yield the transmissions that answer, the nearest to the time first, or else in the order of time."""
    found = [
        Quote(source, passage, _values(passage, asked))
        for source, passage in index.said(place.airport)
        if _holds(passage, asked) and (not asked.kind or _values(passage, asked))
    ]
    if not asked.times:
        return _each_value(found) if asked.kind else found
    timed = [quote for quote in found if quote.passage.moment is not None]
    if len(asked.times) == 2:
        begin, end = asked.times
        length = end.since(begin)
        return _each_value(quote for quote in timed if 0 <= _since(quote, begin) <= length)
    return _each_value(_around(timed, asked))


def _around(timed: Sequence[Quote], asked: Question) -> list[Quote]:
    """Return what was said around the time asked for, the nearest first."""
    at = asked.times[0]
    near = sorted(timed, key=lambda quote: abs(_since(quote, at)))
    if asked.kind not in LASTING:
        return [quote for quote in near if abs(_since(quote, at)) <= NEAR]
    now = [quote for quote in near if -BEFORE <= _since(quote, at) <= AFTER]
    before = [quote for quote in near if -STAYS <= _since(quote, at) <= 0]
    return now or before[:1]


def _since(quote: Quote, moment: Any) -> float:
    assert quote.passage.moment is not None
    return float(quote.passage.moment.since(moment))


def _each_value(quotes: Iterable[Quote]) -> list[Quote]:
    """Leave out quotes that say no other value than those before them."""
    kept, known = list[Quote](), set[tuple[str, ...]]()
    for quote in quotes:
        if not quote.values or quote.values not in known:
            kept.append(quote)
            known.add(quote.values)
    return kept


def _values(passage: Passage, asked: Question) -> tuple[str, ...]:
    return passage.of_kind(asked.kind) if asked.kind else ()


def _holds(passage: Passage, asked: Question) -> bool:
    """Return whether a transmission names what the question names."""
    words = f"{passage.text} {passage.more}".split()
    return all(number in words for number in asked.numbers) and all(
        any(_is_same(kind, value, said) for said in passage.of_kind(kind)) for kind, value in asked.values
    )


def _is_same(kind: str, value: str, said: str) -> bool:
    if kind != "callsign":
        return value == said
    return is_same_callsign(value, said) or is_same_callsign(said, value)


def _of_documents(index: Index, asked: Question, encoder: Encoder, place: Place, threshold: float) -> Iterable[Quote]:
    """Yield the best passages that reach the threshold and hold all names of the question.

    Two of each document, so that none can take the place of another one.
    """
    quoted = dict[str, int]()
    for hit in search(index, asked.text, encoder, LOOKED_AT, place, DOCUMENTS):
        if hit.score < threshold:
            return
        if quoted.get(hit.source, 0) < EACH and _names_all(hit, asked.names):
            quoted[hit.source] = quoted.get(hit.source, 0) + 1
            if len(quoted) > MOST_DOCUMENTS:
                return
            yield Quote(hit.source, hit.passage, written_values(hit.passage.text, asked), hit.score)


def _names_all(hit: Hit, names: Sequence[str]) -> bool:
    passage = hit.passage
    text = " ".join((passage.text, passage.heading, passage.more, passage.airport, hit.source)).casefold()
    return all(name in text for name in names)


def written_values(text: str, asked: Question) -> tuple[str, ...]:
    """Return the value of the kind asked for that stands nearest to the words of the question.

    Several where no word tells them apart; none of kinds that documents write in many ways.
    """
    pattern = WRITTEN.get(asked.kind)
    found = list(pattern.finditer(text)) if pattern else []
    lower = text.casefold()
    words = [word for group in groups_of(asked.text) for word in group if asked.kind not in group]
    places = [match.start() for word in words if len(word) > 1 for match in re.finditer(re.escape(word), lower)]
    if not found or not places:
        return tuple(dict.fromkeys(match[0] for match in found))
    nearest = min(found, key=lambda match: min(_apart(match.start(), place) for place in places))
    return (nearest[0],)


def _apart(value: int, word: int) -> float:
    """Return how far a value is from a word; one that stands before it is farther."""
    return value - word if value >= word else 2.0 * (word - value)
