"""Shapes as points: built, turned, mirrored and measured before they become SVG.

Points are complex numbers, x + y·i with y downwards. Because a `Frame` moves the points themselves and leaves no
`transform` in the SVG, every gradient stays upright: light keeps falling from the upper left, however a limb is turned.
Begin with `outline` (from path data), `smooth` (through points) and `Frame`.
"""

import cmath
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from soridam.book.draw.svg import Box, Point

_TOKEN = re.compile(r"[A-Z]|-?(?:\d+(?:\.\d+)?|\.\d+)")
_POINTS_OF = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
_ARC = 0.5523  # control points of a quarter of a circle, in radii


class Frame(NamedTuple):
    """Where a part stands in the picture: p -> a·p + b·conj(p) + c. Steps are taken in the order they are written."""

    a: complex = 1
    b: complex = 0
    c: complex = 0

    def apply(self, point: complex) -> complex:
        return self.a * point + self.b * point.conjugate() + self.c

    def then(self, next_frame: "Frame") -> "Frame":
        """First this, then the next."""
        a, b, c = next_frame
        return Frame(
            a * self.a + b * complex(self.b).conjugate(),
            a * self.b + b * complex(self.a).conjugate(),
            a * self.c + b * complex(self.c).conjugate() + c,
        )

    def scaled(self, x: float, y: float | None = None) -> "Frame":
        y = x if y is None else y
        return self.then(Frame((x + y) / 2, (x - y) / 2))

    def rotated(self, degrees: float) -> "Frame":
        """Clockwise about (0, 0)."""
        return self.then(Frame(cmath.rect(1, math.radians(degrees))))

    def moved(self, by: complex) -> "Frame":
        return self.then(Frame(c=by))

    @property
    def size(self) -> float:
        """How much longer a line becomes, on average."""
        return abs(abs(self.a) ** 2 - abs(self.b) ** 2) ** 0.5


@dataclass(frozen=True, slots=True)
class Outline:
    """A path: one letter (M, L, Q, C, Z) a step and the points that the steps need."""

    steps: str
    points: tuple[complex, ...]

    def through(self, frame: Frame) -> "Outline":
        a, b, c = frame
        if b == 0:
            return Outline(self.steps, tuple(a * point + c for point in self.points))
        return Outline(self.steps, tuple(a * point + b * point.conjugate() + c for point in self.points))

    def mirrored(self) -> "Outline":
        """Left and right changed."""
        return Outline(self.steps, tuple(complex(-point.real, point.imag) for point in self.points))

    def moved(self, by: complex) -> "Outline":
        return Outline(self.steps, tuple(point + by for point in self.points))

    @property
    def d(self) -> str:
        """The attribute `d` of an SVG path, to a tenth of a unit."""
        return _template(self.steps) % tuple(number for point in self.points for number in (point.real, point.imag))

    @property
    def box(self) -> Box:
        """What the path covers, sampled at the quarters of each curve."""
        return box_of(self._samples())

    def _samples(self) -> Iterable[complex]:
        at, here = 0, 0j
        for step in self.steps:
            need = _POINTS_OF[step]
            given = self.points[at : at + need]
            at += need
            if need == 3:
                one, two, end = given
                yield 0.421875 * here + 0.421875 * one + 0.140625 * two + 0.015625 * end
                yield 0.125 * here + 0.375 * one + 0.375 * two + 0.125 * end
                yield 0.015625 * here + 0.140625 * one + 0.421875 * two + 0.421875 * end
            elif need == 2:
                control, end = given
                yield 0.25 * here + 0.5 * control + 0.25 * end
            if need:
                here = given[-1]
                yield here


@lru_cache(maxsize=256)
def _template(steps: str) -> str:
    """Return what the numbers of a path with these steps are written into."""
    return "".join(step + "%.1f %.1f " * _POINTS_OF[step] for step in steps)


def box_of(points: Iterable[complex]) -> Box:
    """Return the smallest box around points; there must be at least one."""
    listed = list(points)
    across, down = [point.real for point in listed], [point.imag for point in listed]
    return Box(min(across), min(down), max(across), max(down))


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around boxes; there must be at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


@lru_cache(maxsize=1024)
def outline(d: str) -> Outline:
    """From path data with absolute M, L, Q, C and Z. Raises ValueError for anything else."""
    steps: list[str] = []
    numbers: list[float] = []
    for token in _TOKEN.findall(d):
        if not token.isalpha():
            numbers.append(float(token))
        elif token in _POINTS_OF:
            steps.append(token)
        else:
            raise ValueError(f"{token!r} of {d!r} is not one of M, L, Q, C and Z.")
    if len(numbers) != 2 * sum(_POINTS_OF[step] for step in steps):
        raise ValueError(f"{d!r} has too many or too few numbers.")
    return Outline("".join(steps), tuple(complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)))


@lru_cache(maxsize=1024)
def oval(x: float, y: float, across: float, down: float | None = None, turned: float = 0) -> Outline:
    """Return an ellipse about (x, y) from its radii, turned clockwise by degrees; a circle when `down` is left out."""
    down = across if down is None else down
    k, h = across * _ARC, down * _ARC
    right, left, top, bottom = complex(across, 0), complex(-across, 0), complex(0, -down), complex(0, down)
    points = (
        right, right + 1j * h, bottom + k, bottom, bottom - k, left + 1j * h, left,
        left - 1j * h, top - k, top, top + k, right - 1j * h, right,
    )  # fmt: skip
    return Outline("MCCCCZ", points).through(Frame().rotated(turned).moved(complex(x, y)))


@lru_cache(maxsize=1024)
def smooth(points: tuple[Point, ...], closed: bool = True) -> Outline:
    """Return a soft curve through all the points (Catmull-Rom)."""
    return _curve_through([complex(*point) for point in points], closed)


@lru_cache(maxsize=256)
def symmetric(right_half: tuple[Point, ...]) -> Outline:
    """Return a closed soft curve from its right half: points from the top to the bottom, both of them with x = 0."""
    left_half = tuple((-x, y) for x, y in reversed(right_half[1:-1]))
    return smooth(right_half + left_half)


class Curve(NamedTuple):
    """The middle line of a limb: an arc from `start` through `middle` to `end`, walked by t in 0..1."""

    start: complex
    middle: complex
    end: complex

    def at(self, t: float) -> complex:
        control = 2 * self.middle - (self.start + self.end) / 2
        return (1 - t) ** 2 * self.start + 2 * t * (1 - t) * control + t**2 * self.end

    def direction(self, t: float) -> complex:
        """Of length 1."""
        control = 2 * self.middle - (self.start + self.end) / 2
        slope = (1 - t) * (control - self.start) + t * (self.end - control)
        return slope / (abs(slope) or 1)


def tube(curve: Curve, radii: Sequence[float], begin: float = 0.0, stop: float = 1.0, cut: bool = False) -> Outline:
    """Return a limb or sleeve along the curve from t = begin to stop, whose radius changes through `radii`.

    Its ends are round; `cut` gives the far end the nearly straight edge of a cuff.
    """
    length = abs(curve.at(stop) - curve.at((begin + stop) / 2)) + abs(curve.at((begin + stop) / 2) - curve.at(begin))
    count = max(3, round(length / 15))
    ones, others = [], []
    for i in range(count):
        share = i / (count - 1)
        t = begin + (stop - begin) * share
        side = curve.direction(t) * 1j * _between(radii, share)
        ones.append(curve.at(t) + side)
        others.append(curve.at(t) - side)
    far = [] if cut else _cap(curve.at(stop), curve.direction(stop), radii[-1])
    near = _cap(curve.at(begin), -curve.direction(begin), radii[0])
    if not cut:
        return _curve_through(ones + far + others[::-1] + near, closed=True)
    round_end = _curve_through(others[::-1] + near + ones, closed=False)
    bulge = (ones[-1] + others[-1]) / 2 + curve.direction(stop) * radii[-1] * 0.3
    return Outline(round_end.steps + "QZ", (*round_end.points, bulge, others[-1]))


def _cap(center: complex, direction: complex, radius: float) -> list[complex]:
    """Points of the half circle about an end, walked from direction·i to -direction·i."""
    return [center + direction * radius * cmath.rect(1, math.radians(angle)) for angle in (45, 0, -45)]


def _between(values: Sequence[float], share: float) -> float:
    """Return the value at `share` (0..1) of the way through the values."""
    place = share * (len(values) - 1)
    index = min(int(place), len(values) - 2)
    return values[index] + (values[index + 1] - values[index]) * (place - index)


def _curve_through(points: Sequence[complex], closed: bool) -> Outline:
    count = len(points)
    last = count - 1

    def point(index: int) -> complex:
        return points[index % count] if closed else points[min(max(index, 0), last)]

    pieces = [points[0]]
    for i in range(count if closed else last):
        before, here, there, after = point(i - 1), point(i), point(i + 1), point(i + 2)
        pieces += [here + (there - before) / 6, there - (after - here) / 6, there]
    steps = "M" + "C" * (count if closed else last) + ("Z" if closed else "")
    return Outline(steps, tuple(pieces))
