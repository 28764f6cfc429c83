"""A character's look in words, for diffusion models; the words are in wardrobe.toml. Begin with `describe_look`.

They follow from the same values that the figure is drawn from, so that a painted hero changes with a drawn one.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from soridam.book.draw.colors import difference, lightness
from soridam.book.story import Color, HairStyle, Kind, Outfit


@cache
def wardrobe() -> Mapping[str, Any]:
    """Return the groups of wardrobe.toml: color, skin, hair, hair_style, kind, garment, accessory."""
    return tomllib.loads(files("soridam.book.draw").joinpath("wardrobe.toml").read_text(encoding="utf-8"))


def describe_look(kind: Kind, coat: Color, outfit: Outfit, hair: Color, hair_style: HairStyle) -> str:
    """Return a `look_en`: body, then clothes, then what is worn with them."""
    words = wardrobe()
    color, accent = _color_name(outfit.color), _color_name(outfit.accent)
    hair_words = words["hair_style"][hair_style].format(hair=_nearest(words["hair"] | _vivid(), hair))
    values = {
        "coat": _color_name(coat),
        "skin": _nearest(words["skin"] | _vivid(), coat),
        "patch": "black" if lightness(coat) > 0.5 else "cream",
        "hair": hair_words,
        "color": color,
        "a_color": _with_article(color),
        "accent": accent,
        "an_accent": _with_article(accent),
    }
    body = words["kind"][kind]["look"].format(**values)
    garment = words["garment"][outfit.garment]
    worn = [garment.get("shoes", ""), *(words["accessory"][each]["look"] for each in outfit.accessories)]
    extras = " and ".join(each.format(**values) for each in worn if each)
    return ", ".join(part for part in (body, garment["look"].format(**values), extras and f"with {extras}") if part)


def _color_name(color: Color) -> str:
    return _nearest({values.get("look", name): values["hex"] for name, values in wardrobe()["color"].items()}, color)


def _vivid() -> dict[str, Color]:
    """Colors that hair and skin have in tales only."""
    return {name: wardrobe()["color"][name]["hex"] for name in ("red", "green", "blue", "purple", "pink", "white")}


def _nearest(named: Mapping[str, Color], color: Color) -> str:
    return min(named, key=lambda name: difference(named[name], color))


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
