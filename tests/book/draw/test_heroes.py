from typing import get_args

import pytest

from soridam.book.draw.heroes import default_hero, default_heroes
from soridam.book.story import HairStyle, Kind


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_a_ready_hero_with_a_name_in_both_languages(kind):
    korean, english = default_hero(kind, "ko"), default_hero(kind, "en")
    assert korean.kind == english.kind == kind
    assert all("가" <= letter <= "힣" for letter in korean.name)
    assert english.name.isascii()
    assert kind in korean.look_en


def test_a_child_may_name_the_hero():
    assert default_hero("cat", "ko", "몽글").name == "몽글"


def test_ready_heroes_differ_and_show_all_hair_styles():
    heroes = default_heroes("en")
    assert len({hero.id for hero in heroes}) == len({hero.name for hero in heroes}) == len(heroes) >= 12
    assert {hero.hair_style for hero in heroes if hero.kind == "child"} == set(get_args(HairStyle))
