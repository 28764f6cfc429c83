"""Every error that we raise on purpose, as one small tree. The edges (terminal, HTTP, job) translate it once.

SoridamError            exit 1   something that was given could not be worked with
├── UsageError          exit 2   a flag, a name or a value is wrong
│   └── ConfigError              an unknown or invalid entry of a config
├── AudioError                   a recording that cannot be decoded or is not what it claims
├── CorpusError                  a corpus, its layout, or its rows
├── WeightsError                 weights that are missing, damaged or not to be trusted
├── CacheError                   the folder for what is fetched: it cannot be made, or there is no room
├── TrainingError                a run that cannot start, resume or learn
├── ExportError                  an export that does not say what its original says
├── StoryError                   a writer's story that breaks the rules of a picture book
│   └── RefusedWishError         a wish that is declined, in words for a child
├── BookError                    a book's folder, or a change to it that cannot be made
├── JobError                     a job that does not exist, or cannot do what is asked of it
│   └── QuotaError               more jobs at once than one person may have
├── AccountError                 a failed login or a missing permission
│   ├── NotFoundError            a thing that does not exist or belongs to somebody else, which must look the same
│   └── ForbiddenError           a known person without the permission
├── TooOftenError                too many requests
├── BusyError                    an overloaded service
├── MistakeError        exit 70  our own mistake, reported by another process
├── StorageError                 a store for books, corpora and runs that does not answer, or gives what it did not get
├── DiskFullError                no room on the disk of the studio
├── BackupError                  a backup of the studio that cannot be made, or cannot be trusted
└── DependencyError              a library of the system or a package that is missing
Anything else that is raised is our own mistake: exit 70.
"""

from collections.abc import Callable, Iterator, Mapping
from string import Formatter
from typing import Any, TypeVar

from soridam.core.messages import Message, as_json, from_json, with_values

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERNAL = 70  # EX_SOFTWARE of sysexits.h
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells report it


class SoridamError(Exception):
    """An error with a stable `code`, a message, and a `hint` that says what to do about it.

    `what` and `hint` are templates of one line with `values`, e.g.
    `UsageError("run.no-recipe", "There is no recipe '{name}'.", hint="Choose one of: {names}", name=…, names=…)`.
    `message` and `hint` are then the English texts; `what` and `advice` keep template and values, for other languages.
    """

    exit_code = EXIT_FAILED

    def __init__(self, code: str, what: str | Message, /, *, hint: str | Message, **values: object) -> None:
        self.code = code
        self.what = what if isinstance(what, Message) else Message(what, **_used(what, values))
        self.advice = hint if isinstance(hint, Message) else Message(hint, **_used(hint, values))
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return str(self.what)

    @property
    def hint(self) -> str:
        return str(self.advice)

    def __reduce__(self) -> tuple[object, ...]:  # errors cross process borders with their values
        return _rebuild, (type(self), self.code, self.what, self.advice)


E = TypeVar("E", bound=SoridamError)


def with_other_values(error: E, change: Callable[[str], str]) -> E:
    """Return the same error with each value changed: a path of the server becomes a name that people know."""
    return type(error)(error.code, with_values(error.what, change), hint=with_values(error.advice, change))


def as_report(error: SoridamError) -> dict[str, Any]:
    """Return the error as an object of JSON, for another process, a file or the database: {code, what, hint}."""
    return {"code": error.code, "what": as_json(error.what), "hint": as_json(error.advice)}


def from_report(kind: type[SoridamError], report: Mapping[str, Any]) -> SoridamError:
    """Return the error that `as_report` wrote, as one of `kind`."""
    return kind(report["code"], from_json(report["what"]), hint=from_json(report["hint"]))


def error_of(kind: str, report: Mapping[str, Any]) -> SoridamError:
    """Return the error that `as_report` wrote in another process, as one of the class with this name."""
    kinds = {each.__name__: each for each in _descendants(SoridamError)}
    return from_report(kinds.get(kind, SoridamError), report)


def _descendants(kind: type[SoridamError]) -> Iterator[type[SoridamError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


def _rebuild(kind: type[SoridamError], code: str, what: Message, advice: Message) -> SoridamError:
    return kind(code, what, hint=advice)


def _used(template: str, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values that a template names."""
    return {name: values[name] for _, name, _, _ in Formatter().parse(template) if name}


class UsageError(SoridamError):
    exit_code = EXIT_USAGE


class ConfigError(UsageError):
    pass


class AudioError(SoridamError):
    pass


class CorpusError(SoridamError):
    pass


class WeightsError(SoridamError):
    pass


class CacheError(SoridamError):
    pass


class TrainingError(SoridamError):
    pass


class ExportError(SoridamError):
    pass


class StoryError(SoridamError):
    pass


class RefusedWishError(StoryError):
    pass


class BookError(SoridamError):
    pass


class JobError(SoridamError):
    pass


class QuotaError(JobError):
    pass


class AccountError(SoridamError):
    pass


class NotFoundError(AccountError):
    pass


class ForbiddenError(AccountError):
    pass


class TooOftenError(SoridamError):
    seconds = 1  # until it is worth asking again


class BusyError(SoridamError):
    seconds = 10  # until it is worth asking again


class MistakeError(SoridamError):
    exit_code = EXIT_INTERNAL


class StorageError(SoridamError):
    pass


class DiskFullError(SoridamError):
    pass


class BackupError(SoridamError):
    pass


class DependencyError(SoridamError):
    pass
