from typing import get_args

import pytest

from soridam.book.draw.choose import Look, find_accessories, find_color, find_garment, find_hero, with_look
from soridam.book.draw.colors import difference
from soridam.book.draw.heroes import default_hero
from soridam.book.draw.wardrobe import wardrobe
from soridam.book.story import Accessory, Garment, HairStyle, Kind
from soridam.core.errors import UsageError


@pytest.mark.parametrize(
    ("group", "values"),
    [("kind", Kind), ("garment", Garment), ("accessory", Accessory), ("hair_style", HairStyle)],
)
def test_the_wardrobe_has_words_for_all_that_can_be_drawn(group, values):
    assert set(wardrobe()[group]) == set(get_args(values))


@pytest.mark.parametrize(("word", "kind"), [("fox", "fox"), (" Fox", "fox"), ("여우", "fox"), ("강아지", "dog")])
def test_a_hero_is_found_by_its_kind_in_both_languages(word, kind):
    assert find_hero(word, "ko").kind == kind


def test_every_ready_child_is_found_by_its_own_name():
    zuri = find_hero("Zuri", "ko", "미나")
    assert (zuri.id, zuri.name) == ("ara", "미나")
    assert find_hero("아라", "en").name == "Zuri"


@pytest.mark.parametrize(("word", "color"), [("파란색", "#4a86d8"), ("BLUE", "#4a86d8"), ("#Aa00Ff", "#aa00ff")])
def test_a_color_is_a_word_or_six_digits(word, color):
    assert find_color(word) == color


def test_no_two_colors_are_taken_for_each_other():
    hexes = [values["hex"] for values in wardrobe()["color"].values()]
    assert min(difference(one, other) for one in hexes for other in hexes if one != other) > 0.05


@pytest.mark.parametrize(
    ("find", "known"),
    [
        (lambda: find_hero("wolf", "en"), ("rabbit 토끼", "child 어린이", "Zuri 아라")),
        (lambda: find_color("무지개"), ("blue 파랑", "#4a86d8")),
        (lambda: find_garment("suit"), ("raincoat 비옷", "none 없음")),
        (lambda: find_accessories(["sword"]), ("scarf 목도리", "none 없음")),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is_in_both_languages(find, known):
    with pytest.raises(UsageError) as raised:
        find()
    assert all(word in raised.value.hint for word in known)
    assert "There is no" in raised.value.message
    assert "우리가 모르는" in raised.value.message


def test_accessories_come_once_each_or_not_at_all():
    assert find_accessories(["crown", "왕관", "안경"]) == ("crown", "glasses")
    assert find_accessories(["없음"]) == ()


def test_the_words_for_a_painter_follow_the_look():
    fox = default_hero("fox", "en")
    blue = with_look(
        fox, Look(coat="#4a86d8", garment="dress", color="#f08a3c", accent="#4fa85e", accessories=("hat",))
    )
    assert blue.look_en == (
        "a small blue fox with a white face and a bushy white-tipped tail, in an orange dress with a green sash, "
        "with green shoes and a straw hat"
    )
    assert (blue.coat, blue.outfit.garment, blue.name) == ("#4a86d8", "dress", fox.name)
    assert with_look(fox, Look()) == fox


def test_every_look_fits_into_a_description():
    worn = Look(garment="dress", accent="#e6dcf0", accessories=("backpack", "leaf", "glasses"))
    assert all(len(with_look(default_hero(kind, "en"), worn).look_en) <= 300 for kind in get_args(Kind))


def test_a_hero_wears_three_accessories_at_most():
    with pytest.raises(UsageError, match="3개까지"):
        find_accessories(["crown", "hat", "bow", "scarf"])


def test_a_child_wears_something():
    with pytest.raises(UsageError, match="wears"):
        with_look(default_hero("child", "en"), Look(garment="none"))
    assert with_look(default_hero("penguin", "en"), Look(garment="none")).outfit.garment == "none"
