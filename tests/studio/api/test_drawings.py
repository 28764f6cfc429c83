"""A photographed drawing becomes a hero of its owner's books, and goes when its owner says so."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image
from tests.book.draw.cutout.photos import as_jpeg, crayon_cat, photograph, sheet

from soridam.studio.books.drawings import FILE


@pytest.fixture(scope="module")
def photo() -> bytes:
    return as_jpeg(photograph(sheet(crayon_cat)).resize((880, 680)))


@pytest.fixture
def drawing(mina, photo) -> str:
    made = mina.post("/api/drawings", content=photo, headers={"Content-Type": "image/jpeg"})
    assert made.status_code == 201, made.text
    return made.json()["id"]


def test_a_photograph_is_cut_out_and_shown(mina, parts, photo, drawing):
    assert [each["id"] for each in mina.get("/api/drawings").json()] == [drawing]
    shown = mina.get(f"/api/drawings/{drawing}/picture")
    assert shown.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(shown.content)) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((0, 0))[3] == 0
    kept = list((Path(parts.settings.folder) / "drawings" / drawing).iterdir())
    assert [path.name for path in kept if not path.name.startswith(".")] == [FILE]  # not the photograph


def test_a_book_is_made_with_the_drawing(mina, parts, drawing):
    made = mina.post(
        "/api/books", json={"topic": "a cat who wants to fly", "hero": "cat", "language": "en", "drawing": drawing}
    )
    assert made.status_code == 202
    payload = json.loads(parts.jobs.read(made.json()["job"])["payload"])
    shown = mina.get(f"/api/drawings/{drawing}/picture").content
    assert payload["drawing"] == drawing
    assert payload["wish"]["hero"]["drawing"] == hashlib.sha256(shown).hexdigest()


def test_nobody_else_sees_or_uses_it(jun, drawing):
    assert jun.get("/api/drawings").json() == []
    assert jun.get(f"/api/drawings/{drawing}/picture").status_code == 404
    assert jun.delete(f"/api/drawings/{drawing}").status_code == 404
    wish = {"topic": "a cat who wants to fly", "hero": "cat", "language": "en", "drawing": drawing}
    assert jun.post("/api/books", json=wish).status_code == 404


def test_it_is_deleted_for_good(mina, parts, drawing):
    folder = Path(parts.settings.folder) / "drawings" / drawing
    assert folder.is_dir()
    assert mina.delete(f"/api/drawings/{drawing}").status_code == 200
    assert mina.get("/api/drawings").json() == []
    assert mina.get(f"/api/drawings/{drawing}/picture").status_code == 404
    assert not folder.exists()


def test_it_goes_with_its_owner_and_with_the_consent_to_keep(mina, parts, drawing):
    folder = Path(parts.settings.folder) / "drawings" / drawing
    parts.deletion.withdraw(mina.get("/api/me").json()["id"], "store")
    assert mina.get("/api/drawings").json() == []
    assert not folder.exists()


def test_what_is_no_drawing_is_refused_with_a_reason(mina, photo):
    def error_of(content: bytes) -> str:
        answer = mina.post(
            "/api/drawings", content=content, headers={"Content-Type": "image/jpeg", "Accept-Language": "en"}
        )
        assert answer.status_code == 400
        assert answer.json()["hint"]
        return answer.json()["code"]

    assert error_of(as_jpeg(photograph(sheet()).resize((880, 680)))) == "drawing.none"
    assert error_of(b"<svg/>") == "drawing.unreadable"
    assert error_of(photo[: len(photo) // 3]) == "drawing.unreadable"
    assert mina.get("/api/drawings").json() == []
