"""Whisper's weights: `find_whisper("base")` gives a folder, made out of the other form where only that can be had."""

from pathlib import Path

from soridam.core.progress import ShowProgress, show_progress
from soridam.core.weights import find_weights
from soridam.core.weights.entry import Form
from soridam.core.weights.resolve import Conversion

__all__ = ["FROM_CTRANSLATE2", "find_whisper"]


def _convert(source: Path, target: Path) -> None:
    from soridam.speech.weights.convert import convert_whisper

    convert_whisper(source, target)


FROM_CTRANSLATE2 = Conversion("speech", "ctranslate2", "transformers", _convert)


def find_whisper(name: str, *, form: Form = "transformers", show: ShowProgress = show_progress) -> Path:
    """`find_weights` for a Whisper: a folder, a name of the catalog, or an id of the hub. Raises as that does."""
    return find_weights(name, form=form, family="speech", conversions=(FROM_CTRANSLATE2,), show=show)
