"""The command lines that a document shows. Begin with `block_commands` and `mentioned_commands`."""

import re
import shlex
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELLS = ("", "bash", "sh", "console")
SPAN = re.compile(r"`([^`\n]+)`")
PROGRAM = re.compile(r"(?:^|\s)(?:-m )?soridam(?=\s|$)")


def read_document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(document: str, heading: str) -> str:
    """What stands between this heading and the next one of its level."""
    _, found, after = document.partition(f"\n## {heading}\n")
    assert found, f"There is no section '{heading}'."
    return after.partition("\n## ")[0]


def block_commands(document: str) -> list[str]:
    """The lines of the fenced blocks as a shell reads them: continued lines joined, without remarks."""
    blocks = "".join(block for language, block in FENCED.findall(document) if language in SHELLS).replace("\\\n", " ")
    return [line for line in (shlex.join(_words(line)) for line in blocks.splitlines()) if line]


def soridam_words(command: str) -> list[str] | None:
    """What is given to soridam, also through `python -m soridam` or a launcher; None if it is another program."""
    found = PROGRAM.search(command)
    return _words(command[found.end() :]) if found else None


def mentioned_commands(document: str) -> list[list[str]]:
    """What running text and tables give to soridam. `a|b` is two commands; options further on in a row belong to its
    first one.
    """
    found = []
    for line in FENCED.sub("", document).splitlines():
        spans = [span.replace("\\|", "|") for span in SPAN.findall(line)]
        commands = [span for span in spans if span.startswith("soridam ") or " -m soridam " in span]
        found += [words for command in commands for words in _alternatives(command)]
        if line.startswith("|") and commands:
            options = [span for span in spans if span.startswith("-")]
            found += [[*words, *_words(option)] for words in _alternatives(commands[0]) for option in options]
    return found


def _alternatives(command: str) -> list[list[str]]:
    words = [word for word in soridam_words(command) or [] if word not in ("…", "...")]
    return [list(choice) for choice in product(*(word.split("|") for word in words))]


def _words(line: str) -> list[str]:
    return shlex.split(line, comments=True)
