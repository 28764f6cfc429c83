from pathlib import Path

import pytest
from corpus_builders import reasons, utterances, wav_bytes, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.speech.corpus.readers.atco2 import iter_utterances, plain_text, read_nearby, role_of
from soridam.text.normalizer import find_text_policy

STEM = "LKPR_RUZYNE_Tower_134_560MHz_20201025_091112"


def segment(text: str, label: str = "Tower_1", non_english: int = 0, end: str = "0.08") -> str:
    return (
        f"<segment><start>0.01</start><end>{end}</end><speaker>A</speaker><speaker_label>{label}</speaker_label>"
        f"<text>{text}</text><tags><correct>1</correct><correct_transcript>1</correct_transcript>"
        f"<correct_tagging>0</correct_tagging><non_english>{non_english}</non_english></tags></segment>"
    )


def write_corpus(folder: Path, *segments: str) -> None:
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n<data>{"".join(segments)}</data>'
    write(folder / "DATA" / f"{STEM}.xml", document)
    write(folder / "DATA" / f"{STEM}.wav", wav_bytes())


def test_a_segment_is_a_stretch_of_its_recording(tmp_path: Path) -> None:
    write_corpus(tmp_path, segment("[#command]turn left[/#command]"))
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.clip.path.name, row.clip.start, row.clip.end) == (f"{STEM}.wav", 0.01, 0.08)
    assert row.readings == ("turn left",)


@pytest.mark.parametrize(
    ("marked", "trained", "heard"),
    [
        (
            "[#callsign]CSA One Delta Zulu[/#callsign] [#value]QNH one zero one three[/#value]",
            "csa one delta zulu qnh one zero one three",
            "CSA one delta zulu, Q N H 1013.",
        ),
        (
            "[#command]cleared ILS approach[/#command] [#value]runway two four[/#value]",
            "cleared ils approach runway two four",
            "Cleared I.L.S. approach, runway 24",
        ),
        ("proceed to [#value]VOR[/#value]", "proceed to vor", "proceed to VOR"),
        ("part II and IX", "part ii and ix", "part II and IX"),
    ],
)
def test_abbreviations_train_and_score_as_what_was_said(tmp_path: Path, marked: str, trained: str, heard: str) -> None:
    write_corpus(tmp_path, segment(marked))
    [row] = utterances(list(iter_utterances(tmp_path)))
    policy = find_text_policy("airtraffic")
    assert policy.train.apply(row.readings[0]) == trained
    assert policy.score.apply(heard) == policy.score.apply(trained)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Tower_1", "controller"),
        ("Ruzyne Radar", "controller"),
        ("APPROACH", "controller"),
        ("apron", "controller"),
        ("Ground-2", "controller"),
        ("UNK-1", "unknown"),
        ("", "unknown"),
        ("CSA1ML", "pilot"),
    ],
)
def test_the_role_is_told_by_the_label(label: str, role: str) -> None:
    assert role_of(label) == role


def test_the_role_becomes_part_of_the_source_and_the_airport_of_the_region(tmp_path: Path) -> None:
    write_corpus(tmp_path, segment("hello", label="CSA1ML"))
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.source, row.region, row.speaker) == ("atco2/pilot", "LKPR", "CSA1ML")


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("[#callsign]Ryanair Seven[/#callsign][#value]two[/#value]", "Ryanair Seven two"),
        ("[#unnamed]bye bye[/#unnamed] [#nonenglish]ahoj[/#nonenglish]", "bye bye ahoj"),
        ("[unk] hello [hes] there [spk] [noise]", "hello there"),
        ("runway [#value]04R(zero four right)[/#value] cleared", "runway zero four right cleared"),
        ("[NE Czech] dobry den [/NE] Ryanair", "dobry den Ryanair"),
        ("cleared ILS approach", "cleared ILS approach"),
        ("via CPDLC now", "via CPDLC now"),
        ("part II and IX", "part II and IX"),
        ("CLEARED TO LAND", "CLEARED TO LAND"),
        ("niner turkey air france runaway", "niner turkey air france runaway"),
    ],
)
def test_marks_give_what_was_pronounced(marked: str, plain: str) -> None:
    assert plain_text(marked) == plain


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no-transcript"),
        ("[unk] [noise]", "empty-after-marks"),
        ("[NE Czech]dobry den[/NE]", "foreign"),
        ("[NE Czech]dobry den[/NE] [unk]", "foreign"),
        ("[#callsign]Ryanair", "broken-marks"),
        ("Ryanair[/#callsign]", "broken-marks"),
        ("runway 04R(zero four", "broken-marks"),
        ("hello [strange] there", "broken-marks"),
    ],
)
def test_rows_without_usable_words_are_set_aside(tmp_path: Path, text: str, reason: str) -> None:
    write_corpus(tmp_path, segment(text))
    assert reasons(list(iter_utterances(tmp_path))) == [reason]


def test_a_segment_tagged_as_not_english_is_foreign(tmp_path: Path) -> None:
    write_corpus(tmp_path, segment("dobry den", non_english=1))
    assert reasons(list(iter_utterances(tmp_path))) == ["foreign"]


@pytest.mark.parametrize("end", ["0.001", "nan", "soon", "-1", ""])
def test_times_that_make_no_sense_set_the_row_aside(tmp_path: Path, end: str) -> None:
    write_corpus(tmp_path, segment("hello", end=end))
    assert reasons(list(iter_utterances(tmp_path))) == ["bad-times"]


def test_a_document_that_defines_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "xxxxxxxx"><!ENTITY b "&a;&a;&a;">]><data><segment>&b;</segment></data>'
    write(tmp_path / "x.xml", bomb)
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label"]


PIECES = ["[#callsign]", "[/#callsign]", "[NE cz]", "[/NE]", "[unk]", "(", ")", "[", "]", "04R(zero four)", "ILS", "go"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map(" ".join))
def test_no_mark_survives_and_no_other_error_is_raised(text: str) -> None:
    try:
        plain = plain_text(text)
    except CorpusError:
        return
    assert plain.strip() and not set("[]()") & set(plain)


def test_what_was_nearby_is_read_from_the_info_file(tmp_path: Path) -> None:
    info = (
        "airport: LKPR\nchannel: Tower 134.560\n\nwaypoints nearby: BAROX VENOX\nERASU\n\n"
        "callsigns nearby:\nBLA131 : All Charter One Three One\nCSA1ML : CSA Lines One Mike Lima\n"
    )
    nearby = read_nearby(write(tmp_path / "x.info", info))
    assert (nearby.airport, nearby.channel) == ("LKPR", "Tower 134.560")
    assert nearby.waypoints == ("BAROX", "VENOX", "ERASU")
    assert nearby.callsigns["BLA131"] == "All Charter One Three One"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_random_bytes_are_set_aside(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "x.xml", content)
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label"]
