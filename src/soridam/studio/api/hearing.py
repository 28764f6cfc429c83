"""The playground of speech: what a recognizer hears, as it is and with its inner weights changed."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from soridam.core.errors import NotFoundError
from soridam.speech.languages import language_code
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.models import SOUND, read_recording
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User
from soridam.studio.playground.hearing import Language
from soridam.studio.tuning.models import Model

router = APIRouter(prefix="/api/playground", tags=["playground"])

Gain = Annotated[float, Query(ge=0, le=4)]


class RecognizerChoice(BaseModel):
    """A recognizer to choose. `here`: its weights are on this machine. `languages` is empty for those of all."""

    id: str
    name: str
    origin: Literal["base", "run"]
    here: bool
    license: str | None
    languages: list[str]


class SpeechSiteView(BaseModel):
    """A module that a slider touches: its branch, layer, name, the sizes of its tensors, and whether CROSS does too."""

    branch: Literal["attention", "mlp"]
    layer: int
    name: str
    sizes: list[int]
    is_cross: bool


class OpenedRecognizer(BaseModel):
    """A loaded recognizer, with what its sliders change."""

    id: str
    kind: str
    layers: int
    epsilon: float
    norms: int
    all_tensors: int
    all_parameters: int
    sites: list[SpeechSiteView]


class HeardWithSliders(BaseModel):
    """What was heard; `duration` is that of the recording, in seconds."""

    duration: float
    text: str


@router.get("/recognizers")
def recognizers(parts: Parts, me: Me) -> list[RecognizerChoice]:
    """List one's own runs, then the catalog. Exported models are left out: their weights cannot be changed."""
    return [_view(model) for model in parts.models.all(me, "speech") if _is_adjustable(model)]


@router.get("/recognizers/{recognizer}")
def open_recognizer(recognizer: str, parts: Parts, me: Me) -> OpenedRecognizer:
    """Load a recognizer unless it is loaded; returns what its sliders change."""
    model = _find(parts, me, recognizer)
    return OpenedRecognizer(id=model.id, **parts.hearing.open(parts.copies.find_weights(model.weights)))


@router.post("/heard", openapi_extra=SOUND)
async def hear(
    request: Request,
    parts: Parts,
    me: Me,
    model: Annotated[str, Query(max_length=100)],
    language: Annotated[str, Query(min_length=1, max_length=20)],
    attn: Gain = 1.0,
    cross: Gain = 1.0,
    mlp: Gain = 1.0,
    eps: Annotated[float | None, Query(ge=1e-12, le=1)] = None,
) -> HeardWithSliders:
    """Hear a short recording with these sliders. Nothing of it is kept."""
    chosen = await asyncio.to_thread(_find, parts, me, model)
    code = language_code(language)
    recording = await read_recording(request)
    weights = await asyncio.to_thread(parts.copies.find_weights, chosen.weights)
    sliders = {"attn": attn, "cross": cross, "mlp": mlp, "eps": eps}
    return HeardWithSliders(**await asyncio.to_thread(parts.hearing.hear, weights, recording, code, sliders))


@router.get("/recording", response_class=Response, responses={200: {"content": {"audio/flac": {}}}})
def sample_recording(language: Language, parts: Parts) -> Response:
    """Say a sentence in a built-in voice, for who has no recording at hand."""
    return Response(parts.hearing.say(language), media_type="audio/flac")


def _is_adjustable(model: Model) -> bool:
    return model.origin != "export"


def _find(parts: StudioParts, me: User, id: str) -> Model:
    """Find a recognizer of the list. Raises NotFoundError for anything else."""
    model = parts.models.find(me, id, "speech")
    if not _is_adjustable(model):
        raise NotFoundError("model.none", "There is no such model.", hint="See the list of models.")
    return model


def _view(model: Model) -> RecognizerChoice:
    values = {name: getattr(model, name) for name in ("id", "name", "origin", "here", "license")}
    return RecognizerChoice(languages=list(model.languages), **values)
