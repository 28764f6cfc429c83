import itertools

from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.synthesis.spoken import PAUSES, iter_sentences, iter_tokens, pause_after

TEXT = st.text(st.sampled_from("ab가나1 .,!?…\n“”\"'()—-:;%$&+"), max_size=40)


def sentences(text):
    return [text[start:stop].strip() for start, stop in iter_sentences(text)]


def test_sentences_end_with_their_mark_and_the_quotes_behind_it():
    assert sentences("“Hello!” she said. And then…  he left") == ["“Hello!”", "she said.", "And then…", "he left"]


def test_a_title_ends_no_sentence():
    assert sentences("Mr. Fox met Dr. Owl. They talked.") == ["Mr. Fox met Dr. Owl.", "They talked."]


def test_a_line_ends_a_sentence():
    assert sentences("눈이 와요\n펑펑 와요") == ["눈이 와요", "펑펑 와요"]


def test_marks_alone_are_no_sentence():
    assert sentences("... “!” —") == []


def test_the_strongest_of_several_marks_counts():
    assert [pause_after(piece) for piece in ("what?!", "안녕,”", "so...", "end.”)", "word", "well—")] == [
        *("?", ",", "…", ".", "", "—"),
    ]


def test_a_dash_between_words_is_a_pause_behind_the_first():
    assert [(token.text, token.pause) for token in iter_tokens("one - two — three")] == [
        ("one", "—"),
        ("two", "—"),
        ("three", ""),
    ]


def test_signs_that_are_read_with_a_number_stay_with_it():
    assert [token.text for token in iter_tokens("(-5) $3! 50%.")] == ["-5", "$3", "50%"]


@given(TEXT)
def test_tokens_are_in_order_and_hold_every_letter(text):
    tokens = list(iter_tokens(text))
    covered = {at for token in tokens for at in range(token.begin, token.stop)}
    assert all(left.stop <= right.begin for left, right in itertools.pairwise(tokens))
    assert {at for at, character in enumerate(text) if character.isalnum()} <= covered
    assert all(token.pause in ("", *PAUSES) for token in tokens)


@given(TEXT)
def test_sentences_are_in_order_and_hold_every_letter(text):
    spans = list(iter_sentences(text))
    covered = {at for start, stop in spans for at in range(start, stop)}
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert {at for at, character in enumerate(text) if character.isalnum()} <= covered
