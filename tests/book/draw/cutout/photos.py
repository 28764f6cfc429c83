"""Drawings as children make them, and photographs of them: shaded, tilted, noisy paper on a table, as JPEG."""

import io
import math
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SHEET = (1500, 1100)  # pixels
Draw = Callable[[ImageDraw.ImageDraw], None]


def crayon_cat(pen: ImageDraw.ImageDraw) -> None:
    """An orange cat, filled with strokes, with a tail, whiskers and white eyes."""
    line = "#3a2a24"
    scribble(pen, (640, 420, 880, 760), "#ef8a3c")
    pen.ellipse((640, 420, 880, 760), outline=line, width=9)
    scribble(pen, (610, 210, 910, 470), "#f29a4e")
    pen.ellipse((610, 210, 910, 470), outline=line, width=9)
    for ear in ((640, 260, 625, 150, 720, 215), (880, 260, 895, 150, 800, 215)):
        pen.polygon(ear, fill="#ef8a3c", outline=line, width=8)
    for x in (700, 815):
        pen.ellipse((x - 26, 300, x + 26, 352), fill="#fdfdfb", outline=line, width=6)
        pen.ellipse((x - 10, 316, x + 10, 344), fill="#202020")
    pen.polygon((742, 372, 776, 372, 759, 392), fill="#e0567a")
    pen.arc((715, 380, 760, 425), 10, 170, fill=line, width=7)
    pen.arc((759, 380, 804, 425), 10, 170, fill=line, width=7)
    for x in (690, 800):
        pen.line((x, 740, x, 840), fill=line, width=26)
        pen.line((x, 740, x, 835), fill="#ef8a3c", width=14)
    pen.line(((870, 700), (960, 640), (975, 520)), fill="#d9722a", width=24, joint="curve")


def stick_child(pen: ImageDraw.ImageDraw) -> None:
    """A child of thin lines with a triangle for a dress and hair of single strokes."""
    line = "#2b3f9e"
    pen.ellipse((670, 180, 850, 360), outline=line, width=8)
    for angle in range(200, 341, 14):
        x, y = 760 + 90 * math.cos(math.radians(angle)), 270 + 90 * math.sin(math.radians(angle))
        pen.line((x, y, x + 45 * math.cos(math.radians(angle)), y + 45 * math.sin(math.radians(angle))), line, 7)
    for x in (725, 795):
        pen.ellipse((x - 9, 250, x + 9, 268), fill=line)
    pen.arc((715, 270, 805, 330), 20, 160, fill="#c23b3b", width=8)
    pen.polygon((760, 360, 640, 680, 880, 680), fill="#f4d54a", outline=line, width=8)
    pen.line((740, 430, 590, 360), fill=line, width=8)
    pen.line((780, 430, 930, 360), fill=line, width=8)
    for x in (715, 805):
        pen.line((x, 680, x, 870), fill=line, width=8)
        pen.line((x, 870, x + (-40 if x < 760 else 40), 875), fill=line, width=8)


def pencil_rabbit(pen: ImageDraw.ImageDraw) -> None:
    """Only outlines in gray, with a gap in one of them, and a carrot in color."""
    line = "#6a6a6e"
    pen.arc((640, 330, 880, 570), 15, 355, fill=line, width=7)
    pen.ellipse((610, 560, 910, 880), outline=line, width=7)
    pen.ellipse((670, 120, 730, 350), outline=line, width=7)
    pen.ellipse((790, 120, 850, 350), outline=line, width=7)
    for x in (715, 805):
        pen.ellipse((x - 12, 420, x + 12, 446), fill=line)
    pen.ellipse((745, 470, 775, 490), fill="#e79bb0")
    pen.polygon((700, 660, 720, 640, 800, 760), fill="#f08a2c", outline=line)


def scribble(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], color: str) -> None:
    """Fill an ellipse with strokes of a crayon that leave paper between them."""
    left, top, right, bottom = box
    rng = random.Random(3)
    middle, half = (left + right) / 2, (right - left) / 2
    for y in range(top + 8, bottom - 8, 9):
        share = math.sqrt(max(0.0, 1 - ((y - (top + bottom) / 2) / ((bottom - top) / 2)) ** 2))
        reach = half * share - rng.uniform(2, 12)
        if reach > 4:
            pen.line((middle - reach, y + rng.uniform(-3, 3), middle + reach, y + rng.uniform(-3, 3)), color, 8)


def sheet(*draw: Draw, paper: str = "#fbfaf5") -> Image.Image:
    """Drawings on an empty sheet."""
    page = Image.new("RGB", SHEET, paper)
    for one in draw:
        one(ImageDraw.Draw(page))
    return page


def photograph(
    page: Image.Image,
    *,
    tilt: float = 4.0,
    light: float = 0.55,
    shadow: bool = True,
    table: str | None = "#7a5536",
    noise: float = 5.0,
    blur: float = 1.0,
    specks: int = 30,
    seed: int = 1,
) -> Image.Image:
    """Photograph a sheet: tilted on a table, darker to one side, with the shadow of a hand, specks, grain and blur.

    `light` is what of the light is left in the darkest corner.
    """
    rng = np.random.default_rng(seed)
    margin = 130 if table else 0
    width, height = page.width + 2 * margin, page.height + 2 * margin
    seen = Image.new("RGB", (width, height), table or page.getpixel((2, 2)))
    marked = page.copy()
    pen = ImageDraw.Draw(marked)
    for x, y in rng.uniform((40, 40), (page.width - 40, page.height - 40), (specks, 2)):
        pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill="#8a8278")
    turned = marked.convert("RGBA").rotate(tilt, Image.Resampling.BICUBIC, expand=True)
    if table:
        seen.paste(turned, ((width - turned.width) // 2, (height - turned.height) // 2), turned)
    else:
        seen.paste(marked, (0, 0))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    falloff = 1 - (1 - light) * np.clip(0.25 + 0.6 * x + 0.4 * y - 0.25, 0, 1)[..., None]
    pixels = np.asarray(seen, dtype=np.float32) * falloff * np.array([1.0, 0.97, 0.9])
    if shadow:
        hand = Image.new("L", (width, height), 255)
        ImageDraw.Draw(hand).ellipse((-width // 4, height * 2 // 3, width // 3, height * 3 // 2), fill=205)
        pixels *= np.asarray(hand.filter(ImageFilter.GaussianBlur(60)), dtype=np.float32)[..., None] / 255
    pixels += rng.normal(0, noise, pixels.shape)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return image.filter(ImageFilter.GaussianBlur(blur)) if blur else image


def as_jpeg(image: Image.Image, **more: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82, **more)
    return buffer.getvalue()
