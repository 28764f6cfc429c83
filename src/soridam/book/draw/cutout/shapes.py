"""Which pixels of a photographed sheet belong to the one drawing on it. Begin with `find_drawing`.

What empty paper surrounds is drawn on it, and the white inside of an outline too: it is all that one cannot walk to
over paper. What hangs together with the edge of the picture (a table, a hand) is not part of it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt, label

from soridam.core.errors import StoryError

GAPS = (0.001, 0.006, 0.012, 0.024)  # of the picture's side: gaps in outlines that are closed, the smallest first
ROOMY = 1.6  # a part that is closed off is inside if a circle of so many gaps fits in; corners between lines are not
DUST = 0.007  # of the picture's side: what is drawn and no larger is dirt
GRAIN = 2  # pixels between the grains of one stroke of a crayon
SPECK = 0.004  # of the drawing's area: what is smaller is dirt
REACH = 0.06  # of the drawing's height: what lies as near belongs to it (a hat in the air)
LEAST_AREA = 0.004  # of the picture
LEAST_PAPER = 0.12
EDGE = 0.2  # of the picture's sides: what reaches over this margin from the edge may be the drawing itself


@dataclass(frozen=True, slots=True)
class Parts:
    """The paper that is free, and what is on it: numbers of connected parts, 0 for paper; of each the pixels."""

    paper: np.ndarray
    numbers: np.ndarray
    areas: np.ndarray
    outside: frozenset[int]


def find_drawing(ink: np.ndarray) -> np.ndarray:
    """Return where the drawing is, with its inner parts, as booleans of the shape of `ink`.

    `ink` says where paper is colored. Raises StoryError if there is no drawing, or it runs off the picture.
    """
    ink = _without_dust(ink)
    drawing: np.ndarray | None = None
    for gap in GAPS:
        pixels = max(1, round(gap * max(ink.shape)))
        found = _find(ink, pixels)
        if found is not None:
            drawing = found if drawing is None else drawing | _worth(found & ~drawing, ink, ROOMY * pixels)
    if drawing is None:
        raise _nothing()
    return drawing


def _without_dust(ink: np.ndarray) -> np.ndarray:
    """Return the ink without what is small and lies alone. The grains of a stroke lie close together."""
    numbers, _ = label(distance_transform_edt(~ink) <= GRAIN)
    areas = np.bincount(numbers.ravel())
    return ink & (areas[numbers] >= (DUST * max(ink.shape) + 2 * GRAIN) ** 2)


def _worth(more: np.ndarray, ink: np.ndarray, radius: float) -> np.ndarray:
    """Return what of a larger drawing is ink, or a room within lines that is wider than corners between them."""
    numbers, count = label(more)
    inner = distance_transform_edt(more) > radius
    rooms = np.zeros(count + 1, dtype=bool)
    rooms[np.unique(numbers[inner])] = True
    rooms[0] = False
    worth: np.ndarray = rooms[numbers] | (more & ink)
    return worth


def _find(ink: np.ndarray, gap: int) -> np.ndarray | None:
    """Return the drawing when gaps of so many pixels on either side are closed; None if there is none."""
    parts = _parts(ink, gap)
    if parts.paper.mean() < LEAST_PAPER:
        raise _cut_off()
    inside = [number for number in range(1, len(parts.areas)) if number not in parts.outside]
    middle = _middle(ink.shape)
    main = max(inside, key=lambda number: parts.areas[number], default=0)
    area = int(parts.areas[main]) if main else 0
    for number in parts.outside:
        if (middle & (parts.numbers == number)).sum() > max(area, LEAST_AREA * ink.size):
            raise _cut_off()
    if not main or area < LEAST_AREA * ink.size:
        return None
    return _with_neighbors(parts, main)


def _parts(ink: np.ndarray, gap: int) -> Parts:
    free, count = label(distance_transform_edt(~ink) > gap)
    if count == 0:
        raise _cut_off()
    sizes = np.bincount(free.ravel(), weights=_weights(ink.shape).ravel())
    sizes[0] = 0
    sheet = free == int(sizes.argmax())
    paper = (distance_transform_edt(~sheet) <= gap + 1) & ~ink
    numbers, _ = label(~paper, structure=np.ones((3, 3)))
    border = np.concatenate((numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1]))
    return Parts(paper, numbers, np.bincount(numbers.ravel()), frozenset(np.unique(border).tolist()) - {0})


def _with_neighbors(parts: Parts, main: int) -> np.ndarray:
    drawing = parts.numbers == main
    rows = np.flatnonzero(drawing.any(axis=1))
    near = distance_transform_edt(~drawing) <= REACH * (rows[-1] - rows[0] + 1)
    for number in np.unique(parts.numbers[near]):
        is_large = parts.areas[number] >= SPECK * parts.areas[main]
        if number not in (0, main) and number not in parts.outside and is_large:
            drawing = drawing | (parts.numbers == number)
    return drawing


def _weights(shape: tuple[int, ...]) -> np.ndarray:
    """Return how much a pixel says about which paper is meant: that in the middle."""
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    weights: np.ndarray = 1 - 0.9 * np.maximum(np.abs(x), np.abs(y))
    return weights


def _middle(shape: tuple[int, ...]) -> np.ndarray:
    middle = np.zeros(shape, dtype=bool)
    down, across = round(shape[0] * EDGE), round(shape[1] * EDGE)
    middle[down : shape[0] - down, across : shape[1] - across] = True
    return middle


def _nothing() -> StoryError:
    return StoryError(
        "drawing.none",
        "No drawing was found in the picture.",
        hint="Photograph one drawing on light paper, from above, in even light.",
    )


def _cut_off() -> StoryError:
    return StoryError(
        "drawing.cut-off",
        "The drawing runs off the picture, or no paper is seen around it.",
        hint="Photograph it from farther away, so that there is empty paper on all sides.",
    )
