"""A corpus of pictures in the studio: uploaded, captioned, deleted; on each kind of database."""

import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image
from tests.image.data.small_pictures import draw_picture, write_bomb
from tests.studio.databases import KINDS
from tests.studio.speech_work import do_next, open_studio, send

from soridam.image.data.readers import read_pictures
from soridam.studio.people.accounts import User

GPS = 0x8825  # the tag of EXIF that says where a photograph was taken


@pytest.fixture(scope="module", params=KINDS)
def studio(request, tmp_path_factory):
    with open_studio(tmp_path_factory.mktemp("studio"), request.param, most_upload_bytes=5_000_000) as opened:
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
    made = mina.post("/api/corpora", json={"name": "Heroes", "family": "image"}).json()
    assert (made["family"], made["state"]) == ("image", "empty")
    return f"/api/corpora/{made['id']}"


@pytest.fixture
def drawn(tmp_path):
    """Three pictures, the first of which has a caption."""
    for number in range(3):
        draw_picture(tmp_path / "drawn" / f"{number}.png", (320, 240), seed=number)
    (tmp_path / "drawn" / "0.txt").write_text("a fox")
    return tmp_path / "drawn"


def add(mina, parts, corpus, folder):
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            send(mina, corpus, path.relative_to(folder).as_posix(), path.read_bytes())
    assert mina.post(f"{corpus}/prepare", json={}).status_code == 202
    ended = do_next(parts)
    assert ended["state"] == "done", ended["error"]


def listed(client, corpus, **wanted):
    return client.get(f"{corpus}/pictures", params=wanted).json()


def test_uploaded_pictures_are_looked_through(mina, parts, corpus, drawn):
    add(mina, parts, corpus, drawn)
    view = mina.get(corpus).json()
    assert (view["state"], view["utterances"], view["splits"], view["files"]) == ("ready", 3, {"train": 3}, 0)
    found = listed(mina, corpus)
    assert (found["total"], found["counts"]) == (3, {"uncaptioned": 2, "alike": 0})
    assert [(one["name"], one["caption"]) for one in found["pictures"]] == [
        ("0.png", "a fox"),
        ("1.png", ""),
        ("2.png", ""),
    ]
    assert [one["name"] for one in listed(mina, corpus, mark="uncaptioned")["pictures"]] == ["1.png", "2.png"]
    assert [one["name"] for one in listed(mina, corpus, offset=1, limit=1)["pictures"]] == ["1.png"]
    place = f"{corpus}/pictures/{found['pictures'][0]['id']}"
    small = mina.get(f"{place}/thumbnail")
    assert small.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(small.content)).size == (320, 240)
    whole = mina.get(f"{place}/image")
    assert whole.headers["content-type"] == "image/png"
    sent = np.asarray(Image.open(drawn / "0.png"))
    assert (np.asarray(Image.open(io.BytesIO(whole.content))) == sent).all()


def test_nothing_but_pixels_is_kept_of_a_photograph(mina, parts, corpus, studio, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRET CAMERA"
    exif.get_ifd(GPS).update({1: "N", 2: (37.0, 33.0, 58.0)})
    photograph = Image.open(draw_picture(tmp_path / "plain.png", (3_000, 2_000), seed=5))
    (tmp_path / "photos").mkdir()
    photograph.save(tmp_path / "photos/a.jpg", exif=exif, comment=b"SECRET WORDS", icc_profile=b"SECRET PROFILE")
    add(mina, parts, corpus, tmp_path / "photos")
    (found,) = listed(mina, corpus)["pictures"]
    assert (found["width"], found["height"]) == (1_365, 2_048)  # upright, and no larger than models need
    kept = mina.get(f"{corpus}/pictures/{found['id']}/image").content
    assert Image.open(io.BytesIO(kept)).getexif() == {}
    id = corpus.rpartition("/")[2]
    everything = [path for path in (studio.folder / "corpora" / id).rglob("*") if path.is_file()]
    assert everything
    assert [path for path in everything if b"SECRET" in path.read_bytes() or b"Exif" in path.read_bytes()] == []
    assert mina.get(f"{corpus}/files").json()["total"] == 0


def test_captions_are_saved_one_by_one_and_nobody_overwrites_what_they_have_not_seen(mina, parts, corpus, drawn):
    add(mina, parts, corpus, drawn)
    second = listed(mina, corpus)["pictures"][1]
    place = f"{corpus}/pictures/{second['id']}"
    saved = mina.patch(place, json={"version": 1, "caption": "  tokti \n 숲에서  🦊 "}).json()
    assert (saved["caption"], saved["version"]) == ("tokti 숲에서 🦊", 2)
    refused = mina.patch(place, json={"version": 1, "caption": "late"}, headers={"accept-language": "ko"})
    assert (refused.status_code, refused.json()["current"]["caption"]) == (409, "tokti 숲에서 🦊")
    assert refused.json()["code"] == "pictures.changed"
    assert mina.patch(place, json={"version": 2, "caption": ""}).json()["caption"] == ""
    assert mina.patch(place, json={"version": 3, "caption": "x" * 2_001}).status_code == 422
    assert listed(mina, corpus)["counts"]["uncaptioned"] == 2


def test_more_pictures_are_added_to_those_that_are_there(mina, parts, corpus, drawn, tmp_path):
    add(mina, parts, corpus, drawn)
    first = listed(mina, corpus)["pictures"]
    mina.patch(f"{corpus}/pictures/{first[2]['id']}", json={"version": 1, "caption": "by hand"})
    (drawn / "1.txt").write_text("came later")
    (drawn / "2.txt").write_text("must not replace what was written by hand")
    draw_picture(drawn / "3.png", (320, 240), seed=3)
    add(mina, parts, corpus, drawn)
    second = listed(mina, corpus)["pictures"]
    assert [one["id"] for one in second[:3]] == [one["id"] for one in first]
    assert [one["caption"] for one in second] == ["a fox", "came later", "by hand", ""]
    assert mina.get(corpus).json()["utterances"] == 4
    add(mina, parts, corpus, drawn)
    assert len(listed(mina, corpus)["pictures"]) == 4
    reasons = {row["id"]: row["reason"] for row in mina.get(f"{corpus}/quarantine").json()["rows"]}
    assert reasons == {"3.png": "duplicate"}


def test_copies_are_marked_also_when_the_first_of_them_has_gone(mina, parts, corpus, drawn):
    for name in ("a", "b"):
        Image.open(drawn / "0.png").save(drawn / f"copy-{name}.jpg", quality=90 if name == "a" else 85)
    add(mina, parts, corpus, drawn)
    found = listed(mina, corpus, mark="alike")
    assert (found["total"], found["counts"]["alike"]) == (3, 3)
    names = {one["name"]: one["alike_name"] for one in found["pictures"]}
    assert names == {"0.png": None, "copy-a.jpg": "0.png", "copy-b.jpg": "0.png"}
    original = next(one["id"] for one in found["pictures"] if one["name"] == "0.png")
    assert mina.delete(f"{corpus}/pictures/{original}").json() == {"id": original}
    left = listed(mina, corpus, mark="alike")["pictures"]
    assert {one["name"]: one["alike_name"] for one in left} == {"copy-a.jpg": None, "copy-b.jpg": "copy-a.jpg"}


def test_what_cannot_be_used_is_set_aside_with_its_reason_in_both_languages(mina, parts, corpus, drawn):
    whole = (drawn / "1.png").read_bytes()
    (drawn / "cut.png").write_bytes(whole[: len(whole) // 2])
    (drawn / "same.png").write_bytes(whole)
    (drawn / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    write_bomb(drawn / "bomb.png", 30_000)
    (drawn / "metadata.jsonl").write_text(json.dumps({"file_name": "../../studio.db", "text": "x"}) + "\n")
    add(mina, parts, corpus, drawn)
    aside = mina.get(f"{corpus}/quarantine").json()
    assert {row["id"]: row["reason"] for row in aside["rows"]} == {
        "bomb.png": "too-large",
        "cut.png": "broken",
        "drawing.svg": "unknown-kind",
        "metadata.jsonl:1": "outside",
        "same.png": "duplicate",
    }
    assert all(reason["about"]["ko"] != reason["about"]["en"] for reason in aside["reasons"])
    assert mina.get(corpus).json()["utterances"] == 3


def test_where_nothing_can_be_used_the_job_fails_and_says_why(mina, parts, corpus):
    send(mina, corpus, "page.png", b"<html>" * 100)
    mina.post(f"{corpus}/prepare", json={})
    failed = do_next(parts)
    assert failed["state"] == "failed"
    assert failed["code"] == "corpus.no-usable-picture"
    assert mina.get(f"{corpus}/quarantine").json()["rows"][0]["reason"] == "unknown-kind"
    assert mina.get(corpus).json()["state"] == "failed"


def test_a_zip_of_captioned_pictures_is_unpacked_and_its_parts_are_kept(mina, parts, corpus, drawn):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, number in (("train", 0), ("train", 1), ("validation", 2)):
            archive.write(drawn / f"{number}.png", f"heroes/{part}/{number}.png")
        lines = [{"file_name": "train/1.png", "text": "tokti"}, {"file_name": "validation/2.png", "text": "곰"}]
        archive.writestr("heroes/metadata.jsonl", "\n".join(map(json.dumps, lines)))
        archive.writestr("__MACOSX/heroes/train/._1.png", b"x")
    send(mina, corpus, "heroes.zip", buffer.getvalue())
    mina.post(f"{corpus}/prepare", json={})
    assert do_next(parts)["state"] == "done"
    found = listed(mina, corpus)["pictures"]
    assert [(one["name"], one["part"], one["caption"]) for one in found] == [
        ("train/0.png", "train", ""),
        ("train/1.png", "train", "tokti"),
        ("validation/2.png", "validation", "곰"),
    ]
    assert mina.get(corpus).json()["splits"] == {"train": 2, "validation": 1}


def test_a_picture_is_deleted_with_its_files_and_a_corpus_with_all_pictures(mina, parts, corpus, drawn, studio):
    add(mina, parts, corpus, drawn)
    id = corpus.rpartition("/")[2]
    gone, *others = [one["id"] for one in listed(mina, corpus)["pictures"]]
    assert mina.delete(f"{corpus}/pictures/{gone}").status_code == 200
    left = [path.name for path in (studio.folder / "corpora" / id).rglob("*") if path.stem in (gone, *others)]
    assert len(left) == 4 and not any(gone in name for name in left)
    assert mina.get(corpus).json()["utterances"] == 2
    for path in ("", "/image", "/thumbnail"):
        assert mina.get(f"{corpus}/pictures/{gone}{path}").status_code in (404, 405)
    assert mina.delete(corpus).status_code == 200
    assert not (studio.folder / "corpora" / id).exists()
    assert mina.get(f"{corpus}/pictures").status_code == 404
    with parts.engine.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT count(*) FROM pictures WHERE corpus = '{id}'").scalar() == 0


def test_pictures_of_others_do_not_exist(mina, jun, parts, corpus, drawn):
    add(mina, parts, corpus, drawn)
    own = jun.post("/api/corpora", json={"name": "Mine", "family": "image"}).json()["id"]
    picture = listed(mina, corpus)["pictures"][0]["id"]
    for place in (f"{corpus}/pictures/{picture}", f"/api/corpora/{own}/pictures/{picture}"):
        assert jun.get(f"{place}/image").status_code == 404
        assert jun.get(f"{place}/thumbnail").status_code == 404
        assert jun.patch(place, json={"version": 1, "caption": "mine now"}).status_code == 404
        assert jun.delete(place).status_code == 404
    assert listed(mina, corpus)["pictures"][0]["caption"] == "a fox"


def test_a_corpus_of_pictures_is_no_other_corpus_nor_the_other_way_round(mina, parts, corpus, drawn):
    add(mina, parts, corpus, drawn)
    recordings = mina.post("/api/corpora", json={"name": "Tones"}).json()["id"]
    for refused, code in (
        (mina.get(f"{corpus}/utterances"), "corpus.no-recordings"),
        (mina.get(f"{corpus}/examples"), "corpus.no-text"),
        (mina.get(f"/api/corpora/{recordings}/pictures"), "corpus.no-pictures"),
        (mina.post("/api/corpora", json={"name": "x", "family": "image", "folder": "/"}), "corpus.folder-of-others"),
    ):
        assert refused.json()["code"] == code


def test_captions_as_they_are_now_lie_beside_the_pictures_for_a_training(mina, parts, corpus, drawn, studio):
    add(mina, parts, corpus, drawn)
    for one in listed(mina, corpus)["pictures"]:
        mina.patch(f"{corpus}/pictures/{one['id']}", json={"version": 1, "caption": f"the {one['name']}"})
    own = parts.corpora.own(User(**mina.get("/api/me").json()), corpus.rpartition("/")[2])
    pictures = parts.corpora.pictures(own)
    assert not pictures.are_captions_written()
    pictures.write_captions()
    assert pictures.are_captions_written()
    found = read_pictures(own.require_ready())
    assert sorted(one.caption for one in found.found) == ["the 0.png", "the 1.png", "the 2.png"]
    assert found.rejected == ()


def test_a_job_that_was_killed_after_it_had_published_adds_nothing_twice(mina, parts, corpus, drawn, monkeypatch):
    for path in sorted(drawn.iterdir()):
        send(mina, corpus, path.name, path.read_bytes())
    job = mina.post(f"{corpus}/prepare", json={}).json()["job"]
    with monkeypatch.context() as patch:

        def killed(*_):
            raise KeyboardInterrupt

        patch.setattr("soridam.studio.jobs.context.JobContext.commit", killed)
        with pytest.raises(KeyboardInterrupt):
            do_next(parts)
    assert listed(mina, corpus)["pictures"] == []
    with parts.engine.begin() as connection:
        values = "state = 'waiting', holds = NULL, lease_until = NULL"
        connection.exec_driver_sql(f"UPDATE jobs SET {values} WHERE id = '{job}'")
    assert do_next(parts)["state"] == "done"
    assert [one["name"] for one in listed(mina, corpus)["pictures"]] == ["0.png", "1.png", "2.png"]
    assert mina.get(f"{corpus}/files").json()["total"] == 0


def test_a_dozen_drawings_of_one_hero_are_there_to_begin_with(mina, parts):
    made = mina.post("/api/corpora/sample", json={"family": "image", "name": "Tokti", "language": "ko"}).json()
    assert (made["family"], made["origin"], made["state"]) == ("image", "sample", "working")
    ended = do_next(parts)
    assert ended["state"] == "done", ended["error"]
    found = listed(mina, f"/api/corpora/{made['id']}")
    assert (found["total"], found["counts"]) == (12, {"uncaptioned": 0, "alike": 0})
    assert all(one["caption"].startswith("tokti, ") for one in found["pictures"])
    assert {(one["width"], one["height"]) for one in found["pictures"]} == {(512, 512)}
