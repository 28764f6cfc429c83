"""Words of a private dialect that must not come back, in names of the code and in texts that users read.

To add a word, add a `Word` with an example that it finds. A place where it is right goes into `allowed`.
"""

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = ("src/soridam/**/*.py", "tests/**/*.py")
TEXTS = (
    "README*.md",
    "docs/guide/*.md",
    "src/soridam/cli/*.py",
    "src/soridam/studio/http/korean.toml",
    "web/src/**/words.??.ts",
    "web/src/**/common.??.ts",
)


@dataclass(frozen=True)
class Word:
    """A pattern, what to write instead, an example that it finds, and the paths (globs) where it is right."""

    pattern: str
    instead: str
    example: str
    allowed: tuple[str, ...] = ()


NAMES = (
    Word(r"(.*_)?(come|came|coming|let)_in(_.*)?", "log_in or start_session", "come_in"),
    Word(r"(.*_)?glances?(_.*)?", "summary or preview", "glances"),
    Word(r"ears?|Ears?", "recognizer or listener", "Ear", ("src/soridam/book/draw/*", "tests/book/draw/*")),
    Word(r"doors?", "api, entry or proxy", "door", ("src/soridam/book/draw/*", "tests/web/*")),
    Word(r"[cC]hance", "rng, of the type np.random.Generator", "chance"),
    Word(r"[A-Z_]+_S(_[A-Z]+)?", "the plain noun, such as DUMMY_HASH", "NOBODY_S_HASH"),
    Word(r"LOOK|PATIENCE|ALIVE|AWAY|AGAIN|LATELY", "a unit, such as POLL_SECONDS or TIMEOUT_SECONDS", "PATIENCE"),
    Word(r"KEPT", "what it is, such as CACHE_SIZE", "KEPT"),
    Word(r"telling_.*|tell_(without|nobody)|told_for_.*", "what it does, such as raising_system_errors", "telling_x"),
    Word(r"take_along", "upload or export", "take_along"),
    Word(r"mends?", "fix", "mend"),
)
TEXT = (
    Word(r"\b[Cc]omes? in(:| by| through| with)", "log in", "Come in: http://…"),
    Word(r"\b(nobody|who) has (not )?come in\b", "not logged in", "nobody has come in"),
    Word(r"\b[Mm]end(s|ed|ing)?\b", "fix", "Mend them first."),
    Word(r"\b[Gg]o(es)? on (with|where|from|by itself)\b", "continue", "it goes on where it stopped"),
    Word(r"\b(is|are) told\b", "reported or shown", "what is missing is told"),
    Word(r"^Look at|[\"`'.] ?Look at\b", "See or Check", '"Look at the list of jobs."'),
    Word(r"\bbehind (its|the) (last|tag|name|command)", "after", "resumed behind its last event"),
    Word(r"\b(that|which) (is|are) none\b", "not a …, or none", "an adapter that is none"),
    Word(r"\bwhat goes by itself\b|\bWho did what\b", "retention; audit log", "Who did what"),
    Word(r"일꾼", "작업 프로세스", "일꾼을 시작합니다"),
    Word(r"학습법|학습 방식", "레시피", "이름으로 고르는 학습법"),
    Word(r"한 걸음", "스텝", "한 걸음의 크기"),
    Word(r"저장 지점", "체크포인트", "마지막 저장 지점부터"),
    Word(r"공개된 나눔|[’'}] 나눔", "분할", "공개된 나눔이 없어요"),
    Word(r"표본", "샘플", "한 채널의 표본"),
    Word(r"말하는 사람", "화자", "말하는 사람 3명"),
)


def is_allowed(path: Path, word: Word) -> bool:
    return path == Path(__file__) or any(path.relative_to(ROOT).match(glob) for glob in folders_below(word.allowed))


def folders_below(globs: tuple[str, ...]) -> Iterator[str]:
    """Yield each glob, and those that match as many folders further down as the source has."""
    for glob in globs:
        yield from (glob + "/*" * depth for depth in range(4))


def names_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the names of a module with their lines; comments and strings have none."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string


@cache
def words_for(name: str) -> tuple[Word, ...]:
    """Return the words that a name has; the name of a test is a sentence and has none."""
    return () if name.startswith("test_") else tuple(word for word in NAMES if re.fullmatch(word.pattern, name))


def names_found(path: Path) -> Iterator[str]:
    """Yield a message for each of the words that names a file, or something in it."""
    source = path.read_text(encoding="utf-8")
    has_any = any(words_for(name) for name in set(re.findall(r"\w+", source)))  # to read tokens takes long
    for line, name in [(1, path.stem), *(names_in(source) if has_any else ())]:
        yield from (message(path, line, name, word) for word in words_for(name) if not is_allowed(path, word))


def texts_found(path: Path) -> Iterator[str]:
    """Yield a message for each line of the file that has one of the words."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for word in TEXT:
            if (found := re.search(word.pattern, line)) and not is_allowed(path, word):
                yield message(path, number, found[0], word)


def message(path: Path, line: int, found: str, word: Word) -> str:
    return f"{path.relative_to(ROOT)}:{line}: '{found}' is not a plain word here; write {word.instead}"


def all_files(globs: tuple[str, ...]) -> list[Path]:
    return sorted({path for glob in globs for path in ROOT.glob(glob)})


def test_names_are_plain():
    assert [found for path in all_files(CODE) for found in names_found(path)] == []


def test_texts_that_users_read_are_plain():
    files = all_files(TEXTS)
    assert {path.suffix for path in files} == {".md", ".py", ".toml", ".ts"}  # every kind of text was found
    assert [found for path in files for found in texts_found(path)] == []


@pytest.mark.parametrize("word", NAMES, ids=lambda word: word.example)
def test_a_name_that_came_back_is_found(word):
    assert re.fullmatch(word.pattern, word.example)


@pytest.mark.parametrize("word", TEXT, ids=lambda word: word.example)
def test_a_text_that_came_back_is_found(word):
    assert re.search(word.pattern, word.example)
