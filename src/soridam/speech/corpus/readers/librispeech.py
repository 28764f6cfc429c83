"""LibriSpeech: `<part>/<speaker>/<chapter>/*.trans.txt` beside FLAC files, and SPEAKERS.TXT."""

from collections.abc import Iterator
from pathlib import Path

from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.rows import Row, RowError, attempt, gender_of, locate, nothing_found, required
from soridam.speech.corpus.tables import open_text
from soridam.speech.corpus.utterance import Clip, Utterance


def iter_utterances(folder: Path) -> Iterator[Row]:
    lists = [path for path in iter_files(folder) if path.name.endswith(".trans.txt")]
    if not lists:
        raise nothing_found(folder, "*.trans.txt beside flac files", "librispeech")
    genders = _genders(folder)
    for path in lists:
        with open_text(path) as file:
            for line in file:
                key, _, text = line.strip().partition(" ")
                if key:
                    yield attempt(key, _utterance, key, text, path, folder, genders)


def _utterance(key: str, text: str, path: Path, folder: Path, genders: dict[str, str]) -> Utterance:
    if "\ufffd" in text:
        raise RowError("unreadable-label", "The text is not UTF-8.")
    text = " ".join(required(text).split())
    place = path.parent.relative_to(folder).as_posix()
    speaker = key.split("-")[0]
    return Utterance(
        id=key,
        clip=Clip(locate(folder, f"{place}/{key}.flac")),
        transcript=text,
        readings=(text,),
        speaker=speaker,
        gender=genders.get(speaker, ""),
        source="librispeech",
        part=_part(place),
    )


def _part(place: str) -> str:
    """Give the folder that LibriSpeech names its parts by, such as train-clean-100 or test-other."""
    return next((name for name in place.split("/") if name.startswith(("train", "dev", "test"))), "")


def _genders(folder: Path) -> dict[str, str]:
    """Read `id | F | subset | minutes | name`; lines with a semicolon are remarks."""
    path = folder / "SPEAKERS.TXT"
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    rows = [line.split("|") for line in lines if not line.startswith(";") and line.count("|") >= 2]
    return {row[0].strip(): gender_of(row[1]) for row in rows}
