"""From a pose to where every joint stands. Begin with `pose_skeleton`.

Coordinates: feet at (0, 0), y downwards, a standing figure's crown at y = -HEIGHT. The torso has coordinates of its
own: the middle of the hips is (0, 0), the neck (0, NECK).
"""

import cmath
import math
from dataclasses import dataclass

from soridam.book.draw.cast.poses import Foot, Joint, Stance
from soridam.book.draw.outline import Curve, Frame

HEIGHT = 420.0
NECK = -126.0
HEAD_ABOVE_NECK = 94.0  # from the neck to the middle of the head
SHOULDER = 46 - 106j
HIP = 28 + 6j
ARM = 46.0  # an upper arm, a forearm
LEG = 37.0  # a thigh, a shin
_SOLE = (-16 + 17j, 20 + 17j, 44 + 13j)  # heel, ball and toes of a foot that points to the right, from the ankle
LYING_HALF = 65.0  # half the thickness of a body that lies on the ground


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Frames of torso and head, and the middle lines of the limbs in the coordinates of the figure."""

    stance: Stance
    torso: Frame
    head: Frame
    front_arm: Curve
    back_arm: Curve
    front_leg: Curve
    back_leg: Curve

    @property
    def held(self) -> complex:
        """Where the middle of a held prop belongs."""
        front, back = self.front_arm.end, self.back_arm.end
        return {"front": front, "back": back, "both": (front + back) / 2}[self.stance.hold] + self.stance.beside


def pose_skeleton(stance: Stance) -> Skeleton:
    """Return the joints of a pose, its lowest foot `lift` units above the ground."""
    upright = _torso(stance, hips=0)
    lowest = max(
        _leg(upright, stance.front_leg, 1).end.imag + _below_ankle(stance.front_foot),
        _leg(upright, stance.back_leg, -1).end.imag + _below_ankle(stance.back_foot),
    )
    hips = -complex(0, lowest + stance.lift)
    if stance.soles:
        hips = -49j
    if stance.lying:
        hips = complex(-84, -LYING_HALF)
    torso = _torso(stance, hips)
    narrow = 1 - 0.28 * abs(stance.turn)
    neck = torso.apply(complex(0, NECK))
    head = Frame().rotated(stance.tilt).moved(neck + _beyond(stance, HEAD_ABOVE_NECK) + stance.head)
    return Skeleton(
        stance,
        torso,
        head,
        front_arm=_limb(torso.apply(complex(SHOULDER.real * narrow, SHOULDER.imag)), stance.front_arm, ARM),
        back_arm=_limb(torso.apply(complex(-SHOULDER.real * narrow, SHOULDER.imag)), stance.back_arm, ARM),
        front_leg=_leg(torso, stance.front_leg, 1),
        back_leg=_leg(torso, stance.back_leg, -1),
    )


def _torso(stance: Stance, hips: complex) -> Frame:
    return Frame().rotated(stance.lean).moved(hips)


def _beyond(stance: Stance, length: float) -> complex:
    """From the neck towards the head, half way between the directions of torso and head."""
    return cmath.rect(length, math.radians((stance.lean + stance.tilt) / 2 - 90))


def _leg(torso: Frame, joint: Joint, side: int) -> Curve:
    return _limb(torso.apply(complex(side * HIP.real, HIP.imag)), joint, LEG)


def _below_ankle(foot: Foot) -> float:
    side = -1 if foot.point < 0 else 1
    turned = Frame().scaled(side, 1).rotated(foot.angle)
    return max(turned.apply(point).imag for point in _SOLE)


def _limb(start: complex, joint: Joint, length: float) -> Curve:
    middle = start + _downwards(joint.upper) * length * joint.reach
    return Curve(start, middle, middle + _downwards(joint.lower) * length * joint.reach)


def _downwards(degrees: float) -> complex:
    """Return a unit vector, 0 degrees straight down, 90 to the right."""
    angle = math.radians(degrees)
    return complex(math.sin(angle), math.cos(angle))
