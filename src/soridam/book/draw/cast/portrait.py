"""A hero for menus: head and shoulders before a disc, or whole. Begin with `draw_portrait` and `draw_whole`."""

import io
import zlib

import resvg_py
from PIL import Image

from soridam.book.draw.cast.puppet import Figure, draw_figure
from soridam.book.draw.colors import difference, lighten, saturate, shade
from soridam.book.draw.svg import Stop, SvgCanvas, circle, ellipse, group, rect, translate
from soridam.book.story import Character

SIDE = 240.0  # pixels
_DISC = 106.0  # radius; ears and hats rise above it
_MIDDLE = SIDE / 2, SIDE - _DISC - 4
WHOLE_WIDTH, WHOLE_HEIGHT = 300.0, 380.0  # pixels: also a cape and the widest tail find room
_GROUND = WHOLE_HEIGHT - 22


def draw_portrait(character: Character) -> str:
    """A whole SVG, square, clear around the disc. Its ids are of this character, so that one page may hold many."""
    canvas = SvgCanvas(prefix=f"p{zlib.crc32(character.model_dump_json().encode()):08x}-")
    figure = _fitting_figure(character, canvas)
    x, y = _MIDDLE
    disc = circle(x, y, _DISC, _backdrop(character, canvas))
    frame = canvas.clip(circle(x, y, _DISC, "#ffffff"), rect(0, 0, SIDE, y, "#ffffff"))
    place = translate(x - figure.face.center[0], 4 - figure.body.top)
    return canvas.document(disc + group(group(figure.svg, transform=place), clip_path=frame), SIDE, SIDE)


def draw_whole(character: Character) -> str:
    """Return a whole SVG of the waving hero from ears to shoes, on a shadow."""
    canvas = SvgCanvas(prefix=f"w{zlib.crc32(character.model_dump_json().encode()):08x}-")
    trial = draw_figure(character, "wave", "joy", height=100, canvas=SvgCanvas()).body
    scale = min((_GROUND - 10) / -trial.top, (WHOLE_WIDTH - 16) / trial.width)
    figure = draw_figure(character, "wave", "joy", height=100 * scale, canvas=canvas)
    middle = WHOLE_WIDTH / 2 - figure.body.center[0]
    shadow = ellipse(middle, _GROUND + 2, 0.3 * WHOLE_WIDTH, 12, "#000000", fill_opacity=0.12)
    body = shadow + group(figure.svg, transform=translate(middle, _GROUND))
    return canvas.document(body, WHOLE_WIDTH, WHOLE_HEIGHT)


def portrait_picture(character: Character) -> Image.Image:
    """Return the same as pixels, on white: what a painter's adapter is shown of the hero."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=draw_portrait(character), background="white"))
    return Image.open(io.BytesIO(png)).convert("RGB")


def _fitting_figure(character: Character, canvas: SvgCanvas) -> Figure:
    """As large as lets ears and hat, the face and some of the chest into the picture."""
    trial = draw_figure(character, "stand", "smile", height=100, canvas=SvgCanvas())
    chest = trial.face.bottom + 0.42 * trial.face.height
    high = (SIDE - 8) / (chest - trial.body.top)
    wide = 1.6 * _DISC / trial.face.width
    return draw_figure(character, "stand", "smile", height=100 * min(high, wide), canvas=canvas)


def _backdrop(character: Character, canvas: SvgCanvas) -> str:
    """Return a light tone of the clothes; another where the coat would be lost on it."""
    tone = saturate(lighten(character.outfit.color, 0.68), 1.25)
    if difference(tone, character.coat) < 0.16:
        tone = "#bfe3f2" if difference("#bfe3f2", character.coat) >= 0.16 else "#f7d9a8"
    return canvas.radial((Stop(0, lighten(tone, 0.5)), Stop(1, shade(tone, 0.08))), center=(0.4, 0.32), radius=0.75)
