"""The names of what a wish may be, as far as care goes. `classify.Judgement` is made of them."""

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
    """What one rule or one vote heard: a class, which kind of it, and in words of ours what was heard."""

    wish_class: WishClass
    kind: TenderKind | DisclosureKind | Literal[""]
    heard: str

    @property
    def care(self) -> int:
        """How much care it asks for: more is told first."""
        return CARE_ORDER[self.wish_class]


def disclosed(kind: DisclosureKind, heard: str) -> Sign:
    return Sign("disclosure", kind, heard)


def tender(kind: TenderKind, heard: str) -> Sign:
    return Sign("tender", kind, heard)
