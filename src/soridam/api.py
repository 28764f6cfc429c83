"""Soridam from Python: a few obvious calls, which `soridam` re-exports. Documented in docs/guide/python.md."""

from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from soridam.speech.audio import Waveform
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer, load_recognizer
from soridam.speech.recognition.transcript import Segment, Task, Transcript, Word

if TYPE_CHECKING:
    from soridam.language.adjusting import Tried
    from soridam.language.model import LanguageModel
    from soridam.speech.corpus.prepare import Preparation
    from soridam.speech.corpus.split import SplitReport
    from soridam.speech.evaluation.findings import Evaluation
    from soridam.speech.export import Export, Precision
    from soridam.text.error_rates import Metric

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


def prepare(
    folder: Path | str, out: Path | str, *, language: str = "", reader: str = "", normalizer: str = ""
) -> "Preparation":
    """Recordings and transcripts become a corpus in `out`. The reader is guessed, the text form follows the language.

    Raises CorpusError if the folder is no corpus that we know.
    """
    from soridam.speech.corpus.folder import prepare_folder

    return prepare_folder(Path(folder), Path(out), language=language, reader=reader, normalizer=normalizer)


def split(
    corpus: Path | str, out: Path | str, *, by: str = "speaker", ratio: str = "8:2", seed: int = 7
) -> "SplitReport":
    """Turn a corpus into one with train and test, which share no speaker, no text, or (`by="both"`) neither.

    Raises CorpusError if that cannot be done.
    """
    from soridam.speech.corpus.split import By, split_corpus

    return split_corpus(Path(corpus), Path(out), by=By(by), ratio=ratio, seed=seed)


def train(recipe: str, out: Path | str, *overrides: str, resume: bool = False) -> Path:
    """Fine-tune by a recipe (a name such as base, or a TOML file); overrides are `"data.corpus=corpora/prompts"`.

    Returns the folder of the best model. Raises ConfigError, CorpusError or TrainingError.
    """
    from soridam.recipes import open_recipe, read_recipe

    config = read_recipe(recipe, overrides)
    return open_recipe(config.family).train(config, Path(out), resume=resume)


def shorten(
    model: str, out: Path | str, *overrides: str, audio: Sequence[Path | str] = (), resume: bool = False
) -> Path:
    """Let a Whisper teach itself at an utterance's own length, on folders of recordings without transcripts.

    Without `audio` the packaged voice speaks. Returns the folder of the model; raises UsageError for a folder without
    recordings, CorpusError if they are too few, TrainingError as `train` does.
    """
    import json

    from soridam.recipes import read_shortening
    from soridam.speech.shorten import train as teach

    folders = [f"sound.folders={json.dumps([str(folder) for folder in audio])}"] if audio else []
    return teach(read_shortening(model, [*folders, *overrides]), Path(out), resume=resume)


def adjust(
    model: str | Path,
    prompt: str,
    *,
    attention: float = 1.0,
    mlp: float = 1.0,
    epsilon: float | None = None,
    layers: tuple[int, int] | None = None,
    most_tokens: int = 64,
    temperature: float = 0.0,
    seed: int = 7,
) -> "Tried":
    """Change a language model's weights without training and answer a prompt twice: untouched and adjusted.

    `layers` are the first and the last, from 0, that have the gains. Raises WeightsError and UsageError.
    """
    from soridam.language.adjusting import try_adjustment
    from soridam.language.generate import Sampling
    from soridam.training.adjust import Adjustment

    loaded = _language_model(str(model))
    adjustment = Adjustment(attention, mlp, epsilon, layers)
    return try_adjustment(loaded, loaded.encode(prompt), adjustment, Sampling(most_tokens, temperature, seed=seed))


def evaluate(
    models: Sequence[str | Path],
    corpus: Path | str,
    out: Path | str,
    *,
    split: str = "test",
    general: Sequence[Path] = (),
    language: str = "",
    text_policy: str | None = None,
    metric: "Metric | None" = None,
    limit: int = 0,
    seed: int = 7,
    long: bool = False,
) -> "Evaluation":
    """Score models side by side; `out` gets evaluation.json, report.html and the transcripts.

    `general` are corpora of another kind, to see what was forgotten; `limit` draws so many rows (0: all). With `long`,
    the rows are joined to recordings of one to three minutes, and the models are exports.
    """
    from soridam.core.files import write_json
    from soridam.speech.evaluate import evaluate as evaluate_models
    from soridam.speech.evaluation.candidates import find_candidates, find_exported_candidates
    from soridam.speech.evaluation.long_recordings import write_long_recordings
    from soridam.speech.evaluation.report import write_report
    from soridam.speech.evaluation.testsets import leading_metric, open_test_set, scoring_text
    from soridam.speech.languages import language_code

    code, text = language_code(language) if language else "", partial(scoring_text, text_policy)
    candidates = (find_exported_candidates if long else find_candidates)([str(model) for model in models])
    domain = open_test_set(Path(corpus), split, text, role="domain", language=code, limit=limit, seed=seed)
    if long:
        joined = write_long_recordings(domain, Path(out) / f"{Path(corpus).resolve().name}-long", seed=seed)
        domain = open_test_set(joined, "test", text, role="domain")
    others = [
        open_test_set(folder, split, partial(scoring_text, None), role="general", limit=limit, seed=seed)
        for folder in general
    ]
    sets = [domain, *others]
    leading = metric or leading_metric(domain.languages[0])
    found = evaluate_models(candidates, sets, kept=Path(out) / "hypotheses", metric=leading, seed=seed)
    write_json(Path(out) / "evaluation.json", found.to_json())
    write_report(found, {test_set.label: test_set.split for test_set in sets}, Path(out) / "report.html")
    return found


def export(model: Path | str, out: Path | str, *, quantization: "Precision" = "int8") -> "Export":
    """Merge adapters and convert to CTranslate2. Raises ExportError if it does not say what its original says."""
    from soridam.speech.export import export_model

    return export_model(str(model), Path(out), precision=quantization)


def transcribe(
    audio: Path | str | bytes | Waveform,
    model: str | Path = "base",
    *,
    language: str | None = None,
    task: Task = "transcribe",
    prompt: str = "",
    hotwords: str = "",
) -> Transcript:
    """Transcribe one recording: a path, the bytes of a file, or mono 16 kHz samples.

    The model stays in memory for the next call; to choose device or precision use `load_recognizer`. Raises AudioError
    for what holds no sound, WeightsError if there is no such model.
    """
    options = TranscriptionOptions(language=language, task=task, prompt=prompt, hotwords=hotwords)
    return _recognizer(str(model)).transcribe(audio, options)


@lru_cache(maxsize=1)
def _language_model(name: str) -> "LanguageModel":
    from soridam.language.model import LanguageModel

    return LanguageModel.load(name)


@lru_cache(maxsize=1)
def _recognizer(model: str) -> Recognizer:
    return load_recognizer(model)
