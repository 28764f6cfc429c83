"""`soridam radio search` and `ask`, as people type them."""

import json
from pathlib import Path

import pytest
from tests.radio.messages import heard
from typer.testing import CliRunner

from soridam.cli.main import app

pytestmark = pytest.mark.weights
SAID = ("korean air seven zero one runway three three left cleared to land", "lufthansa one two three good day")


@pytest.fixture
def material(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("transcripts").mkdir()
    Path("docs").mkdir()
    Path("transcripts/RKSI_20261130_142000.json").write_text(json.dumps(heard(*SAID).to_json()))
    Path("transcripts/RKSI_20261130_142000.wav").write_bytes(b"RIFF")
    Path("docs/aip.md").write_text("# Frequencies\n\nTower answers on 118.200, ground on 121.750.\n")
    return tmp_path


def run(*words: str):
    return CliRunner().invoke(app, ["radio", *words, "--index", "index.sqlite"])


def test_a_question_is_answered_with_quotes_and_their_place(material):
    told = run("ask", "Which runway was in use at 14:20?", "--in", "transcripts", "--documents", "docs")
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines()[0] == "33L"
    assert "2026-11-30 14:20:00, transcripts/RKSI_20261130_142000.json, 00:00:00" in told.stdout
    assert "121.750: “Tower answers" in run("ask", "지상관제 주파수는?", "--documents", "docs").stdout
    assert run("ask", "What does lunch cost?", "--documents", "docs").stdout == "Not in the material.\n"


def test_json_links_to_the_second_of_the_recording(material):
    told = json.loads(run("ask", "Who said good day at 14:20?", "--in", "transcripts", "--json").stdout)
    assert told["found"]
    sound = (material / "transcripts/RKSI_20261130_142000.wav").as_uri()
    assert [quote["link"] for quote in told["quotes"]] == [f"{sound}#t=0.000", f"{sound}#t=5.000"]


def test_search_finds_transcripts_and_documents_by_place_and_time(material):
    found = json.loads(run("search", "cleared to land", "--in", "transcripts", "--in", "docs", "--json").stdout)
    assert found[0]["text"] == "Korean Air 701 runway 33L cleared to land"
    late = run("search", "cleared to land", "--in", "transcripts", "--at", "20:00")
    assert late.stdout == "Nothing was found.\n"
    assert "cleared to land" not in run("search", "cleared to land", "--in", "transcripts", "--airport", "LKPR").stdout


def test_a_file_that_cannot_be_read_is_reported_and_the_rest_is_searched(material):
    Path("docs/broken.pdf").write_bytes(b"%PDF")
    told = run("search", "ground frequency", "--in", "docs")
    assert "Tower answers" in told.stdout
    assert "broken.pdf: This PDF cannot be read." in told.stderr


@pytest.mark.parametrize(
    "words",
    [("ask", "What?"), ("search", "x", "--in", "nowhere"), ("search", "x", "--in", "docs", "--at", "soon")],
)
def test_what_cannot_be_asked_is_refused(material, words):
    assert run(*words).exit_code != 0
