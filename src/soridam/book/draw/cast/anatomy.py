"""What the kinds are built like, as data: the head, where its features stand, how they end. Begin with `ANATOMY`.

Coordinates are those of the head: (0, 0) in its middle, y downwards, seen from the front.
"""

from dataclasses import dataclass
from typing import Literal

from soridam.book.draw.outline import Outline, outline
from soridam.book.story import Kind


@dataclass(frozen=True, slots=True)
class Skull:
    """A head from the front: how wide, where it begins, is widest and ends; `crown` and `jaw` (0..1) how square."""

    half: float = 114
    top: float = -100
    widest: float = 12
    bottom: float = 104
    crown: float = 0.62
    jaw: float = 0.62

    @property
    def outline(self) -> Outline:
        half, top, widest, bottom = self.half, self.top, self.widest, self.bottom
        above, below = widest - (widest - top) * self.crown, widest + (bottom - widest) * self.jaw
        over, under = half * self.crown, half * self.jaw
        return outline(
            f"M0 {top} C{over:.1f} {top} {half} {above:.1f} {half} {widest} "
            f"C{half} {below:.1f} {under:.1f} {bottom} 0 {bottom} "
            f"C{-under:.1f} {bottom} {-half} {below:.1f} {-half} {widest} "
            f"C{-half} {above:.1f} {-over:.1f} {top} 0 {top} Z"
        )


@dataclass(frozen=True, slots=True)
class Anatomy:
    """`muzzle` is (y, half width, half height); `hat` is where a hat sits and half as wide as its crown is."""

    skull: Skull = Skull()
    eye: complex = 44 + 8j
    eye_size: float = 1.0
    brow: float = -37  # from the middle of the eye
    brow_rise: float = 1.0  # how much of a mood's raising and lowering there is room for
    brows: bool = False  # whether it has brows in every mood
    cheek: complex = 72 + 44j
    muzzle: tuple[float, float, float] | None = (55, 43, 31)
    nose: float | None = 40
    mouth: float = 62
    mouth_width: float = 24
    teeth: Literal["buck", "fang"] | None = None
    hat: tuple[float, float] = (-66, 68)
    ear: complex = 84 - 78j  # where a bow is tied, near the ear
    tufts: bool = False
    bare_feet: Literal["paw", "web", "claw"] = "paw"
    hand: Literal["paw", "mitten", "fingers", "flipper"] = "paw"

    @property
    def outline(self) -> Outline:
        return self.skull.outline


ANATOMY: dict[Kind, Anatomy] = {
    "cat": Anatomy(teeth="fang", tufts=True),
    "rabbit": Anatomy(
        skull=Skull(half=107, widest=18, bottom=106),
        teeth="buck",
        eye=43 + 6j,
        ear=76 - 84j,
    ),
    "bear": Anatomy(muzzle=(55, 47, 34), nose=38, ear=80 - 80j),
    "fox": Anatomy(
        skull=Skull(half=114, top=-97, widest=16, bottom=103, crown=0.6, jaw=0.46),
        muzzle=None,
        nose=46,
        mouth=66,
        teeth="fang",
    ),
    "panda": Anatomy(skull=Skull(half=120, top=-97, widest=14, bottom=102), muzzle=(56, 38, 27), nose=42),
    "dog": Anatomy(skull=Skull(half=106, widest=14, bottom=108, jaw=0.66), muzzle=(56, 47, 36), nose=36),
    "tiger": Anatomy(teeth="fang", tufts=True, muzzle=(56, 45, 31)),
    "mouse": Anatomy(
        skull=Skull(half=109, top=-92, widest=20, jaw=0.5),
        muzzle=(60, 34, 25),
        nose=46,
        mouth=66,
        mouth_width=19,
        teeth="buck",
        ear=70 - 84j,
    ),
    "penguin": Anatomy(
        skull=Skull(half=110, top=-104, widest=10, bottom=102),
        muzzle=None,
        nose=None,
        mouth=44,
        eye=43 + 6j,
        cheek=70 + 46j,
        bare_feet="web",
        hand="flipper",
    ),
    "frog": Anatomy(
        skull=Skull(half=122, top=-76, widest=26, bottom=101, crown=0.7, jaw=0.62),
        eye=56 - 66j,
        eye_size=1.06,
        brow=-28,
        brow_rise=0.45,
        muzzle=None,
        nose=None,
        mouth=34,
        mouth_width=40,
        cheek=82 + 36j,
        hat=(-80, 23),
        ear=104 - 22j,
        bare_feet="web",
        hand="fingers",
    ),
    "dinosaur": Anatomy(
        skull=Skull(half=110, widest=36, bottom=104, crown=0.5, jaw=0.7),
        eye=46 + 0j,
        muzzle=(56, 66, 40),
        nose=None,
        mouth=58,
        mouth_width=30,
        cheek=86 + 36j,
        bare_feet="claw",
        hand="fingers",
    ),
    "child": Anatomy(
        skull=Skull(half=106, top=-101, widest=12, bottom=105, jaw=0.56),
        brows=True,
        brow=-33,
        brow_rise=0.75,
        eye=43 + 12j,
        muzzle=None,
        nose=42,
        mouth=64,
        cheek=68 + 48j,
        hat=(-64, 74),
        hand="mitten",
    ),
}
