"""Pictures do not contradict their pages: looked at by rule, on planned books of many wishes."""

import re
from collections import Counter

import pytest
from tests.book.writers.grammar.stories import BANDS, many_topics, wish_for, written

from soridam.book.draw.cast.expressions import AWAKE
from soridam.book.text import page_text

WISHES = 50  # in each language
CANNOT_SLEEP = re.compile(r"잠이 오지 않|잠이 달아|말똥말똥|could not sleep|couldn't sleep|wide awake", re.IGNORECASE)


@pytest.fixture(scope="module", params=["ko", "en"])
def stories(request):
    topics = many_topics(request.param, WISHES)
    return [written(wish_for(topic, request.param, seed, BANDS[seed % 3])) for seed, topic in enumerate(topics)]


def is_asleep(member):
    return member.pose == "sleep" and member.mood not in AWAKE


def pages_of(stories):
    return [(story, page) for story in stories for page in story.pages]


def test_who_sleeps_lies_in_a_bed_or_a_tent(stories):
    places = Counter(
        page.picture.place
        for _, page in pages_of(stories)
        if any(member.pose == "sleep" for member in page.picture.cast)
    )
    assert places["bedroom"] > 0
    assert set(places) <= {"bedroom", "camp"}


def test_nobody_sleeps_where_the_page_says_that_sleep_does_not_come(stories):
    asleep = [
        page_text(page, story)
        for story, page in pages_of(stories)
        if CANNOT_SLEEP.search(page_text(page, story)) and is_asleep(page.picture.cast[0])
    ]
    assert asleep == []


def test_no_thing_stands_on_every_page(stories):
    """A thing that the child named may, if every page tells of it."""
    for story in stories:
        shown = Counter(prop for page in story.pages for prop in page.picture.props)
        named = set(story.cover.props[:2])
        assert [prop for prop, count in shown.items() if count == len(story.pages) and prop not in named] == []
