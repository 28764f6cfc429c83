"""Sharing a book by a link: making, listing and revoking for its family; reading for whoever holds one."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from soridam.book.folder import Book
from soridam.studio.api.books import READER_POLICY, answer_rendering
from soridam.studio.api.deps import Me, Parts
from soridam.studio.books.shares import Share, Shares
from soridam.studio.database import open_reader
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import DAY
from soridam.studio.records import books

router = APIRouter(prefix="/api/books/{book}/shares", tags=["books"])
public = APIRouter(prefix="/api/shared", tags=["books"])


class ShareForm(BaseModel):
    days: int = Field(default=30, ge=1, le=365)


class ShareView(BaseModel):
    """A link that is in force; where it leads is told once, when it is made."""

    id: str
    created: int
    expires: int


class NewShareView(ShareView):
    """`path` is the address after that of the studio."""

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
    """The reader of the shared book; nobody has to log in, and no search engine may list it."""
    book, opened = await asyncio.to_thread(_open_shared, parts, secret)
    made = await parts.renderings.get(book, opened, "html")
    headers = {
        "Content-Security-Policy": f"sandbox allow-scripts; {READER_POLICY}",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }
    return answer_rendering(request, made, "text/html", headers)


def _open_shared(parts: StudioParts, secret: str) -> tuple[str, Book]:
    book = Shares(parts.engine).find_book(secret)
    with open_reader(parts.engine) as connection:
        row = connection.execute(select(books).where(books.c.id == book)).mappings().one()
    return book, parts.bookcase.check_readable(row)


def _view(share: Share) -> ShareView:
    return ShareView(id=share.id, created=share.created, expires=share.expires)
