"""How far each garment covers arms and legs, as data. Begin with `cut_of`."""

from dataclasses import dataclass
from typing import Literal

from soridam.book.story import Character, Garment

SHORT, LONG = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Cut:
    """`sleeve` and `leg` say how much of an arm or leg is covered, 0..1."""

    sleeve: float = 0
    leg: float = 0
    feet: Literal["shoes", "boots", "bare"] = "shoes"
    sleeve_of_shirt: bool = False
    trousers: bool = False
    puffed: bool = False


_CUTS: dict[Garment, Cut] = {
    "none": Cut(feet="bare"),
    "overalls": Cut(sleeve=SHORT, leg=0.62, sleeve_of_shirt=True),
    "dress": Cut(sleeve=0.42, puffed=True),
    "shirt": Cut(sleeve=SHORT),
    "raincoat": Cut(sleeve=LONG, feet="boots"),
    "pajamas": Cut(sleeve=LONG, leg=LONG, feet="bare"),
}


def cut_of(character: Character) -> Cut:
    """Children wear trousers to a shirt, and underclothes rather than nothing."""
    garment = character.outfit.garment
    if character.kind == "child" and garment == "shirt":
        return Cut(sleeve=SHORT, leg=SHORT, trousers=True)
    if character.kind == "child" and garment == "none":
        return Cut(sleeve=0.32, leg=0.42, feet="bare")
    return _CUTS[garment]
