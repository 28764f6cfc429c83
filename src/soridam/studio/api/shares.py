"""Sharing a book by a link: making, listing and revoking for its family; reading for whoever holds one.

What the link leads to begins with an Open Graph preview, so that messengers show the cover and the title.
"""

import asyncio
import hashlib
import textwrap
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from soridam.book.folder import COVER, Book
from soridam.book.text import page_text
from soridam.studio.api.books import READER_POLICY, is_known_to
from soridam.studio.api.deps import Me, Parts, address_of
from soridam.studio.books.shares import Share, Shares
from soridam.studio.database import open_reader
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import DAY
from soridam.studio.records import books

router = APIRouter(prefix="/api/books/{book}/shares", tags=["books"])
public = APIRouter(prefix="/api/shared", tags=["books"])

PREVIEW_WIDTH = 1200  # pixels: what messengers show large
DESCRIPTION = 200  # characters
HEAD = b'<meta charset="utf-8">\n'  # of the reader; the preview stands after it
LOCALES = {"ko": "ko_KR", "en": "en_US"}
UNLISTED = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
ASK_FIRST = "private, no-cache"  # the link may have ended


class ShareForm(BaseModel):
    days: int = Field(default=30, ge=1, le=365)


class ShareView(BaseModel):
    """A valid link. Its address is shown only once, when it is made."""

    id: str
    created: int
    expires: int


class NewShareView(ShareView):
    """A new link; `path` follows the address of the studio."""

    path: str


@router.post("", status_code=201)
def create(book: str, form: ShareForm, parts: Parts, me: Me) -> NewShareView:
    """Create a link; whoever has it can read this book, and nothing else."""
    parts.bookcase.open_readable(me, book)
    share, secret = Shares(parts.engine).create(book, form.days * DAY)
    return NewShareView(**_view(share).model_dump(), path=f"{public.prefix}/{secret}")


@router.get("")
def list_shares(book: str, parts: Parts, me: Me) -> list[ShareView]:
    parts.bookcase.find(me, book)
    return [_view(share) for share in Shares(parts.engine).of(book)]


@router.delete("/{share}")
def revoke(book: str, share: str, parts: Parts, me: Me) -> dict[str, str]:
    parts.bookcase.find(me, book)
    Shares(parts.engine).revoke(book, share)
    return {"id": share}


@public.get("/{secret}", response_class=HTMLResponse)
async def read_shared(secret: str, request: Request, parts: Parts) -> Response:
    """Send the reader of the shared book; it needs no login, and search engines are told not to list it."""
    book, opened = await asyncio.to_thread(_open_shared, parts, secret)
    made = await parts.renderings.get(book, opened, "html")
    preview = _preview(opened, f"{address_of(request, parts)}{public.prefix}/{secret}/cover.jpg").encode()
    tag = f'{made.tag[:-1]}-{hashlib.sha256(preview).hexdigest()[:16]}"'
    policy = {"Content-Security-Policy": f"sandbox allow-scripts; {READER_POLICY}"}
    headers = {"Cache-Control": ASK_FIRST, **UNLISTED, **policy, "ETag": tag}
    if is_known_to(request, tag):
        return Response(status_code=304, headers=headers)
    page = await asyncio.to_thread(made.path.read_bytes)
    return HTMLResponse(page.replace(HEAD, HEAD + preview, 1), headers=headers)


@public.get("/{secret}/cover.jpg")
def read_shared_cover(secret: str, request: Request, parts: Parts) -> Response:
    """Send the cover of the shared book as JPEG, for the preview of the link."""
    book, opened = _open_shared(parts, secret)
    sheet = opened.made_sheet(COVER)
    headers = {"Cache-Control": ASK_FIRST, **UNLISTED, "ETag": f'"cover-{sheet.version}"'}
    if is_known_to(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    picture = parts.bookcase.read_thumbnail(book, opened, sheet, PREVIEW_WIDTH)
    return Response(picture, media_type="image/jpeg", headers=headers)


def _preview(book: Book, cover: str) -> str:
    """Return the Open Graph tags (https://ogp.me) of a book whose cover is at this address."""
    facts = {
        "og:type": "book",
        "og:site_name": "Soridam",
        "og:locale": LOCALES[book.story.language],
        "og:title": book.title,
        "og:description": textwrap.shorten(page_text(book.story.pages[0], book.story), DESCRIPTION, placeholder=" …"),
        "og:image": cover,
        "og:image:type": "image/jpeg",
        "og:image:alt": book.title,
    }
    return "".join(f'<meta property="{name}" content="{escape(value)}">\n' for name, value in facts.items())


def _open_shared(parts: StudioParts, secret: str) -> tuple[str, Book]:
    book = Shares(parts.engine).find_book(secret)
    with open_reader(parts.engine) as connection:
        row = connection.execute(select(books).where(books.c.id == book)).mappings().one()
    return book, parts.bookcase.check_readable(row)


def _view(share: Share) -> ShareView:
    return ShareView(id=share.id, created=share.created, expires=share.expires)
