"""What a book looks like elsewhere is made once, in another process, while the server goes on answering."""

import asyncio
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert
from tests.book.draw.test_raster_process import BLURRED
from tests.book.small_book import write_small_book

from soridam.book.folder import COVER, NewSheet, open_book
from soridam.book.parts import Drawing
from soridam.core.errors import BookError
from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.books.renderings import Renderings, key_of, remove_unused
from soridam.studio.database import now_ms
from soridam.studio.records import books

BOOK = "6a3c2f60-0000-4000-8000-000000000001"
ADDRESS = "http://127.0.0.1:8765"


@pytest.fixture
def renderings(tmp_path):
    made = Renderings(tmp_path)
    yield made
    made.close()


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob(f"renderings/{BOOK}/*/*"))


def get(renderings: Renderings, book, form):
    return asyncio.run(renderings.get(BOOK, book, form))


def test_a_form_is_made_once_until_the_book_changes(renderings, tmp_path):
    book = write_small_book(tmp_path / "book", "en")
    first = get(renderings, book, "html")
    made_at = first.path.stat().st_mtime_ns
    again = get(renderings, open_book(tmp_path / "book"), "html")
    assert (again, again.path.stat().st_mtime_ns) == (first, made_at)
    changed = book.with_sheets([NewSheet(1, 7, Drawing(book.read_picture(2), None))])
    other = get(renderings, changed, "html")
    assert other.tag != first.tag and other.path != first.path
    assert other.path.read_bytes() != first.path.read_bytes()


def test_many_who_ask_at_once_wait_for_the_same_one(renderings, tmp_path):
    book = write_small_book(tmp_path / "book", "en")

    async def ask_all():
        return await asyncio.gather(*(renderings.get(BOOK, book, "json") for _ in range(8)))

    assert len({made.path for made in asyncio.run(ask_all())}) == 1
    assert kept(tmp_path) == ["story.json"]


def test_a_form_that_cannot_be_made_says_why_and_leaves_nothing(renderings, tmp_path):
    book = write_small_book(tmp_path / "book", "en", voice=False)
    with pytest.raises(BookError, match="no voice"):
        get(renderings, book, "audio")
    assert [path.name for path in (tmp_path / "renderings" / BOOK).iterdir()] == []


def test_what_nobody_asks_for_any_more_goes(renderings, tmp_path):
    book = write_small_book(tmp_path / "book", "en")
    path = get(renderings, book, "json").path
    remove_unused(tmp_path, path.parent.stat().st_mtime - 1)
    assert path.is_file()
    remove_unused(tmp_path, path.parent.stat().st_mtime + 1)
    assert not path.exists()


def test_the_key_is_of_what_the_book_shows(tmp_path):
    book = write_small_book(tmp_path / "book", "en")
    assert key_of(book) == key_of(open_book(tmp_path / "book"))
    assert key_of(book) != key_of(book.with_sheets([NewSheet(2, 3, silent=True)]))


@pytest.fixture
def book(parts, mina):
    """Mina's, with pictures that take a while to be drawn for a printer."""
    written = write_small_book(parts.settings.books_folder / BOOK, "en")
    large = [NewSheet(number, 0, Drawing(written.read_picture(number), BLURRED)) for number in (COVER, 1, 2, 3)]
    written.with_sheets(large)
    values = {"id": BOOK, "owner": mina.get("/api/me").json()["id"], "title": "x", "language": "en", "complete": True}
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(created=now_ms(), wish=written.record.wish.model_dump_json(), **values))
    return BOOK


def test_the_server_answers_while_a_print_is_made(app, mina, book):
    """Its event loop (`/healthz`) and its threads (the shelf) both."""
    cookies = {SESSION_COOKIE: mina.cookies[SESSION_COOKIE]}

    async def print_and_ask() -> tuple[int, int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, cookies=cookies, timeout=120) as client:
            printing = asyncio.create_task(client.get(f"/api/books/{book}/export?form=print"))
            answered = 0
            while not printing.done():
                assert (await client.get("/healthz")).status_code == 200
                assert (await client.get("/api/books")).status_code == 200
                answered += 1
            return answered, printing.result().status_code

    answered, status = asyncio.run(print_and_ask())
    assert status == 200
    assert answered > 20  # it takes seconds; drawn in the server, between two pictures at most


def test_a_reader_is_not_sent_again_to_who_has_it(mina, stranger, parts, book):
    path = f"/api/books/{book}/reader"
    first = mina.get(path)
    assert "no-cache" in first.headers["cache-control"]
    again = mina.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    shared = mina.post(f"/api/books/{book}/shares", json={}).json()
    lent = stranger.get(shared["path"])
    body = b"<body>" + first.content.partition(b"<body>")[2]
    assert lent.content.endswith(body)  # its head has the preview of the link besides
    tag = {"If-None-Match": lent.headers["etag"]}
    assert (stranger.get(shared["path"], headers=tag).status_code, lent.status_code) == (304, 200)
    mina.delete(f"/api/books/{book}/shares/{shared['id']}")
    assert stranger.get(shared["path"], headers=tag).status_code == 404


def test_a_deleted_book_leaves_no_form_behind(mina, parts, book):
    mina.get(f"/api/books/{book}/export?form=json")
    folder = Path(parts.settings.folder)
    assert kept(folder) == ["story.json"]
    mina.delete(f"/api/books/{book}")
    assert not (folder / "renderings" / book).exists()
