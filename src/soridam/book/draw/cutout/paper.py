"""The color that empty paper would have in each place of a photograph. Begin with `estimate_paper`.

Light on a photographed sheet falls off towards an edge, and the shadow of a hand lies over a part of it. A smooth
surface is fitted to the bright, even parts of the picture; where paper is seen, the surface then follows it closely.
"""

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

CELLS = 40  # along the longer side
EVEN = 0.06  # spread of brightness within a cell of paper
BRIGHT = 0.5  # of the brightest cells: darker ones are no paper
ROUNDS = 10  # of the fit, each with less weight for what is not paper
DARKER, LIGHTER = 0.07, 0.15  # distance from the surface, in logarithms, at which a cell loses its weight
MOST_SHADOW = 0.3  # by which a shadow may darken paper, in logarithms
LEAST = 1e-3


def estimate_paper(pixels: np.ndarray) -> np.ndarray:
    """Return the paper (height, width, 3) below what is drawn, for pixels (height, width, 3) of 0 to 1."""
    cells, spread = _reduced(pixels)
    brightness = np.log(np.maximum(cells, LEAST))
    surface = _fit(brightness, spread)
    paper = np.exp(surface + _nearby(brightness - surface, spread))
    height, width = pixels.shape[:2]
    channels = [
        Image.fromarray(paper[..., channel].astype(np.float32)).resize((width, height), Image.Resampling.BICUBIC)
        for channel in range(3)
    ]
    return np.clip(np.stack([np.asarray(one) for one in channels], axis=-1), LEAST, None)


def _reduced(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the bright color of each cell (rows, columns, 3), and how uneven its brightness is."""
    height, width = pixels.shape[:2]
    side = max(1, max(height, width) // CELLS)
    rows, columns = max(1, height // side), max(1, width // side)
    tiles = pixels[: rows * side, : columns * side].reshape(rows, side, columns, side, 3).transpose(0, 2, 1, 3, 4)
    tiles = tiles.reshape(rows, columns, side * side, 3)
    bright = np.percentile(tiles, 65, axis=2)
    low, high = np.percentile(tiles.mean(axis=-1), (15, 85), axis=2)
    return bright, (high - low) / np.maximum(high, LEAST)


def _fit(brightness: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Fit a surface of third degree to what is paper. Cells far from the middle count less: a table lies there."""
    rows, columns = spread.shape
    y, x = (axis.ravel() for axis in np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j])
    terms = np.stack([x**i * y**j for i in range(4) for j in range(4 - i)], axis=1)
    flat = brightness.reshape(-1, 3)
    mean = flat.mean(axis=1)
    usable = (spread.ravel() < EVEN) & (mean > np.percentile(mean, 95) + np.log(BRIGHT))
    if usable.sum() < 2 * terms.shape[1]:
        usable = mean > np.median(mean)
    near = np.exp(-(np.maximum(np.abs(x), np.abs(y)) ** 4))
    weight = usable * near
    surface = flat
    for _ in range(ROUNDS):
        root = np.sqrt(weight)[:, None]
        found, *_ = np.linalg.lstsq(terms * root, flat * root, rcond=None)
        surface = terms @ found
        gap = mean - surface.mean(axis=1)
        weight = usable * near * np.exp(-((gap / np.where(gap < 0, DARKER, LIGHTER)) ** 2))
    return surface.reshape(rows, columns, 3)


def _nearby(gap: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return how far paper lies from the fitted surface, from the even, colorless cells around each place."""
    gray = gap.mean(axis=-1)
    colored = np.abs(gap - gray[..., None]).max(axis=-1)
    known = ((spread < EVEN) & (np.abs(gray) < MOST_SHADOW) & (colored < 0.05)).astype(float)
    weight = gaussian_filter(known, 1.2) + LEAST
    return np.stack([gaussian_filter(gap[..., channel] * known, 1.2) / weight for channel in range(3)], axis=-1)
