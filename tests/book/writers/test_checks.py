import pytest

from soridam.book.draw.heroes import default_hero
from soridam.book.story import CastMember, Page, Picture, SpeakerLine, Story
from soridam.book.writers.checks import check_story

PICTURE = Picture(place="meadow", cast=(CastMember(id="hero"),), props=("kite",))
TEXTS = (
    "{hero} found a kite.", "The wind sang softly.", "Up, up and away!", "A bird came by.", "It rained a little.",
    "{hero} began to laugh.", "The sun was back.", "Good night, little kite.",
)  # fmt: skip
KOREAN = (
    "{hero:은} 연을 찾았어요.",
    "바람이 살랑 불었어요.",
    "연이 높이 날았어요.",
    "새가 날아왔어요.",
    "비가 조금 내렸어요.",
    "{hero:이} 하하 웃었어요.",
    "해님이 돌아왔어요.",
    "잘 자, 작은 연아.",
)


def story(language="en", texts=None, **changes) -> Story:
    texts = texts or (TEXTS if language == "en" else KOREAN)
    pages = tuple(Page(number=n, beat="try", text=text, picture=PICTURE) for n, text in enumerate(texts, start=1))
    hero = default_hero("fox", language).model_copy(update={"id": "hero"})
    values = {
        "title": "The Kite",
        "language": language,
        "age_band": "3-4",
        "characters": (hero,),
        "cover": PICTURE,
        "pages": pages,
    }
    return Story(**{**values, **changes})


def with_page(page: Page) -> Story:
    good = story()
    return good.model_copy(update={"pages": (page, *good.pages[1:])})


def page(text="{hero} found a kite.", **changes) -> Page:
    return Page(**{"number": 1, "beat": "opening", "text": text, "picture": PICTURE, **changes})


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_good_story_has_no_findings(language):
    assert check_story(story(language)) == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (story(texts=TEXTS[:7]), "7 pages"),
        (with_page(page("{friend} is here.")), "{friend} is nobody"),
        (with_page(page("{Hero} is here.")), "{Hero} is nobody"),
        (with_page(page("{hero:은} is here.")), "particle"),
        (with_page(page(" ".join(["word"] * 21) + ".")), "21 words"),
        (with_page(page("One is here. Two is here. Three is here.")), "3 sentences"),
        (with_page(page("He was a stupid fox.")), "do not belong"),
        (with_page(page(question="Who is stupid?")), "do not belong"),
        (with_page(page("여우가 연을 찾았어요.")), "not in English"),
        (story("ko", texts=("The fox found a kite.", *KOREAN[1:])), "not in Korean"),
        (with_page(page(speaker_lines=(SpeakerLine(character="hero", text='"Hi!"'),))), "does not stand"),
        (with_page(page(picture=PICTURE.model_copy(update={"props": ("spaceship of gold",)}))), "dictionary of props"),
        (with_page(page(picture=Picture(place="sea", cast=(CastMember(id="cat"),)))), "nobody in the story"),
        (with_page(page(picture=Picture(place="sea", cast=(CastMember(id="hero"),) * 2))), "twice"),
        (story(texts=("A fox sang. The wind sang softly.", TEXTS[1], "It rained a little.", *TEXTS[3:])), "repeated"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(wrong, told):
    findings = check_story(wrong)
    assert any(told in finding for finding in findings), findings


def test_one_refrain_may_come_again():
    refrain = "Where is my kite?"
    texts = [f"{text} {refrain}" if index % 3 == 0 else text for index, text in enumerate(TEXTS)]
    assert check_story(story(texts=texts)) == ()
