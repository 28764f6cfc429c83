"""The playground of pictures: what a model paints, as it is and with its inner weights changed, from the same noise."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.hearing import SpeechSiteView
from soridam.studio.api.playground import Sliders
from soridam.studio.playground.picture_models import PictureOrigin
from soridam.studio.tuning.runs import RunRow

router = APIRouter(prefix="/api/playground/pictures", tags=["playground"])

MOST_PICTURES = 7  # of one request: a strip over a slider's range


class PictureModelChoice(BaseModel):
    """A picture model to choose: one's own, the painter of the books, or one of the catalog."""

    id: str
    name: str
    origin: PictureOrigin


class NetworkView(BaseModel):
    """The UNet, or the text encoders together: what their sliders change. A UNet's layers are its blocks."""

    layers: int
    layer_names: list[str]
    epsilon: float
    norms: int
    all_tensors: int
    all_parameters: int
    sites: list[SpeechSiteView]


class OpenedPictureModel(BaseModel):
    """A loaded picture model; `side` in pixels, `steps` and `guidance` are what it paints with by itself."""

    id: str
    kind: str
    side: int
    steps: int
    guidance: float
    unet: NetworkView
    text_encoder: NetworkView


class NetworkSliders(Sliders):
    """Sliders of a network of a picture model; `cross` multiplies what attention to the text adds besides."""

    cross: float = Field(default=1.0, ge=0, le=4)


class PictureSliders(BaseModel):
    """Sliders of the UNet, and of all text encoders."""

    model_config = ConfigDict(extra="forbid")

    unet: NetworkSliders = NetworkSliders()
    text_encoder: NetworkSliders = NetworkSliders()


class PaintForm(BaseModel):
    """A text to be painted, once for each of `adjustments`; null means as the model paints by itself."""

    model: str = Field(max_length=100)
    prompt: str = Field(min_length=1, max_length=2_000)
    negative: str = Field(default="", max_length=2_000)
    seed: int = Field(default=7, ge=0, le=2**53 - 1)
    steps: int | None = Field(default=None, ge=1, le=100)
    guidance: float | None = Field(default=None, ge=0, le=30)
    side: int | None = Field(default=None, ge=16, le=1536, multiple_of=8)
    adjustments: list[PictureSliders] = Field(min_length=1, max_length=MOST_PICTURES)

    def painting(self) -> dict[str, Any]:
        values = self.model_dump(include={"prompt", "negative", "seed", "steps", "guidance"})
        return {**values, "width": self.side, "height": self.side}


class PaintedView(BaseModel):
    """The pictures in the order of the adjustments, as PNG in base64."""

    pictures: list[str]


class PictureAdjustmentForm(BaseModel):
    """A name for a model of one's own, the model that it is made from, and the sliders that are written into it."""

    name: str = Field(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")
    model: str = Field(max_length=100)
    sliders: PictureSliders


class AdjustedPictureModel(BaseModel):
    """A picture model with an adjustment written into its weights."""

    id: str
    name: str
    model: str
    sliders: PictureSliders
    created: int
    job: str | None
    state: str
    bytes: int | None


@router.get("/models")
def picture_models(parts: Parts, me: Me) -> list[PictureModelChoice]:
    """List one's own tuned and adjusted picture models, then others that are here."""
    found = parts.adjustable_pictures.all(me)
    return [PictureModelChoice(id=each.id, name=each.name, origin=each.origin) for each in found]


@router.get("/models/{picture_model}")
def open_picture_model(picture_model: str, parts: Parts, me: Me) -> OpenedPictureModel:
    """Load a picture model unless it is loaded; returns what its sliders change."""
    choice = parts.adjustable_pictures.find(me, picture_model)
    return OpenedPictureModel(id=choice.id, **parts.painting.open(parts.adjustable_pictures.place_of(choice)))


@router.post("")
def paint(form: PaintForm, parts: Parts, me: Me) -> PaintedView:
    """Paint a text once for each adjustment, in one batch from the same noise. Nothing of it is kept."""
    choice = parts.adjustable_pictures.find(me, form.model)
    adjustments = [each.model_dump() for each in form.adjustments]
    place = parts.adjustable_pictures.place_of(choice)
    return PaintedView(pictures=parts.painting.paint(place, form.painting(), adjustments))


@router.post("/adjusted", status_code=202)
def write_adjusted_pictures(form: PictureAdjustmentForm, parts: Parts, me: Me) -> AdjustedPictureModel:
    """Write an adjustment into the weights of a model, which then is a model of its own."""
    choice = parts.adjustable_pictures.find(me, form.model)
    sliders = form.sliders.model_dump()
    details = {"base": choice.id, "sliders": sliders}
    run = parts.runs.create(me, "adjust", form.name, details, source=choice.id, family="image")
    asked = {"model": choice.weights, "sliders": sliders, "base": choice.name, "family": "image"}
    return _view(parts.runs.begin(me, run, asked))


@router.get("/adjusted")
def adjusted_picture_models(parts: Parts, me: Me) -> list[AdjustedPictureModel]:
    """List adjusted picture models, the newest first; they are deleted and downloaded as those of language are."""
    return [_view(run) for run in parts.runs.all(me, "adjust") if run.row["family"] == "image"]


def _view(run: RunRow) -> AdjustedPictureModel:
    return AdjustedPictureModel(
        id=run.id,
        name=run.row["name"],
        model=run.details["base"],
        sliders=PictureSliders(**run.details["sliders"]),
        created=run.row["created"],
        job=run.row["job"],
        state=run.state,
        bytes=run.result.get("bytes"),
    )
