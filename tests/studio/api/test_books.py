import io

import pypdf
import pytest
from sqlalchemy import insert
from tests.book.small_book import write_small_book

from soridam.studio.database import now_ms
from soridam.studio.records import books


@pytest.fixture
def book(parts, mina):
    """A finished book of Mina's."""
    name = "6a3c2f60-0000-4000-8000-000000000001"
    written = write_small_book(parts.books_folder / name, "en")
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
