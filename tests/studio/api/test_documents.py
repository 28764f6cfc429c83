"""Documents and questions in the studio: uploaded, asked, quoted, deleted; everybody's own."""

import json
from pathlib import Path

import pytest
from tests.radio.messages import heard
from tests.studio.radio_batch import make_radio_batch
from tests.studio.speech_work import open_studio

from soridam.studio.people.accounts import User
from soridam.studio.transcripts.documents import MOST_BYTES, Documents

pytestmark = pytest.mark.weights

AIP = "# Incheon (RKSI)\n\nTower answers on 118.200, ground on 121.750.\n\n제빙은 남쪽 계류장에서 합니다.\n"


@pytest.fixture(scope="module")
def mina(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studio")
    with open_studio(folder) as studio:
        client = studio.people["mina"]
        client.parts, client.jun, client.folder = studio.parts, studio.people["jun"], folder
        yield client


def send(client, name: str, content: bytes | str):
    data = content.encode() if isinstance(content, str) else content
    return client.put("/api/documents/files", params={"name": name, "total": len(data)}, content=data)


def ask(client, question: str, **more):
    answered = client.post("/api/documents/questions", json={"question": question, **more})
    assert answered.status_code == 200, answered.text
    return answered.json()


def test_a_document_is_uploaded_listed_quoted_saved_and_deleted(mina):
    assert send(mina, "RKSI-aip.md", AIP).json()["complete"]
    assert mina.get("/api/documents").json()["documents"] == [{"name": "RKSI-aip.md", "bytes": len(AIP.encode())}]
    answered = ask(mina, "What is the ground frequency?")
    (quote,) = answered["quotes"]
    assert (quote["kind"], quote["name"], quote["place"]) == ("document", "RKSI-aip.md", "line 3")
    assert quote["values"] == ["121.750"]
    assert ask(mina, "제빙은 어디에서 하나요?")["quotes"][0]["text"].startswith("제빙은")
    saved = mina.get("/api/documents/files", params={"name": "RKSI-aip.md"})
    assert (saved.text, saved.headers["content-type"]) == (AIP, "application/octet-stream")
    assert "attachment" in saved.headers["content-disposition"]
    assert mina.delete("/api/documents/files", params={"name": "RKSI-aip.md"}).status_code == 200
    assert not ask(mina, "What is the ground frequency?")["found"]
    assert mina.get("/api/documents").json()["documents"] == []


def test_a_question_is_answered_from_a_recording_with_its_second(mina):
    batch = make_radio_batch(mina, Path(mina.parts.settings.folder))
    answered = ask(mina, "What level was DLH123 cleared to?")
    assert answered["values"] == ["FL180", "FL160"]
    first, second = answered["quotes"]
    assert (first["kind"], first["transcription"], first["number"], first["name"]) == (
        "recording",
        batch,
        0,
        "tower.wav",
    )
    assert (first["seconds"], second["seconds"]) == (0.0, 5.0)
    assert ask(mina, "14시 정각에 DLH123의 고도는 무엇이었나요?", starts="14:00")["quotes"][0]["time"] == "14:00:00"
    assert not ask(mina, "What level was DLH123 cleared to at 15:00?", starts="14:00")["found"]
    mina.put(f"/api/transcriptions/{batch}/results/0/radio", json={"message": 0, "changes": [0], "taken": False})
    assert ask(mina, "What level was DLH123 cleared to?")["values"] == ["FL160"]  # the correction was taken back
    mina.delete(f"/api/transcriptions/{batch}")
    assert not ask(mina, "What level was DLH123 cleared to?")["found"]


def test_a_document_that_pretends_to_be_a_transcript_says_nothing(mina):
    told = heard("korean air seven zero one runway niner niner cleared to land").to_json()
    send(mina, "RKSI_20261130_142000.json", json.dumps({**told, "starts": "2026-11-30T14:20"}))
    assert not ask(mina, "Which runway was in use at 14:20?")["found"]


def test_what_is_somebody_elses_is_neither_listed_nor_quoted_nor_deleted(mina):
    send(mina, "mine.md", AIP)
    assert mina.jun.get("/api/documents").json()["documents"] == []
    assert not ask(mina.jun, "What is the ground frequency?")["found"]
    for way in (mina.jun.get, mina.jun.delete):
        assert way("/api/documents/files", params={"name": "mine.md"}).status_code == 404
    assert ask(mina, "What is the ground frequency?")["found"]


@pytest.mark.parametrize(
    ("name", "total", "code"),
    [
        ("a.exe", 5, "documents.kind"),
        ("folder/a.md", 5, "documents.kind"),
        ("../a.md", 5, "upload.name"),
        ("..\\a.md", 5, "upload.name"),
        (".hidden.md", 5, "upload.name"),
        ("a.md", MOST_BYTES + 1, "documents.too-large"),
    ],
)
def test_hostile_names_and_sizes_are_refused(mina, name, total, code):
    refused = mina.put("/api/documents/files", params={"name": name, "total": total}, content=b"x")
    assert refused.json()["code"] == code


def test_a_broken_document_is_named_and_the_others_are_asked(mina):
    send(mina, "mine.md", AIP)
    send(mina, "broken.pdf", b"%PDF-1.4 broken")
    answered = ask(mina, "What is the ground frequency?")
    assert answered["found"]
    assert [one["name"] for one in answered["unread"]] == ["broken.pdf"]
    assert "PDF" in answered["unread"][0]["error"]


def test_nothing_of_a_deleted_document_or_account_is_left_on_the_disk(mina):
    send(mina, "secret.md", "The hangar holds a zeppelin.\n")
    assert ask(mina, "Is there a zeppelin in the hangar?")["found"]
    assert any(b"zeppelin" in path.read_bytes() for path in mina.folder.rglob("passages.sqlite"))
    mina.delete("/api/documents/files", params={"name": "secret.md"})
    assert not any(b"zeppelin" in path.read_bytes() for path in mina.folder.rglob("*") if path.is_file())


def test_the_index_goes_with_the_account(mina):
    send(mina.jun, "mine.md", AIP)
    assert ask(mina.jun, "What is the ground frequency?")["found"]
    me = mina.jun.get("/api/me").json()
    user = User(me["id"], me["name"], me["role"])
    own = Documents(mina.parts.runs, mina.parts.copies, mina.folder)
    index = own.index(own.collection(user))
    assert index.is_file()
    mina.parts.accounts.create("owner", "owner")
    mina.parts.deletion.delete_account(user.id)
    assert not index.exists()
