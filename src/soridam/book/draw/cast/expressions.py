"""What a face does in each mood, as data. Begin with `EXPRESSIONS`; `faces` draws them."""

from dataclasses import dataclass
from typing import Literal

from soridam.book.story import Mood

Eyes = Literal["open", "happy", "half", "closed"]
Mouth = Literal["smile", "open", "round", "frown", "wavy", "yawn", "grin"]


@dataclass(frozen=True, slots=True)
class Brow:
    """A right eyebrow, mirrored for the left: how much its inner end, its middle and its outer end are raised."""

    inner: float
    middle: float
    outer: float


@dataclass(frozen=True, slots=True)
class Expression:
    """One mood. `look` is where the eyes look; `raised` lifts all features, as a proud chin does."""

    eyes: Eyes
    mouth: Mouth
    brow: Brow
    brow_always: bool = True  # otherwise only on bare faces, which have brows at all times
    eye_size: float = 1.0
    look: complex = 0
    drop: Literal["tear", "sweat"] | None = None
    shining: bool = False
    blush: float = 0.55
    raised: float = 0


EXPRESSIONS: dict[Mood, Expression] = {
    "smile": Expression("open", "smile", Brow(3, 7, 0), brow_always=False),
    "joy": Expression("happy", "open", Brow(5, 12, 6), brow_always=False, blush=0.7),
    "surprise": Expression("open", "round", Brow(12, 19, 12), eye_size=1.2, blush=0.4),
    "sad": Expression(
        "open", "frown", Brow(11, 2, -8), eye_size=1.04, look=1 + 4j, drop="tear", shining=True, blush=0.4
    ),
    "worried": Expression("open", "wavy", Brow(15, 12, -2), eye_size=0.96, look=-5 + 1j, drop="sweat", blush=0.35),
    "sleepy": Expression("half", "yawn", Brow(8, 6, -4), look=3j),
    "proud": Expression("open", "grin", Brow(7, 11, 5), look=-3j, shining=True, blush=0.75, raised=5),
}

# Who lies down in one of these moods is awake, as one who cannot sleep; in the others it is asleep.
AWAKE: frozenset[Mood] = frozenset(("surprise", "worried", "sad"))
ASLEEP = Expression("closed", "smile", Brow(1, 4, -2), brow_always=False, blush=0.65)
