"""Weights of language models: `find_language_model("smollm2-135m")` gives a folder that Transformers loads."""

from pathlib import Path

from soridam.core.progress import ShowProgress, show_progress
from soridam.core.weights import find_weights
from soridam.core.weights.resolve import Conversion

__all__ = ["FROM_GGUF", "find_language_model"]


def _convert(source: Path, target: Path) -> None:
    from soridam.language.weights.convert import convert_llama

    convert_llama(source, target)


FROM_GGUF = Conversion("language", "gguf", "transformers", _convert)


def find_language_model(name: str, *, show: ShowProgress = show_progress) -> Path:
    """Return the folder of a language model: a folder, a name of the catalog, or an id of the hub.

    Raises as `find_weights` does.
    """
    return find_weights(name, form="transformers", family="language", conversions=(FROM_GGUF,), show=show)
