"""Wishes: a recording is turned into words and a topic, and the page is told what is understood of a wish.

Nothing of a recording is kept. Words are kept only where a child disclosed something, for the grown-ups' corner.
"""

import asyncio

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from soridam.book.care.answer import CareCard, answer_for
from soridam.book.care.classify import Judgement
from soridam.book.draw.heroes import default_hero
from soridam.book.listen import MOST_BYTES
from soridam.book.story import AgeBand, Kind, Language, Wish
from soridam.book.understanding import understand
from soridam.core.errors import AudioError
from soridam.core.weights.catalog import look_up
from soridam.core.weights.resolve import find_local
from soridam.studio.api.deps import Me, Parts
from soridam.studio.books.confidences import Confidences

router = APIRouter(prefix="/api/wishes", tags=["books"])


class HeardView(BaseModel):
    """What was heard, for the speaker to read and correct."""

    transcript: str
    topic: str
    language: Language


BODY = {"requestBody": {"content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}, "required": True}}


@router.post("", openapi_extra=BODY)
async def hear(request: Request, parts: Parts, me: Me, language: Language | None = None) -> HeardView:
    """Recognize a wish. The recording is the body itself: files of a form would be written to disk."""
    recording = bytearray()
    async for piece in request.stream():
        recording += piece
        if len(recording) > MOST_BYTES:
            raise AudioError(
                "audio.too-large",
                "The recording has more than {size} MB.",
                hint="Say it in a few sentences.",
                size=MOST_BYTES // 2**20,
            )
    heard = await asyncio.to_thread(parts.wish_listener.listen, bytes(recording), language)
    await asyncio.to_thread(Confidences(parts.engine).listen, me, heard.transcript, heard.language)
    return HeardView(transcript=heard.transcript, topic=heard.topic, language=heard.language)


class WishWords(BaseModel):
    """A wish as it was typed or heard, and for whom."""

    topic: str = Field(min_length=1, max_length=2_000)
    language: Language = "ko"
    hero: Kind = "rabbit"
    age_band: AgeBand = "5-6"


class UnderstandingView(BaseModel):
    """What a wish would become: `say` is the next sentence on the page, `readings` are wishes to choose from.

    `wish_class` is ordinary, tender, disclosure or declined. A card for grown-ups is not among it: this is read on the
    child's screen.
    """

    wish_class: str
    plot: str
    understood: bool
    readings: list[str]
    left_out: list[str]
    notes: list[str]
    say: str


class ConfidenceView(BaseModel):
    """A disclosure, for grown-ups: what a child said, when and on whose device, and what to do."""

    id: str
    maker: str
    created: int
    said: str
    language: Language
    card: CareCard


@router.post("/understanding")
def tell_understanding(form: WishWords, parts: Parts, me: Me) -> UnderstandingView:
    """Tell what a wish would become, before a book is begun. A disclosure is kept for the grown-ups' corner."""
    hero = default_hero(form.hero, form.language)
    found = understand(Wish(topic=form.topic, hero=hero, language=form.language, age_band=form.age_band))
    if found.care is not None:
        Confidences(parts.engine).keep(me, form.topic, form.language, found.kind)
    return UnderstandingView(
        wish_class=found.wish_class,
        plot=found.plot,
        understood=found.understood,
        readings=list(found.readings),
        left_out=list(found.left_out),
        notes=list(found.notes),
        say=found.say,
    )


class RecognizerView(BaseModel):
    """The state of the recognizer: whether it is here, or else how many bytes the first wish has to fetch, if known."""

    here: bool
    bytes: int | None


@router.get("/recognizer")
def tell_recognizer(parts: Parts, me: Me) -> RecognizerView:
    """Say whether the recognizer has to be fetched first, which takes long."""
    name = parts.recognizer
    if find_local(name, form="ctranslate2") is not None:
        return RecognizerView(here=True, bytes=None)
    entry = look_up(name)
    return RecognizerView(here=False, bytes=entry.index.size if entry and entry.index else None)


@router.get("/confidences")
def list_confidences(parts: Parts, me: Me) -> list[ConfidenceView]:
    """List disclosures, the newest first."""
    lines = [(line.name, line.number) for line in parts.help_lines]
    return [
        ConfidenceView(
            id=row["id"],
            maker=row["maker"],
            created=row["created"],
            said=row["said"],
            language=row["language"],
            card=answer_for(Judgement("disclosure", row["kind"]), row["said"], row["language"], lines).card,
        )
        for row in Confidences(parts.engine).reachable(me)
    ]


@router.delete("/confidences/{confidence}")
def delete_confidence(confidence: str, parts: Parts, me: Me) -> dict[str, str]:
    """Delete a disclosure for good."""
    Confidences(parts.engine).delete(me, confidence)
    return {"id": confidence}
