"""Drawings of one's own, photographed to be heroes of books: cut out, looked at, deleted."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import RowMapping

from soridam.book.draw.cutout.drawing import MOST_BYTES
from soridam.core.errors import StoryError
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.schemas import Gone

router = APIRouter(prefix="/api/drawings", tags=["books"])

BODY = {"requestBody": {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}, "required": True}}
CACHE_HEADERS = {"Cache-Control": "private, max-age=86400"}  # what an id names never changes


class DrawingView(BaseModel):
    """A drawing that was cut out; `created` is in milliseconds since 1970."""

    id: str
    created: int


@router.get("")
def drawings(parts: Parts, me: Me) -> list[DrawingView]:
    """List one's own drawings, the newest first."""
    return [_view(row) for row in parts.drawings.all(me)]


@router.post("", openapi_extra=BODY, status_code=201)
async def add_drawing(request: Request, parts: Parts, me: Me) -> DrawingView:
    """Cut a drawing out of a photograph, which is the body itself and is not kept."""
    photo = bytearray()
    async for piece in request.stream():
        photo += piece
        if len(photo) > MOST_BYTES:
            raise StoryError(
                "drawing.too-large",
                "The picture has more than {size} MB.",
                hint="Choose a smaller one.",
                size=MOST_BYTES // 2**20,
            )
    return _view(await asyncio.to_thread(parts.drawings.add, me, bytes(photo)))


@router.get("/{drawing}/picture", response_class=Response)
def drawing_picture(drawing: str, parts: Parts, me: Me) -> Response:
    """Send the cut-out as PNG."""
    return Response(parts.drawings.read(me, drawing), media_type="image/png", headers=CACHE_HEADERS)


@router.delete("/{drawing}")
def delete_drawing(drawing: str, parts: Parts, me: Me) -> Gone:
    """Delete a drawing for good; books that were made from it keep their pictures."""
    parts.drawings.delete(me, drawing)
    return Gone(id=drawing)


def _view(row: RowMapping) -> DrawingView:
    return DrawingView(id=row["id"], created=row["created"])
