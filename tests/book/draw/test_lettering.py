import re

import pytest

from soridam.book.draw.lettering import LARGEST, Letters, letter_title
from soridam.book.draw.svg import Box

AREA = Box(110, 44, 1426, 400)
TITLES = [
    "Kite", "달님과 노란 연", "The Kite That Wanted to Sleep", "나비와 아주아주 커다란 호박 하나",
    "The Very Long and Rather Wonderful Journey of a Small Bear to the Sea",
    "바닷속에서만난친구들의노래그리고또다른이야기",
    "뚤레뷁 Café — it’s…", "A" * 80, "가" * 80,
    "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 열하나 열둘 열셋 열넷 열다섯",
]  # fmt: skip


def lettered(text: str):
    return letter_title(text, AREA, fill="#fffbee", edge="#2c2560", rim="#ffffff")


@pytest.mark.parametrize("text", TITLES)
def test_a_title_of_any_length_stays_in_its_area(text):
    title = lettered(text)
    assert AREA.grown(24).contains(title.box)
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", re.findall(r' d="([^"]+)"', title.svg)[-1])]
    assert max(numbers) <= AREA.right + 24


def test_every_letter_has_an_outline_also_those_that_the_title_font_lacks():
    for character in "가뷁뚤é—Kk7!?":
        assert Letters(character).outline(character, 100, 0, 0, 0, 1000), character


def test_words_are_kept_whole():
    widths = [lettered(text).box.width for text in ("하늘 바다", "하늘바다")]
    assert widths[0] > widths[1]
    tall, flat = lettered("The Kite That Wanted to Sleep").box, lettered("The Kite").box
    assert tall.height > flat.height


def test_lines_are_as_even_as_words_allow():
    even, uneven = (
        lettered("There, There, Little Dragon").box,
        lettered("There, Supercalifragilisticexpialidocious").box,
    )
    assert even.width < 0.75 * AREA.width < uneven.width


def test_what_no_font_has_leaves_no_gap():
    assert lettered("Fox 🦊 Moon").box == lettered("Fox Moon").box
    assert lettered("Nguyễn").box == lettered("Nguyen").box


def test_a_short_title_is_no_larger_than_the_largest():
    assert lettered("Oh").box.height < LARGEST * 1.7


def test_the_ends_of_a_line_hang_lower_than_its_middle():
    straight = Letters("HHHHH").outline("HHHHH", 100, 500, 100, 0, 600)
    bent = Letters("HHHHH").outline("HHHHH", 100, 500, 100, 40, 600)
    assert straight != bent
    assert max(map(float, re.findall(r"[ ,](-?\d+\.?\d*)", bent))) > 100


def test_no_text_is_left_as_text():
    assert "<text" not in lettered("Tom & <Jerry>").svg
    assert "font" not in lettered("달님").svg
