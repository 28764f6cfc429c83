"""Soridam teaches open speech and language models a world of your own, measures them, and puts them to work.

From Python begin with `soridam.transcribe` and `soridam.load_recognizer`; all calls are in `soridam.api`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from soridam.api import (
        Recognizer,
        Segment,
        Transcript,
        TranscriptionOptions,
        Word,
        adjust,
        evaluate,
        export,
        load_recognizer,
        prepare,
        shorten,
        split,
        train,
        transcribe,
    )

__version__ = "0.1.0"
__all__ = [
    "Recognizer",
    "Segment",
    "Transcript",
    "TranscriptionOptions",
    "Word",
    "adjust",
    "evaluate",
    "export",
    "load_recognizer",
    "prepare",
    "shorten",
    "split",
    "train",
    "transcribe",
]


def __getattr__(name: str) -> Any:
    """Open the API when it is asked for, so that `import soridam` stays light."""
    if name not in __all__:
        raise AttributeError(f"module 'soridam' has no attribute '{name}'")
    import soridam.api

    return getattr(soridam.api, name)
