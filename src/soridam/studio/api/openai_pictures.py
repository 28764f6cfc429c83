"""The picture route of the OpenAI API. Begin with `generate`.

Names, values and errors are those of OpenAI; unknown fields are ignored, as there. A seed may be given and is told.
"""

import re
import secrets
import time
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from soridam.core.errors import UsageError
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.openai_form import OpenaiForm
from soridam.studio.http.answers import OPENAI_REFUSALS
from soridam.studio.openai.picture_models import DEFAULT_PAINTER

router = APIRouter(prefix="/v1", tags=["openai"], responses=OPENAI_REFUSALS)

MOST_SEED = 2**32 - 1
SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
STEP = 32  # of which width and height are multiples, whatever the model
MOST_PIXELS = 2**21


class PictureForm(OpenaiForm):
    """Pictures to be painted. They come as base64 only: the studio keeps none that an address could name.

    `n` pictures have seeds that follow one another; without a seed it is drawn.
    """

    prompt: str = Field(min_length=1, max_length=4000)
    model: str = Field(default=DEFAULT_PAINTER, max_length=200)
    n: int = Field(default=1, ge=1, le=10)
    size: str = Field(default="auto", max_length=20)
    seed: int | None = Field(default=None, ge=0, le=MOST_SEED)
    response_format: Literal["b64_json"] = "b64_json"
    output_format: Literal["png"] = "png"

    def sides(self) -> tuple[int, int]:
        """Return width and height; zeros for the model's own size. Raises UsageError for what cannot be painted."""
        found = SIZE.fullmatch(self.size)
        if self.size == "auto":
            return 0, 0
        width, height = map(int, found.groups()) if found else (0, 0)
        if not width or width % STEP or height % STEP or width * height > MOST_PIXELS:
            raise UsageError(
                "image.size",
                "A picture of the size '{size}' cannot be painted.",
                hint="Write auto, or width and height like 1152x864: multiples of {step}, at most {most} pixels.",
                size=self.size,
                step=STEP,
                most=MOST_PIXELS,
            )
        return width, height


class GeneratedPicture(BaseModel):
    b64_json: str
    seed: int


class Pictures(BaseModel):
    created: int
    output_format: Literal["png"] = "png"
    data: list[GeneratedPicture]


@router.post("/images/generations")
def generate(form: PictureForm, parts: Parts, me: Me) -> Pictures:
    """Paint pictures of a prompt. Each is looked at by the check that the pictures of books pass."""
    width, height = form.sides()
    request = {
        "model": parts.picture_models.find(me, form.model).place,
        "prompt": form.prompt,
        "count": form.n,
        "seed": secrets.randbelow(MOST_SEED) if form.seed is None else form.seed,
        "width": width,
        "height": height,
    }
    painted = parts.pictures.paint(request)
    return Pictures(
        created=int(time.time()), data=[GeneratedPicture(b64_json=each["png"], seed=each["seed"]) for each in painted]
    )
