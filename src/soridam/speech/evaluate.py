"""Several models side by side on the same test sets: transcribed, scored, compared, and tried on silence.

Begin with `evaluate`.
"""

import hashlib
import importlib.metadata
import platform
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from soridam import __version__
from soridam.core.messages import Message
from soridam.core.progress import ShowProgress, show_progress
from soridam.speech.audio import duration_of
from soridam.speech.evaluation.candidates import Candidate
from soridam.speech.evaluation.compare import compare_models
from soridam.speech.evaluation.findings import Evaluation, Invention, ModelFacts
from soridam.speech.evaluation.hypotheses import Hypothesis, Recognizer, Row, transcribe_rows
from soridam.speech.evaluation.silence import KINDS, SilentClip, build_silent_clips
from soridam.speech.evaluation.testsets import TestSet, describe_set
from soridam.text.error_rates import Metric, words

_VERSIONS_OF = ("torch", "transformers", "ctranslate2", "peft", "numpy", "rapidfuzz")


def evaluate(
    candidates: Sequence[Candidate],
    test_sets: Sequence[TestSet],
    *,
    kept: Path,
    metric: Metric,
    seed: int = 7,
    show: ShowProgress = show_progress,
) -> Evaluation:
    """Transcribe and score every test set with every model, and test their differences.

    The first test set is the domain; its language and normalizer serve for silence and noise, too. Hypotheses are
    kept in the folder `kept`; what is there already is not transcribed again.
    """
    heard: dict[str, dict[str, list[Hypothesis]]] = {test_set.label: {} for test_set in test_sets}
    inventions: list[Invention] = []
    for candidate in candidates:
        load = cache(candidate.load)
        for test_set in test_sets:
            heard[test_set.label][candidate.name] = _transcribe(candidate, load, test_set, kept, show)
        inventions += _try_on_silence(candidate, load, test_sets[0], kept, seed, show)
    found = [compare_models(test_set, heard[test_set.label], seed=seed) for test_set in test_sets]
    return Evaluation(
        metric=metric,
        seed=seed,
        versions=_versions(),
        models=tuple(_describe_model(candidate) for candidate in candidates),
        sets=tuple(describe_set(test_set) for test_set in test_sets),
        scores=tuple(score for part in found for score in part.scores),
        tests=tuple(test for part in found for test in part.tests),
        inventions=tuple(inventions),
        utterances=tuple(utterance for part in found for utterance in part.utterances),
    )


def _transcribe(
    candidate: Candidate, load: Callable[[], Recognizer], test_set: TestSet, kept: Path, show: ShowProgress
) -> list[Hypothesis]:
    path = _kept_path(kept, candidate, test_set.data_sha256)
    with show(
        Message("Measuring {model} on {set}", model=candidate.name, set=test_set.label),
        len(test_set.rows),
        "utterances",
    ) as progress:
        return transcribe_rows(test_set.to_transcribe(), test_set.split.waveform, load, path, progress)


def _kept_path(kept: Path, candidate: Candidate, data_sha256: str) -> Path:
    return kept / f"{candidate.fingerprint[:16]}-{data_sha256[:16]}.jsonl"


def _try_on_silence(
    candidate: Candidate,
    load: Callable[[], Recognizer],
    domain: TestSet,
    kept: Path,
    seed: int,
    show: ShowProgress,
) -> list[Invention]:
    clips = build_silent_clips(seed=seed)
    digest = hashlib.sha256(b"".join(clip.wave.tobytes() for clip in clips)).hexdigest()
    rows = [Row(number, duration_of(clip.wave), domain.languages[0]) for number, clip in enumerate(clips)]
    with show(Message("Trying {model} on silence and noise", model=candidate.name), len(rows), "clips") as progress:
        path = _kept_path(kept, candidate, digest)
        heard = transcribe_rows(rows, lambda number: clips[number].wave, load, path, progress)
    texts = [hypothesis.text for hypothesis in heard]
    return count_inventions(candidate.name, clips, texts, domain.normalizers()[0])


def count_inventions(
    model: str, clips: Sequence[SilentClip], texts: Sequence[str], normalize: Callable[[str], str]
) -> list[Invention]:
    """For each kind of clip, how many got a text and how many words; a text of punctuation alone does not count."""
    inventions = []
    for kind in KINDS:
        chosen = [(clip, text) for clip, text in zip(clips, texts, strict=True) if clip.kind == kind]
        invented = [len(words(normalize(text))) for _, text in chosen]
        seconds = sum(duration_of(clip.wave) for clip, _ in chosen)
        inventions.append(
            Invention(
                model=model,
                kind=kind,
                clips=len(chosen),
                clips_with_text=sum(count > 0 for count in invented),
                words=sum(invented),
                seconds=seconds,
                words_per_minute=sum(invented) * 60 / seconds,
                texts=tuple(text for (_, text), count in zip(chosen, invented, strict=True) if count),
            )
        )
    return inventions


def _describe_model(candidate: Candidate) -> ModelFacts:
    return ModelFacts(
        candidate.name, str(candidate.folder), candidate.form, candidate.fingerprint, candidate.short_context
    )


def _versions() -> dict[str, str]:
    packages = {name: importlib.metadata.version(name) for name in _VERSIONS_OF}
    return {"soridam": __version__, "python": platform.python_version(), **packages}
