"""LJSpeech: `metadata.csv` lines of `id|text|normalized text`, and `wavs/<id>.wav`."""

from collections.abc import Iterator
from pathlib import Path

from soridam.speech.corpus.rows import Row, RowError, attempt, line_id, locate, nothing_found, required
from soridam.speech.corpus.tables import open_text
from soridam.speech.corpus.utterance import Clip, Utterance


def iter_utterances(folder: Path, *, speaker: str = "LJ") -> Iterator[Row]:
    """Walk the list; the normalized text, where there is one, is what was read aloud."""
    table = folder / "metadata.csv"
    if not table.is_file():
        raise nothing_found(folder, "metadata.csv and wavs/", "ljspeech")
    with open_text(table) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                name = line.partition("|")[0].strip()
                row_id = name or line_id(table, folder, number)
                yield attempt(row_id, _utterance, row_id, line.rstrip("\r\n"), folder, speaker)


def _utterance(row_id: str, line: str, folder: Path, speaker: str) -> Utterance:
    fields = [field.strip() for field in line.split("|")]
    if len(fields) < 2 or "\ufffd" in line:
        raise RowError("unreadable-label", f"Expected id|text|normalized text, found {line[:60]}")
    name, text = fields[0], required(fields[-1] or fields[1])
    return Utterance(
        id=row_id,
        clip=Clip(locate(folder, f"wavs/{name.removesuffix('.wav')}.wav")),
        transcript=fields[1] or text,
        readings=(text,),
        speaker=speaker,
        source="ljspeech",
    )
