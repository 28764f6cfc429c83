"""Flags of Whisper's command line that `soridam transcribe` lacks. Begin with `understand`.

Values that match our behavior are accepted silently; others raise an error that says what to do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from typer.core import TyperCommand

from soridam.core.errors import UsageError

SWITCHES = ("true", "false")


@dataclass(frozen=True, slots=True)
class WhisperFlag:
    """A flag of Whisper: the values that change nothing here, and what to do instead of any other."""

    done_anyway: tuple[str, ...]
    instead: str
    is_switch: bool = True  # True or False, which may be left out


_TIMED = "Words are timed wherever the format has word times. Leave it out, or use --output-format txt."
_GUARD = "The protection against hallucinated text has no settings. Leave it out."
_NO_CHANCE = "Decoding does not sample; repeated text is decoded again. Leave it out."
_FLAGS = {
    "--word-timestamps": WhisperFlag(("true",), _TIMED),
    "--fp16": WhisperFlag(("false",), "Give --precision float16."),
    "--verbose": WhisperFlag(
        ("false",), "The text is printed if --output-format is not given; --json has the most detail."
    ),
    "--vad-filter": WhisperFlag(("true",), "Silence is always skipped. Leave the flag out."),
    "--condition-on-previous-text": WhisperFlag(
        ("false",), "Each window is decoded by itself. Leave it out; --prompt gives the preceding text."
    ),
    "--carry-initial-prompt": WhisperFlag(("true",), "--prompt is used for every window. Leave it out."),
    "--highlight-words": WhisperFlag(("false",), "--output-format json has the times of words."),
    "--temperature": WhisperFlag(("0", "0.0"), _NO_CHANCE, is_switch=False),
    "--temperature-increment-on-fallback": WhisperFlag(("none",), _NO_CHANCE, is_switch=False),
    "--best-of": WhisperFlag((), _NO_CHANCE, is_switch=False),
    "--patience": WhisperFlag(("none", "1", "1.0"), "Leave it out; only --beam-size can be set.", is_switch=False),
    "--length-penalty": WhisperFlag(
        ("none", "1", "1.0"), "Leave it out; only --beam-size can be set.", is_switch=False
    ),
    "--compression-ratio-threshold": WhisperFlag(("2.4",), _GUARD, is_switch=False),
    "--logprob-threshold": WhisperFlag(("-1", "-1.0"), _GUARD, is_switch=False),
    "--no-speech-threshold": WhisperFlag(("0.6",), _GUARD, is_switch=False),
    "--hallucination-silence-threshold": WhisperFlag(("none",), _GUARD, is_switch=False),
    "--suppress-tokens": WhisperFlag(("-1",), "The model's own list is used. Leave it out.", is_switch=False),
    "--max-words-per-line": WhisperFlag(("none",), "Give --max-line-width, in columns.", is_switch=False),
    "--prepend-punctuations": WhisperFlag((), "Leave it out.", is_switch=False),
    "--append-punctuations": WhisperFlag((), "Leave it out.", is_switch=False),
    "--clip-timestamps": WhisperFlag(
        ("0",), "Cut the recording first: ffmpeg -ss 10 -to 20 -i in.wav out.wav", is_switch=False
    ),
    "--model-dir": WhisperFlag(
        (), "Give a model's folder to --model. To move all weights: export SORIDAM_HOME=FOLDER", is_switch=False
    ),
}


class WhisperCommand(TyperCommand):
    """A command that also takes Whisper's flags."""

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]  # the types are private to Typer
        return super().parse_args(ctx, list(understand(args)))


def understand(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a command line without Whisper's flags that change nothing.

    Raises UsageError for a flag that would change something, with what to do instead.
    """
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":  # what follows are names of files
            yield from (word, *rest)
            return
        name, equals, value = word.partition("=")
        if (flag := _FLAGS.get(name)) is None:
            yield word
            continue
        if not equals:
            value = _take_value(flag, rest)
        if value.lower() not in flag.done_anyway:
            flag_given = f"{name} {value}".strip()
            raise UsageError(
                "flag.whisper", "Soridam does not have Whisper's flag {flag}.", hint=flag.instead, flag=flag_given
            )


def _take_value(flag: WhisperFlag, rest: list[str]) -> str:
    if not flag.is_switch:
        return rest.pop(0) if rest else ""
    return rest.pop(0) if rest and rest[0].lower() in SWITCHES else "True"
