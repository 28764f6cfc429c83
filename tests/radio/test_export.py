import csv
import io

import numpy as np
import pytest
import soundfile
from tests.radio.messages import heard

from soridam.core.errors import UsageError
from soridam.radio.export import FORMATS, parse_formats, write_radio
from soridam.speech.corpus.readers.atco2 import iter_utterances
from soridam.speech.corpus.utterance import Utterance

TEXTS = (
    "lufthansa one two three descend flight level one eight zero",
    "descending flight level one six zero lufthansa one two three",
)
TRANSCRIPT = heard(*TEXTS)


def test_a_line_says_when_who_what_and_what_was_read_back_wrongly():
    assert FORMATS["txt"](TRANSCRIPT).splitlines() == [
        "00:00:00.0  controller  Lufthansa 123 descend FL 180",
        "00:00:05.0  pilot       descending FL 160 Lufthansa 123  << read back FL160 for FL180",
    ]


def test_the_table_has_a_row_a_transmission():
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](TRANSCRIPT))))
    assert [row["callsign"] for row in rows] == ["DLH123", "DLH123"]
    assert [row["readback"] for row in rows] == ["", "differs"]


def test_subtitles_show_the_written_form():
    assert "Lufthansa 123 descend FL 180" in FORMATS["srt"](TRANSCRIPT)
    assert FORMATS["vtt"](TRANSCRIPT).startswith("WEBVTT")


def test_atco2s_reader_reads_the_export_back(tmp_path):
    soundfile.write(tmp_path / "LKPR_tower.wav", np.zeros(16_000 * 12, np.int16), 16_000)
    write_radio(TRANSCRIPT, tmp_path / "LKPR_tower", ("xml",))
    rows = [row for row in iter_utterances(tmp_path) if isinstance(row, Utterance)]
    assert [row.readings[0] for row in rows] == list(TEXTS)
    assert [row.source for row in rows] == ["atco2/controller", "atco2/pilot"]
    assert "[#callsign] lufthansa one two three [/#callsign]" in rows[0].transcript


def test_every_format_is_written(tmp_path):
    paths = write_radio(TRANSCRIPT, tmp_path / "deep" / "talk", parse_formats(["all"]))
    assert [path.name for path in paths] == [f"talk.{name}" for name in FORMATS]
    assert all(path.stat().st_size for path in paths)


def test_an_unknown_format_is_refused():
    with pytest.raises(UsageError, match="no output format 'doc'"):
        parse_formats(["doc"])
