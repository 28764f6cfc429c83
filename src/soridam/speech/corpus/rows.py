"""Steps that every reader applies to a foreign row: decode it, locate its sound, or say why not.

Begin with `attempt`; a step that fails raises `RowError`.
"""

import json
import math
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, ParamSpec

from soridam.core.errors import CorpusError
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance
from soridam.text.korean import has_deidentified_name, readings, strip_aihub_marks

Row = Utterance | Rejection
Given = ParamSpec("Given")

FEMALE = frozenset(["female", "f", "woman", "여", "여성", "여자", "여아", "w"])
MALE = frozenset(["male", "m", "man", "남", "남성", "남자", "남아"])
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
REMOTE = re.compile(r"\s*[a-z][a-z0-9+.-]+://", re.IGNORECASE)
XML_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']""")
XML_PROLOG = re.compile(r"\A\s*<\?xml.*?\?>", re.DOTALL)


class RowError(CorpusError):
    """A row that cannot be used: `reason` is a word that can be counted, the message its particulars."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(
            f"row.{reason}",
            "{detail}",
            hint="See the quarantine list of the prepared corpus.",
            detail=detail or reason,
        )
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[object, ...]:
        return RowError, (self.reason, self.detail)


def attempt(row_id: str, make: Callable[Given, Utterance], *args: Given.args, **kwargs: Given.kwargs) -> Row:
    """Return the utterance that `make` builds, or the rejection that says why there is none."""
    try:
        return make(*args, **kwargs)
    except RowError as fault:
        return Rejection(row_id, fault.reason, fault.detail)
    except CorpusError as error:
        return Rejection(row_id, "unreadable-label", error.message)


def decode_text(content: bytes) -> str:
    """Decode a label file: UTF-8 with or without its mark, UTF-16 with it, else Korean Windows. Raises RowError."""
    for encoding in ("utf-16",) if content[:2] in UTF_16_MARKS else ("utf-8-sig", "cp949"):
        try:
            return unicodedata.normalize("NFC", content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise RowError("unreadable-label", "The text is neither UTF-8 nor CP949.")


def parse_json(content: bytes) -> dict[str, Any]:
    """Parse a label file that holds one JSON object. Raises RowError."""
    try:
        value = json.loads(decode_text(content))
    except (ValueError, RecursionError) as error:
        raise RowError("unreadable-label", f"Not JSON: {error}") from None
    if not isinstance(value, dict):
        raise RowError("unreadable-label", f"Expected a JSON object, found {type(value).__name__}.")
    return value


def parse_xml(content: bytes, default_encoding: str = "utf-8-sig") -> ET.Element:
    """Parse an XML label, without entities of its own: those are how a small file grows. Raises RowError."""
    declared = XML_ENCODING.search(content[:200])
    encoding = declared[1].decode("ascii") if declared else default_encoding
    try:
        text = content.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
        if "<!ENTITY" in text:
            raise RowError("unreadable-label", "The XML defines entities.")
        return ET.fromstring(XML_PROLOG.sub("", text))
    except (ET.ParseError, LookupError, ValueError) as error:
        raise RowError("unreadable-label", f"Not XML: {error}") from None


_linked: ContextVar[tuple[Path, ...]] = ContextVar("linked", default=())


@contextmanager
def following_links(folders: Iterable[Path]) -> Iterator[None]:
    """Inside of the block recordings may be links into these folders too."""
    token = _linked.set(tuple(folder.resolve() for folder in folders))
    try:
        yield
    finally:
        _linked.reset(token)


def refuse_outside(path: Path, root: Path, written: str) -> Path:
    """Resolve `path`. Raises RowError if it is neither in `root` nor in a folder that links may lead to."""
    real, home = path.resolve(), root.resolve()
    if not any(real.is_relative_to(place) for place in (home, *_linked.get())):
        allow = f"is a link to {real}; allow it with --links-into {real.parent}."
        raise RowError("unsafe-path", f"{written} {allow if path.is_symlink() else f'leads out of {root}.'}")
    return real


def locate(root: Path, written: str) -> Path:
    """Find the file that a label names, by a path relative to `root` or an absolute one inside of it.

    Raises RowError for addresses, for paths that lead out of `root` (links included), and for missing files.
    """
    if not written.strip() or "\0" in written:
        raise RowError("missing-audio", "The label names no file.")
    if REMOTE.match(written):
        raise RowError("remote-url", f"{written}: only local files are read.")
    home = root.resolve()
    try:
        path = refuse_outside(_in_either_form(home, written.replace("\\", "/").strip()), root, written)
        if not path.is_file():
            raise RowError("missing-audio", f"There is no {written} in {root}.")
    except (OSError, RuntimeError, ValueError) as error:
        raise RowError("missing-audio", f"{written}: {error}") from None
    return path


def _in_either_form(home: Path, written: str) -> Path:
    """macOS writes Korean file names in loose letters, tables seldom do: the one of the two that is there."""
    forms = (written, unicodedata.normalize("NFC", written), unicodedata.normalize("NFD", written))
    return next((home / form for form in forms if (home / form).exists()), home / written)


def id_of(clip: Clip, root: Path) -> str:
    """Name an utterance by the path of its recording below `root`, and for a segment by the second it begins at."""
    home = root.resolve()
    inside = clip.path.relative_to(home) if clip.path.is_relative_to(home) else Path(clip.path.name)  # a link's target
    place = inside.with_suffix("").as_posix()
    return place if clip.start is None else f"{place}@{clip.start:.2f}"


def line_id(table: Path, folder: Path, line: int) -> str:
    """Name a row that has no recording to be named by: its table, and its line there."""
    return f"{table.relative_to(folder).as_posix()}:{line}"


def cut(path: Path, start: Any, end: Any, member: str = "") -> Clip:
    """Return the clip between two times in seconds. Raises RowError if they are not valid times."""
    first, last = number(start), number(end)
    if first is None or last is None or not 0 <= first < last:
        raise RowError("bad-times", f"A segment from {start} to {end}.")
    return Clip(path, member, start=first, end=last)


def number(value: Any) -> float | None:
    """Read a finite number; labels often write them as strings."""
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def gender_of(value: Any) -> str:
    word = str(value or "").strip().lower()
    return "female" if word in FEMALE else "male" if word in MALE else ""


def words_of(value: Any) -> str:
    """Give a field as text with single spaces; nothing, null and structures are empty."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def required(text: str, reason: str = "no-transcript") -> str:
    if not text.strip():
        raise RowError(reason)
    return text


def korean_readings(text: str, *, keep_fillers: bool, aihub_marks: bool = False) -> tuple[str, ...]:
    """Give the plain texts of a Korean transcript. Raises RowError where a name is masked or nothing is left."""
    required(text)
    if has_deidentified_name(text):
        raise RowError("deidentified-name", text)
    try:
        plain = readings(strip_aihub_marks(text) if aihub_marks else text, keep_fillers=keep_fillers)
    except CorpusError as error:
        raise RowError("broken-marks", error.message) from None
    if not all(reading.strip() for reading in plain):
        raise RowError("empty-after-marks", text)
    return plain


def refuse_no_folder(folder: Path) -> None:
    """Raise CorpusError if a path is not a folder, and name the folder of a file."""
    if folder.is_file():
        raise CorpusError(
            "corpus.is-a-file",
            "{path} is a file; a corpus is a folder.",
            hint="Give its folder: {folder}",
            path=folder,
            folder=folder.parent,
        )
    if not folder.is_dir():
        raise CorpusError(
            "weights.no-folder",
            "There is no folder {folder}.",
            hint="See what is there: ls {parent}",
            folder=folder,
            parent=folder.parent,
        )


def nothing_found(folder: Path, expected: str, reader: str) -> CorpusError:
    """Return the error for an unusable folder: what it holds, and what the reader expected."""
    return CorpusError(
        "corpus.other-layout",
        "{folder} holds no {reader} corpus: expected {expected}; found {found}.",
        hint="Give the folder that holds these: soridam corpus prepare FOLDER --reader {reader} --out NEW_FOLDER",
        folder=folder,
        reader=reader,
        expected=expected,
        found=contents(folder),
    )


def contents(folder: Path) -> str:
    if not folder.is_dir():
        return "no such folder"
    names = sorted(path.name + ("/" if path.is_dir() else "") for path in folder.iterdir())
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "") or "an empty folder"
