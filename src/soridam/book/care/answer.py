"""The answer to a disclosure, instead of a story: a warm sentence for the child, and a card for the grown-up.

Begin with `answer_for` and `check_disclosure`.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from soridam.book.care.classify import Judgement, listen_closely
from soridam.book.story import Language
from soridam.core.config import Section
from soridam.core.errors import RefusedWishError


class HelpLine(Section):
    """A help line; `number` is a telephone number, or an address where one can be found."""

    name: str
    number: str


class CareCard(Section):
    """A card for the grown-up: what the child said, what to do, whom to call."""

    title: str
    said: str
    heard: str
    steps: tuple[str, ...]
    lines: tuple[HelpLine, ...]

    def as_text(self) -> str:
        """Return the card as text for a terminal."""
        steps = [f"  {number}. {step}" for number, step in enumerate(self.steps, start=1)]
        lines = [f"  {line.name}: {line.number}" for line in self.lines]
        return "\n".join([self.title, self.said, self.heard, *steps, *lines])


class CareAnswer(Section):
    """The whole answer. `child` is a sentence for the child; `card` is for the grown-up, who must see it too."""

    child: str
    card: CareCard


class DisclosedWishError(RefusedWishError):
    """A wish in which a child discloses something: no writer is asked, and nothing is drawn."""


def answer_for(
    judgement: Judgement, said: str, language: Language, lines: Sequence[tuple[str, str]] = ()
) -> CareAnswer:
    """Return the answer to a disclosure. `lines` (name, number) are those of the settings; default: the language's."""
    words = _words()[language]
    card = words["card"]
    first = [card["self-harm"]] if judgement.kind == "self-harm" else []
    return CareAnswer(
        child=words["child"].get(judgement.kind) or words["child"]["any"],
        card=CareCard(
            title=card["title"],
            said=card["said"].format(said=" ".join(said.split())),
            heard=card["heard"],
            steps=(*first, *card["steps"]),
            lines=tuple(HelpLine(name=name, number=number) for name, number in lines)
            or tuple(HelpLine.model_validate(line) for line in words["lines"]),
        ),
    )


def care_for_models(judgement: Judgement) -> str:
    """Return what a language model is told about the class of a wish, in English."""
    told = _words()["prompt"]
    general = str(told[judgement.wish_class]).format(kind=judgement.kind)
    return f"{general} {told.get(judgement.kind, '')}".strip()


def check_disclosure(said: str, language: Language) -> Judgement:
    """Judge a wish that may become a book. Raises DisclosedWishError for one that must not."""
    judgement = listen_closely(said, language)
    refuse_disclosure(judgement)
    return judgement


def refuse_disclosure(judgement: Judgement) -> None:
    """Raise DisclosedWishError if what was heard is a disclosure."""
    if judgement.is_disclosure:
        raise DisclosedWishError(
            "wish.disclosed",
            "Thank you for telling us. It is not your fault. No book is made of this.",
            hint="Please tell a grown-up you trust, right now. There is a card in the grown-ups' corner.",
        )


@cache
def _words() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
