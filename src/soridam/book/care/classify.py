"""The decision how a wish is treated, before any writer is asked. Begin with `listen_closely`."""

import re
from dataclasses import dataclass
from typing import Literal

from soridam.book.care.kinds import DisclosureKind, Sign, TenderKind, WishClass
from soridam.book.care.rules import rule_signs
from soridam.book.care.spelling import spellings
from soridam.book.care.vote import second_vote
from soridam.book.story import Language

MOST_SENTENCES = 20  # that the second vote looks at, each for itself
_SENTENCE_END = re.compile(r"[.!?\n]")
ORDINARY = Sign("ordinary", "", "nothing that asks for care")
# Of several kinds, which is answered first: what is more urgent, then what is said more exactly.
_FIRST = (
    "self-harm", "danger", "touch", "stranger", "violence", "neglect", "runaway",
    "pet", "grandparent", "loss", "homes", "blame", "visit", "accident", "teased", "scolded", "ill", "fear",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """The class of a wish and its kind; `signs` are all findings of the rules and of the second vote."""

    wish_class: WishClass
    kind: TenderKind | DisclosureKind | Literal[""]
    signs: tuple[Sign, ...] = ()
    by_rules_alone: bool = False  # the second vote was not there

    @property
    def is_disclosure(self) -> bool:
        return self.wish_class == "disclosure"


def listen_closely(said: str, language: Language) -> Judgement:
    """Classify a wish by the rules and the second vote. Where they differ, the one that asks for more care counts.

    Takes any text and raises nothing.
    """
    heard = list(rule_signs(said))
    vote = second_vote()
    if vote is not None:
        is_tender = any(sign.wish_class == "tender" for sign in heard)
        heard += [sign for sentence in _sentences(said) for sign in vote.signs_of(sentence, is_tender)]
    chosen = max(heard, key=_rank, default=ORDINARY)
    return Judgement(chosen.wish_class, chosen.kind, tuple(heard), by_rules_alone=vote is None)


def _sentences(said: str) -> list[str]:
    """Return the first sentences of a wish, each to be judged alone: a disclosure may follow an ordinary beginning."""
    plain = next(iter(spellings(said)), "")
    told = [sentence.strip() for sentence in _SENTENCE_END.split(plain) if sentence.strip()]
    return told[:MOST_SENTENCES]


def _rank(sign: Sign) -> tuple[int, int]:
    return sign.care, -_FIRST.index(sign.kind) if sign.kind in _FIRST else -len(_FIRST)
