"""Kaldi data folders: `wav.scp` and `text`, with `utt2spk`, `spk2gender`, `segments` and `utt2dur` where they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.readers.table import part_of
from soridam.speech.corpus.rows import (
    Row,
    RowError,
    attempt,
    cut,
    gender_of,
    locate,
    nothing_found,
    number,
    required,
)
from soridam.speech.corpus.tables import open_text
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

TO_THE_END = -1  # in segments: until the recording ends


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The small tables of one data folder; `text` itself is walked line by line."""

    recordings: dict[str, str]
    segments: dict[str, str]
    speakers: dict[str, str]
    genders: dict[str, str]
    durations: dict[str, str]
    root: Path
    part: str


def iter_utterances(folder: Path, *, audio_folder: Path | str = "") -> Iterator[Row]:
    """Walk every data folder below. Piped commands in wav.scp are refused and never run."""
    homes = [path.parent for path in iter_files(folder) if path.name == "wav.scp"] if folder.is_dir() else []
    if not homes:
        raise nothing_found(folder, "wav.scp and text", "kaldi")
    for home in homes:
        if not (home / "text").is_file():
            raise nothing_found(home, "a file named text beside wav.scp", "kaldi")
        place = home.relative_to(folder).as_posix()
        data = _read_folder(home, Path(audio_folder or folder))
        yield from _iter_data(home, data, "" if place == "." else f"{place}/")


def _iter_data(home: Path, data: DataFolder, prefix: str) -> Iterator[Row]:
    """Give the rows of `text`, then those that only `segments` or `wav.scp` know."""
    seen = set()
    for key, text in _iter_pairs(home / "text"):
        seen.add(key)
        yield attempt(prefix + key, _utterance, prefix + key, key, text, data)
    for key in sorted((data.segments or data.recordings).keys() - seen):
        yield Rejection(prefix + key, "no-transcript", "Not in text.")


def _read_folder(home: Path, root: Path) -> DataFolder:
    def table(name: str) -> dict[str, str]:
        return dict(_iter_pairs(home / name)) if (home / name).is_file() else {}

    return DataFolder(
        recordings=table("wav.scp"),
        segments=table("segments"),
        speakers=table("utt2spk"),
        genders=table("spk2gender"),
        durations=table("utt2dur"),
        root=root,
        part=part_of(home),
    )


def _iter_pairs(path: Path) -> Iterator[tuple[str, str]]:
    with open_text(path) as file:
        for line in file:
            key, _, value = line.strip().partition(" ")
            if "\t" in key:
                key, _, value = line.strip().partition("\t")
            if key:
                yield key, value.strip()


def _utterance(row_id: str, key: str, text: str, data: DataFolder) -> Utterance:
    if "\ufffd" in text:
        raise RowError("unreadable-label", "The text is not UTF-8.")
    text = " ".join(required(text).split())
    clip, duration = _clip(key, data)
    speaker = data.speakers.get(key, "")
    return Utterance(
        id=row_id,
        clip=clip,
        transcript=text,
        readings=(text,),
        speaker=speaker,
        gender=gender_of(data.genders.get(speaker)),
        source="kaldi",
        part=data.part,
        declared_duration=duration,
    )


def _clip(key: str, data: DataFolder) -> tuple[Clip, float | None]:
    if not data.segments:
        return Clip(_recording(key, data)), number(data.durations.get(key))
    fields = data.segments.get(key, "").split()
    if len(fields) != 3:
        raise RowError("bad-times", "The segments file has no recording, start and end for it.")
    path, begin = _recording(fields[0], data), number(fields[1])
    if number(fields[2]) == TO_THE_END and begin is not None and begin >= 0:
        return Clip(path, start=begin), None
    clip = cut(path, fields[1], fields[2])
    return clip, (clip.end or 0) - (clip.start or 0)


def _recording(key: str, data: DataFolder) -> Path:
    written = data.recordings.get(key)
    if written is None:
        raise RowError("missing-audio", f"{key} is not in wav.scp.")
    if written.endswith("|") or written.startswith("|"):
        raise RowError("piped-command", f"{key}: commands in wav.scp are never run; store the sound as a file.")
    return locate(data.root, written)
