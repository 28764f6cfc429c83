"""The model card of a Whisper that taught itself short windows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from soridam import __version__
from soridam.speech.shortening.config import ShorteningConfig
from soridam.speech.shortening.sounds import Sounds
from soridam.training.card import describe_base
from soridam.training.checkpoint import TrainingState


def card_header(config: ShorteningConfig) -> dict[str, Any]:
    """Return what model hubs read."""
    base, license = describe_base(config.model.name)
    return {
        "license": license,
        "base_model": base,
        "pipeline_tag": "automatic-speech-recognition",
        "library_name": "transformers",
        "tags": ["whisper", "soridam", "self-distillation"],
    }


def card_body(config: ShorteningConfig, sounds: Sounds, state: TrainingState, voices: Sequence[str]) -> str:
    """Return what people read; `voices` are the languages of generated speech, none where recordings were given."""
    base, _ = describe_base(config.model.name)
    of_what = (
        f"speech of the packaged voice ({', '.join(voices)}) and noise; no recording of anybody"
        if voices
        else f"pieces of {sounds.recordings:,} recordings"
    )
    return f"""# {Path(base).name} in short windows

{base}, taught by itself ({config.tuning.method}) with Soridam {__version__}: what it hears in 30 s, it has learned to
hear in windows of an utterance's own length plus up to {config.window.padding:g} s (`short_context` and `self_taught`
in config.json). Soridam uses it so; other programs pad to 30 s as always. There were no transcripts: it heard
{len(sounds.train):,} utterances, {sounds.seconds() / 3600:.2f} hours: {of_what}.

| | % of the tokens that it writes in 30 s it also writes in short windows |
|---|---|
| before | {100 * state.first_score:.1f} |
| after {state.best_step:,} steps | {100 * state.best_score:.1f} |

That is on {len(sounds.validation):,} utterances that were kept apart, and says nothing about errors that it makes in
both windows; measure those with `soridam evaluate`.

    soridam export THIS_RUN --out models/short
    soridam transcribe RECORDING --model models/short
"""
