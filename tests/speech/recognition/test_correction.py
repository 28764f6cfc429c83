import json

from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.recognition.correction import correct, correct_segment
from soridam.speech.recognition.subtitles import Layout, as_srt
from soridam.speech.recognition.transcript import Alternative, Segment, Transcript, Word

WORDS = (Word("Please", 1.0, 1.4, 0.9), Word("chek", 1.5, 1.8, 0.4), Word("it", 1.9, 2.0, 0.8))
SEGMENT = Segment(1.0, 2.0, "Please chek it", (1, 2), WORDS)
LETTERS = st.text("abc가나 ", max_size=30)


def test_words_that_stay_keep_their_times_and_a_new_one_takes_that_of_the_old():
    corrected = correct_segment(SEGMENT, "Please  check it")
    assert corrected.text == "Please check it"
    assert [(word.text, word.start, word.end) for word in corrected.words] == [
        ("Please", 1.0, 1.4),
        ("check", 1.5, 1.8),
        ("it", 1.9, 2.0),
    ]


def test_two_words_for_one_share_its_time_by_their_letters():
    corrected = correct_segment(SEGMENT, "Please ch eck it")
    assert [(word.text, round(word.start, 2), round(word.end, 2)) for word in corrected.words[1:3]] == [
        ("ch", 1.5, 1.62),
        ("eck", 1.62, 1.8),
    ]


@given(LETTERS)
def test_whatever_is_written_its_words_are_in_order_and_within_the_segment(text):
    corrected = correct_segment(SEGMENT, text)
    assert " ".join(word.text for word in corrected.words) == corrected.text == " ".join(text.split())
    times = [time for word in corrected.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert all(SEGMENT.start <= time <= SEGMENT.end for time in times)


def test_words_without_spaces_between_them_share_the_time_of_their_segment():
    segment = Segment(
        0.0, 1.0, "東京", words=(Word("東", 0.0, 0.5, 1.0, spaced=False), Word("京", 0.5, 1.0, 1.0, False))
    )
    corrected = Transcript((correct_segment(segment, "京都"),), "ja", 1.0, 1.0)
    assert "00:00:00,000 --> 00:00:01,000\n京都" in as_srt(corrected, Layout.of("ja"))


def test_a_segment_without_a_text_is_left_out():
    heard = Transcript((SEGMENT, Segment(2.0, 3.0, "Thanks for watching")), "en", 0.9, 3.0)
    assert correct(heard, {1: " "}).text == "Please chek it"


def test_a_transcript_is_as_it_was_after_it_was_stored():
    others = (Alternative("Please check it", -0.1, SEGMENT.words), Alternative("Please chek it", -0.2))
    heard = Transcript((SEGMENT, Segment(2.0, 3.0, "x")), "en", 0.9, 3.0, hypotheses=others)
    assert Transcript.from_fields(json.loads(json.dumps(heard.to_fields()))) == heard
