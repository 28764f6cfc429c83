import io
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from PIL import Image
from sqlalchemy import insert, update
from tests.book.small_book import write_small_book

from soridam.studio.books.shares import Shares
from soridam.studio.database import now_ms
from soridam.studio.records import books, shares

BOOK = "6a3c2f60-0000-4000-8000-000000000001"


@pytest.fixture
def book(parts, mina):
    """A finished book of Mina's."""
    written = write_small_book(parts.settings.books_folder / BOOK, "en")
    values = {"id": BOOK, "owner": mina.get("/api/me").json()["id"], "title": "x", "language": "en", "complete": True}
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(created=now_ms(), wish=written.record.wish.model_dump_json(), **values))
    return BOOK


def share(client, book, days=7) -> dict:
    answer = client.post(f"/api/books/{book}/shares", json={"days": days})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_nothing_is_shared_until_somebody_says_so(mina, book):
    assert mina.get(f"/api/books/{book}/shares").json() == []


def test_whoever_has_the_link_reads_the_book_and_nothing_else(mina, stranger, book):
    path = share(mina, book)["path"]
    page = stranger.get(path)
    assert "Tori &amp; the &lt;Lost&gt; Star" in page.text
    assert "sandbox allow-scripts" in page.headers["content-security-policy"]
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["referrer-policy"] == "no-referrer"
    secret = path.rpartition("/")[2]
    for closed in (f"/api/books/{book}", f"/api/books/{secret}", f"/api/books/{book}/export?form=pdf"):
        assert stranger.get(closed).status_code == 401
    assert stranger.delete(path).status_code in (401, 403, 405)


def test_a_link_cannot_be_guessed_and_is_kept_nowhere(parts, mina, stranger, book):
    secret = share(mina, book)["path"].rpartition("/")[2]
    assert len(secret) >= 40
    with parts.engine.connect() as connection:
        kept = connection.execute(shares.select()).mappings().one()
    assert secret not in str(dict(kept))
    assert stranger.get(f"/api/shared/{secret[:-1]}x").status_code == 404
    assert "path" not in mina.get(f"/api/books/{book}/shares").json()[0]


def test_an_expired_link_shows_nothing_in_the_same_words_as_a_wrong_one(parts, mina, stranger, book):
    path = share(mina, book)["path"]
    with parts.engine.begin() as connection:
        connection.execute(update(shares).values(expires=now_ms()))
    assert stranger.get(path).json() == stranger.get("/api/shared/nonsense").json()
    assert stranger.get(path).status_code == 404
    assert mina.get(f"/api/books/{book}/shares").json() == []
    assert Shares(parts.engine).forget_expired() == 1


def test_a_revoked_link_ends_at_once_and_others_go_on(mina, stranger, book):
    first, second = share(mina, book), share(mina, book)
    assert mina.delete(f"/api/books/{book}/shares/{first['id']}").status_code == 200
    assert stranger.get(first["path"]).status_code == 404
    assert stranger.get(second["path"]).status_code == 200
    assert mina.delete(f"/api/books/{book}/shares/{first['id']}").status_code == 404


def test_only_the_family_of_a_book_shares_it(mina, jun, book):
    made = share(mina, book)
    assert jun.post(f"/api/books/{book}/shares", json={}).status_code == 404
    assert jun.get(f"/api/books/{book}/shares").status_code == 404
    assert jun.delete(f"/api/books/{book}/shares/{made['id']}").status_code == 404


def test_a_deleted_book_takes_its_links_along(mina, stranger, book):
    path = share(mina, book)["path"]
    assert mina.delete(f"/api/books/{book}").status_code == 200
    assert stranger.get(path).status_code == 404


@pytest.mark.parametrize("days", [0, 366, "ever"])
def test_a_link_has_an_end(mina, book, days):
    assert mina.post(f"/api/books/{book}/shares", json={"days": days}).status_code == 422


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "이 링크로는 책을 볼 수 없어요."), ("en", "This link shows no book")]
)
def test_a_link_that_has_ended_opens_in_a_browser_as_a_page_with_words(stranger, language, said):
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": language}
    page = stranger.get("/api/shared/nonsense", headers=headers)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert f"<h1>{said}" in page.text
    assert f'lang="{language}"' in page.text
    assert page.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert (
        stranger.get("/api/shared/nonsense", headers={"Accept": "application/json"}).json()["code"] == "book.dead-link"
    )


class Tags(HTMLParser):
    """The Open Graph tags in the head of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page.partition("</head>")[0])

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "meta" and values.get("property", "").startswith("og:"):
            self.found[values["property"]] = unescape(values["content"])


def test_a_link_is_previewed_with_title_first_words_and_cover(mina, stranger, book):
    path = share(mina, book)["path"]
    tags = Tags(stranger.get(path).text).found
    assert (tags["og:title"], tags["og:type"]) == ("Tori & the <Lost> Star", "book")
    assert tags["og:description"] == "Tori looked out of the window. Plop! A star fell down."
    assert tags["og:image"] == str(stranger.base_url).rstrip("/") + f"{path}/cover.jpg"
    cover = stranger.get(f"{path}/cover.jpg")
    assert cover.headers["content-type"] == "image/jpeg"
    assert "noindex" in cover.headers["x-robots-tag"]
    with Image.open(io.BytesIO(cover.content)) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) <= 1200
    known = {"If-None-Match": cover.headers["etag"]}
    assert stranger.get(f"{path}/cover.jpg", headers=known).status_code == 304


def test_the_preview_names_the_address_that_people_use(mina, stranger, book, parts):
    behind_proxy = parts.settings.model_copy(update={"public_url": "https://studio.example.org/"})
    stranger.app.state.parts = replace(parts, settings=behind_proxy)
    path = share(mina, book)["path"]
    assert Tags(stranger.get(path).text).found["og:image"] == f"https://studio.example.org{path}/cover.jpg"


def test_a_link_that_has_ended_gives_away_neither_title_nor_cover(mina, stranger, book):
    made = share(mina, book)
    seen = {"If-None-Match": stranger.get(f"{made['path']}/cover.jpg").headers["etag"]}
    mina.delete(f"/api/books/{book}/shares/{made['id']}")
    for headers in ({}, seen, {"Accept": "text/html"}):
        for path in (made["path"], f"{made['path']}/cover.jpg"):
            answer = stranger.get(path, headers=headers)
            assert answer.status_code == 404
            assert not any(word in answer.text for word in ("Tori", "Star", "og:", "JFIF"))
