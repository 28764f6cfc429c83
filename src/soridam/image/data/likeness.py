"""Pictures that are almost the same: saved anew, scaled or compressed. Begin with `find_alike`.

Each picture is reduced to 16 x 16 colors, and two are alike if no color differs by more than a few levels. The usual
hash of 64 signs of brightness (dHash) is too coarse for pictures of one hero: of 60 drawings of the same dinosaur in
other poses, moods and places, many had the same hash, while their colors here differed by 25 levels or more; a drawing
of 256 pixels saved as JPEG of quality 40, or at half its size, differed by 8 at most.
"""

from collections.abc import Sequence

import numpy as np
from PIL import Image

SIDE = 16  # colors across and down
MOST_LEVELS = 12  # of 255 by which a color of a copy differs
MOST_MEAN = 2.0  # by which the mean of all colors differs


def reduce_colors(image: Image.Image) -> np.ndarray:
    """Return 16 x 16 colors of a picture in RGB as one row: (768,), int16."""
    small = image.resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.int16).reshape(-1)


def find_alike(colors: Sequence[np.ndarray]) -> list[int]:
    """Return for each picture the index of the first one that it is like, directly or through others; or its own.

    Pictures whose mean colors differ are not compared, so that thousands take seconds.
    """
    group = list(range(len(colors)))
    if not colors:
        return group
    table = np.stack(colors)
    means = table.mean(axis=1)
    order = np.argsort(means, kind="stable")
    ends = np.searchsorted(means[order], means[order] + MOST_MEAN, side="right")
    for place, (index, end) in enumerate(zip(order, ends, strict=True)):
        others = order[place + 1 : end]
        near = np.abs(table[others] - table[index]).max(axis=1, initial=0) <= MOST_LEVELS
        for other in others[near]:
            first, second = sorted((_root(group, int(index)), _root(group, int(other))))
            group[second] = first
    return [_root(group, index) for index in range(len(group))]


def _root(group: list[int], index: int) -> int:
    while group[index] != index:
        index = group[index]
    return index
