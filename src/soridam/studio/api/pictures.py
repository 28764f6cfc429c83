"""The pictures of a corpus: looked through, captioned one after the other, deleted."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy import RowMapping

from soridam.core.errors import CorpusError
from soridam.studio.api.deps import Me, OwnCorpora, OwnRuns
from soridam.studio.api.schemas import Gone, Limit, Number, Offset
from soridam.studio.corpora.captioned import CaptionedPictures, Mark, OutdatedCaptionError
from soridam.studio.corpora.corpora import refuse_corpus_at_work
from soridam.studio.http.answers import Problem
from soridam.studio.http.wording import Reader, tell
from soridam.studio.tuning.runs import refuse_in_use

router = APIRouter(prefix="/api/corpora/{corpus}/pictures", tags=["corpora"])

CACHE_HEADERS = {"Cache-Control": "private, max-age=86400"}  # what an id names never changes
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
OUTDATED = CorpusError(
    "pictures.changed",
    "This caption was changed in the meantime.",
    hint="See how it is now, and make your change again.",
)


class PictureView(BaseModel):
    """A picture; `alike` is the id of another one that it is almost the same as, `alike_name` its name."""

    id: str
    name: str
    part: str
    width: int
    height: int
    caption: str
    alike: str | None
    alike_name: str | None
    version: int


class PicturesView(BaseModel):
    """A page of pictures; `counts` are those of the whole corpus: without caption, and almost the same as others."""

    total: int
    counts: dict[Mark, int]
    pictures: list[PictureView]


class CaptionForm(BaseModel):
    version: Number
    caption: Annotated[str, Field(max_length=2_000)]


class CaptionConflict(Problem):
    """The answer 409: the caption was changed in the meantime; `current` is how it is now."""

    current: PictureView


CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": CaptionConflict}}


def get_pictures(corpus: str, corpora: OwnCorpora, me: Me) -> CaptionedPictures:
    return corpora.pictures(corpora.own(me, corpus))


OwnPictures = Annotated[CaptionedPictures, Depends(get_pictures)]


@router.get("")
def pictures(pictures: OwnPictures, mark: Mark | None = None, offset: Offset = 0, limit: Limit = 100) -> PicturesView:
    """List the pictures of a corpus, a page at a time; with `mark` only those that lack a caption or have copies."""
    page = pictures.page(mark, offset, limit)
    return PicturesView(total=page.total, counts=dict(page.counts), pictures=[_view(row) for row in page.rows])


@router.get("/{picture}/thumbnail", response_class=FileResponse)
def thumbnail(picture: str, pictures: OwnPictures) -> FileResponse:
    """Send a small WebP of a picture."""
    return FileResponse(pictures.thumbnail(picture), media_type="image/webp", headers=CACHE_HEADERS)


@router.get("/{picture}/image", response_class=FileResponse)
def image(picture: str, pictures: OwnPictures) -> FileResponse:
    """Send a picture as it is kept, PNG or JPEG."""
    path = pictures.file(picture)
    return FileResponse(path, media_type=MEDIA_TYPES[path.suffix], headers=CACHE_HEADERS)


@router.patch("/{picture}", responses=CONFLICT, response_model=PictureView)
def caption(picture: str, form: CaptionForm, pictures: OwnPictures, reader: Reader) -> PictureView | JSONResponse:
    """Save the caption of a picture."""
    try:
        return _view(pictures.caption(picture, form.version, form.caption))
    except OutdatedCaptionError as error:
        told = CaptionConflict(**asdict(tell(OUTDATED, reader)), current=_view(error.current))
        return JSONResponse(told.model_dump(), 409)


@router.delete("/{picture}")
def delete_picture(
    corpus: str, picture: str, pictures: OwnPictures, corpora: OwnCorpora, runs: OwnRuns, me: Me
) -> Gone:
    """Delete a picture; refused while a job reads pictures, or something is trained on the corpus."""
    own = corpora.own(me, corpus)
    refuse_corpus_at_work(own)
    refuse_in_use(own, runs.using(me, own.id))
    pictures.delete(picture)
    return Gone(id=picture)


def _view(row: RowMapping) -> PictureView:
    return PictureView(**{name: row[name] for name in PictureView.model_fields})
