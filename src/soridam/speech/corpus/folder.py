"""A folder of recordings, as people have it, becomes a corpus: reader, language and text form are chosen here.

Begin with `prepare_folder`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from soridam.core.errors import UsageError
from soridam.core.progress import ShowProgress, show_progress
from soridam.core.weights.resolve import find_local
from soridam.speech.corpus.options import PrepareOptions
from soridam.speech.corpus.prepare import Preparation, prepare_corpus
from soridam.speech.corpus.readers import OptionValue, guess_reader, read_corpus, reader_name
from soridam.speech.corpus.rows import following_links
from soridam.speech.languages import language_code
from soridam.text.normalizer import LANGUAGE_POLICIES, NORMALIZERS, find_text_policy

# Corpora whose texts follow a policy of their own, whatever their language.
READER_POLICIES = {
    **dict.fromkeys(("aihub_command", "aihub_talk", "aihub_telephone", "ksponspeech"), "korean"),
    **dict.fromkeys(("atcosim", "atco2", "uwb_atcc"), "airtraffic"),
}
# Layouts that corpora of other languages borrow; without a word about the language it is that of the first one.
BORROWED_LAYOUTS = {"ljspeech": "en", "librispeech": "en"}


def prepare_folder(
    folder: Path,
    out: Path,
    *,
    reader: str = "",
    reader_options: Mapping[str, OptionValue] | None = None,
    language: str = "",
    normalizer: str = "",
    reading: Literal["spelling", "pronunciation"] = "spelling",
    join: bool = False,
    zscore: bool = False,
    max_seconds: float = 30.0,
    min_seconds: float = 0.1,
    links_into: Sequence[Path] = (),
    workers: int | None = None,
    show: ShowProgress = show_progress,
) -> Preparation:
    """Turn recordings and transcripts into a corpus in `out`; called again after an interruption, it continues.

    `reader` is guessed from the folder if not given. `language`, a code or a name such as Korean, is that of rows
    without
    one. `normalizer` decides the text that trains: the name of a normalizer, or of a text policy, whose training
    form is meant; if not given, the kind of corpus decides, else the language, else only spaces are tidied. Recordings
    may be links to files in the folders `links_into`.
    Raises UsageError for a name or value that is not known, CorpusError as `read_corpus` and `prepare_corpus` do, one
    of the reasons being that the folder changed since `out` was begun.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            "corpus.inside-source",
            "{out} lies in {folder}: the corpus would become part of its own recordings.",
            hint="Choose a folder elsewhere with --out.",
            out=out,
            folder=folder,
        )
    name = reader_name(reader) if reader else guess_reader(folder)
    code = _language(language, name)
    options = PrepareOptions.from_values(
        {
            "reader": name,
            "reader_options": dict(reader_options or {}),
            "source": folder.resolve().name,
            "language": code,
            "normalizer": training_normalizer(normalizer, reader=name, language=code),
            "reading": reading,
            "join": join,
            "zscore": zscore,
            "max_seconds": max_seconds,
            "min_seconds": min_seconds,
            "tokenizer": _cached_tokenizer(),
        },
        origin="corpus prepare",
    )
    rows = read_corpus(folder, name, options.reader_options)
    with following_links(links_into):
        return prepare_corpus(rows, out, options, source=folder, workers=workers, show=show)


def _language(given: str, reader: str) -> str:
    return language_code(given) if given else BORROWED_LAYOUTS.get(reader, "")


def training_normalizer(given: str = "", *, reader: str = "", language: str = "") -> str:
    """Return the name of the normalizer whose text trains; empty where only spaces are tidied."""
    if given and given in NORMALIZERS:
        return given
    policy = given or READER_POLICIES.get(reader, "") or LANGUAGE_POLICIES.get(language, "")
    return find_text_policy(policy).train.name if policy else ""


def _cached_tokenizer() -> str:
    """Counts labels exactly where Whisper is on this machine already; nothing is fetched for it."""
    folder = find_local("base")
    path = folder / "tokenizer.json" if folder else None
    return str(path) if path and path.is_file() else ""
