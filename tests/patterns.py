"""Every regular expression of the source with the ways it is used, and texts that are made to slow it down.

Begin with `all_uses` and `grows_too_fast`.
"""

import ast
import importlib
import pkgutil
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from types import ModuleType

import soridam

SOURCE = Path(soridam.__file__).parent
METHODS = {"search", "match", "fullmatch"}
SEARCHING = {"sub", "subn", "split", "findall", "finditer"}  # they look for the expression everywhere
SIZES = (24, 200, 1_000, 4_000)  # characters: exponential expressions show with the first, cubic ones soon after
HOPELESS = 0.1  # seconds of processor time
NOTICEABLE = 0.01  # seconds of processor time: below it nothing is compared
GROWTH = 2.2  # times as fast as the text: quadratic expressions reach 4 to 5
CATEGORIES = {"category_digit": "7", "category_space": " ", "category_word": "a", "category_not_space": "a"}


@dataclass(frozen=True)
class Use:
    """An expression and how it is asked: by `search`, `match` or `fullmatch`."""

    where: str
    pattern: "re.Pattern[str]"
    method: str


def all_uses() -> list[Use]:
    """What is written in calls of `re`, and what modules hold as values, each by the methods that are called on it."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    uses = [use for path, tree in trees.items() for use in _written(path, tree)]
    called: dict[str, set[str]] = defaultdict(set)  # by the file and the name, the name, or the file
    for path, tree in trees.items():
        for name, method in _calls(tree):
            called[name].add(method)
            called[f"{path}:{name}"].add(method)
            called[str(path)].add(method)
    for module in _modules():
        for name, value in vars(module).items():
            methods = (
                called.get(f"{module.__file__}:{name}")
                or called.get(name)
                or called[str(module.__file__)]
                or {"search"}
            )
            uses += [
                Use(f"{module.__name__}.{name}[{number}]", pattern, method)
                for number, pattern in enumerate(_held(value))
                for method in methods
            ]
    return list({(use.pattern, use.method): use for use in uses}.values())


def _written(path: Path, tree: ast.Module) -> Iterator[Use]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not (isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "re" and call.args):
            continue
        expression, method = call.args[0], _method(call.func.attr)
        if method and isinstance(expression, ast.Constant) and isinstance(expression.value, str):
            flags = re.NOFLAG
            for name in (node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)):
                flags |= re.RegexFlag.__members__.get(name, re.NOFLAG)
            where = f"{path.relative_to(SOURCE)}:{call.lineno}"
            yield Use(where, re.compile(expression.value, flags), method)


def _calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and (method := _method(call.func.attr)):
            owner = call.func.value
            yield getattr(owner, "attr", getattr(owner, "id", "")), method


def _method(name: str) -> str | None:
    return "search" if name in SEARCHING else name if name in METHODS else None


def _modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(soridam.__path__, "soridam."):
        if not info.name.endswith("__main__") and ".migrations." not in info.name:
            yield importlib.import_module(info.name)


def _held(value: object) -> Iterator["re.Pattern[str]"]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        yield from _held(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _held(one)


def grows_too_fast(use: Use) -> str | None:
    """The text which, repeated, takes more than linear time, or None."""
    return next((piece for piece in _pieces(use.pattern) if _is_slow(use, piece)), None)


def _is_slow(use: Use, piece: str) -> bool:
    for shorter, longer in pairwise(SIZES):
        if _seconds(use, piece, shorter) > HOPELESS:
            return True
        if _seconds(use, piece, longer) < NOTICEABLE:
            continue
        short, long = (min(_seconds(use, piece, size) for _ in range(3)) for size in (shorter, longer))
        if long > NOTICEABLE and long > GROWTH * short * longer / shorter:
            return True
    return False


def _seconds(use: Use, piece: str, size: int) -> float:
    text = piece * (size // len(piece)) + "\0"
    ask = getattr(use.pattern, use.method)
    begun = time.process_time()
    ask(text)
    return time.process_time() - begun


def _pieces(pattern: "re.Pattern[str]") -> Sequence[str]:
    """Characters that the expression takes, alone and in pairs."""
    parsed = re._parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)  # type: ignore[attr-defined]
    letters = sorted(set(_letters(parsed)))
    some = letters[:: max(1, len(letters) // 5)][:6]
    return ["".join(pair) for size in (1, 2) for pair in product(some, repeat=size)]


def _letters(parsed: object) -> Iterator[str]:
    if not (isinstance(parsed, list | tuple) or hasattr(parsed, "data")):
        return
    for piece in parsed:  # type: ignore[union-attr]
        operation = str(piece[0]).lower() if isinstance(piece, tuple) and piece else ""
        match operation:
            case "literal":
                yield chr(piece[1])
            case "not_literal" | "any":
                yield "x"
            case "range":
                yield chr(piece[1][0])
            case "category":
                yield CATEGORIES.get(str(piece[1]).lower(), "-")
            case _:
                yield from _letters(piece)
