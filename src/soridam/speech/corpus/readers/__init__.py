"""One corpus, one file: `iter_utterances(folder)` yields what was found, and what was not fit and why.

Begin with `read_corpus`, or with `guess_reader` for a folder whose kind is not known.
"""

import difflib
import importlib
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol, cast

from soridam.core.errors import CorpusError, UsageError
from soridam.core.messages import Message
from soridam.speech.corpus.rows import contents, refuse_no_folder
from soridam.speech.corpus.utterance import Rejection, Utterance

READERS = {
    "aihub_command": "AI-Hub command speech 94, 95, 96",
    "aihub_talk": "AI-Hub free talk 107, 109",
    "aihub_telephone": "AI-Hub telephone speech 571",
    "ksponspeech": "KsponSpeech",
    "atcosim": "ATCOSIM",
    "atco2": "ATCO2 test sets",
    "uwb_atcc": "UWB-ATCC",
    "audiofolder": "a folder of audio with metadata.csv or metadata.jsonl",
    "table": "CSV, TSV or JSONL with a column for the path and one for the text",
    "nemo": "NeMo manifest",
    "whisper_finetune": "Whisper-Finetune JSONL",
    "kaldi": "Kaldi: wav.scp, text, utt2spk, segments",
    "ljspeech": "LJSpeech",
    "librispeech": "LibriSpeech",
    "common_voice": "Common Voice",
    "datasets_folder": "Parquet or Arrow files as datasets writes them",
    "label_studio": "Label Studio JSON export",
    "timed_text": "SRT, VTT, TextGrid, ELAN or Audacity labels beside audio",
}


OptionValue = bool | int | float | str


class Reader(Protocol):
    """A module of this package. Further options of a reader are keywords with defaults."""

    def iter_utterances(self, folder: Path) -> Iterator[Utterance | Rejection]: ...


def read_corpus(
    folder: Path, reader: str = "", options: Mapping[str, OptionValue] | None = None
) -> Iterator[Utterance | Rejection]:
    """Walk a folder with the reader of that name, or the one that fits; `options` are the reader's own keywords.

    Raises UsageError for an unknown reader or option, CorpusError where the folder holds no such corpus.
    """
    refuse_no_folder(folder)
    name = reader_name(reader or guess_reader(folder))
    module, given, known = find_reader(name), dict(options or {}), options_of(name)
    for word, value in given.items():
        _refuse_unfit_option(name, word, value, known)
    return module.iter_utterances(folder, **given)


def options_of(reader: str) -> dict[str, OptionValue]:
    """Return a reader's own options with their defaults."""
    settings = inspect.signature(find_reader(reader).iter_utterances).parameters
    return {word: setting.default for word, setting in settings.items() if word != "folder"}


def _refuse_unfit_option(reader: str, word: str, value: OptionValue, known: Mapping[str, OptionValue]) -> None:
    if word not in known:
        nearest = difflib.get_close_matches(word, known, n=1)
        has = Message("It has: {names}.", names=", ".join(known) or "none")
        hint = Message("Did you mean {names}?", names=nearest[0]) if nearest else has
        raise UsageError(
            "corpus.reader-option", "The reader {reader} has no option '{name}'.", hint=hint, reader=reader, name=word
        )
    if isinstance(value, bool) is not isinstance(known[word], bool):
        kind = "true or false" if isinstance(known[word], bool) else "a word"
        raise UsageError(
            "corpus.reader-value",
            "{name}={value} does not fit the reader {reader}.",
            hint="{name} takes {kind}.",
            name=word,
            value=value,
            reader=reader,
            kind=kind,
        )


def reader_name(name: str) -> str:
    """Return the reader's own name for what a person wrote. Raises UsageError with the nearest one."""
    known = name.replace("-", "_").lower()
    if known in READERS:
        return known
    nearest = difflib.get_close_matches(known, READERS, n=1)
    choose = Message("Choose one of: {names}", names=", ".join(READERS))
    hint = Message("Did you mean {names}?", names=nearest[0]) if nearest else choose
    raise UsageError("corpus.no-reader", "There is no corpus reader '{name}'.", hint=hint, name=name)


def find_reader(name: str) -> Reader:
    """Open the module of a reader. Raises UsageError with the nearest name for an unknown one."""
    return cast(Reader, importlib.import_module(f"{__name__}.{reader_name(name)}"))


def guess_reader(folder: Path) -> str:
    """Return the reader that fits a folder's contents. Raises CorpusError if none does."""
    from soridam.speech.corpus.readers import guess

    if name := guess.guess(folder):
        return name
    above = guess.labeled_folder_above(folder)
    raise CorpusError(
        "corpus.unknown-layout",
        "The layout of {folder} is unknown: found {found}; "
        "expected, for example, audio with a metadata.csv of the columns file_name and text.",
        hint="Give the folder above, with the transcripts: soridam corpus prepare {above} --out NEW_FOLDER"
        if above
        else "Name the layout: soridam corpus prepare {folder} --reader NAME, with NAME one of {names}",
        folder=folder,
        found=contents(folder),
        above=above,
        names=", ".join(READERS),
    )
