"""Looks at painted pictures before a child does: is anybody undressed in them? Begin with `PictureCheck.is_fit`.

The detector is NudeNet's (a YOLO of 320 × 320 pixels, fetched as a data file). It is made for photographs; on drawings
it sees less, which is why prompts ask for clothes and `NEGATIVE` rules the rest out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from soridam.core.weights import find_weights

SIDE = 320
CLASSES = (
    "female genitalia covered", "female face", "buttocks exposed", "female breast exposed", "female genitalia exposed",
    "male breast exposed", "anus exposed", "feet exposed", "belly covered", "feet covered", "armpits covered",
    "armpits exposed", "male face", "belly exposed", "male genitalia exposed", "anus covered", "female breast covered",
    "buttocks covered",
)  # fmt: skip
UNFIT = frozenset((
    "buttocks exposed", "female breast exposed", "female genitalia exposed", "anus exposed", "male genitalia exposed",
    "female genitalia covered", "anus covered",
))  # fmt: skip
SURE_ENOUGH = 0.25  # lower than for photographs: a picture too many that is drawn instead does no harm


def load_check() -> Callable[[Image.Image], bool]:
    """Return the check, with the detector fetched at the first picture."""
    return lambda picture: _detector().is_fit(picture)


@cache
def _detector() -> "PictureCheck":
    return PictureCheck(find_weights("nudenet") / "model.onnx")


@dataclass(frozen=True, eq=False)
class PictureCheck:
    """`model` is the ONNX file; it is opened at the first picture."""

    model: Path

    def is_fit(self, picture: Image.Image) -> bool:
        """Return whether nothing was found that does not belong into a picture book."""
        return not self.findings(picture)

    def findings(self, picture: Image.Image) -> list[str]:
        """Return what was found that does not belong there, with how sure the detector is."""
        (output,) = self._session.run(None, {self._session.get_inputs()[0].name: to_input(picture)})
        best = output[0, 4:].max(axis=1)  # (4 + classes, boxes): how sure it is of each class anywhere
        return [
            f"{name} ({sure:.0%})"
            for name, sure in zip(CLASSES, best, strict=True)
            if name in UNFIT and sure >= SURE_ENOUGH
        ]

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        return onnxruntime.InferenceSession(str(self.model), providers=["CPUExecutionProvider"])


def to_input(picture: Image.Image) -> np.ndarray:
    """Float32 (1, 3, SIDE, SIDE) in 0..1, blue first as the detector wants it; padded at right and below."""
    longest = max(picture.size)
    square = Image.new("RGB", (longest, longest))
    square.paste(picture.convert("RGB"), (0, 0))
    pixels = np.asarray(square.resize((SIDE, SIDE), Image.Resampling.BILINEAR), dtype=np.float32) / 255
    return np.ascontiguousarray(pixels[None, :, :, ::-1].transpose(0, 3, 1, 2))
