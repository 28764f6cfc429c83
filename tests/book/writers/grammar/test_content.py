import re
from collections import Counter
from itertools import combinations

import pytest

from soridam.book.draw.props.dictionary import find_prop
from soridam.book.names import BRACED, MARKER, is_particle
from soridam.book.safety import find_blocked
from soridam.book.writers.grammar.content import Content, Frame, Line, load_content
from soridam.book.writers.grammar.picturing import ROLES
from soridam.book.writers.sentences import split_sentences

LANGUAGES = ("ko", "en")
STAGES = ("opening", "about", "problem", "resolve", "trying", "low", "friend", "turn", "joy", "ending")
# Facts that come together in practice; every stage must have something to tell for each of them.
FACTS = [
    {"unknown", "silent"},
    {"food", "goods", "action", "silent"},
    {"food", "goods", "action", "kin", "silent"},
    {"food", "goods", "dislike", "dread_thing", "silent"},
    {"toy", "goods", "plural", "lost", "silent"},
    {"animal", "creature", "speaks", "afraid", "dread_thing"},
    {"animal", "creature", "speaks", "dislike", "dread_deed", "action"},
    {"animal", "creature", "silent", "lost", "goods"},
    {"animal", "creature", "silent", "lost"},
    {"animal", "creature", "silent", "lost", "itself"},
    {"animal", "creature", "plural", "silent", "sad"},
    {"fantasy", "creature", "speaks", "want", "action"},
    {"family", "creature", "arrive", "silent"},
    {"person", "creature", "quarrel", "silent"},
    {"event", "silent", "action", "met"},
    {"place", "silent", "action"},
    {"nature", "silent", "afraid", "dread_thing"},
]  # fmt: skip


def content_of(language) -> Content:
    return load_content(language)


def frames_of(content: Content):
    for name, plot in content.plots.items():
        for stage in STAGES:
            for frame in getattr(plot, stage):
                yield f"{name}/{stage}", frame


def theme_sentences(content: Content):
    for name, theme in content.themes.items():
        for sentence in (*theme.scene, *theme.detail, *theme.calm):
            yield name, sentence
        for item in (*theme.blocks, *theme.lose, *theme.found, *(spot.happening for spot in theme.spots)):
            yield name, item.what
            yield name, item.more


def told_lines(frame: Frame) -> list[Line]:
    return [line for line in frame.lines if not line.item and not re.fullmatch(r"\[\w+\]", line.text)]


def test_both_languages_have_the_same_plots_and_themes():
    korean, english = content_of("ko"), content_of("en")
    assert set(korean.plots) == set(english.plots)
    assert set(korean.themes) == set(english.themes)
    assert (len(korean.plots), len(korean.themes)) == (13, 25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_theme_is_one_sentence(language):
    for name, sentence in theme_sentences(content_of(language)):
        assert len(split_sentences(sentence.replace('"', "”"))) == 1, (name, sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_written_twice_in_a_plot_and_its_theme(language):
    content = content_of(language)
    themes = {name: [text for each, text in theme_sentences(content) if each == name] for name in content.themes}
    for name, plot in content.plots.items():
        frames = [frame for stage in STAGES for frame in getattr(plot, stage)]
        lines = [{line.text for line in told_lines(frame)} for frame in frames]
        counted = Counter(text for texts in lines for text in texts)
        own = [text for text, times in counted.items() if times > 1]
        for first, second in combinations([i for i, texts in enumerate(lines) if texts & set(own)], 2):
            both = lines[first] & lines[second]
            if both:  # only frames that can never meet may share a sentence
                assert not any(
                    frames[first].fits(frozenset(facts)) and frames[second].fits(frozenset(facts)) for facts in FACTS
                ) or _same_stage(plot, frames[first], frames[second]), (name, both)
        for theme, sentences in themes.items():
            assert not counted.keys() & set(sentences), (name, theme)


def _same_stage(plot, first: Frame, second: Frame) -> bool:
    """One frame is told of each stage but the tries."""
    return any(
        first in getattr(plot, stage) and second in getattr(plot, stage) for stage in STAGES if stage != "trying"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_theme_says_anything_twice(language):
    for name in content_of(language).themes:
        counted = Counter(text for each, text in theme_sentences(content_of(language)) if each == name)
        assert max(counted.values()) == 1, (name, counted.most_common(1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: "+".join(sorted(facts)))
def test_every_stage_has_something_to_tell(language, facts):
    content = content_of(language)
    known = frozenset(facts)
    for name, plot in content.plots.items():
        for stage in STAGES:
            fitting = [frame for frame in getattr(plot, stage) if frame.fits(known) and frame.nth is None]
            wanted = 3 if stage == "trying" else 1
            if _may_be_told(name, known):
                assert len(fitting) >= wanted, (name, stage)


def _may_be_told(plot: str, facts: frozenset[str]) -> bool:
    """Is this a plot that `planning` would choose for such a topic?"""
    if plot == "help":
        return bool(facts & {"speaks", "creature"}) and bool(
            facts & {"lost", "sad", "quarrel"} or facts & {"dread_thing", "dread_deed"} or {"want", "action"} <= facts
        )
    if plot == "meet":
        return "creature" in facts
    if plot == "afraid":
        return bool(facts & {"dread_thing", "dread_deed"})
    if plot in ("do", "make"):
        return "action" in facts
    return True


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_grammar_is_blocked(language):
    content = content_of(language)
    texts = [line.text for _, frame in frames_of(content) for line in told_lines(frame)]
    texts += [text for _, text in theme_sentences(content)]
    texts += [frame.ask for _, frame in frames_of(content)]
    texts += [phrase.text for plot in content.plots.values() for phrase in (*plot.lesson, *plot.titles, *plot.refrains)]
    assert [text for text in texts if find_blocked(MARKER.sub("미나", text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_markers_are_roles_with_particles_of_the_language(language):
    for where, frame in frames_of(content_of(language)):
        for braced in BRACED.findall(frame.text + frame.ask):
            match = MARKER.fullmatch(braced)
            assert match and match[1] in ROLES, (where, braced)
            assert match[2] is None or (language == "ko" and is_particle(match[2])), (where, braced)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_prop_can_be_drawn(language):
    content = content_of(language)
    words = {word for _, frame in frames_of(content) for word in frame.props}
    for theme in content.themes.values():
        items = (*theme.blocks, *theme.lose, *theme.found, *theme.spots)
        words |= {word for item in items for word in item.props} | set(theme.props)
    assert [word for word in sorted(words) if find_prop(word, "en") is None] == []


def test_a_line_without_bands_is_refused():
    with pytest.raises(ValueError, match="bands"):
        Line.parse("Once upon a time.")
