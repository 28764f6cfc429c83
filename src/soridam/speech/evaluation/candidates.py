"""The models of an evaluation: from what a person names to something that recognizes. Begin with `find_candidates`.

A name may be a Transformers folder, a CTranslate2 folder, a PEFT adapter, a run folder, or a model of the catalog.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from soridam.core.errors import WeightsError
from soridam.core.files import sha256_of
from soridam.core.weights.trust import check_adapter
from soridam.speech.audio import Waveform
from soridam.speech.evaluation.hypotheses import Recognizer
from soridam.speech.tuned import read_tuned
from soridam.speech.weights import find_whisper

if TYPE_CHECKING:
    from soridam.speech.model import Whisper

Form = Literal["transformers", "ctranslate2", "adapter"]
DECODING = "greedy 2"  # part of every fingerprint; count up when the decoding changes what models write
_INSIDE_A_RUN = ("model", "adapter")
_HASHED_SUFFIXES = frozenset({".safetensors", ".bin", ".json", ".txt"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model under test. `fingerprint` changes with its weights, its configs and our decoding."""

    name: str
    folder: Path
    form: Form
    fingerprint: str
    short_context: bool
    load: Callable[[], Recognizer]


def find_candidates(names: Sequence[str]) -> list[Candidate]:
    """Return the models of these names, each under a name of its own. Raises WeightsError for what is no model."""
    candidates: list[Candidate] = []
    for name in names:
        folder = find_model_folder(name)
        candidates.append(_open(_unique(name, folder, candidates), folder))
    return candidates


def find_exported_candidates(names: Sequence[str]) -> list[Candidate]:
    """As `find_candidates`, of exported models only: those that take recordings of any length."""
    from soridam.speech.recognition.engine import require_ctranslate2

    candidates: list[Candidate] = []
    for name in names:
        folder = Path(name) if Path(name).is_dir() else find_whisper(name, form="ctranslate2")
        require_ctranslate2(folder)
        candidates.append(_open(_unique(name, folder, candidates), folder))
    return candidates


def find_model_folder(name: str) -> Path:
    """Return the folder that holds the weights of a folder, a run, or a catalog name."""
    folder = Path(name)
    if not folder.is_dir():
        return find_whisper(name)
    for place in (folder, *(folder / inner for inner in _INSIDE_A_RUN)):
        if _form(place):
            return place
    found = ", ".join(sorted(path.name for path in folder.iterdir())[:5]) or "nothing"
    raise WeightsError(
        "model.no-candidate",
        "{folder} holds no model: expected config.json or adapter_config.json, found {found}.",
        hint="Give the folder of a model or of a finished run, or a name from: soridam weights list",
        folder=folder,
        found=found,
    )


def _form(folder: Path) -> Form | None:
    if (folder / "adapter_config.json").is_file():
        return "adapter"
    if not (folder / "config.json").is_file():
        return None
    return "ctranslate2" if (folder / "model.bin").is_file() else "transformers"


def _open(label: str, folder: Path) -> Candidate:
    form = _form(folder) or "transformers"
    parts: list[Path] = [folder]
    load: Callable[[], Recognizer] = partial(_load_transformers, folder)
    if form == "ctranslate2":
        load = partial(CTranslate2Recognizer, folder)
    if form == "adapter":
        parts, load = [base_of_adapter(folder), folder], partial(_load_adapter, folder)
    short = any(read_tuned(part).short_context for part in parts)
    return Candidate(label, folder, form, _fingerprint(form, parts), short, load)


def _fingerprint(form: Form, folders: Sequence[Path]) -> str:
    digest = hashlib.sha256(f"{DECODING} {form}".encode())
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.suffix in _HASHED_SUFFIXES:
                digest.update(f"\n{path.name} {sha256_of(path)}".encode())
    return digest.hexdigest()


def _label(name: str, folder: Path) -> str:
    """`runs/children/model` is called children; a name of the catalog stays."""
    if not Path(name).is_dir():
        return name
    folder = folder.resolve()
    return folder.parent.name if folder.name in _INSIDE_A_RUN else folder.name


def _unique(name: str, folder: Path, others: Sequence[Candidate]) -> str:
    taken = [candidate.name for candidate in others]
    label = unique = _label(name, folder)
    number = 2
    while unique in taken:
        unique = f"{label} ({number})"
        number += 1
    return unique


class TransformersRecognizer:
    """Whisper in Transformers, on the GPU if there is one."""

    def __init__(self, whisper: "Whisper") -> None:
        import torch

        if torch.cuda.is_available():
            whisper.network.to("cuda")
        self._whisper = whisper

    def recognize(self, waves: Sequence[Waveform], language: str) -> list[str]:
        return [decoded.text for decoded in self._whisper.transcribe(waves, language)]


def _load_transformers(folder: Path) -> Recognizer:
    from soridam.speech.model import Whisper

    return TransformersRecognizer(Whisper.load(folder))


def _load_adapter(folder: Path) -> Recognizer:
    return TransformersRecognizer(load_adapter(folder))


def base_of_adapter(folder: Path) -> Path:
    """Return the folder of the model that an adapter was trained on. Raises WeightsError if it cannot be had."""
    return find_model_folder(str(check_adapter(folder)["base_model_name_or_path"]))


def load_adapter(folder: Path) -> "Whisper":
    """Return the Whisper of an adapter's folder: merged into its base, and used as it was tuned."""
    from soridam.speech.model import Whisper
    from soridam.training.adapters import merge_adapter

    whisper = Whisper.load(base_of_adapter(folder))
    whisper.network.inner = merge_adapter(whisper.inner, folder)
    whisper.record_tuned(read_tuned(folder))
    return whisper


class CTranslate2Recognizer:
    """An exported model as it is served: with the guard that keeps it from writing on silence."""

    def __init__(self, folder: Path) -> None:
        from soridam.speech.recognition.recognizer import load_recognizer

        self._recognizer = load_recognizer(folder)

    def recognize(self, waves: Sequence[Waveform], language: str) -> list[str]:
        from soridam.speech.recognition.options import TranscriptionOptions

        options = TranscriptionOptions(language=language, words=False)
        return [transcript.text for transcript in self._recognizer.transcribe_many(waves, options)]
