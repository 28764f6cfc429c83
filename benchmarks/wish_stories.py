"""How well the stories of the grammar tell wishes as children say them. `wishes.py` writes the figures of both.

The wishes lie in `wishes_of_children.tsv`, 100 in each language. Stories of those with an odd number were read while
the grammar was changed; of the others the list of their plots was seen once, and the stories were read when it was
finished, after which a few faults that they showed were mended. The author of the wishes changed the grammar as well:
no figure here is one of wishes by a stranger.

`wish_grades.tsv` holds grades with a reason: A tells this wish well, B misses part of it, C misses it. Both readings
are by one and the same automatic reader, not by people; the second one, in a shuffled order, is of 30 stories. A grade
counts only for the story that was read: it is kept with a digest of its text, and a story that has changed since has
no grade. A wish that gets no book counts as C.

`python benchmarks/wish_stories.py --read ko --half held` prints stories with their digests for a reader.
"""

import argparse
import hashlib
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from statistics import mean
from typing import Any

from soridam.book.care.classify import listen_closely
from soridam.book.draw.heroes import default_hero
from soridam.book.names import fill
from soridam.book.safety import clean_topic
from soridam.book.story import AGE_LIMITS, AgeBand, Kind, Language, Story, Wish
from soridam.book.understanding import understand
from soridam.book.writers.grammar import GrammarWriter
from soridam.book.writers.grammar.writer import plan_for
from soridam.book.writers.sentences import plain_sentence, split_sentences

# Of every fifth wish of a language (20), graded by one reading before anything was changed.
BEFORE = {"grammar-ko": {"A": 0, "B": 6, "C": 14}, "grammar-en": {"A": 1, "B": 6, "C": 13}}

HERE = Path(__file__).parent
WISHES, GRADES = HERE / "wishes_of_children.tsv", HERE / "wish_grades.tsv"
LANGUAGES: tuple[Language, ...] = ("ko", "en")
BANDS: tuple[AgeBand, ...] = tuple(AGE_LIMITS)
KINDS: tuple[Kind, ...] = ("child", "rabbit", "fox", "child", "bear", "cat", "mouse")
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A wish, how it was understood, and the story that the grammar tells for it."""

    identity: str
    said: str
    wish_class: str
    readings: tuple[str, ...]
    notes: tuple[str, ...]
    plot: str
    story: Story | None  # none where the wish was heard as a disclosure or declined

    @property
    def half(self) -> str:
        return "open" if int(self.identity[2:]) % 2 else "held"

    @property
    def texts(self) -> list[str]:
        """The title, then the pages."""
        story = self.story
        return [fill(story.title, story), *(fill(page.text, story) for page in story.pages)] if story else []

    @property
    def digest(self) -> str:
        whole = "\n".join(self.texts)
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

    @property
    def sentences(self) -> frozenset[str]:
        """The sentences as they are compared: all characters have the same name."""
        pages = self.story.pages if self.story else ()
        plain = (re.sub(r"\{([a-z-]+)(?::([^}]+))?\}", r"\1", page.text) for page in pages)
        return frozenset(plain_sentence(each) for text in plain for each in split_sentences(text))


def tell_all(language: Language) -> list[Told]:
    """Return a story for each wish, as `soridam book make` would write it; where it asks back, of the first reading."""
    rows = (line.split("\t") for line in WISHES.read_text(encoding="utf-8").splitlines())
    return [_told(identity, said, language) for identity, said in rows if identity.startswith(language)]


def _told(identity: str, said: str, language: Language) -> Told:
    number = int(identity[2:])
    hero = default_hero(KINDS[number % len(KINDS)], language)
    wish = Wish(topic=said, hero=hero, language=language, age_band=BANDS[number % 3], seed=number)
    found = understand(wish)
    topic = found.readings[0] if found.readings else said
    if found.care or not topic:
        return Told(identity, said, str(found.wish_class), found.readings, found.notes, "", None)
    wish = wish.model_copy(update={"topic": clean_topic(topic, language)})
    plot = plan_for(wish, listen_closely(wish.topic, language)).plot_name
    story = GrammarWriter().write(wish, lambda story: None)
    return Told(identity, said, str(found.wish_class), found.readings, found.notes, plot, story)


def figures(told: Sequence[Told], language: Language) -> dict[str, Any]:
    """Return grades by reading, and what a program can count."""
    system = f"grammar-{language}"
    metrics: dict[str, Any] = {"wishes": len(told), **_shared(told), **_counted(told, language)}
    grades = list(_grades())
    for reading in ("first", "second"):
        for half in ("open", "held"):
            counted = Counter(_grade_of(each, grades, reading) for each in told if each.half == half)
            metrics[f"{reading}, {half}"] = {grade: counted[grade] for grade in ("A", "B", "C", "ungraded")}
    worse = Counter(_worse(each, grades) for each in told)
    metrics |= {grade: worse[grade] for grade in ("A", "B", "C", "ungraded")}
    return {"system": system, "metrics": metrics, "before": {"wishes": 20, **BEFORE[system]}}


def _shared(told: Sequence[Told]) -> dict[str, Any]:
    """Return the mean share of a book's sentences that stand in another book of a pair, by whether the plot is one."""
    shares: dict[bool, list[float]] = {True: [], False: []}
    for one, other in permutations((each for each in told if each.story), 2):
        shares[one.plot == other.plot].append(len(one.sentences & other.sentences) / len(one.sentences))
    all_shares = [*shares[True], *shares[False]]
    return {
        "shared_sentences": round(mean(all_shares), 4),
        "shared_sentences_same_plot": round(mean(shares[True] or [0]), 4),
        "shared_sentences_other_plot": round(mean(shares[False] or [0]), 4),
        "shared_sentences_most": round(max(all_shares), 4),
    }


def _counted(told: Sequence[Told], language: Language) -> dict[str, Any]:
    counted: dict[str, Any] = {
        "plots": dict(Counter(each.plot for each in told).most_common()),
        "asked_back": sum(bool(each.readings) for each in told),
        "no_book": sum(each.story is None for each in told),
        "ends_at_night": sum(each.story.pages[-1].picture.time == "night" for each in told if each.story),
    }
    if language == "en":
        texts = [" ".join(each.texts) for each in told]
        heroes = [each.story.hero.name for each in told if each.story]
        named = [text.count(name) for text, name in zip(filter(None, texts), heroes, strict=True)]
        counted["hero_named_in_a_book"] = round(mean(named), 2)
        counted["pronouns_in_a_book"] = round(mean(len(_PRONOUN.findall(text)) for text in texts), 2)
    return counted


def _grades() -> Iterator[tuple[str, str, str, str]]:
    """Yield (wish, digest, reading, grade)."""
    if GRADES.exists():
        for line in GRADES.read_text(encoding="utf-8").splitlines():
            identity, digest, reading, grade, _ = line.split("\t")
            yield identity, digest, reading, grade


def _grade_of(told: Told, grades: Sequence[tuple[str, str, str, str]], reading: str) -> str:
    if told.story is None:
        return "C"
    found = [grade for *key, grade in grades if key == [told.identity, told.digest, reading]]
    return found[-1] if found else "ungraded"


def _worse(told: Told, grades: Sequence[tuple[str, str, str, str]]) -> str:
    """Return the worse grade of the two readings, of the first alone where there was no second."""
    first, second = (_grade_of(told, grades, reading) for reading in ("first", "second"))
    return first if second == "ungraded" else max(first, second)


def _printed(told: Told) -> str:
    asked = f" ASKED BACK: {' | '.join(told.readings)}" if told.readings else ""
    notes = "".join(f"\n  note: {note}" for note in told.notes)
    band = told.story.age_band if told.story else told.wish_class
    head = f"== {told.identity} {told.digest} [{told.plot}, {band}] {told.said}{asked}{notes}"
    return "\n".join([head, *told.texts])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", choices=LANGUAGES, required=True, help="Print the stories of this language.")
    parser.add_argument("--half", choices=("open", "held"))
    parser.add_argument("--shuffle", type=int, help="Print them in an order of this seed.")
    parser.add_argument("--ungraded", choices=("first", "second"), help="Only those without a grade of this reading.")
    chosen = parser.parse_args()
    grades = list(_grades())
    told = [
        each
        for each in tell_all(chosen.read)
        if chosen.half in (None, each.half)
        and (chosen.ungraded is None or _grade_of(each, grades, chosen.ungraded) == "ungraded")
    ]
    if chosen.shuffle is not None:
        random.Random(chosen.shuffle).shuffle(told)
    sys.stdout.write("\n\n".join(map(_printed, told)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
