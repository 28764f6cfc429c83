"""A cut-out drawing in place of a drawn hero. Begin with `PaperFigures`."""

import base64
import io
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from PIL import Image

from soridam.book.draw.cast import Figure, draw_figure
from soridam.book.draw.cutout.poses import Motion, bent, motion_of
from soridam.book.draw.outline import box_of
from soridam.book.draw.svg import Box, Point, SvgCanvas, element, group, rotate, scale, translate
from soridam.book.story import Character, Mood, Pose

TALL = 1.12  # of a hero's height, which ends at the crown; a drawing's includes its ears, hair or hat
WIDEST = 1.2  # of a hero's height: a drawing that is wider becomes smaller
LYING = 0.9  # of the size, when it lies
FACE = 0.56  # of the height: what lies above is the face, which nobody hides
LEGS = 0.16  # of the height: where a drawing with legs has a gap between them
HAND = (0.38, 0.52)  # of the height: where a hand would be
MEASURED = 240  # pixels of the height at which the outline is looked for
MOST_PIXELS = 1000  # of the height at which it is put on a page


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a bent and leaning drawing is, looking to the right; lengths are shares of a hero's height.

    `tall` is the drawing's own height and `shift` what is added to its places after it was turned.
    """

    body: Box
    face: Box
    hand: Point
    tall: float
    shift: complex


class PaperFigures:
    """Draws heroes that name a drawing from it, and all others as puppets. `find` returns a PNG by its digest.

    The same arguments give the same figure.
    """

    def __init__(self, find: Callable[[str], bytes]) -> None:
        self._find = find
        self._pixels = lru_cache(maxsize=4)(self._open)
        self._legs = lru_cache(maxsize=16)(self._has_legs)
        self._shape = lru_cache(maxsize=128)(self._measure)
        self._picture = lru_cache(maxsize=16)(self._encode)

    def draw(
        self,
        character: Character,
        pose: Pose,
        mood: Mood,
        *,
        height: float,
        canvas: SvgCanvas,
        facing: Literal[1, -1] = 1,
    ) -> Figure:
        """Draw a hero as `draw_figure` does; a drawing is bent and leans as its pose and mood want."""
        if character.drawing is None:
            return draw_figure(character, pose, mood, height=height, canvas=canvas, facing=facing)
        motion = motion_of(pose, mood)
        if not self._legs(character.drawing):
            motion = replace(motion, stride=0.0, step=0.0)
        shape = self._shape(character.drawing, motion)
        return Figure(
            self._svg(character.drawing, motion, shape, height, facing) if height > 1 else "",
            face=_facing(shape.face.scaled(height), facing),
            body=_facing(shape.body.scaled(height), facing),
            held=(shape.hand[0] * height * facing, shape.hand[1] * height),
        )

    def _svg(self, drawing: str, motion: Motion, shape: Shape, height: float, facing: Literal[1, -1]) -> str:
        tall = shape.tall * height
        pixels = min(MOST_PIXELS, max(8, round(tall)))
        address, columns, rows = self._picture(drawing, motion, pixels)
        size = tall / pixels
        image = element(
            "image", x=-columns * size / 2, y=-rows * size, width=columns * size, height=rows * size, href=address
        )
        shift = translate(shape.shift.real * height, shape.shift.imag * height)
        turn = rotate(90 if motion.lying else motion.tilt)
        return group(image, transform=f"{scale(facing, 1)} {shift} {turn} {scale(motion.wide, motion.tall)}")

    def _open(self, drawing: str) -> Image.Image:
        with Image.open(io.BytesIO(self._find(drawing)), formats=("PNG",)) as image:
            return image.convert("RGBA")

    def _has_legs(self, drawing: str) -> bool:
        """Return whether the lower part is in two or more pieces beside each other."""
        solid = _sized(self._pixels(drawing), MEASURED)[..., 3] > 0.5
        low = solid[round(MEASURED * (1 - LEGS)) :]
        begins = np.diff(low, axis=1, prepend=False).astype(int) * low
        return bool((begins.sum(axis=1) > 1).mean() > 0.4)

    def _measure(self, drawing: str, motion: Motion) -> Shape:
        image = self._pixels(drawing)
        tall = min(TALL, WIDEST * image.height / image.width) * (LYING if motion.lying else 1.0)
        points = _outline(bent(_sized(image, MEASURED), motion)[..., 3]) * tall / MEASURED
        angle = math.radians(90 if motion.lying else motion.tilt)
        stretched = points.real * motion.wide + 1j * points.imag * motion.tall
        turned = stretched * complex(math.cos(angle), math.sin(angle))
        box = box_of(turned.ravel().tolist())
        shift = -complex(box.center[0], box.bottom) if motion.lying else complex(0, -motion.lift * tall - box.bottom)
        placed = turned + shift
        top = points.imag.min()
        hand = placed[(points.imag <= HAND[0] * top) & (points.imag >= HAND[1] * top)]
        front = hand[hand.real.argmax()] if hand.size else placed.ravel()[0]
        return Shape(
            body=box_of(placed.ravel().tolist()),
            face=box_of(placed[points.imag <= FACE * top].tolist()),
            hand=(float(front.real) * 0.94, float(front.imag)),
            tall=tall,
            shift=shift,
        )

    def _encode(self, drawing: str, motion: Motion, height: int) -> tuple[str, int, int]:
        """Return the bent drawing as an address of data, and its columns and rows."""
        moved = bent(_sized(self._pixels(drawing), height), motion)
        image = Image.fromarray(np.rint(moved * 255).astype(np.uint8), "RGBA")
        buffer = io.BytesIO()
        image.save(buffer, "PNG", compress_level=6)
        return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}", image.width, image.height


def _sized(image: Image.Image, height: int) -> np.ndarray:
    width = max(1, round(image.width * height / image.height))
    return np.asarray(image.resize((width, height), Image.Resampling.LANCZOS), dtype=np.float32) / 255


def _outline(alpha: np.ndarray) -> np.ndarray:
    """Return the left and the right end of each row that is not empty, from the middle of the lower edge."""
    rows = np.flatnonzero((alpha > 0.5).any(axis=1))
    solid = alpha[rows] > 0.5
    left = solid.argmax(axis=1)
    right = alpha.shape[1] - solid[:, ::-1].argmax(axis=1)
    middle, bottom = alpha.shape[1] / 2, alpha.shape[0]
    ends = [(left - middle) + 1j * (rows - bottom), (right - middle) + 1j * (rows + 1 - bottom)]
    return np.stack(ends, axis=1)


def _facing(box: Box, facing: Literal[1, -1]) -> Box:
    return box if facing == 1 else Box(-box.right, box.top, -box.left, box.bottom)
