"""A hero of one's own, chosen by words that people type in Korean or English. Begin with `find_hero` and `with_look`.

What is not found is a UsageError that lists what there is, in both languages.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from soridam.book.draw.heroes import ReadyHero, ready_heroes
from soridam.book.draw.wardrobe import describe_look, wardrobe
from soridam.book.story import Accessory, Character, Color, Garment, Language, with_values
from soridam.core.errors import UsageError

_HEX = re.compile(r"#?([0-9a-fA-F]{6})\Z")
MOST_ACCESSORIES = 3
_NOTHING = ("none", "없음")


@dataclass(frozen=True, slots=True)
class Look:
    """What of a hero's look is chosen; None stays as it is. `accent` colors shoes, scarf and other small things."""

    coat: Color | None = None
    garment: Garment | None = None
    color: Color | None = None
    accent: Color | None = None
    accessories: tuple[Accessory, ...] | None = None


def with_look(hero: Character, look: Look) -> Character:
    """Return the hero in this look, `look_en` too. Raises UsageError for a child without clothes."""
    if look == Look():
        return hero
    chosen = {"garment": look.garment, "color": look.color, "accent": look.accent, "accessories": look.accessories}
    outfit = hero.outfit.model_copy(update={name: value for name, value in chosen.items() if value is not None})
    if hero.kind == "child" and outfit.garment == "none":
        raise UsageError(
            "hero.undressed", "A child wears something. 어린이는 옷을 입어요.", hint="Choose another --outfit."
        )
    return described(hero.model_copy(update={"coat": look.coat or hero.coat, "outfit": outfit}))


def described(hero: Character) -> Character:
    """Return the hero with a `look_en` that says what it looks like now."""
    words = describe_look(hero.kind, hero.coat, hero.outfit, hero.hair, hero.hair_style)
    return hero.model_copy(update={"look_en": words})


def find_hero(word: str, language: Language, name: str = "") -> Character:
    """Return a ready hero by its kind (fox, 여우) or its own name (Zuri, 아라), with a name of the child's choice.

    Raises StoryError for a name that does not fit.
    """
    hero = _find_ready(word).character(language)
    return with_values(hero, name=name) if name else hero


def _find_ready(word: str) -> ReadyHero:
    for hero in ready_heroes():
        if _plain(word) in map(_plain, (hero.name_ko, hero.name_en)):
            return hero
    children = (f"{hero.name_en} {hero.name_ko}" for hero in ready_heroes() if hero.kind == "child")
    kind = _find("kind", word, "hero", "주인공", children)
    return next(hero for hero in ready_heroes() if hero.kind == kind)


def find_color(word: str) -> Color:
    """`#4a86d8`, or the color that a word names."""
    written = _HEX.match(word.strip())
    if written:
        return f"#{written[1].lower()}"
    color: Color = wardrobe()["color"][_find("color", word, "color", "색깔", ["#4a86d8"])]["hex"]
    return color


def find_garment(word: str) -> Garment:
    garment: Garment = _find("garment", word, "outfit", "옷")
    return garment


def find_accessories(words: Sequence[str]) -> tuple[Accessory, ...]:
    """Each once, three at most; `none` (없음) alone is nothing to wear."""
    if len(words) == 1 and _plain(words[0]) in _NOTHING:
        return ()
    found = dict.fromkeys(_find("accessory", word, "accessory", "소품", [" ".join(_NOTHING)]) for word in words)
    if len(found) > MOST_ACCESSORIES:
        raise UsageError(
            "hero.accessories",
            "A hero wears {count} accessories at most. 소품은 {count_ko}개까지예요.",
            hint="Leave some out. 몇 개를 빼 주세요.",
            count=MOST_ACCESSORIES,
            count_ko=MOST_ACCESSORIES,
        )
    return tuple(found)


def _find(group: str, word: str, what: str, what_ko: str, also: Iterable[str] = ()) -> Any:
    """Return the entry of a group of the wardrobe that a word names."""
    entries = wardrobe()[group]
    for entry, values in entries.items():
        if _plain(word) in (entry, *values["ko"]):
            return entry
    known = ", ".join([*(f"{entry} {values['ko'][0]}" for entry, values in entries.items()), *also])
    raise UsageError(
        "hero.unknown",
        "There is no {kind} '{name}'. 우리가 모르는 {kind_ko}: '{name_ko}'",
        hint="Choose one, 골라 주세요: {names}.",
        kind=what,
        name=word,
        kind_ko=what_ko,
        name_ko=word,
        names=known,
    )


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).strip().lower()
