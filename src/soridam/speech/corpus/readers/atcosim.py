"""ATCOSIM: ten controllers at a simulator, 32 kHz, listed in `TXTdata/fulldata.csv`.

Begin with `iter_utterances`; `assign_public_split` gives the splits that papers use.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from soridam.core.errors import UsageError
from soridam.speech.corpus.rows import (
    Row,
    RowError,
    attempt,
    line_id,
    locate,
    nothing_found,
    number,
    required,
)
from soridam.speech.corpus.tables import iter_table
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

TABLES = ("TXTdata/fulldata.csv", "fulldata.csv")
COLUMNS = ("directory", "subdirectory", "filename", "transcription")
SPEAKER = re.compile(r"[a-z]([fm])\d")

REMOVED_MARKS = frozenset(["EMPTY", "HNOISE", "FRAGMENT", "NONSENSE", "UNKNOWN"])
TAGS = frozenset(["OT", "FL"])
PIECE = re.compile(r"\[([^\[\]<>]*)\]|<(/?)([^\[\]<>]*)>|([^\[\]<>\s]+)|\s+|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileOrder:
    """The first utterances train, the rest test, as the corpus lists them: not shuffled."""

    train: int
    total: int


@dataclass(frozen=True, slots=True)
class BySpeaker:
    train: frozenset[str]
    test: frozenset[str]


PUBLIC_SPLITS: dict[str, FileOrder | BySpeaker] = {
    "file-order": FileOrder(train=7_638, total=7_638 + 1_901),
    "female": BySpeaker(frozenset(["zf1", "zf2", "gf1"]), frozenset(["zf3"])),
    "male": BySpeaker(frozenset(["sm1", "sm2", "sm3", "sm4"]), frozenset(["gm1", "gm2"])),
}


def assign_public_split(speakers: Sequence[str], name: str) -> list[str]:
    """Give "train", "test" or "" (left out) for each utterance, by speaker and file order.

    "file-order" cuts where papers do (7,638 of 9,539), and at the same share of another number of rows.
    Raises UsageError for an unknown name.
    """
    match PUBLIC_SPLITS.get(name):
        case FileOrder(train, total):
            count = train if len(speakers) == total else round(len(speakers) * train / total)
            return ["train"] * count + ["test"] * (len(speakers) - count)
        case BySpeaker(train=train_speakers, test=test_speakers):
            return [
                "train" if speaker in train_speakers else "test" if speaker in test_speakers else ""
                for speaker in speakers
            ]
    raise UsageError(
        "corpus.atcosim-split",
        "ATCOSIM has no public split '{split}'.",
        hint="Choose one of: {names}",
        split=name,
        names=", ".join(PUBLIC_SPLITS),
    )


def iter_utterances(folder: Path) -> Iterator[Row]:
    """Walk the rows of the table in its order, which one of the public splits depends on."""
    table = next((folder / name for name in TABLES if (folder / name).is_file()), None)
    if table is None:
        raise nothing_found(folder, "TXTdata/fulldata.csv and WAVdata/", "atcosim")
    for line, cells in iter_table(table):
        row_id = line_id(table, folder, line)
        if isinstance(cells, str):
            yield Rejection(row_id, "unreadable-label", f"Line {line} of {table.name}: {cells}.")
            continue
        if missing := [name for name in COLUMNS if name not in cells]:
            raise nothing_found(table.parent, f"the columns {', '.join(missing)} in {table.name}", "atcosim")
        yield attempt(row_id, _utterance, cells, folder)


def _utterance(cells: dict[str, str], folder: Path) -> Utterance:
    corrupt = cells.get("recording_corrupt", "0").strip() or "0"
    if number(corrupt) != 0:
        raise RowError("recording-corrupt", corrupt)
    text = plain_text(required(cells["transcription"]))
    place = "/".join(cells[name].strip() for name in ("directory", "subdirectory", "filename"))
    speaker = cells.get("speaker_id", "").strip().lower()
    speaker = speaker if SPEAKER.fullmatch(speaker) else cells["directory"].strip().lower()
    named = SPEAKER.fullmatch(speaker)
    length = number(cells.get("length_sec"))
    return Utterance(
        id=place,
        clip=Clip(locate(folder, f"WAVdata/{place}.wav")),
        transcript=cells["transcription"].strip(),
        readings=(text,),
        speaker=speaker,
        gender={"f": "female", "m": "male"}[named[1]] if named else "",
        source="atcosim",
        language="en",
        declared_duration=length if length and length > 0 else None,
    )


def plain_text(transcription: str) -> str:
    """Give the words that were spoken, without marks.

    Raises RowError: "broken-marks" for marks that are unknown or not closed, "foreign" where nothing else was
    said, "empty-after-marks" where nothing is left.
    """
    words: list[str] = []
    open_tags: list[str] = []
    foreign = False
    for mark, slash, tag, word, stray in PIECE.findall(transcription):
        if stray or (mark and mark.strip() not in REMOVED_MARKS) or (tag and tag.strip() not in TAGS):
            raise RowError("broken-marks", transcription)
        if tag:
            _follow_tag(open_tags, tag.strip(), bool(slash), transcription)
            foreign = foreign or tag.strip() == "FL"
        elif word and "FL" not in open_tags:
            words.append(word)
    if open_tags:
        raise RowError("broken-marks", transcription)
    text = " ".join(_join_spelled(words))
    return required(text, "foreign" if foreign else "empty-after-marks")


def _follow_tag(open_tags: list[str], tag: str, closing: bool, transcription: str) -> None:
    if not closing:
        open_tags.append(tag)
    elif not open_tags or open_tags.pop() != tag:
        raise RowError("broken-marks", transcription)


def _join_spelled(words: list[str]) -> Iterator[str]:
    """Give words without ~ = @; neighbors spelled letter by letter become one abbreviation."""
    letters = ""
    for word in words:
        bare = word.replace("=", "").replace("@", "")
        if bare.startswith("~"):
            letters += bare.replace("~", "").upper()
            continue
        if letters:
            yield letters
            letters = ""
        if bare := bare.replace("~", ""):
            yield bare
    if letters:
        yield letters
