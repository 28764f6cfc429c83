"""Decides how a wish is to be treated, before any writer is asked. Begin with `listen_closely`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from soridam.book.care.english import english_signs
from soridam.book.care.kinds import DisclosureKind, Sign, TenderKind, WishClass
from soridam.book.care.korean import korean_signs
from soridam.book.care.spelling import spellings
from soridam.book.story import Language

ORDINARY = Sign("ordinary", "", "nothing that asks for care")
# Of several kinds, which is answered first: what is more urgent, then what is said more exactly.
_FIRST = (
    "self-harm", "danger", "touch", "stranger", "violence", "neglect", "runaway",
    "pet", "grandparent", "loss", "homes", "blame", "visit", "accident", "teased", "scolded", "ill", "fear",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """The class of a wish and the kind of care; `signs` are all that was heard, by every vote."""

    wish_class: WishClass
    kind: TenderKind | DisclosureKind | Literal[""]
    signs: tuple[Sign, ...] = ()

    @property
    def is_disclosure(self) -> bool:
        return self.wish_class == "disclosure"


def listen_closely(said: str, language: Language) -> Judgement:
    """The class of a wish. The votes need not agree: the one that asks for more care counts. Any text will do."""
    signs = tuple(dict.fromkeys(_signs(said)))
    chosen = max(signs, key=_rank, default=ORDINARY)
    return Judgement(chosen.wish_class, chosen.kind, signs)


def _rank(sign: Sign) -> tuple[int, int]:
    return sign.care, -_FIRST.index(sign.kind) if sign.kind in _FIRST else -len(_FIRST)


def _signs(said: str) -> Iterator[Sign]:
    """What the rules hear in each way to spell the wish, in whichever of the two languages it is written."""
    for text in spellings(said):
        yield from korean_signs(text)
        yield from english_signs(text)
