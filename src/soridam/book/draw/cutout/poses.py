"""How a drawing of one piece moves: bent, legs apart, leaning, hopping, stretched or lying. Begin with `MOTIONS`.

Nobody knows where the arms of a drawing are. So the whole figure moves, as a paper figure on a stick does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates

from soridam.book.story import Mood, Pose

HIP = 0.36  # of the height: below it legs may be
SOFT = 0.12  # of the width: between the left and the right leg


@dataclass(frozen=True, slots=True)
class Motion:
    """One pose, for a figure that looks to the right. Lengths are shares of the figure's height.

    `bend` curves it forward towards its top, `stride` parts its lower half, `step` raises what is in front there,
    `lift` takes all of it off the ground, `tilt` leans it forward in degrees; `wide` and `tall` stretch it.
    """

    bend: float = 0.0
    stride: float = 0.0
    step: float = 0.0
    tilt: float = 0.0
    lift: float = 0.0
    wide: float = 1.0
    tall: float = 1.0
    lying: bool = False


MOTIONS: Mapping[Pose, Motion] = {
    "stand": Motion(),
    "wave": Motion(bend=0.09, tilt=-7.0, lift=0.01),
    "walk": Motion(bend=0.03, stride=0.05, step=0.05, tilt=4.0),
    "run": Motion(bend=0.1, stride=0.1, step=0.09, tilt=9.0, lift=0.05, wide=0.98),
    "jump": Motion(bend=-0.03, stride=0.04, tilt=-5.0, lift=0.2, wide=0.95, tall=1.07),
    "sit": Motion(bend=-0.05, stride=0.07, wide=1.08, tall=0.82),
    "hug": Motion(bend=0.13, tilt=3.0, wide=1.05, tall=0.98),
    "sleep": Motion(bend=0.06, lying=True),
}
MOODS: Mapping[Mood, Motion] = {
    "smile": Motion(),
    "joy": Motion(tilt=-3.0, lift=0.02, wide=0.98, tall=1.04),
    "surprise": Motion(bend=-0.06, wide=0.97, tall=1.05),
    "sad": Motion(bend=0.1, tilt=2.0, wide=1.02, tall=0.95),
    "worried": Motion(bend=0.05, wide=0.98, tall=0.98),
    "sleepy": Motion(bend=0.08, tilt=4.0, tall=0.97),
    "proud": Motion(bend=-0.07, tilt=-3.0, wide=1.03, tall=1.03),
}


def motion_of(pose: Pose, mood: Mood) -> Motion:
    """Return the pose with what a mood adds to it. Who sleeps shows no mood."""
    one, other = MOTIONS[pose], MOODS[mood]
    if one.lying:
        return one
    return Motion(
        one.bend + other.bend,
        one.stride,
        one.step,
        one.tilt + other.tilt,
        one.lift + other.lift,
        one.wide * other.wide,
        one.tall * other.tall,
    )


def bent(pixels: np.ndarray, motion: Motion) -> np.ndarray:
    """Bend a picture (height, width, 4; 0 to 1, colors not yet times alpha) by a motion; it becomes wider and higher.

    Its feet stay in the middle of the lower edge.
    """
    height, width = pixels.shape[:2]
    side = int(np.ceil(height * (abs(motion.bend) + motion.stride))) + 1
    above = int(np.ceil(height * motion.step)) + 1
    rows, columns = np.mgrid[0 : height + above, 0 : width + 2 * side].astype(np.float32)
    up = np.clip((height + above - 1 - rows) / height, 0, None)  # 0 at the feet, 1 at the top
    across = columns - side - width / 2
    which = np.tanh(across / (SOFT * width))  # -1 behind, 1 in front
    low = np.clip(1 - up / HIP, 0, 1)
    source_x = columns - side - motion.bend * height * up**2 - motion.stride * height * which * low
    source_y = rows - above + motion.step * height * np.clip(which, 0, 1) * low
    flat = pixels.copy()
    flat[..., :3] *= flat[..., 3:]
    moved = np.stack(
        [map_coordinates(flat[..., channel], (source_y, source_x), order=1) for channel in range(4)], axis=-1
    )
    alpha = moved[..., 3:]
    moved[..., :3] = np.where(alpha > 0, moved[..., :3] / np.maximum(alpha, 1e-4), 1.0)
    return np.clip(moved, 0, 1)
