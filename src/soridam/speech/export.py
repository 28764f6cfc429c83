"""Export of a trained model: adapters merged, converted to CTranslate2, compared and scored.

The folder is written only if its transcripts agree with the original's. Begin with `export_model`.
"""

import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import torch
import transformers
from ctranslate2.converters.converter import Converter
from ctranslate2.converters.transformers import WhisperLoader
from ctranslate2.specs import WhisperSpec
from transformers import WhisperFeatureExtractor

from soridam import __version__
from soridam.core.errors import ExportError, UsageError
from soridam.core.files import read_json, write_json
from soridam.core.messages import Message
from soridam.core.progress import Progress, show_progress
from soridam.evaluation.exports import SEED, ExportScores, new_folder, refuse_existing, refuse_worse
from soridam.speech.audio import Waveform
from soridam.speech.evaluation.candidates import find_model_folder, load_adapter
from soridam.speech.evaluation.hypotheses import batches
from soridam.speech.evaluation.parity import Parity, Sample, compare_tokens, generate_sounds
from soridam.speech.evaluation.testsets import TestSet, leading_metric
from soridam.speech.model import Whisper
from soridam.speech.recognition.engine import MODEL_FILE, Engine
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.speech.tuning.held_out import open_held_out_rows
from soridam.text.error_rates import Metric, Pair, as_ratios, utterance_errors
from soridam.training import ctranslate2_form
from soridam.training.adapters import ADAPTER_CONFIG
from soridam.training.ctranslate2_form import Precision

PARITY_FILE = "parity.json"
COMPARED = 16  # utterances whose tokens are compared


@dataclass(frozen=True, slots=True)
class Export:
    """The written export and its comparison. `float32` is the conversion itself, `exported` the precision asked for.

    `compared_on` names the sounds whose tokens were compared, such as `16 of 110 rows of prompts/test`.
    """

    folder: Path
    precision: Precision
    size: int  # bytes of the weights
    compared_on: str
    is_speech: bool  # and not generated sounds
    float32: Parity
    exported: Parity
    scores: ExportScores | None

    def to_json(self, name: str) -> dict[str, Any]:
        return {
            "model": name,
            "precision": self.precision,
            "bytes": self.size,
            "compared_on": self.compared_on,
            "parity": {"float32": self.float32.to_json(), self.precision: self.exported.to_json()},
            "held_out": self.scores and self.scores.to_json(),
            "versions": {
                "soridam": __version__,
                "ctranslate2": ctranslate2.__version__,
                "transformers": transformers.__version__,
                "torch": torch.__version__,
            },
        }


def export_model(
    name: str,
    out: Path,
    *,
    precision: Precision = "int8",
    held_out: TestSet | None = None,
    threshold: float = 0.5,
) -> Export:
    """Write a model, an adapter or a run to the new folder `out` in CTranslate2 form.

    Tokens are compared in float32 and in `precision`, on rows of `held_out`, which is scored with both. Without it a
    run's own corpus serves, up to 200 rows that it did not learn from; where there is none, generated sounds. Raises
    ExportError, and leaves no folder, if the conversion in float32 differs or if the error rate grows by more than
    `threshold` percentage points, and more than by chance.
    """
    refuse_existing(out)
    whisper = load_original(find_model_folder(name))
    held_out = held_out or open_held_out_rows(Path(name))
    samples = _choose_samples(whisper, held_out)
    with new_folder(out) as folder:
        convert(whisper, folder, precision)
        exported = Engine.load(folder, device="cpu")
        float32 = _check_conversion(whisper, folder, samples)
        with show_progress(
            Message("Comparing {precision}", precision=precision), len(samples), unit="utterances"
        ) as progress:
            parity = compare_tokens(whisper, exported, samples, progress)
        scores = score_both(whisper, Recognizer(exported), held_out) if held_out else None
        if scores:
            refuse_worse(scores, precision, threshold)
        size = (folder / MODEL_FILE).stat().st_size
        compared_on = _describe(samples, held_out)
        export = Export(out, precision, size, compared_on, held_out is not None, float32, parity, scores)
        write_json(folder / PARITY_FILE, export.to_json(name))
    return export


def load_original(folder: Path) -> Whisper:
    """Return the Whisper of a Transformers folder, or of an adapter's folder with the adapter merged into its base.

    Raises UsageError for a folder that is exported already.
    """
    if (folder / MODEL_FILE).is_file():
        raise UsageError(
            "export.exported",
            "{model} is exported already.",
            hint="Give the run or the model that it came from.",
            model=folder,
        )
    return load_adapter(folder) if (folder / ADAPTER_CONFIG).is_file() else Whisper.load(folder)


def convert(whisper: Whisper, folder: Path, precision: Precision) -> None:
    """Write weights, tokenizer and configs: all that faster-whisper and our recognizer read."""
    ctranslate2_form.convert(_MemoryConverter(whisper), folder, precision)
    write_json(folder / "config.json", read_json(folder / "config.json") | whisper.tuned.to_config())
    whisper.tokens.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    extractor = WhisperFeatureExtractor(feature_size=whisper.config.num_mel_bins)
    write_json(folder / "preprocessor_config.json", extractor.to_dict())


class _MemoryConverter(Converter):
    """CTranslate2's own conversion of a Whisper that is loaded already."""

    def __init__(self, whisper: Whisper) -> None:
        self._whisper = whisper

    @torch.no_grad()
    def _load(self) -> WhisperSpec:
        inner = deepcopy(self._whisper.inner)  # CTranslate2 quantizes the tensors that it is given in place
        return WhisperLoader()(inner, self._whisper.tokens.tokenizer)


def _choose_samples(whisper: Whisper, held_out: TestSet | None) -> list[Sample]:
    """Return rows spread over the held-out set, or generated sounds, with what the original writes for them."""
    if held_out is None:
        sounds = [(wave, whisper.tuned.language or "en") for wave in generate_sounds(SEED)]
    else:
        rows = list(zip(held_out.rows, held_out.languages, strict=True))
        chosen = rows[:: max(1, len(rows) // COMPARED)][:COMPARED]
        sounds = [(held_out.split.waveform(row), spoken) for row, spoken in chosen]
    samples = []
    with show_progress("Listening to the original", len(sounds), unit="utterances") as progress:
        for wave, spoken in sounds:
            samples.append(Sample(wave, spoken, whisper.transcribe([wave], spoken)[0]))
            progress.advance()
    return samples


def _describe(samples: list[Sample], held_out: TestSet | None) -> str:
    if held_out is None:
        return f"{len(samples)} generated sounds"
    return f"{len(samples)} of {len(held_out.rows):,} rows of {held_out.label}"


def _check_conversion(whisper: Whisper, folder: Path, samples: list[Sample]) -> Parity:
    """Token for token in float32. Raises ExportError at the first real difference."""
    exact = folder.with_name(f"{folder.name}.float32")
    try:
        convert(whisper, exact, "float32")
        with show_progress(
            Message("Comparing {precision}", precision="float32"), len(samples), unit="utterances"
        ) as progress:
            parity = compare_tokens(whisper, Engine.load(exact, device="cpu"), samples, progress)
    finally:
        shutil.rmtree(exact, ignore_errors=True)
    if not parity.is_exact:
        worst = max(parity.differences, key=lambda difference: difference.gap)
        raise ExportError(
            "export.differs",
            "The converted model writes '{exported}' where the original writes '{original}'.",
            hint="Is it a Whisper with changed layers? Report it with both folders' config.json.",
            exported=worst.exported,
            original=worst.original,
        )
    return parity


def score_both(whisper: Whisper, recognizer: Recognizer, held_out: TestSet) -> ExportScores:
    """The error rate of the original and of its export, as it is served, in the metric that the language is read by."""

    def original(waves: list[Waveform], language: str) -> list[str]:
        return [decoded.text for decoded in whisper.transcribe(waves, language)]

    def served(waves: list[Waveform], language: str) -> list[str]:
        options = TranscriptionOptions(language=language, words=False)
        return [transcript.text for transcript in recognizer.transcribe_many(waves, options)]

    metric = leading_metric(held_out.languages[0])
    with show_progress("Scoring the original", len(held_out.rows), unit="rows") as progress:
        first = _errors(held_out, metric, original, progress)
    with show_progress("Scoring the export", len(held_out.rows), unit="rows") as progress:
        second = _errors(held_out, metric, served, progress)
    return ExportScores.of(metric, as_ratios(first), as_ratios(second))


def _errors(
    held_out: TestSet, metric: Metric, write: Callable[[list[Waveform], str], list[str]], progress: Progress
) -> np.ndarray:
    """Count the errors of each row, shape (rows, 4)."""
    rows = held_out.to_transcribe()
    texts: dict[int, str] = {}
    for batch in batches(rows):
        waves = [held_out.split.waveform(row.number) for row in batch]
        numbers = [row.number for row in batch]
        texts.update(zip(numbers, write(waves, batch[0].language), strict=True))
        progress.advance(len(batch))
    pairs = [
        Pair(references=tuple(map(normalize, readings)), hypothesis=normalize(texts[row.number]))
        for row, normalize, readings in zip(rows, held_out.normalizers(), held_out.readings(), strict=True)
    ]
    return utterance_errors(pairs, metric)
