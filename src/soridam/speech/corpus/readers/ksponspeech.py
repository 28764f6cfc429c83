"""KsponSpeech: `.trn` lines of `path :: text`, or a `.txt` beside each headerless 16 kHz PCM file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from soridam.core.errors import CorpusError
from soridam.speech.corpus.archive import stem_key
from soridam.speech.corpus.labels import LabelFile, SoundFinder, iter_label_files
from soridam.speech.corpus.rows import Row, RowError, attempt, decode_text, korean_readings, nothing_found
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

PCM_RATE = 16_000
EXPECTED = "KsponSpeech_scripts/*.trn, or .txt files beside .pcm files"


def iter_utterances(folder: Path, *, keep_fillers: bool = True) -> Iterator[Row]:
    """Walk the `.trn` scripts where there are any, otherwise the `.txt` files."""
    finder, rows = SoundFinder(folder), 0
    for script in iter_label_files(folder, ".trn"):
        for row in _script(script, finder, keep_fillers):
            rows += 1
            yield row
    if rows:
        return
    for label in iter_label_files(folder, ".txt"):
        rows += 1
        yield attempt(label.id, _beside, label, finder, keep_fillers)
    if not rows:
        raise nothing_found(folder, EXPECTED, "ksponspeech")


def _script(script: LabelFile, finder: SoundFinder, keep_fillers: bool) -> Iterator[Row]:
    try:
        lines = decode_text(script.read()).splitlines()
    except CorpusError as error:
        yield Rejection(script.id, "unreadable-label", error.message)
        return
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row_id = _place(line) or f"{script.id}:{number}"
            yield attempt(row_id, _line, row_id, line, script, finder, keep_fillers)


def _place(line: str) -> str:
    """Name a row by its recording, without the extension."""
    path, colons, _ = line.partition("::")
    return str(PurePosixPath(path.strip()).with_suffix("")) if colons and path.strip(" ./") else ""


def _line(row_id: str, line: str, script: LabelFile, finder: SoundFinder, keep_fillers: bool) -> Utterance:
    path, colons, text = line.partition("::")
    if not colons:
        raise RowError("unreadable-label", f"Expected path :: text, found {line[:60]}")
    readings = korean_readings(text.strip(), keep_fillers=keep_fillers)
    return Utterance(
        id=row_id,
        clip=_as_pcm(finder.find(script, path.strip()).clip),
        transcript=text.strip(),
        readings=readings,
        source="ksponspeech",
        language="ko",
        part=stem_key(script.id),
    )


def _beside(label: LabelFile, finder: SoundFinder, keep_fillers: bool) -> Utterance:
    text = " ".join(decode_text(label.read()).split())
    readings = korean_readings(text, keep_fillers=keep_fillers)
    return Utterance(
        id=label.id,
        clip=_as_pcm(finder.find(label, label.stem).clip),
        transcript=text,
        readings=readings,
        source="ksponspeech",
        language="ko",
    )


def _as_pcm(clip: Clip) -> Clip:
    name = clip.member or clip.path.name
    return replace(clip, pcm_rate=PCM_RATE) if name.lower().endswith(".pcm") else clip
