"""Cues of SRT and WebVTT files as people and programs write them, without what is no speech.

Begin with `read_subtitles`.

Formats: W3C, "WebVTT"; SRT as the programs of its users write it, which agree on no standard.
"""

import html
import re
from dataclasses import dataclass

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
TIMES = re.compile(rf"\s*{TIME}\s*--?>\s*{TIME}(?:\s.*)?")
COUNTER = re.compile(r"\s*\d+\s*")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>")
TAG = re.compile(r"</?[a-zA-Z0-9][^<>]*>|\{\\[^{}]*\}")
NAMED = r"(?:speaker|spk|화자)[ _-]?"  # how programs call a speaker whose name they do not know
SPEAKER = re.compile(rf"(?:\[ ?({NAMED}\w+) ?\] ?:?|({NAMED}\d+) ?:)", re.IGNORECASE)
SOUND = re.compile(r"\[[^\[\]]*\]|【[^【】]*】|♪[^♪]*♪?|♫[^♫]*♫?|#\s[^#]*\s#")
DASH = re.compile(r"(?:[-–—‐]|>>+)(?=\s*\S)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of time in seconds, its text, and who speaks; without times it is the whole recording."""

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str = ""


def read_subtitles(text: str, *, is_vtt: bool) -> list[Cue]:
    """Return the cues of a file, in order. In WebVTT a cue ends with an empty line, in SRT with the next times."""
    cues: list[Cue] = []
    times: re.Match[str] | None = None
    lines: list[str] = []
    for line in text.lstrip("\ufeff").splitlines():
        if found := TIMES.fullmatch(line):
            if times:
                cues.append(_cue(times, _without_counter(lines)))
            times, lines = found, []
        elif times and is_vtt and not line.strip():
            cues.append(_cue(times, lines))
            times, lines = None, []
        elif times:
            lines.append(line)
    return [*cues, _cue(times, lines)] if times else cues


def _without_counter(lines: list[str]) -> list[str]:
    """Return the lines before the times of the next cue, whose number is no text of this one."""
    return lines[:-1] if len(lines) > 1 and COUNTER.fullmatch(lines[-1]) and not lines[-2].strip() else lines


def _cue(times: re.Match[str], lines: list[str]) -> Cue:
    start, end = (_seconds(times.groups()[at : at + 4]) for at in (0, 4))
    text, speaker = spoken("\n".join(lines))
    return Cue(text, start, end, speaker)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + float(f"0.{fraction or 0}")


def spoken(text: str) -> tuple[str, str]:
    """Return what is said in the text of a cue, on one line, and by whom; sounds, music and marks are left out."""
    voice = VOICE.search(text)
    plain = html.unescape(TAG.sub("", VOICE.sub("", text))).lstrip()
    named = SPEAKER.match(plain)
    speaker = voice[1] if voice else (named[1] or named[2]) if named else ""
    said = [_without_dash(line) for line in SOUND.sub(" ", plain[named.end() :] if named else plain).splitlines()]
    return " ".join(" ".join(said).split()), speaker.strip()


def _without_dash(line: str) -> str:
    """Return a line without the mark of another speaker."""
    line = line.lstrip()
    dash = DASH.match(line)
    return line[dash.end() :] if dash else line
