from pathlib import Path

import pytest
from corpus_builders import reasons, utterances, wav_bytes, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.speech.corpus.readers.uwb_atcc import iter_utterances, plain_text


def write_corpus(folder: Path, *turns: str) -> None:
    document = (
        '<?xml version="1.0" encoding="CP1250"?>\n<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n'
        '<Trans audio_filename="x"><Speakers><Speaker id="spk1" name="ATCO"/><Speaker id="spk2" name="pilot"/>'
        f'</Speakers><Episode><Section type="report">{"".join(turns)}</Section></Episode></Trans>'
    )
    write(folder / "x.trs", document, encoding="cp1250")
    write(folder / "x.wav", wav_bytes(rate=8_000))


def turn(body: str, speaker: str = "spk1") -> str:
    return f'<Turn speaker="{speaker}" startTime="0" endTime="0.09">{body}</Turn>'


def test_a_turn_is_cut_at_its_marks_of_time(tmp_path: Path) -> None:
    write_corpus(tmp_path, turn('<Sync time="0"/>turn left\n<Sync time="0.05"/>climb now'))
    one, two = utterances(list(iter_utterances(tmp_path)))
    assert (one.readings, one.clip.start, one.clip.end) == (("turn left",), 0.0, 0.05)
    assert (two.readings, two.clip.start, two.clip.end) == (("climb now",), 0.05, 0.09)


def test_text_behind_an_event_belongs_to_its_segment(tmp_path: Path) -> None:
    write_corpus(tmp_path, turn('<Sync time="0"/>turn <Event desc="b" type="noise" extent="instantaneous"/> left'))
    assert utterances(list(iter_utterances(tmp_path)))[0].readings == ("turn left",)


def test_central_european_letters_survive(tmp_path: Path) -> None:
    write_corpus(tmp_path, turn('<Sync time="0"/>Žilina řízení'))
    assert utterances(list(iter_utterances(tmp_path)))[0].readings == ("Žilina řízení",)


def test_without_a_declaration_the_encoding_is_the_one_of_the_corpus(tmp_path: Path) -> None:
    write_corpus(tmp_path, turn('<Sync time="0"/>řízení'))
    text = (tmp_path / "x.trs").read_bytes()
    write(tmp_path / "x.trs", text[text.index(b"<!DOCTYPE") :])
    assert utterances(list(iter_utterances(tmp_path)))[0].readings == ("řízení",)


def test_the_role_comes_from_the_name_of_the_speaker(tmp_path: Path) -> None:
    write_corpus(tmp_path, turn('<Sync time="0"/>hello', "spk2"))
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.speaker, row.source) == ("pilot", "uwb_atcc/pilot")


def test_two_at_once_are_set_aside(tmp_path: Path) -> None:
    body = '<Sync time="0"/><Who nb="1"/>hello<Who nb="2"/>hi'
    write_corpus(tmp_path, turn(body, "spk1 spk2"))
    assert reasons(list(iter_utterances(tmp_path))) == ["overlapping-speech"]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("[ehm_??] hello", "hello"),
        ("[noise] hello [background_speech] [speaker]", "hello"),
        ("hello [unintelligible] there", "hello there"),
        ("hello [no_eng] there", "hello there"),
        ("[czech_|]dobry den[|_czech] hello", "hello"),
        ("[comment_|]he laughs[|_comment] hello", "hello"),
        ("[unintelligible_|]turn left[|_unintelligible] now", "turn left now"),
        ("[background_speech_|]turn[|_background_speech] now", "turn now"),
        ("(H(otel)) (C(harlie)) (A(lfa))", "hotel charlie alfa"),
        ("RWY 24", "runway two four"),
        ("FL 350", "flight level three five zero"),
        ("FL350", "flight level three five zero"),
        ("118.1", "one one eight decimal one"),
        ("RWY 09, wind 05", "runway zero nine wind zero five"),
    ],
)
def test_marks_and_abbreviations_are_read_as_the_corpus_defines_them(marked: str, plain: str) -> None:
    assert plain_text(marked) == plain


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[noise] [speaker]", "empty-after-marks"),
        ("[comment_|]x[|_comment]", "empty-after-marks"),
        ("[czech_|]dobry den[|_czech]", "foreign"),
        ("[no_eng_??]", "foreign"),
        ("[czech_|]dobry den", "broken-marks"),
        ("dobry den[|_czech]", "broken-marks"),
        ("(H(otel) hello", "broken-marks"),
        ("hello)", "broken-marks"),
        ("[strange] hello", "broken-marks"),
        (" ", "no-transcript"),
    ],
)
def test_rows_without_usable_words_are_set_aside(tmp_path: Path, text: str, reason: str) -> None:
    write_corpus(tmp_path, turn(f'<Sync time="0"/>{text}'))
    assert reasons(list(iter_utterances(tmp_path))) == [reason]


PIECES = ["[noise]", "[czech_|]", "[|_czech]", "[comment_|]", "[|_comment]", "(H(otel))", "(", ")", "[", "|", "12", "x"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map(" ".join))
def test_no_mark_survives_and_no_other_error_is_raised(text: str) -> None:
    try:
        plain = plain_text(text)
    except CorpusError:
        return
    assert plain.strip() and not set("[]()|0123456789") & set(plain)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_random_bytes_are_set_aside(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "x.trs", content)
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label"]
