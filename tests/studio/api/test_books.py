import io
import json
from pathlib import Path

import pypdf
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, update
from tests.book.small_book import write_small_book

from soridam.book.folder import BOOK_FILE, NewSheet, open_book
from soridam.core.files import read_json, write_json
from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.database import now_ms
from soridam.studio.records import books, users


def payload_of(parts, job) -> dict:
    return json.loads(parts.jobs.read(job)["payload"])


def client_of(app, parts, name, role) -> TestClient:
    client = TestClient(app, base_url="http://127.0.0.1:8765")
    client.cookies.set(SESSION_COOKIE, parts.accounts.issue(parts.accounts.create(name, role), "session", 60))
    return client


@pytest.fixture
def book(parts, mina):
    """A finished book of Mina's."""
    name = "6a3c2f60-0000-4000-8000-000000000001"
    written = write_small_book(parts.settings.books_folder / name, "en")
    values = {"id": name, "owner": mina.get("/api/me").json()["id"], "title": "x", "language": "en", "complete": True}
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(created=now_ms(), wish=written.record.wish.model_dump_json(), **values))
    return name


def test_a_wish_becomes_a_job_and_a_book_on_the_shelf(mina):
    made = mina.post(
        "/api/books", json={"topic": "고래를 만나는 이야기", "hero": "fox", "name": "지훈", "language": "ko"}
    )
    assert made.status_code == 202
    shelf = mina.get("/api/books").json()
    assert [each["id"] for each in shelf] == [made.json()["id"]]
    assert shelf[0]["title"] == "고래를 만나는 이야기"
    assert mina.get(f"/api/jobs/{made.json()['job']}").json()["kind"] == "book"


def test_a_wish_that_is_not_for_children_is_declined_kindly(mina):
    answer = mina.post("/api/books", json={"topic": "죽여버려", "language": "ko"})
    assert answer.status_code == 400
    assert "그림책" in answer.json()["error"]
    assert mina.get("/api/books").json() == []


def test_bad_values_are_named(mina):
    answer = mina.post("/api/books", json={"topic": "x", "hero": "dragon"})
    assert answer.status_code == 422
    assert "hero" in answer.json()["error"]


def test_a_book_is_read_and_taken_along(mina, book):
    view = mina.get(f"/api/books/{book}").json()
    assert (view["title"], view["pages"]) == ("Tori & the <Lost> Star", [0, 1, 2, 3])
    assert mina.get(f"/api/books/{book}/pages/1/picture").content.startswith(b"\x89PNG")
    reader = mina.get(f"/api/books/{book}/reader")
    assert "Tori &amp; the &lt;Lost&gt; Star" in reader.text
    assert reader.headers["content-security-policy"].startswith("default-src 'none'")
    pdf = mina.get(f"/api/books/{book}/export?form=pdf")
    assert len(pypdf.PdfReader(io.BytesIO(pdf.content)).pages) == 5
    assert "attachment" in pdf.headers["content-disposition"]


def test_a_page_that_is_ready_is_heard_before_the_book_is(mina, book):
    sound = mina.get(f"/api/books/{book}/pages/1/sound")
    assert (sound.headers["content-type"], sound.content[:4]) == ("audio/flac", b"fLaC")
    assert mina.get(f"/api/books/{book}/pages/1/sound", headers={"Range": "bytes=0-3"}).content == b"fLaC"
    assert mina.get(f"/api/books/{book}/pages/0/sound").status_code == 404  # the cover has none


def test_nobody_reaches_a_book_of_another(jun, book):
    paths = ("", "/story", "/pages/1/picture", "/reader", "/export?form=pdf")
    assert {jun.get(f"/api/books/{book}{path}").status_code for path in paths} == {404}
    assert jun.post(f"/api/books/{book}/pages/1/redraw").status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "..%5c..%5cwindows", "%252e%252e%252f", ".", "a/b"])
def test_no_path_from_outside_becomes_a_path_inside(mina, name):
    assert mina.get(f"/api/books/{name}/reader").status_code in (404, 405)
    assert mina.get(f"/api/books/{name}/pages/1/picture").status_code in (404, 405)


def test_a_page_that_is_not_there_is_named(mina, book):
    answer = mina.get(f"/api/books/{book}/pages/9/picture")
    assert answer.status_code == 400
    assert "no page 9" in answer.json()["error"]


def test_a_small_picture_is_small_and_is_fetched_once(mina, book):
    path = f"/api/books/{book}/pages/1/picture"
    small = mina.get(f"{path}?small=true")
    assert small.headers["content-type"] == "image/jpeg"
    assert len(small.content) < len(mina.get(path).content) * 10
    assert mina.get(f"{path}?small=true").content == small.content
    again = mina.get(f"{path}?small=true", headers={"If-None-Match": small.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert mina.get(path, headers={"If-None-Match": small.headers["etag"]}).status_code == 200


def test_the_words_of_a_page_are_read_with_names_and_can_be_changed(parts, mina, jun, book):
    words = mina.get(f"/api/books/{book}/words").json()
    assert words[0] == {"number": 1, "text": "Tori looked out of the window. Plop! A star fell down."}
    made = mina.post(f"/api/books/{book}/pages/1/rewrite", json={"text": "Tori sang to the star."})
    assert made.status_code == 202
    assert payload_of(parts, made.json()["job"]) == {"book": book, "number": 1, "text": "Tori sang to the star."}
    assert jun.post(f"/api/books/{book}/pages/1/rewrite", json={"text": "x"}).status_code == 404


def test_an_earlier_version_of_a_page_is_looked_at_and_shown_again(parts, mina, jun, book):
    opened = open_book(parts.settings.books_folder / book)
    other = [page.model_copy(update={"text": "Other words."}) for page in opened.story.pages]
    opened.with_sheets([NewSheet(1, seed=2)], story=opened.story.model_copy(update={"pages": tuple(other)}))
    page = f"/api/books/{book}/pages/1"
    assert mina.get(f"/api/books/{book}").json()["changed"] == [1]
    first, second = mina.get(f"{page}/versions").json()
    assert (first["shown"], second["shown"], second["text"]) == (False, True, "Other words.")
    assert mina.get(f"{page}/picture", params={"small": True, "version": 1}).status_code == 200
    assert mina.get(f"{page}/picture", params={"version": 7}).status_code == 404
    assert jun.post(f"{page}/versions", json={"version": 1}).status_code == 404
    assert mina.post(f"{page}/versions", json={"version": 1}).status_code == 200
    assert [each["shown"] for each in mina.get(f"{page}/versions").json()] == [True, False]
    assert mina.get(f"/api/books/{book}/words").json()[0]["text"] == first["text"]
    assert mina.post(f"{page}/versions", json={"version": 9}).status_code == 400


@pytest.mark.parametrize(("number", "text"), [(0, "A cover"), (1, "죽여버려"), (9, "No page")])
def test_words_that_a_page_cannot_have_are_refused(mina, book, number, text):
    assert mina.post(f"/api/books/{book}/pages/{number}/rewrite", json={"text": text}).status_code == 400


def test_a_page_without_new_words_is_written_anew(parts, mina, book):
    job = mina.post(f"/api/books/{book}/pages/1/rewrite", json={}).json()["job"]
    assert payload_of(parts, job)["text"] == ""


def test_grown_ups_see_what_was_made_from_which_wish(mina, jun, book):
    (seen,) = mina.get("/api/books/family").json()
    assert (seen["id"], seen["maker"], seen["topic"]) == (book, "mina", "별")
    assert seen["made_by"]["writer"] == "grammar"
    assert jun.get("/api/books/family").json() == []


def test_the_owner_of_the_studio_looks_after_the_books_of_children_s_devices_only(app, parts, mina, book):
    parent = client_of(app, parts, "parent", "owner")
    assert parent.get("/api/books/family").json() == []
    with parts.engine.begin() as connection:
        connection.execute(update(users).where(users.c.name == "mina").values(role="listener"))
    assert [each["id"] for each in parent.get("/api/books/family").json()] == [book]
    assert parent.get(f"/api/books/{book}").status_code == 200


def test_a_book_that_waits_for_a_grown_up_is_read_only_when_they_have_looked(parts, mina, book):
    record = parts.settings.books_folder / book / BOOK_FILE
    write_json(record, {**read_json(record), "preview": "waiting"})
    for path in ("/reader", "/export?form=pdf"):
        refused = mina.get(f"/api/books/{book}{path}")
        assert refused.status_code == 400
        assert "grown-up" in refused.json()["error"]
    assert mina.get(f"/api/books/{book}/words").status_code == 200
    assert mina.post(f"/api/books/{book}/approval").json()["approved"]
    assert mina.get(f"/api/books/{book}/reader").status_code == 200


def test_a_child_s_device_neither_approves_nor_deletes_nor_shares(app, parts):
    child = client_of(app, parts, "child", "listener")
    made = child.post("/api/books", json={"topic": "a kite", "language": "en"}).json()["id"]
    assert child.post(f"/api/books/{made}/approval").status_code == 403
    assert child.delete(f"/api/books/{made}").status_code == 403
    assert child.post(f"/api/books/{made}/shares", json={}).status_code == 403


def test_a_book_is_deleted_with_all_that_belongs_to_it(parts, mina, jun, book):
    mina.get(f"/api/books/{book}/pages/1/picture?small=true")
    assert jun.delete(f"/api/books/{book}").status_code == 404
    assert mina.delete(f"/api/books/{book}").status_code == 200
    assert mina.get(f"/api/books/{book}").status_code == 404
    assert not list(Path(parts.settings.folder).rglob(f"*{book}*"))


def test_a_book_that_waits_to_be_made_is_called_off_and_one_being_made_is_kept(parts, mina):
    waiting, running = (mina.post("/api/books", json={"topic": "a kite"}).json() for _ in range(2))
    assert mina.delete(f"/api/books/{waiting['id']}").status_code == 200
    assert parts.jobs.claim("a", ["cpu"], 30).job == running["job"]
    assert parts.jobs.read(waiting["job"])["state"] == "cancelled"
    refused = mina.delete(f"/api/books/{running['id']}")
    assert (refused.status_code, refused.json()["hint"]) == (400, "Stop that first.")
