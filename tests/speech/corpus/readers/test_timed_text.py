from pathlib import Path

import pytest
from corpus_builders import reasons, utterances, wav_bytes, write
from hypothesis import given
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.speech.corpus.readers.timed_text import iter_utterances, read_cues
from soridam.speech.recognition.subtitles import Layout, as_srt, as_vtt
from soridam.speech.recognition.transcript import Segment, Transcript

SRT = "1\n00:00:00,500 --> 00:00:01,250\n<i>hello</i>\nthere\n\n2\n00:00:02,000 --> 00:00:03,000\nbye\n"
VTT = "WEBVTT\n\n00:00.500 --> 00:01.250\nhello there\n\n00:02.000 --> 00:03.000\nbye\n"
AUDACITY = "0.5\t1.25\thello there\n\\\t100\t2000\n2.0\t3.0\tbye\n"
LONG = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 3
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "TextTier"
        name = "clicks"
        xmin = 0
        xmax = 3
        points: size = 1
        points [1]:
            number = 1
            mark = "x"
    item [2]:
        class = "IntervalTier"
        name = "transcript"
        xmin = 0
        xmax = 3
        intervals: size = 2
        intervals [1]:
            xmin = 0.5
            xmax = 1.25
            text = "hello there"
        intervals [2]:
            xmin = 2
            xmax = 3
            text = "say ""bye"""
'''
SHORT = '"ooTextFile"\n"TextGrid"\n0\n3\n<exists>\n1\n"IntervalTier"\n"a"\n0\n3\n1\n0.5\n1.25\n"hello there"\n'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.srt", SRT),
        ("a.ko.srt", SRT),
        ("a.vtt", VTT),
        ("a.txt", AUDACITY),
        ("a.TextGrid", LONG),
        ("a.TextGrid", SHORT),
    ],
)
def test_a_cue_is_a_stretch_of_the_recording_beside(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path / name, content)
    write(tmp_path / "a.wav", wav_bytes())
    row = utterances(list(iter_utterances(tmp_path)))[0]
    assert (row.readings, row.clip.start, row.clip.end) == (("hello there",), 0.5, 1.25)


def test_every_cue_is_one_row(tmp_path: Path) -> None:
    write(tmp_path / "a.srt", SRT)
    write(tmp_path / "a.wav", wav_bytes())
    assert len(utterances(list(iter_utterances(tmp_path)))) == 2


def test_a_textgrid_in_utf16_is_read() -> None:
    assert read_cues(LONG.encode("utf-16"), ".textgrid")[0].text == "hello there"


def test_doubled_quotation_marks_in_a_textgrid_are_one() -> None:
    assert read_cues(LONG.encode(), ".textgrid")[1].text == 'say "bye"'


def test_a_wanted_tier_that_is_missing_is_told() -> None:
    with pytest.raises(CorpusError, match="No tier words; found transcript"):
        read_cues(LONG.encode(), ".textgrid", "words")


def test_a_textgrid_that_promises_too_much_is_refused() -> None:
    with pytest.raises(CorpusError, match="promises"):
        read_cues(SHORT.replace("3\n1\n0.5", "3\n1000000000000\n0.5").encode(), ".textgrid")


def test_a_text_without_times_is_the_whole_transcript(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "hello\nthere\n")
    write(tmp_path / "a.mp3", b"ID3")
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.readings, row.clip.start) == (("hello there",), None)


def test_empty_stretches_missing_recordings_and_bad_times_are_counted(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "0\t1\t\n1\t1\tx\n1\t2\tgood\n")
    write(tmp_path / "a.wav", wav_bytes())
    write(tmp_path / "b.srt", SRT)
    found = reasons(list(iter_utterances(tmp_path)))
    assert found == ["missing-audio", "missing-audio", "no-transcript", "bad-times", ""]


@given(content=st.binary(max_size=200), suffix=st.sampled_from([".srt", ".vtt", ".textgrid", ".txt"]))
def test_random_bytes_raise_nothing_but_a_corpus_error(content: bytes, suffix: str) -> None:
    try:
        assert read_cues(content, suffix)
    except CorpusError:
        return


@given(st.lists(st.sampled_from([*SHORT.split("\n"), "-1", "1e400", '"', "9" * 5000]), max_size=20).map("\n".join))
def test_scrambled_textgrids_raise_nothing_but_a_corpus_error(text: str) -> None:
    try:
        read_cues(("\n".join(SHORT.split("\n")[:6]) + "\n" + text).encode(), ".textgrid")
    except CorpusError:
        return


ELAN = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT>
<TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="500"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="1250"/>
<TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="2000"/><TIME_SLOT TIME_SLOT_ID="ts4"/>
</TIME_ORDER>
<TIER TIER_ID="K-Spch" PARTICIPANT="Kim">
<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
<ANNOTATION_VALUE>hello there</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="ts3" TIME_SLOT_REF2="ts4">
<ANNOTATION_VALUE>no end</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER TIER_ID="gloss" PARENT_REF="K-Spch">
<ANNOTATION><REF_ANNOTATION ANNOTATION_REF="a1">
<ANNOTATION_VALUE>greeting</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
</TIER>
</ANNOTATION_DOCUMENT>
"""


def test_elan_s_tiers_are_read_with_their_participants(tmp_path: Path) -> None:
    write(tmp_path / "a.eaf", ELAN)
    write(tmp_path / "a.wav", wav_bytes())
    rows = list(iter_utterances(tmp_path))
    assert reasons(rows) == ["bad-times", ""]
    assert (rows[1].readings, rows[1].speaker, rows[1].clip.start) == (("hello there",), "Kim", 0.5)
    assert reasons(list(iter_utterances(tmp_path, tier="nobody"))) == ["unreadable-label"]


def test_a_recording_without_a_text_is_counted(tmp_path: Path) -> None:
    write(tmp_path / "a.srt", SRT)
    write(tmp_path / "a.wav", wav_bytes())
    write(tmp_path / "sub" / "b.mp3", wav_bytes())
    rows = list(iter_utterances(tmp_path))
    assert [(row.id, row.reason) for row in rows if reasons([row]) != [""]] == [("sub/b.mp3", "no-transcript")]


@pytest.mark.parametrize(("write_cues", "suffix"), [(as_vtt, ".vtt"), (as_srt, ".srt")])
def test_our_own_subtitles_are_read_back(write_cues, suffix: str) -> None:
    said = ["Tom & Jerry < Co", "R&D at 5 > 3"]
    segments = [Segment(start, start + 1.5, text) for start, text in enumerate(said)]
    written = write_cues(Transcript(tuple(segments), "en", 1.0, 4.0), Layout(42))
    assert [cue.text for cue in read_cues(written.encode(), suffix)] == said
