from soridam.speech.recognition.segmentation import split_segment
from soridam.speech.recognition.transcript import Segment, Word


def segment(*words: Word) -> Segment:
    return Segment(words[0].start, words[-1].end, "", words=words)


def texts(*words: Word) -> list[str]:
    return [part.text for part in split_segment(segment(*words), lambda text: range(len(text)))]


def test_a_sentence_ends_a_segment():
    assert texts(Word("Go.", 0, 1, 1), Word("Now", 1, 2, 1), Word("stop", 2, 3, 1)) == ["Go.", "Now stop"]


def test_a_pause_ends_a_segment():
    assert texts(Word("Go", 0, 1, 1), Word("now", 2, 3, 1)) == ["Go", "now"]


def test_a_point_inside_a_number_ends_nothing():
    words = [Word("28.", 0, 1, 1), Word("8", 1, 2, 1, spaced=False), Word("k.", 2, 3, 1), Word("So", 3, 4, 1)]
    assert texts(*words) == ["28.8 k.", "So"]


def test_a_wide_full_stop_ends_a_sentence_without_a_space():
    words = [Word("今日は。", 0, 1, 1, spaced=False), Word("行く", 1, 2, 1, spaced=False)]
    assert texts(*words) == ["今日は。", "行く"]


def test_a_segment_beyond_15_seconds_is_cut_at_a_comma():
    words = [Word("a,", 0, 8, 1), Word("b", 8, 16, 1)]
    assert texts(*words) == ["a,", "b"]


def test_without_word_times_the_segment_stays_whole():
    whole = Segment(0.0, 20.0, "One. Two.")
    assert split_segment(whole, lambda text: []) == [whole]


def test_parts_get_times_and_tokens_of_their_own():
    first, second = split_segment(segment(Word("Go.", 0.5, 1, 1), Word("Now", 1.5, 2, 1)), lambda text: [len(text)])
    assert (first.start, first.end, first.tokens) == (0.5, 1, (3,))
    assert (second.start, second.end) == (1.5, 2)
