import json

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.core.errors import UsageError
from soridam.speech.recognition.subtitles import (
    Layout,
    as_json,
    as_srt,
    as_tsv,
    as_vtt,
    iter_cues,
    parse_formats,
    width,
    wrap,
    write_transcript,
)
from soridam.speech.recognition.transcript import Segment, Transcript, Word


def spoken(text: str, *, language: str = "en", seconds_a_word: float = 0.5) -> Transcript:
    words = tuple(
        Word(word, index * seconds_a_word, (index + 1) * seconds_a_word, 0.9) for index, word in enumerate(text.split())
    )
    segment = Segment(0.0, words[-1].end, text, words=words)
    return Transcript((segment,), language, 1.0, words[-1].end)


def test_srt_is_read_back_by_another_library_with_its_times():
    events = pysubs2.SSAFile.from_string(as_srt(spoken("Dial two now."), Layout(42)), format_="srt").events
    assert [(event.start, event.end, event.text) for event in events] == [(0, 1500, "Dial two now.")]


def test_the_clock_carries_minutes_and_hours():
    segment = Segment(3725.5, 3726.9996, "late")
    text = as_srt(Transcript((segment,), "en", 1.0, 4000.0), Layout(42))
    assert "01:02:05,500 --> 01:02:07,000" in text


def test_vtt_escapes_its_special_characters():
    text = as_vtt(spoken("R&D <loud> --> quiet"), Layout(42))
    assert text.startswith("WEBVTT\n\n")
    assert "R&amp;D &lt;loud&gt; --&gt; quiet" in text


def test_tsv_counts_milliseconds_in_whispers_columns():
    assert as_tsv(spoken("Dial two."), Layout(42)) == "start\tend\ttext\n0\t1000\tDial two.\n"


def test_json_has_the_fields_of_verbose_json_and_the_confidence_of_words():
    value = json.loads(as_json(spoken("Dial two."), Layout(42)))
    assert {"task", "language", "duration", "text", "segments", "words"} <= value.keys()
    fields = "id seek start end text tokens temperature avg_logprob compression_ratio no_speech_prob words"
    assert set(value["segments"][0]) == set(fields.split())
    assert value["segments"][0]["words"][0] == {"word": "Dial", "start": 0.0, "end": 0.5, "probability": 0.9}


def test_a_korean_line_holds_at_most_sixteen_syllables():
    transcript = spoken("오늘은 날씨가 아주 맑아서 아이들과 함께 공원에 나가 놀았습니다 정말 즐거웠어요", language="ko")
    cues = list(iter_cues(transcript, Layout.of("ko")))
    assert max(width(line) for cue in cues for line in cue.lines) <= 32
    assert " ".join(line for cue in cues for line in cue.lines) == transcript.text


def test_japanese_lines_break_between_characters():
    assert wrap("今日は天気がとても良いので公園に行きます", Layout.of("ja")) == [
        "今日は天気がとても良",
        "いので公園に行きます",
    ]


def test_two_lines_are_of_similar_length():
    assert wrap("If you dial 1234 you can ring the console", Layout(30)) == [
        "If you dial 1234 you",
        "can ring the console",
    ]


def test_a_number_written_as_two_words_is_not_torn_apart():
    words = (Word("dial", 0, 3, 1), Word("5", 3, 6, 1), Word("-0", 6, 9, 1, spaced=False))
    transcript = Transcript((Segment(0, 9, "dial 5-0", words=words),), "en", 1.0, 9.0)
    assert [cue.lines for cue in iter_cues(transcript, Layout(42))] == [("dial",), ("5-0",)]


def test_a_cue_ends_before_the_next_begins():
    segments = (Segment(0.0, 2.5, "first"), Segment(2.0, 3.0, "second"))
    first, second = iter_cues(Transcript(segments, "en", 1.0, 3.0), Layout(42))
    assert first.end == second.start


def test_silence_gives_empty_files_of_every_format(tmp_path):
    nothing = Transcript((), "en", 1.0, 3.0)
    paths = write_transcript(nothing, tmp_path / "a", parse_formats(["all"]), Layout(42))
    assert [path.suffix for path in paths] == [".txt", ".srt", ".vtt", ".tsv", ".json"]
    assert paths[0].read_text() == "" and paths[2].read_text() == "WEBVTT\n"


def test_formats_may_be_joined_by_commas_and_count_once():
    assert parse_formats(["srt,vtt", "SRT"]) == ("srt", "vtt")


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(UsageError) as caught:
        parse_formats(["docx"])
    assert "txt, srt, vtt, tsv, json" in caught.value.hint


@given(st.text(alphabet="ab 가나漢é", max_size=200), st.integers(8, 60), st.booleans())
def test_wrapping_loses_no_character_and_keeps_the_width(text, columns, spaced):
    lines = wrap(text, Layout(columns, spaced=spaced))
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert width(line) <= columns or (spaced and " " not in line)
