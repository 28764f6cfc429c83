"""What a body does in each pose, as data. Begin with `POSES`.

Figures face to the right. "Front" limbs are those on that side (x > 0), "back" limbs the others. Angles are degrees
from straight down, positive to the right (so 90 points ahead, -90 behind, 180 up). Lengths are units of the puppet,
which stands 420 units high without ears.
"""

from dataclasses import dataclass
from typing import Literal

from soridam.book.story import Pose


@dataclass(frozen=True, slots=True)
class Joint:
    """Where the two halves of an arm or leg point, and how long they look: less than 1 when coming at the viewer."""

    upper: float
    lower: float
    reach: float = 1.0


@dataclass(frozen=True, slots=True)
class Foot:
    """`point`: -1 and 1 show the foot from its side, 0 from the front. `angle` turns it clockwise."""

    point: float
    angle: float = 0


@dataclass(frozen=True, slots=True)
class Stance:
    """One pose.

    `lean` turns the torso, `tilt` the head, `turn` (-1..1) looks aside, `lift` is air under the feet, `head` shifts the
    head from where it sits when standing. `sway` (-1..1) is where loose cloth and hair fly; `tail` and `ears` turn the
    tail and long ears. `skirt` is how long and how wide a skirt falls beside how it does in standing. `hold` names the
    hand for a prop and `beside` shifts the prop from it.
    """

    front_arm: Joint
    back_arm: Joint
    front_leg: Joint
    back_leg: Joint
    front_foot: Foot = Foot(0.35)
    back_foot: Foot = Foot(-0.35)
    lean: float = 0
    tilt: float = 0
    turn: float = 0
    lift: float = 0
    head: complex = 0
    sway: float = 0
    tail: float = 0
    ears: float = 0
    skirt: tuple[float, float] = (1.0, 1.0)
    hold: Literal["front", "back", "both"] = "front"
    beside: complex = 0
    front_arm_behind: bool = False
    arms_before_head: bool = False
    soles: bool = False
    lying: bool = False


POSES: dict[Pose, Stance] = {
    "stand": Stance(
        front_arm=Joint(30, 14),
        back_arm=Joint(-30, -14),
        front_leg=Joint(4, 2),
        back_leg=Joint(-4, -2),
        turn=0.1,
    ),
    "wave": Stance(
        front_arm=Joint(94, 142, 1.2),
        back_arm=Joint(-26, -4),
        front_leg=Joint(5, 3),
        back_leg=Joint(-5, -3),
        lean=-2,
        tilt=-5,
        turn=0.25,
        hold="back",
        arms_before_head=True,
    ),
    "walk": Stance(
        front_arm=Joint(42, 62),
        back_arm=Joint(-44, -26),
        front_leg=Joint(40, 22, 1.06),
        back_leg=Joint(-32, -46, 1.06),
        front_foot=Foot(0.8, -12),
        back_foot=Foot(0.75, 38),
        lean=4,
        tilt=-3,
        turn=0.5,
        sway=-0.35,
        ears=-8,
        front_arm_behind=True,
        hold="front",
    ),
    "run": Stance(
        front_arm=Joint(62, 140),
        back_arm=Joint(-64, -4),
        front_leg=Joint(72, 26, 1.1),
        back_leg=Joint(-46, -100, 1.12),
        front_foot=Foot(1, -14),
        back_foot=Foot(1, 88),
        lean=17,
        tilt=4,
        turn=0.8,
        lift=10,
        head=6 + 4j,
        sway=-1,
        tail=16,
        ears=-22,
        skirt=(0.86, 1.1),
        front_arm_behind=True,
    ),
    "jump": Stance(
        front_arm=Joint(108, 140, 1.2),
        back_arm=Joint(-108, -140, 1.2),
        front_leg=Joint(48, 34, 1.1),
        back_leg=Joint(-48, -34, 1.1),
        front_foot=Foot(0.5, -24),
        back_foot=Foot(-0.5, 24),
        lift=58,
        tilt=3,
        turn=0.15,
        sway=0.25,
        tail=-12,
        skirt=(0.84, 1.2),
        arms_before_head=True,
    ),
    "sit": Stance(
        front_arm=Joint(24, -6),
        back_arm=Joint(-24, 6),
        front_leg=Joint(64, 82, 0.9),
        back_leg=Joint(-64, -82, 0.9),
        turn=0.1,
        tilt=2,
        skirt=(0.6, 1.15),
        soles=True,
    ),
    "hug": Stance(
        front_arm=Joint(92, 116, 1.15),
        back_arm=Joint(62, 92, 1.25),
        front_leg=Joint(14, 6),
        back_leg=Joint(-16, -34),
        front_foot=Foot(0.7),
        back_foot=Foot(0.7, 34),
        lean=9,
        tilt=6,
        turn=0.75,
        sway=-0.2,
        hold="both",
        front_arm_behind=True,
    ),
    "sleep": Stance(
        front_arm=Joint(88, 90, 1.3),
        back_arm=Joint(-24, 44),
        front_leg=Joint(-78, -92, 0.9),
        back_leg=Joint(-48, -74, 0.9),
        front_foot=Foot(-0.4, 84),
        back_foot=Foot(-0.4, 70),
        lean=82,
        tilt=13,
        turn=0.15,
        head=-8 + 20j,
        tail=-74,
        ears=-46,
        skirt=(0.8, 0.66),
        beside=104 - 14j,
        lying=True,
    ),
}
