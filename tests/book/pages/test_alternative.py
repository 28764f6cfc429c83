"""Pictures in words: every value of a picture has them, in both languages."""

import re
from typing import get_args

import pytest
from tests.book.small_book import write_small_book

from soridam.book.draw.heroes import default_hero
from soridam.book.pages.alternative import describe
from soridam.book.story import CastMember, Kind, Mood, Picture, Place, Pose, Time, Weather, with_values

LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])


@pytest.fixture
def story_in(tmp_path):
    stories = {language: write_small_book(tmp_path / language, language).story for language in ("ko", "en")}
    return stories.__getitem__


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", "밤의 풀밭. 비가 내려요. 여우 토리가 깜짝 놀라며 뛰어올라요. 그림 속 물건: 풍선, 연."),
        ("en", "A meadow at night. It is raining. Tori the fox jumps, surprised. Also in the picture: balloon, kite."),
    ],
)
def test_place_hour_weather_deed_and_things_are_said(story_in, language, said):
    cast = (CastMember(id="hero", pose="jump", mood="surprise"),)
    picture = Picture(place="meadow", time="night", weather="rain", cast=cast, props=("balloon", "kite"))
    assert describe(picture, story_in(language)) == said


def test_under_a_roof_no_weather_is_said(story_in):
    picture = Picture(place="kitchen", weather="rain", cast=(CastMember(id="hero"),))
    assert "rain" not in describe(picture, story_in("en"))


@LANGUAGES
def test_every_place_time_weather_pose_mood_and_kind_has_words(story_in, language):
    story = story_in(language)
    hero = {"id": "hero"}
    pictures = [
        *(Picture(place=place, cast=(CastMember(**hero),)) for place in get_args(Place)),
        *(Picture(place="sea", time=time, cast=(CastMember(**hero),)) for time in get_args(Time)),
        *(Picture(place="sea", weather=weather, cast=(CastMember(**hero),)) for weather in get_args(Weather)),
        *(Picture(place="sea", cast=(CastMember(**hero, pose=pose),)) for pose in get_args(Pose)),
        *(Picture(place="sea", cast=(CastMember(**hero, mood=mood),)) for mood in get_args(Mood)),
    ]
    told = [describe(picture, story) for picture in pictures]
    other = "[a-z]" if language == "ko" else "[가-힣]"
    assert not [text for text in told if re.search(rf"{other}|[{{}}]", text.replace("Tori", ""))]
    assert len(set(told)) > len(told) - 5  # the usual values come several times


@pytest.mark.parametrize(("language", "said"), [("ko", "낮의 바다. 하나가 "), ("en", "The sea by day. Hana stands")])
def test_a_child_is_called_by_its_name_alone(story_in, language, said):
    hero = with_values(default_hero("child", language), id="hero", name={"ko": "하나", "en": "Hana"}[language])
    story = with_values(story_in(language), characters=(hero,))
    assert describe(Picture(place="sea", cast=(CastMember(id="hero"),)), story).startswith(said)


@LANGUAGES
def test_every_kind_of_hero_has_a_word(story_in, language):
    told = set()
    for kind in get_args(Kind):
        hero = with_values(default_hero(kind, language), id="hero", name="Hana" if language == "en" else "하나")
        told.add(
            describe(
                Picture(place="sea", cast=(CastMember(id="hero"),)), with_values(story_in(language), characters=(hero,))
            )
        )
    assert len(told) == len(get_args(Kind))
