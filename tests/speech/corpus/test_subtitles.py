import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.corpus.subtitles import Cue, read_subtitles, spoken

NOTES = """\ufeffWEBVTT - made by hand

STYLE
::cue { color: red }

NOTE made by hand

intro
00:00.200 --> 00:02.000 align:start
Hello there.

NOTE check
this line

scene-2
00:02,500 --> 00:04.800
Close
the window.

00:05.000 --> 00:06.000
"""


def test_notes_styles_and_names_are_no_text() -> None:
    assert read_subtitles(NOTES, is_vtt=True) == [
        Cue("Hello there.", 0.2, 2.0),
        Cue("Close the window.", 2.5, 4.8),
        Cue("", 5.0, 6.0),
    ]


def test_times_are_read_however_they_are_written() -> None:
    text = "1\n0:00:01 --> 0:00:02,5\none\n\n2\n00:00:03.25 -> 00:01:04,007\ntwo\n\n3\n1:2:3.4 --> 01:02:04\nthree"
    times = [(cue.start, cue.end, cue.text) for cue in read_subtitles(text, is_vtt=False)]
    assert times == [(1.0, 2.5, "one"), (3.25, 64.007, "two"), (3723.4, 3724.0, "three")]


def test_an_empty_line_does_not_end_a_cue_of_srt_and_a_number_may_be_said() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nfive\n\nsix\n\n2\n00:00:03,000 --> 00:00:04,000\n7\n"
    assert [cue.text for cue in read_subtitles(text, is_vtt=False)] == ["five six", "7"]


@pytest.mark.parametrize(
    ("written", "said", "speaker"),
    [
        ("Tom &amp; Jerry &lt; Co", "Tom & Jerry < Co", ""),
        ("<v Fred Smith>Hi</v> <i>there</i>", "Hi there", "Fred Smith"),
        ("<v.loud Mary>Hi", "Hi", "Mary"),
        ("[SPEAKER_00]: Hello", "Hello", "SPEAKER_00"),
        ("Speaker 2: Hello", "Hello", "Speaker 2"),
        ("[화자 1] 안녕", "안녕", "화자 1"),
        ("[웃음] 안녕 [박수]", "안녕", ""),
        ("♪ la la la ♪", "", ""),
        ("♪ 노래가 이어진다", "", ""),
        ("- Yes.\n- No.", "Yes. No.", ""),
        (">> Yes.\n– No.", "Yes. No.", ""),
        ("{\\an8}Up here", "Up here", ""),
        ("<00:00:01.000><c>word</c> by word", "word by word", ""),
        ("well - yes, 3 < 5 and 5 > 3", "well - yes, 3 < 5 and 5 > 3", ""),
        ("-5 degrees", "5 degrees", ""),
        ("Note: this is said", "Note: this is said", ""),
    ],
)
def test_only_what_is_said_is_text(written: str, said: str, speaker: str) -> None:
    assert spoken(written) == (said, speaker)


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for is_vtt in (True, False):
        assert all(cue.text == " ".join(cue.text.split()) for cue in read_subtitles(text, is_vtt=is_vtt))
