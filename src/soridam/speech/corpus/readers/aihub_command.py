"""AI-Hub command speech (94, 95, 96), general speakers and children: one JSON beside each 48 kHz wav.

Read from folders or straight out of the `[라벨]….zip` and `[원천]…_N.zip` archives, split or whole.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from soridam.speech.corpus.labels import FoundSound, LabelFile, SoundFinder, iter_label_files
from soridam.speech.corpus.rows import (
    Row,
    RowError,
    attempt,
    gender_of,
    korean_readings,
    nothing_found,
    number,
    parse_json,
    required,
    words_of,
)
from soridam.speech.corpus.utterance import Utterance

EXPECTED = "JSON labels with 전사정보 or Transcription beside wav files, or [라벨]….zip and [원천]….zip"
SECTIONS = {
    "text": ("전사정보", "Transcription", "Transcription_Info"),
    "sound": ("음성정보", "Wave", "Wave_Info"),
    "speaker": ("화자정보", "Speaker", "Speaker_Info"),
    "file": ("파일정보", "File", "File_Info"),
    "other": ("기타정보", "Other", "Other_Info", "Miscellaneous_Info", "Miscellaneous"),
}


def iter_utterances(folder: Path, *, keep_fillers: bool = True, trim: bool = False) -> Iterator[Row]:
    """Walk the labels. With `trim`, only the stretch from SpeechStart to SpeechEnd is used."""
    finder, empty = SoundFinder(folder), True
    for label in iter_label_files(folder):
        empty = False
        yield attempt(label.id, _utterance, label, finder, keep_fillers, trim)
    if empty:
        raise nothing_found(folder, EXPECTED, "aihub_command")


def fits(label: dict[str, Any]) -> bool:
    return any(name in label for name in SECTIONS["text"])


def _utterance(label: LabelFile, finder: SoundFinder, keep_fillers: bool, trim: bool) -> Utterance:
    content = parse_json(label.read())
    if not fits(content):
        raise RowError("unreadable-label", f"Expected {SECTIONS['text'][0]}, found {', '.join(content)[:80]}.")
    transcript, readings = _texts(_section(content, "text"), keep_fillers)
    speaker, file, other = (_section(content, name) for name in ("speaker", "file", "other"))
    quality = words_of(other.get("QualityStatus"))
    if quality and quality.lower() != "good":
        raise RowError("bad-quality", quality)
    sound = finder.find(label, label.stem, words_of(file.get("FileName")))
    start, end = number(other.get("SpeechStart")), number(other.get("SpeechEnd"))
    declared = declared_seconds(file.get("FileLength"), _expected_seconds(sound, _section(content, "sound")))
    clip = sound.clip
    if trim and start is not None and end is not None and 0 <= start < end:
        clip, declared = type(clip)(clip.path, clip.member, start=start, end=end), end - start
    return Utterance(
        id=label.id,
        clip=clip,
        transcript=transcript,
        readings=readings,
        speaker=words_of(speaker.get("SpeakerName")),
        age=words_of(speaker.get("Age")),
        gender=gender_of(speaker.get("Gender")),
        region=words_of(speaker.get("Dialect")) or words_of(speaker.get("Region")),
        source="aihub_command",
        language="ko",
        part=label.part,
        declared_duration=declared if declared is not None else end,
    )


def _section(content: dict[str, Any], name: str) -> dict[str, Any]:
    for key in SECTIONS[name]:
        if isinstance(content.get(key), dict):
            return content[key]
    return {}


def _texts(section: dict[str, Any], keep_fillers: bool) -> tuple[str, tuple[str, ...]]:
    """Command sets have one text; sets for speech synthesis have a spelled and a spoken one."""
    written = [words_of(section.get(key)) for key in ("LabelText", "OrgLabelText", "TransLabelText")]
    texts = [text for text in written if text]
    required(" ".join(texts))
    plain = [reading for text in texts for reading in korean_readings(text, keep_fillers=keep_fillers)]
    distinct = list(dict.fromkeys(plain))
    return texts[0], tuple(distinct if len(distinct) < 2 else [distinct[0], distinct[-1]])


def _expected_seconds(sound: FoundSound, section: dict[str, Any]) -> float:
    """Estimate the duration from the size of the file, good enough to distinguish seconds from milliseconds."""
    rate = number(section.get("SamplingRate")) or 48_000
    channels = number(section.get("NumberOfChannel")) or 1
    return sound.size / max(1.0, rate * channels * 2)


def declared_seconds(value: Any, expected: float) -> float | None:
    """Read a FileLength as seconds, milliseconds or bytes at 48 kHz, whichever is nearest to `expected`.

    None where no unit comes within a factor of twenty: nothing is declared then.
    """
    length = number(value)
    if length is None or length <= 0 or expected <= 0:
        return None
    candidates = [length, length / 1000, length / 96_000]
    best = min(candidates, key=lambda seconds: abs(math.log(seconds / expected)))
    return best if 1 / 20 < best / expected < 20 else None
