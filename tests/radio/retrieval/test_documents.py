"""Files of all kinds become passages with their place; broken and hostile ones give an error of their own."""

import csv
import json
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from tests.radio.messages import heard

from soridam.core.errors import CorpusError, UsageError
from soridam.radio.clock import Moment
from soridam.radio.retrieval.documents import find_sources, read_document
from soridam.radio.retrieval.prose import MOST_LETTERS, MOST_WORDS, cut_text

MARKDOWN = """# Incheon (RKSI)
## Runways
Runway 33L is preferred
at night.

| Runway | Length |
|---|---|
| 15L | 3750 m |

## Frequencies
- Tower 118.2
- Ground 121.75
"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_markdown_is_cut_under_its_headings_and_rows_keep_the_names_of_their_columns(tmp_path):
    night, row, list_ = read_document(written(tmp_path, "aip.md", MARKDOWN))
    assert night.text == "Runway 33L is preferred at night."
    assert (night.heading, night.place, night.airport) == ("Incheon (RKSI) > Runways", "line 3", "RKSI")
    assert row.text == "Runway: 15L; Length: 3750 m"
    assert list_.text == "Tower 118.2; Ground 121.75"
    assert list_.heading == "Incheon (RKSI) > Frequencies"


def test_numbered_and_underlined_headings_of_plain_text_are_known(tmp_path):
    text = "2.1 Night operation\n\nOnly 09L is used.\n\nWeather\n=======\nFog is common in May.\n"
    night, weather = read_document(written(tmp_path, "LKPR-rules.txt", text))
    assert (night.heading, weather.heading) == ("2.1 Night operation", "Weather")
    assert night.airport == "LKPR"


def test_pages_of_a_pdf_are_cited(tmp_path):
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for text in ("Taxiway C is closed.", "Contact ground on 121.9."):
        pdf.add_page()
        pdf.cell(text=text)
    pdf.output(str(tmp_path / "notam.pdf"))
    first, second = read_document(tmp_path / "notam.pdf")
    assert (first.text, first.place) == ("Taxiway C is closed.", "page 1")
    assert (second.text, second.place) == ("Contact ground on 121.9.", "page 2")


def test_rows_of_csv_keep_airport_time_and_callsign(tmp_path):
    (seen,) = read_document(written(tmp_path, "a.csv", "time;flight;icao\n2026-11-30T14:20:00Z;kal701;RKSI\n"))
    assert (seen.kind, seen.place, seen.airport) == ("name", "row 2", "RKSI")
    assert seen.moment == Moment(14 * 3600 + 1200, "2026-11-30")
    assert seen.values == (("callsign", "KAL701"),)


def test_json_lists_and_objects_and_info_files_are_read(tmp_path):
    facts = {"airport": "RKSI", "runways": [{"name": "33L", "length": 3750}], "waypoints": ["ABLAN", "OLMEN"]}
    texts = [one.text for one in read_document(written(tmp_path, "a.json", json.dumps(facts)))]
    assert texts == ["airport: RKSI", "name: 33L; length: 3750", "waypoints: ABLAN, OLMEN"]
    info = read_document(
        written(tmp_path, "b.info", "airport: LKPR\nwaypoints: KOLAD\ncallsigns:\nBLA13 : all one three\n")
    )
    assert [one.text for one in info] == ["Airport LKPR, channel", "Waypoints: KOLAD", "BLA13: all one three"]
    assert all(one.airport == "LKPR" for one in info)


def test_a_transcript_has_the_seconds_and_the_time_of_each_transmission(tmp_path):
    told = heard("korean air seven zero one descend flight level one eight zero", "runway three three left").to_json()
    path = written(tmp_path, "RKSI_20261130_142000.json", json.dumps(told))
    first, second = read_document(path)
    assert (first.kind, first.seconds, first.airport) == ("said", 0.0, "RKSI")
    assert ("level", "FL180") in first.values
    assert second.moment == Moment(14 * 3600 + 1205, "2026-11-30")
    path = written(tmp_path, "tower.json", json.dumps(told))
    assert read_document(path)[0].moment is None
    assert read_document(path, starts=Moment(50_000))[1].moment == Moment(50_005)
    path = written(tmp_path, "tower.json", json.dumps({**told, "starts": "14:00"}))
    assert read_document(path, starts=Moment(1))[0].moment == Moment(50_400)


def test_an_ordinary_transcript_is_read_too(tmp_path):
    told = {"segments": [{"start": 2.5, "end": 4, "text": "Turn left heading 310"}]}
    (only,) = read_document(written(tmp_path, "a.json", json.dumps(told)))
    assert ("heading", "310") in only.values
    assert (only.seconds, only.place) == (2.5, "00:00:02")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *[("a.json", content) for content in ("", "{", "7", '{"messages": [{"start": "x"}]}', "[" * 5_000)],
        *[("a.pdf", content) for content in ("", "%PDF-1.4 nothing", b"\xff" * 500)],
        *[("a.md", content) for content in ("", " \n ", b"\0\1\2", b"\xff\xff\xff")],
        *[("a.csv", content) for content in ("", "a,b\n", 'a\n"' + "x" * 200_000)],
        ("a.exe", "MZ"),
        ("a.txt", "Too long.\n\n" * 6_001),
        ("a.info", b"\xff\xff"),
        ("a.jsonl", '{"a": 1}\n{'),
    ],
)
def test_what_cannot_be_read_is_an_error_with_the_name_of_its_file(tmp_path, name, content):
    with pytest.raises(CorpusError) as error:
        read_document(written(tmp_path, name, content), name="mine.x" if name == "a.exe" else name)
    assert error.value.hint


def test_characters_that_steer_a_terminal_are_left_out(tmp_path):
    (only,) = read_document(written(tmp_path, "a.txt", "Runway \x1b[31m33L\u202e is closed.\x07"))
    assert only.text == "Runway [31m33L is closed."


def test_folders_are_searched_for_known_kinds_and_a_missing_path_is_named(tmp_path):
    written(tmp_path, "a.md", MARKDOWN)
    written(tmp_path, "b.wav", b"RIFF")
    written(tmp_path, ".hidden.md", MARKDOWN)
    assert [Path(source.name).name for source in find_sources([tmp_path, tmp_path / "a.md"])] == ["a.md"]
    with pytest.raises(UsageError, match="nothing at"):
        find_sources([tmp_path / "nowhere"])


@given(st.text(max_size=3_000))
def test_no_passage_of_any_text_is_too_long(text):
    for passage in cut_text(text, "any"):
        assert len(passage.text.split()) <= MOST_WORDS or passage.text.count(";")
        assert len(passage.text) <= MOST_LETTERS + MOST_WORDS or "|" in text


@given(st.lists(st.text("abc 가나.", min_size=1, max_size=300), max_size=12))
def test_no_word_of_a_text_is_lost(lines):
    text = "\n".join(lines)
    found = " ".join(f"{one.heading} {one.text}" for one in cut_text(text, "any"))
    assert set(text.split()) <= set(found.split())


def test_a_cell_without_an_end_is_refused_whatever_other_readers_allow(tmp_path):
    before = csv.field_size_limit(2**31 - 1)
    try:
        (tmp_path / "a.csv").write_text('a\n"' + "x" * 200_000)
        with pytest.raises(CorpusError, match="more than 100,000 letters"):
            read_document(tmp_path / "a.csv")
    finally:
        csv.field_size_limit(before)
