"""The playground: a language model answers untouched and with its inner weights changed, side by side."""

import asyncio
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from soridam.core.errors import JobError, SoridamError
from soridam.language.health import EPSILONS, GAINS, ODD, SAFE, HealthMap, Measured
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.schemas import Gone, JobRef
from soridam.studio.api.streams import EVENT_STREAM, NO_STORE, event
from soridam.studio.api.zips import send_zip
from soridam.studio.http.wording import Language, Reader, tell
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User
from soridam.studio.playground.adjustments import SavedAdjustment
from soridam.studio.playground.models import LanguageChoice, ModelOrigin
from soridam.studio.tuning.runs import RunRow

router = APIRouter(prefix="/api/playground", tags=["playground"])

MOST_TEXT = 20_000  # characters of a prompt; what a model can read is said by itself
MOST_ROWS = 4  # answers beside each other
Layer = Annotated[int, Field(ge=0, le=10_000)]


class Sliders(BaseModel):
    """Gains of attention and MLP, the epsilon of the norms (null: the model's own), and the layers that have gains."""

    model_config = ConfigDict(extra="forbid")

    attn: float = Field(default=1.0, ge=0, le=4)
    mlp: float = Field(default=1.0, ge=0, le=4)
    eps: float | None = Field(default=None, ge=1e-12, le=1)
    layers: tuple[Layer, Layer] | None = None

    @model_validator(mode="after")
    def in_order(self) -> "Sliders":
        if self.layers is not None and self.layers[0] > self.layers[1]:
            raise ValueError("the first layer comes before the last one")
        return self


class SamplingForm(BaseModel):
    """Options of choosing the next token."""

    most_tokens: int = Field(default=96, ge=1, le=2048)
    temperature: float = Field(default=0.0, ge=0, le=4)
    top_p: float = Field(default=1.0, gt=0, le=1)
    seed: int = Field(default=7, ge=0, le=2**53 - 1)


class Question(BaseModel):
    """A text for a model; `plain`: it is continued instead of being answered as a message."""

    model: str = Field(max_length=100)
    prompt: str = Field(min_length=1, max_length=MOST_TEXT)
    system: str = Field(default="", max_length=MOST_TEXT)
    plain: bool = False
    adjustments: list[Sliders] = Field(min_length=1, max_length=MOST_ROWS)

    def to_json(self, place: str) -> dict[str, Any]:
        system = [{"role": "system", "content": self.system}] if self.system and not self.plain else []
        return {
            "model": place,
            "messages": [*system, {"role": "user", "content": self.prompt}],
            "plain": self.plain,
            "adjustments": [each.model_dump() for each in self.adjustments],
        }


class AnswerForm(Question):
    sampling: SamplingForm = SamplingForm()


class InnerForm(Question):
    """A question about one token; `position` counts tokens from 0, or from the end with -1."""

    position: int = Field(default=-1, ge=-100_000, le=100_000)


class ChoiceView(BaseModel):
    """A language model to choose. `here`: its weights are on this machine. `parameters` in millions."""

    id: str
    name: str
    origin: ModelOrigin
    here: bool
    parameters: float | None
    license: str | None


class MeasuredView(BaseModel):
    """The perplexity of the texts, and the mean entropy of the next token in bits."""

    perplexity: float
    entropy: float


class PresetView(BaseModel):
    """Settings of ATTN and MLP that were found on the map."""

    attn: float
    mlp: float


class MapView(BaseModel):
    """A map of health: what was measured at each ATTN × MLP of `gains`, and at each of `epsilons`.

    A setting is safe while perplexity is at most `safe` times that of the untouched model, odd up to `odd` times.
    """

    languages: list[str]
    untouched: MeasuredView
    gains: list[float]
    measured: list[list[MeasuredView]]
    epsilons: list[float]
    measured_epsilons: list[MeasuredView]
    safe: float
    odd: float
    presets: dict[str, PresetView]


class SiteView(BaseModel):
    """A tensor's module that a slider touches: its branch, layer, name, and the sizes of its tensors."""

    branch: Literal["attention", "mlp"]
    layer: int
    name: str
    sizes: list[int]


class OpenedView(BaseModel):
    """A loaded model. `most_tokens` is what it can read, prompt and answer together; null where it sets no end."""

    id: str
    kind: str
    is_chat: bool
    most_tokens: int | None
    layers: int
    epsilon: float
    norms: int
    all_tensors: int
    all_parameters: int
    sites: list[SiteView]
    map: MapView | None


class TokenShare(BaseModel):
    """A token as text, and its probability."""

    token: str
    share: float


class ExpectationView(BaseModel):
    """The likeliest next tokens, and the entropy of all in bits."""

    likeliest: list[TokenShare]
    entropy: float


class InnerView(BaseModel):
    """The inner values at `position`, a row for each adjustment: the L2 norm of what each branch adds in each layer."""

    tokens: list[str]
    position: int
    attention: list[list[float]]
    mlp: list[list[float]]
    expected: list[ExpectationView]


class AdjustmentForm(BaseModel):
    """A name for settings of the sliders, and the model that they were found on."""

    name: str = Field(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")
    model: str = Field(max_length=100)
    sliders: Sliders


class AdjustmentView(BaseModel):
    id: str
    name: str
    model: str
    sliders: Sliders
    created: int


class AdjustedView(BaseModel):
    """A model with an adjustment written into its weights."""

    id: str
    name: str
    model: str
    sliders: Sliders
    created: int
    job: str | None
    state: str
    bytes: int | None


@router.get("/models")
def models(parts: Parts, me: Me) -> list[ChoiceView]:
    """List models: one's own first, then those of the catalog."""
    return [_view_choice(choice) for choice in parts.language_models.all(me)]


@router.get("/models/{language_model}")
def open_model(language_model: str, parts: Parts, me: Me) -> OpenedView:
    """Load a model unless it is loaded; returns what its sliders change, and its map of health."""
    choice = parts.language_models.find(me, language_model)
    facts = parts.language.ask_once("open", {"model": parts.language_models.place_of(choice)})
    found = parts.language_models.read_map(me, choice)
    return OpenedView(id=choice.id, map=_view_map(found) if found else None, **facts)


@router.post("/models/{language_model}/health", status_code=202)
def measure_health(language_model: str, parts: Parts, me: Me) -> JobRef:
    """Measure the map of health of a model that has none yet."""
    choice = parts.language_models.find(me, language_model)
    run = parts.runs.create(me, "health", choice.name, {}, source=choice.id, family="language")
    return JobRef(job=parts.runs.begin(me, run, {"model": choice.weights}).row["job"])


@router.post(
    "/answers",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def answer(form: AnswerForm, parts: Parts, me: Me, reader: Reader) -> StreamingResponse:
    """Answer token by token, a row for each adjustment: events {row, text, end}. Closing the connection stops it."""
    events, first = await asyncio.to_thread(_begin, parts, me, form)
    return StreamingResponse(_as_events(chain([first], events), reader), media_type=EVENT_STREAM, headers=NO_STORE)


@router.post("/inner")
def look_inside(form: InnerForm, parts: Parts, me: Me) -> InnerView:
    """Return what the branches add in each layer, and the next token's probabilities, a row for each adjustment."""
    choice = parts.language_models.find(me, form.model)
    question = form.to_json(parts.language_models.place_of(choice))
    return InnerView(**parts.language.ask_once("inner", {**question, "position": form.position}))


@router.get("/adjustments")
def adjustments(parts: Parts, me: Me) -> list[AdjustmentView]:
    """List saved adjustments, the newest first."""
    return [_view_saved(saved) for saved in parts.adjustments.all(me)]


@router.post("/adjustments", status_code=201)
def save_adjustment(form: AdjustmentForm, parts: Parts, me: Me) -> AdjustmentView:
    choice = parts.language_models.find(me, form.model)
    return _view_saved(parts.adjustments.save(me, form.name, choice.id, form.sliders.model_dump()))


@router.delete("/adjustments/{adjustment}")
def delete_adjustment(adjustment: str, parts: Parts, me: Me) -> Gone:
    parts.adjustments.delete(me, adjustment)
    return Gone(id=adjustment)


@router.post("/adjusted", status_code=202)
def write_adjusted(form: AdjustmentForm, parts: Parts, me: Me) -> AdjustedView:
    """Write an adjustment into the weights of a model, which then is a model of its own."""
    choice = parts.language_models.find(me, form.model)
    sliders = form.sliders.model_dump()
    details = {"base": choice.id, "sliders": sliders}
    run = parts.runs.create(me, "adjust", form.name, details, source=choice.id, family="language")
    asked = {"model": choice.weights, "sliders": sliders, "base": choice.name}
    return _view_adjusted(parts.runs.begin(me, run, asked))


@router.get("/adjusted")
def adjusted(parts: Parts, me: Me) -> list[AdjustedView]:
    """List adjusted models, the newest first."""
    return [_view_adjusted(run) for run in parts.runs.all(me, "adjust") if run.row["family"] == "language"]


@router.delete("/adjusted/{adjusted}")
def delete_adjusted(adjusted: str, parts: Parts, me: Me) -> Gone:
    parts.runs.delete(parts.runs.own(me, "adjust", adjusted))
    return Gone(id=adjusted)


@router.get("/adjusted/{adjusted}/download", response_class=StreamingResponse)
def download_adjusted(adjusted: str, parts: Parts, me: Me) -> StreamingResponse:
    """Download the folder as a zip; its README has the code that loads it."""
    own = parts.runs.own(me, "adjust", adjusted)
    folder = own.folder / "model"
    if not own.is_done or not folder.is_dir():
        raise JobError(
            "adjusted.not-ready", "'{name}' is not written yet.", hint="Wait until its job is done.",
            name=own.row["name"],
        )  # fmt: skip
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return send_zip(own.row["name"], [(path, path.relative_to(folder).as_posix()) for path in files])


def _begin(parts: StudioParts, me: User, form: AnswerForm) -> tuple[Iterator[dict[str, Any]], dict[str, Any]]:
    """Begin an answer; returns its events and the first of them, so that a wrong question is refused by status."""
    choice = parts.language_models.find(me, form.model)
    question = form.to_json(parts.language_models.place_of(choice))
    events = parts.language.ask("answer", {**question, "sampling": form.sampling.model_dump()})
    return events, next(events)


def _as_events(events: Iterator[dict[str, Any]], language: Language) -> Iterator[str]:
    try:
        yield from map(event, events)
    except SoridamError as error:
        told = tell(error, language)
        yield event({"error": told.error, "hint": told.hint})


def _view_choice(choice: LanguageChoice) -> ChoiceView:
    return ChoiceView(**{name: getattr(choice, name) for name in ChoiceView.model_fields})


def _view_map(found: HealthMap) -> MapView:
    return MapView(
        languages=list(found.languages),
        untouched=_view_measured(found.untouched),
        gains=list(GAINS),
        measured=[list(map(_view_measured, row)) for row in found.gains],
        epsilons=list(EPSILONS),
        measured_epsilons=list(map(_view_measured, found.epsilons)),
        safe=SAFE,
        odd=ODD,
        presets={name: PresetView(attn=attn, mlp=mlp) for name, (attn, mlp) in found.presets.items()},
    )


def _view_measured(measured: Measured) -> MeasuredView:
    return MeasuredView(perplexity=measured.perplexity, entropy=measured.entropy)


def _view_saved(saved: SavedAdjustment) -> AdjustmentView:
    values = {name: getattr(saved, name) for name in AdjustmentView.model_fields if name != "sliders"}
    return AdjustmentView(sliders=Sliders(**saved.sliders), **values)


def _view_adjusted(run: RunRow) -> AdjustedView:
    return AdjustedView(
        id=run.id,
        name=run.row["name"],
        model=run.details["base"],
        sliders=Sliders(**run.details["sliders"]),
        created=run.row["created"],
        job=run.row["job"],
        state=run.state,
        bytes=run.result.get("bytes"),
    )
