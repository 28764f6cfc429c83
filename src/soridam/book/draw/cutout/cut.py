"""From a photograph of a drawing to the drawing alone, as a transparent PNG. Begin with `cut_out`.

The picture may come from anybody: bytes and pixels are limited, only plain kinds are decoded, and nothing beside the
pixels is kept.
"""

import io

import numpy as np
from PIL import Image
from scipy.ndimage import distance_transform_edt, gaussian_filter

from soridam.book.draw.cutout.drawing import MOST_BYTES, CutOut
from soridam.book.draw.cutout.paper import estimate_paper
from soridam.book.draw.cutout.shapes import find_drawing
from soridam.book.story import Color
from soridam.core.errors import StoryError
from soridam.image.data.opened import PictureError, decode_picture

SIDE = 1400  # pixels of the longer side while it is worked on
LEAST_SIDE = 200  # pixels of the photograph that the drawing covers
LARGEST = 900  # pixels of the longer side of what is cut out
COLORED = 1.4  # how much more a color says than a shadow of the same depth
LEAST_INK, MOST_INK = 0.08, 0.2  # of the paper's light, by which ink darkens it
RIM = 0.006  # of the drawing's longer side: paper that is left around it, so that it is seen on dark pages too
WIDEST_EDGE = 0.032  # of the drawing's longer side, over which lines of a sharp picture rise
WHITE = 0.94  # of the paper's light: what is lighter becomes white


def cut_out(photo: bytes) -> CutOut:
    """Cut the drawing out of a photograph or scan of it.

    Raises StoryError for what is no picture or too large, and for a drawing that is not there, cut off by the edge, too
    small or blurred.
    """
    pixels, scale = _decoded(photo)
    soft = gaussian_filter(pixels, (1, 1, 0))
    paper = estimate_paper(soft)
    ink = _ink(soft / paper)
    drawing = find_drawing(ink > _threshold(ink))
    _check_size(drawing, scale)
    _check_sharpness(ink, drawing)
    return _finished(pixels / paper, drawing)


def _decoded(photo: bytes) -> tuple[np.ndarray, float]:
    """Return pixels (height, width, 3) of 0 to 1 in a size to work on, and how much larger the photograph is."""
    if len(photo) > MOST_BYTES:
        raise StoryError(
            "drawing.too-large",
            "The picture has more than {size} MB.",
            hint="Choose a smaller one.",
            size=MOST_BYTES // 2**20,
        )
    try:
        image = decode_picture(io.BytesIO(photo))
    except PictureError as fault:
        raise StoryError(
            "drawing.unreadable",
            "The picture of the drawing cannot be used: {reason}.",
            hint="Choose a photograph or scan as JPEG, PNG or WebP.",
            reason=fault.detail,
        ) from None
    longer = max(image.size)
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return np.asarray(image, dtype=np.float32) / 255, longer / max(image.size)


def _ink(light: np.ndarray) -> np.ndarray:
    """Return how much is drawn in each place, 0 to about 1, from the share of the paper's light that comes back."""
    missing = 1 - light
    gray, colored = missing.mean(axis=-1), missing.max(axis=-1) - missing.min(axis=-1)
    ink: np.ndarray = np.maximum(gray, COLORED * colored)
    return ink


def _threshold(ink: np.ndarray) -> float:
    """Return what is drawn for certain: well above the grain of the paper."""
    middle = np.median(ink)
    grain = 1.4826 * float(np.median(np.abs(ink - middle)))
    return float(np.clip(LEAST_INK + 3 * grain, LEAST_INK, MOST_INK))


def _check_size(drawing: np.ndarray, scale: float) -> None:
    rows, columns = _bounds(drawing)
    longer = max(rows.stop - rows.start, columns.stop - columns.start) * scale
    if longer < LEAST_SIDE:
        raise StoryError(
            "drawing.small",
            "The drawing is only {found} pixels large in this picture; it takes {least}.",
            hint="Photograph it from nearer, or draw it larger.",
            found=round(longer),
            least=LEAST_SIDE,
        )


def _check_sharpness(ink: np.ndarray, drawing: np.ndarray) -> None:
    """Raise StoryError where even the sharpest edges of the drawing rise slowly."""
    rows, columns = _bounds(drawing)
    part = ink[rows, columns]
    down, across = np.gradient(part)
    steep = float(np.percentile(np.hypot(down, across), 99))
    strong = float(np.percentile(part, 97))
    width = strong / max(steep, 1e-6)
    if width > WIDEST_EDGE * max(part.shape):
        raise StoryError(
            "drawing.blurred",
            "The picture of the drawing is blurred.",
            hint="Hold the camera still, wait until it is sharp, and photograph it in better light.",
        )


def _finished(light: np.ndarray, drawing: np.ndarray) -> CutOut:
    """Return the drawing in the colors of even, white light, with a rim of paper and soft edges, cut to its size."""
    rows, columns = _bounds(drawing)
    longer = max(rows.stop - rows.start, columns.stop - columns.start)
    rim = max(2.0, RIM * longer)
    smooth = gaussian_filter(drawing.astype(np.float32), 2.0) > 0.5
    alpha = np.clip((rim + 1.0 - distance_transform_edt(~(smooth | drawing))) / 2.0, 0, 1)
    rows, columns = _bounds(alpha > 0)
    color = _cleaned(light[rows, columns])
    color[~drawing[rows, columns]] = 1.0
    cut = np.dstack((color, alpha[rows, columns]))
    image = Image.fromarray(np.rint(cut * 255).astype(np.uint8), "RGBA")
    image.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return CutOut(buffer.getvalue(), *image.size, _main_colors(image))


def _cleaned(light: np.ndarray) -> np.ndarray:
    """Return colors as under even light; what is almost as light as the paper is white."""
    color = np.clip(light / WHITE, 0, 1)
    return np.clip(color.mean(axis=-1, keepdims=True) * -0.15 + color * 1.15, 0, 1)


def _main_colors(image: Image.Image) -> tuple[Color, Color]:
    """Return the two colors that are seen most, white paper aside; vivid ones count more."""
    pixels = np.asarray(image).reshape(-1, 4)
    shown = pixels[(pixels[:, 3] > 200) & (pixels[:, :3].min(axis=1) < 225)][:, :3]
    if len(shown) < 16:
        shown = np.full((16, 3), 120, np.uint8)
    reduced = Image.fromarray(shown[None]).quantize(6, Image.Quantize.MEDIANCUT)
    palette = np.asarray(reduced.getpalette()).reshape(-1, 3)
    counts = np.bincount(np.asarray(reduced).ravel(), minlength=len(palette))
    vivid = palette.max(axis=1) - palette.min(axis=1)
    order = np.argsort(-counts * (30.0 + vivid))
    first, second = (palette[order[place % len(order)]] for place in (0, 1))
    return _hex(first), _hex(second)


def _hex(color: np.ndarray) -> Color:
    red, green, blue = (int(value) for value in color)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _bounds(mask: np.ndarray) -> tuple[slice, slice]:
    down, across = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return slice(int(down[0]), int(down[-1]) + 1), slice(int(across[0]), int(across[-1]) + 1)
