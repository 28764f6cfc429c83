"""Hints for resuming a command that was stopped half way. Begin with `how_to_resume`."""

from collections.abc import Sequence
from pathlib import Path

RUN_AGAIN = "Run the same command again."
HINTS = {
    ("corpus", "prepare"): "Run the same command again: it continues where it stopped.",
    ("evaluate",): "Run the same command again: finished transcripts are kept.",
    ("book", "make"): "Run the same command again: finished pages are kept.",
    ("weights", "get"): "Run the same command again: complete files are kept.",
}


def how_to_resume(words: Sequence[str]) -> str:
    """Return the hint for the command line `words`, without the program's name."""
    if list(words[:1]) == ["train"]:
        return _train(words)
    if list(words[:1]) == ["shorten"]:
        return _shorten(words)
    return next((hint for command, hint in HINTS.items() if tuple(words[: len(command)]) == command), RUN_AGAIN)


def _train(words: Sequence[str]) -> str:
    if any(word.partition("=")[0] == "--set" for word in words):
        return "Run the same command again: finished runs are kept, the others continue from their last checkpoint."
    folder = _folder_of_run(words)
    if not (folder / "run.json").is_file():
        return RUN_AGAIN
    return f"Continue from its last checkpoint: soridam train --resume --out {folder}"


def _shorten(words: Sequence[str]) -> str:
    folder = _folder_of_run(words, suffix="-short")
    if not (folder / "run.json").is_file():
        return RUN_AGAIN
    return f"Continue from its last checkpoint: soridam shorten --resume --out {folder}"


def _folder_of_run(words: Sequence[str], suffix: str = "") -> Path:
    """Return the folder given by --out, or the default folder of a recipe or model."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name in ("--out", "-o"):
            return Path(value if equals else following)
    recipe = next((word for word in words[1:] if not word.startswith("-") and "=" not in word), "run")
    return Path("runs") / f"{Path(recipe).stem}{suffix}"
