"""Who plays beside the hero: names, colors and clothes of companions, by chance from a seed. Begin with `cast_as`."""

import random
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from soridam.book.story import Accessory, Character, Garment, HairStyle, Kind, Outfit
from soridam.book.topic.parts import Noun

# color names are for the diffusion prompt
_COATS: Final[dict[Kind, tuple[tuple[str, str], ...]]] = {
    "cat": (("orange", "#f0a35e"), ("gray", "#9aa0ac"), ("cream", "#f3dfc1")),
    "rabbit": (("white", "#f4eff2"), ("light brown", "#cfa98a"), ("gray", "#b3b3bf")),
    "bear": (("brown", "#a9744f"), ("honey-colored", "#c98f52"), ("white", "#f2efe8")),
    "fox": (("orange", "#e8833a"), ("red", "#d9653b"), ("white", "#efe9e4")),
    "panda": (("black and white", "#f5f5f2"),),
    "dog": (("golden", "#e0b06a"), ("brown", "#9c6b45"), ("white", "#f3ece2")),
    "tiger": (("orange", "#f0983c"), ("white", "#f1ede4")),
    "mouse": (("gray", "#a7a9b4"), ("light brown", "#cbb097")),
    "penguin": (("dark blue", "#3d4d6b"), ("gray", "#6f7d8f")),
    "frog": (("green", "#7bbf5a"), ("light green", "#a5d26f")),
    "dinosaur": (("green", "#6fb98f"), ("purple", "#9a86c9"), ("blue", "#6ca6c9")),
    "child": (("light-skinned", "#f3cfae"), ("brown-skinned", "#b07a54"), ("tan-skinned", "#dba97f")),
}
_HAIR: Final = (("black", "#2b2430"), ("brown", "#5a3a26"), ("red", "#a5512d"))
_HAIR_STYLES: Final[tuple[HairStyle, ...]] = ("short", "bob", "buns", "long", "curly")
_GARMENTS: Final[tuple[Garment, ...]] = ("overalls", "dress", "shirt", "none")
_COLORS: Final = (
    ("yellow", "#f2c14e"),
    ("red", "#e2574c"),
    ("blue", "#4a86d8"),
    ("green", "#5aa469"),
    ("purple", "#8f6bb8"),
)
_ACCENTS: Final = ("#e8574f", "#f2c14e", "#4a86d8", "#ffffff")
_EXTRAS: Final[tuple[Accessory, ...]] = ("scarf", "bow", "hat", "leaf", "glasses", "backpack")
# What a person of the topic wears, so that a princess looks like one.
_COSTUMES: Final[dict[str, tuple[Garment, tuple[Accessory, ...]]]] = {
    "princess": ("dress", ("crown",)),
    "prince": ("shirt", ("crown", "cape")),
    "knight": ("overalls", ("cape",)),
    "pirate": ("shirt", ("hat", "scarf")),
    "wizard": ("dress", ("hat", "cape")),
    "astronaut": ("overalls", ("backpack",)),
    "superhero": ("shirt", ("cape",)),
    "baby": ("pajamas", ()),
}


def cast_as(
    identity: str,
    kind: Kind,
    names: Mapping[Kind, Sequence[str]],
    taken: Collection[Character],
    rng: random.Random,
    *,
    concept: str = "",
    name: str = "",
) -> Character:
    """Return a character of this kind whose name nobody else has. `concept` dresses it as what the topic calls it."""
    free = [each for each in names[kind] if each not in {other.name for other in taken}]
    coat_name, coat = rng.choice(_COATS[kind])
    hair_name, hair = rng.choice(_HAIR)
    style = rng.choice(_HAIR_STYLES)
    garment, accessories = _COSTUMES.get(concept, (rng.choice(_GARMENTS), (rng.choice(_EXTRAS),)))
    if kind == "child" and garment == "none":
        garment = "shirt"
    color_name, color = rng.choice(_COLORS)
    look = [f"a small {coat_name} {concept or kind}"]
    if kind == "child":
        look.append(f"{hair_name} {style} hair")
    if garment != "none":
        look.append(f"wearing {'' if garment in ('overalls', 'pajamas') else 'a '}{color_name} {garment}")
    look += [f"with {'glasses' if each == 'glasses' else f'a {each}'}" for each in accessories]
    return Character(
        id=identity,
        name=name or rng.choice(free or list(names[kind])),
        kind=kind,
        look_en=", ".join(look),
        coat=coat,
        outfit=Outfit(garment=garment, color=color, accent=rng.choice(_ACCENTS), accessories=accessories),
        hair=hair,
        hair_style=style,
    )


def figure_of(noun: Noun | None) -> Kind | None:
    """Return the kind that can play a creature of the topic; None for a whale, which is drawn as a prop."""
    return noun.concept.kind if noun and noun.concept and noun.is_creature else None
