"""The classes and kinds of wishes that need care. `classify.Judgement` is made of them."""

from dataclasses import dataclass
from typing import Final, Literal

WishClass = Literal["ordinary", "tender", "disclosure"]
TenderKind = Literal[
    "pet", "grandparent", "loss", "visit", "ill", "homes", "blame", "teased", "scolded", "accident", "fear"
]
DisclosureKind = Literal["violence", "touch", "self-harm", "runaway", "stranger", "neglect", "danger"]
CARE_ORDER: Final[dict[WishClass, int]] = {"ordinary": 0, "tender": 1, "disclosure": 2}


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding of a rule or of the second vote: a class, its kind, and a short description."""

    wish_class: WishClass
    kind: TenderKind | DisclosureKind | Literal[""]
    heard: str

    @property
    def care(self) -> int:
        """Return how much care it asks for; the highest of a wish counts."""
        return CARE_ORDER[self.wish_class]


def disclosed(kind: DisclosureKind, heard: str) -> Sign:
    return Sign("disclosure", kind, heard)


def tender(kind: TenderKind, heard: str) -> Sign:
    return Sign("tender", kind, heard)
