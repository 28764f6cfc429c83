"""Test sets of radio: synthetic material with its lists, or a prepared corpus without. Begin with `open_radio_set`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.errors import CorpusError
from soridam.core.files import iter_json_lines
from soridam.radio.correct.snapping import EMPTY, Lists
from soridam.radio.lists import read_lists
from soridam.radio.score import Truth
from soridam.speech.audio import Waveform, decode_audio
from soridam.speech.corpus.shards import CorpusSplit


@dataclass(frozen=True, slots=True)
class Spoken:
    """A transmission of a test set: its sound, what was said in it, and the lists of its place.

    `tags` are what it has in common with others: airport, speaker, how it was received.
    """

    id: str
    truth: Truth
    lists: Lists
    path: Path | None = None
    row: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RadioSet:
    """Transmissions with their truth, and where their sound is."""

    label: str
    spoken: tuple[Spoken, ...]
    split: CorpusSplit | None = None

    def wave(self, one: Spoken) -> Waveform:
        """Return the samples of a transmission at 16 kHz."""
        if one.path is not None:
            return decode_audio(one.path)
        assert self.split is not None
        return self.split.waveform(one.row)


def open_radio_set(folder: Path, part: str, *, limit: int = 0, seed: int = 7, lists: Lists = EMPTY) -> RadioSet:
    """Open a part of a folder of `soridam radio make`, or of a prepared corpus. With `limit`, as many are drawn.

    Raises CorpusError where there are no such rows.
    """
    table = folder / part / "metadata.jsonl"
    if table.is_file():
        spoken = _from_material(folder, part, list(iter_json_lines(table)))
        return RadioSet(f"{folder.resolve().name}/{part}", tuple(_draw(spoken, limit, seed)))
    split = CorpusSplit(folder, part)
    if not len(split):
        raise CorpusError(
            "radio.no-rows",
            "{folder} has no transmissions in '{part}'.",
            hint="Give a folder of `soridam radio make` or a prepared corpus, and --split train, validation or test.",
            folder=folder,
            part=part,
        )
    spoken = [
        Spoken(row_id, Truth(text or ""), lists, row=row)
        for row, (row_id, text) in enumerate(zip(split.column("id"), split.column("text"), strict=True))
    ]
    return RadioSet(f"{folder.resolve().name}/{part}", tuple(_draw(spoken, limit, seed)), split)


def _from_material(folder: Path, part: str, rows: Sequence[dict[str, Any]]) -> list[Spoken]:
    lists = {code: read_lists(folder / "lists" / f"{code}.json") for code in {row["airport"] for row in rows}}
    return [
        Spoken(
            row["file_name"],
            Truth(row["text"], row["callsign"], tuple((kind, value) for kind, value in row["values"]), row["role"]),
            lists[row["airport"]],
            folder / part / row["file_name"],
            tags=_tags(row),
        )
        for row in rows
    ]


def _tags(row: dict[str, Any]) -> tuple[str, ...]:
    received = [name for name in ("overlapped", "clipped") if row.get(name)] or ["clear"]
    return row["airport"], row["role"], row["speaker"], *received


def _draw(spoken: Sequence[Spoken], limit: int, seed: int) -> list[Spoken]:
    if not 0 < limit < len(spoken):
        return list(spoken)
    places = np.sort(np.random.default_rng(seed).choice(len(spoken), limit, replace=False))
    return [spoken[place] for place in places]
