"""Models to choose from, the recipes to tune them by, and trying them with one's own voice."""

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from soridam.core.errors import AudioError, NotFoundError
from soridam.recipes import Family
from soridam.speech.languages import language_code
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.schemas import Words
from soridam.studio.tuning.models import Model, ModelOrigin, is_on_hub_only, is_usable_here
from soridam.studio.tuning.recipe_form import Recipe, Scalar, Value, ValueKind, list_recipes
from soridam.studio.tuning.tryout import MOST_TRYOUT_BYTES

router = APIRouter(tags=["tuning"])


class ModelView(BaseModel):
    """A model to choose. `here`: its weights are on this machine; `base` is the model that it was tuned from.

    `hub_only`: they are not here, and only the hub has them.
    """

    id: str
    name: str
    origin: ModelOrigin
    here: bool
    hub_only: bool
    parameters: float | None  # millions
    license: str | None
    languages: list[str]
    run: str | None
    base: str | None
    bytes: int | None


class RecipeValue(BaseModel):
    """A value that may be changed. `main` ones are worth showing first."""

    name: str
    value: Scalar
    kind: ValueKind
    minimum: float | None
    maximum: float | None
    choices: list[str]
    unit: str
    title: Words
    about: Words
    main: bool


class RecipeView(BaseModel):
    """A way to tune; `here`: the weights that it begins with are on this machine; `hub_only`: only the hub has them."""

    name: str
    title: Words
    about: Words
    model: str
    method: str
    here: bool
    hub_only: bool
    values: list[RecipeValue]


class TriedTranscript(BaseModel):
    """A transcript by one model; `seconds` is how long it took."""

    model: str
    name: str
    text: str
    seconds: float


class TryoutView(BaseModel):
    """The transcripts of one recording by each model, the one that was asked for first."""

    duration: float
    language: str
    transcripts: list[TriedTranscript]


SOUND = {"requestBody": {"content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}, "required": True}}


@router.get("/api/models")
def models(parts: Parts, me: Me, family: Family = "speech") -> list[ModelView]:
    """List models: one's own first, then those of the catalog."""
    return [_view(model) for model in parts.models.all(me, family)]


@router.get("/api/recipes")
def recipes(family: Family = "speech", language: Annotated[str, Query(max_length=20)] = "") -> list[RecipeView]:
    """List recipes, the smallest model first, special purposes last. Values are those for speech in `language`."""
    return [_view_recipe(recipe) for recipe in list_recipes(family, language)]


@router.post("/api/models/try", openapi_extra=SOUND)
async def try_model(
    request: Request,
    parts: Parts,
    me: Me,
    model: Annotated[str, Query(max_length=100)],
    against: Annotated[str, Query(max_length=100)] = "",
    language: Annotated[str, Query(max_length=20)] = "",
) -> TryoutView:
    """Transcribe a short recording by a model and by the one that it was tuned from. Nothing of it is kept."""
    tried = await asyncio.to_thread(_find_both, parts, me, model, against)
    code = language_code(language) if language else _language_of(tried)
    recording = await read_recording(request)
    here = await asyncio.to_thread(lambda: [_on_this_machine(parts, each) for each in tried])
    told = await asyncio.to_thread(parts.tryout.transcribe, recording, here, code)
    return TryoutView(language=code, **told)


def _find_both(parts: Parts, me: Me, model: str, against: str) -> list[Model]:
    first = parts.models.find(me, model, "speech")
    if against:
        return [first, parts.models.find(me, against, "speech")]
    try:
        return [first] if first.base is None else [first, parts.models.find(me, first.base, "speech")]
    except NotFoundError:  # it was tuned from one that was deleted since
        return [first]


def _on_this_machine(parts: Parts, model: Model) -> Model:
    return replace(model, weights=parts.copies.find_weights(model.weights))


def _language_of(models: list[Model]) -> str:
    """Return the language of a model that was tuned on one; otherwise English, which all of them know."""
    languages = models[0].languages
    return languages[0] if len(languages) == 1 else "en"


async def read_recording(request: Request) -> bytes:
    """Return the body of a request that is a short recording. Raises AudioError above 32 MB."""
    recording = bytearray()
    async for piece in request.stream():
        recording += piece
        if len(recording) > MOST_TRYOUT_BYTES:
            raise AudioError(
                "audio.too-large",
                "The recording has more than {size} MB.",
                hint="Say a few sentences.",
                size=MOST_TRYOUT_BYTES // 2**20,
            )
    return bytes(recording)


def _view(model: Model) -> ModelView:
    values = {name: getattr(model, name) for name in ModelView.model_fields if name != "languages"}
    return ModelView(languages=list(model.languages), **values)


def _view_recipe(recipe: Recipe) -> RecipeView:
    name = recipe.config.model.name
    here = is_usable_here(name)
    return RecipeView(
        name=recipe.name,
        title=_words(recipe.titles),
        about=_words(recipe.abouts),
        model=name,
        method=recipe.config.tuning.method,
        here=here,
        hub_only=not here and is_on_hub_only(name),
        values=[_view_value(value) for value in recipe.values],
    )


def _view_value(value: Value) -> RecipeValue:
    explained = value.explained
    (korean, korean_about), (english, english_about) = explained.korean, explained.english
    return RecipeValue(
        name=explained.name,
        value=value.value,
        kind=value.kind,
        minimum=value.minimum,
        maximum=value.maximum,
        choices=list(value.choices),
        unit=explained.unit,
        title=Words(ko=korean, en=english),
        about=Words(ko=korean_about, en=english_about),
        main=explained.main,
    )


def _words(pair: tuple[str, str]) -> Words:
    return Words(ko=pair[0], en=pair[1])
