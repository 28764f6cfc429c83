import io
import stat
import zipfile

import pytest
from PIL import Image
from tests.studio.speech_work import SPEECH, do_next, open_studio, send, send_tones, spoken

PROMPTS = {path.stem: path for path in sorted(SPEECH.glob("*.flac"))}


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """A studio with narrow limits and two people; each test has a corpus of its own in it."""
    folder = tmp_path_factory.mktemp("studio")
    with open_studio(folder, most_corpus_files=200, import_folders=(str(folder / "allowed"),)) as opened:
        yield opened


@pytest.fixture
def parts(studio):
    return studio.parts


@pytest.fixture
def mina(studio):
    return studio.people["mina"]


@pytest.fixture
def jun(studio):
    return studio.people["jun"]


@pytest.fixture
def corpus(mina):
    return f"/api/corpora/{mina.post('/api/corpora', json={'name': 'Prompts', 'language': 'en'}).json()['id']}"


@pytest.fixture(scope="module")
def prepared(studio):
    """The telephone prompts, with their table, prepared."""
    mina = studio.people["mina"]
    corpus = f"/api/corpora/{mina.post('/api/corpora', json={'name': 'Prompts', 'language': 'en'}).json()['id']}"
    for name, path in PROMPTS.items():
        send(mina, corpus, f"prompts/{name}.flac", path.read_bytes())
    table = (SPEECH / "transcripts.tsv").read_bytes()
    send(mina, corpus, "prompts/transcripts.tsv", table)
    mina.post(f"{corpus}/prepare", json={})
    assert do_next(studio.parts)["state"] == "done"
    return corpus


def zipped(files: dict[str, bytes], *, link: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        if link:
            entry = zipfile.ZipInfo(link)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def put(client, corpus, name, data, **wanted):
    return client.put(f"{corpus}/files", params={"name": name, "total": len(data), **wanted}, content=data)


def test_uploaded_recordings_become_a_corpus_that_can_be_looked_at(mina, prepared):
    view = mina.get(prepared).json()
    assert (view["state"], view["utterances"], view["splits"]) == ("ready", 6, {"train": 6})
    listed = mina.get(f"{prepared}/utterances", params={"sort": "duration"}).json()
    assert listed["total"] == 6
    durations = [row["duration"] for row in listed["utterances"]]
    assert durations == sorted(durations)
    assert all(-60 < row["level"] < 0 for row in listed["utterances"])
    described = mina.get(f"{prepared}/description").json()
    assert sum(described["plots"]["durations"]["counts"]) == 6
    assert described["splits"][0]["sentences"] == 6


def test_utterances_are_found_by_words_and_by_flags(mina, prepared):
    found = mina.get(f"{prepared}/utterances", params={"search": "CIRCUITS"}).json()
    assert [row["text"] for row in found["utterances"]] == ["All circuits are busy now."]
    flagged = mina.get(f"{prepared}/utterances", params={"flag": "no-such-flag"}).json()
    assert flagged["total"] == 0


def test_an_utterance_is_played_in_ranges_and_seen(mina, prepared):
    place = f"{prepared}/utterances/train/0"
    whole = mina.get(f"{place}/audio")
    assert whole.headers["content-type"] == "audio/flac"
    part = mina.get(f"{place}/audio", headers={"Range": "bytes=4-11"})
    assert (part.status_code, part.content) == (206, whole.content[4:12])
    assert part.headers["content-range"] == f"bytes 4-11/{len(whole.content)}"
    assert mina.get(f"{place}/audio", headers={"Range": "bytes=-3"}).content == whole.content[-3:]
    assert mina.get(f"{place}/audio", headers={"Range": f"bytes={len(whole.content)}-"}).status_code == 416
    picture = mina.get(f"{place}/spectrogram", params={"width": 300, "height": 80})
    assert Image.open(io.BytesIO(picture.content)).size == (300, 80)


@pytest.mark.parametrize("row", ["99", "-1"])
def test_an_utterance_that_is_not_there_is_404(mina, prepared, row):
    assert mina.get(f"{prepared}/utterances/train/{row}/audio").status_code == 404
    assert mina.get(f"{prepared}/utterances/dev/0/audio").status_code == 404


def test_ways_of_splitting_are_compared_and_one_makes_a_new_corpus(parts, mina, prepared):
    ways = {way["by"]: way for way in mina.get(f"{prepared}/splits", params={"ratio": "4:2"}).json()}
    assert sum(ways["text"]["rows"].values()) == 6
    made = mina.post(f"{prepared}/split", json={"by": "text", "ratio": "4:2"}).json()
    assert (made["state"], made["origin"]) == ("working", "split")
    assert do_next(parts)["state"] == "done"
    view = mina.get(f"/api/corpora/{made['id']}").json()
    assert view["splits"] == ways["text"]["rows"]
    leaks = mina.get(f"/api/corpora/{made['id']}/description").json()["leaks"]
    assert leaks[0]["sentences"] == 0
    assert mina.get(prepared).json()["splits"] == {"train": 6}


def test_what_is_no_recording_is_set_aside_with_its_reason_whatever_its_name(parts, mina, corpus):
    send(mina, corpus, "good.flac", spoken("auth-thankyou"))
    send(mina, corpus, "bad.flac", b"<html>" * 100)
    send(mina, corpus, "metadata.csv", b"file_name,text\ngood.flac,Thank you.\nbad.flac,Nothing.\n")
    mina.post(f"{corpus}/prepare", json={})
    assert do_next(parts)["state"] == "done"
    aside = mina.get(f"{corpus}/quarantine").json()
    assert [(row["id"], row["reason"]) for row in aside["rows"]] == [("bad", "undecodable")]
    assert "디코딩" in aside["reasons"][0]["about"]["ko"]
    assert aside["rows"][0]["detail"] == "bad.flac is a web page, not a recording."


def test_recordings_without_transcripts_are_told_what_to_do(parts, mina, corpus):
    send(mina, corpus, "good.flac", spoken("auth-thankyou"))
    mina.post(f"{corpus}/prepare", json={})
    failed = do_next(parts)
    assert failed["state"] == "failed"
    assert "draft" in failed["hint"]
    assert parts.settings.folder not in failed["error"] + failed["hint"]
    assert mina.get(corpus).json()["state"] == "failed"


def test_where_nothing_can_be_used_the_reasons_can_still_be_read(parts, mina, corpus):
    send(mina, corpus, "bad.flac", b"<html>" * 100)
    send(mina, corpus, "metadata.csv", b"file_name,text\nbad.flac,Nothing.\n")
    mina.post(f"{corpus}/prepare", json={})
    assert do_next(parts)["state"] == "failed"
    assert mina.get(f"{corpus}/quarantine").json()["reasons"][0]["reason"] == "undecodable"


def test_an_interrupted_upload_goes_on_where_it_was(mina, corpus):
    data = spoken("auth-thankyou")
    half = len(data) // 2
    first = mina.put(f"{corpus}/files", params={"name": "a.flac", "total": len(data)}, content=data[:half]).json()
    assert (first["received"], first["complete"]) == (half, False)
    early = mina.put(f"{corpus}/files", params={"name": "a.flac", "total": len(data), "offset": 3}, content=data[3:])
    assert (early.status_code, early.json()["received"]) == (409, half)
    listed = mina.get(f"{corpus}/files").json()["files"]
    assert listed[0]["received"] == half
    rest = {"name": "a.flac", "total": len(data), "offset": half}
    assert mina.put(f"{corpus}/files", params=rest, content=data[half:]).json()["complete"]


def test_a_zip_is_unpacked_by_its_job(parts, mina, corpus):
    files = {f"pack/{name}.flac": path.read_bytes() for name, path in PROMPTS.items()}
    files["pack/transcripts.tsv"] = (SPEECH / "transcripts.tsv").read_bytes()
    files["__MACOSX/pack/._x.flac"] = b"x"
    send(mina, corpus, "all.zip", zipped(files))
    mina.post(f"{corpus}/prepare", json={})
    assert do_next(parts)["state"] == "done"
    assert mina.get(corpus).json()["utterances"] == 6


@pytest.mark.parametrize(
    "bad",
    [
        zipped({"../../etc/cron.d/x": b"x"}),
        zipped({"/etc/passwd": b"x"}),
        zipped({"..\\..\\x.wav": b"x"}),
        zipped({"a.wav": b"x"}, link="link.wav"),
        zipped({"inner.zip": zipped({"a.wav": b"x"})}),
        zipped({"a.wav": b"x", "A.WAV": b"y"}),
        zipped({f"{number}.wav": b"" for number in range(300)}),
        zipped({"zeros.wav": b"\0" * 70_000_000}),
        zipped({"a.wav": b"x" * 100})[:-30],
    ],
    ids=["dots", "absolute", "backslashes", "link", "zip in zip", "twice", "too many", "bomb", "cut off"],
)
def test_archives_that_must_not_be_unpacked_are_refused_at_once(mina, corpus, bad):
    answer = put(mina, corpus, "x.zip", bad)
    assert answer.status_code == 400
    assert answer.json()["hint"]
    assert mina.get(f"{corpus}/files").json()["total"] == 0


@pytest.mark.parametrize(
    "name", ["../x.wav", "/etc/x.wav", "a/../../x.wav", "..\\x.wav", ".ssh/x", "a//b", "x\0.wav", "."]
)
def test_no_name_from_outside_becomes_a_path_outside(parts, mina, corpus, name):
    assert put(mina, corpus, name, b"x").status_code in (400, 422)
    assert mina.get(f"{corpus}/files").json()["total"] == 0


def test_what_is_too_much_is_refused(mina, corpus):
    for number in range(200):
        put(mina, corpus, f"{number}.txt", b"x")
    answer = put(mina, corpus, "one-more.txt", b"x")
    assert answer.status_code == 400
    assert mina.put(f"{corpus}/files", params={"name": "0.txt", "total": 10**12}, content=b"x").status_code == 400


def test_a_corpus_at_work_is_neither_deleted_nor_prepared_twice(parts, mina, corpus):
    send_tones(mina, corpus, 2)
    job = mina.post(f"{corpus}/prepare", json={}).json()["job"]
    assert mina.delete(corpus).status_code == 400
    assert mina.post(f"{corpus}/prepare", json={}).status_code == 400
    mina.post(f"/api/jobs/{job}/cancel")
    assert mina.delete(corpus).status_code == 200
    assert mina.get(corpus).status_code == 404


def test_a_folder_of_the_server_is_taken_only_where_the_settings_allow(parts, mina, studio):
    tmp_path = studio.folder
    (tmp_path / "allowed" / "prompts").mkdir(parents=True)
    for path in PROMPTS.values():
        (tmp_path / "allowed" / "prompts" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "allowed" / "prompts" / "t.tsv").write_bytes((SPEECH / "transcripts.tsv").read_bytes())
    (tmp_path / "allowed" / "way-out").symlink_to("/etc")
    roots = mina.get("/api/corpora/folders").json()
    assert [folder["path"] for folder in roots["folders"]] == [str(tmp_path / "allowed")]
    inside = mina.get("/api/corpora/folders", params={"path": str(tmp_path / "allowed")}).json()
    assert [folder["name"] for folder in inside["folders"]] == ["prompts"]
    for bad in (
        "/etc",
        str(tmp_path),
        str(tmp_path / "allowed" / ".." / "corpora"),
        str(tmp_path / "allowed/way-out"),
        "x",
    ):
        assert mina.post("/api/corpora", json={"name": "x", "folder": bad}).status_code == 400
        assert mina.get("/api/corpora/folders", params={"path": bad}).status_code == 400
    made = mina.post("/api/corpora", json={"name": "x", "folder": str(tmp_path / "allowed" / "prompts")}).json()
    mina.post(f"/api/corpora/{made['id']}/prepare", json={"language": "English"})
    assert do_next(parts)["state"] == "done"
    assert mina.get(f"/api/corpora/{made['id']}").json()["utterances"] == 6


@pytest.mark.weights
def test_a_sample_in_the_built_in_voices_is_there_to_begin_with(parts, mina, monkeypatch):
    monkeypatch.setattr("soridam.studio.corpora.sample.VOICES", ("jf_alpha", "jm_kumo"))  # half the time
    made = mina.post("/api/corpora/sample", json={"language": "ko"}).json()
    assert (made["origin"], made["state"]) == ("sample", "working")
    assert do_next(parts)["state"] == "done"
    rows = mina.get(f"/api/corpora/{made['id']}/utterances").json()["utterances"]
    assert len(rows) == 16
    assert {row["speaker"] for row in rows} == {"jf_alpha", "jm_kumo"}
    assert all(1 < row["duration"] < 6 for row in rows)


def test_each_sees_their_own_corpora_only(mina, jun, corpus):
    assert corpus.rpartition("/")[2] in [each["id"] for each in mina.get("/api/corpora").json()]
    assert jun.get("/api/corpora").json() == []
    for path in ("", "/files", "/quarantine", "/description", "/utterances", "/splits", "/recordings", "/segments"):
        assert jun.get(f"{corpus}{path}").status_code == 404
    assert put(jun, corpus, "a.wav", b"x").status_code == 404
