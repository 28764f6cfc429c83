"""Every error that we raise on purpose, as one small tree. The edges (terminal, HTTP, job) translate it once.

SoridamError            exit 1   something that was given could not be worked with
├── UsageError          exit 2   a flag, a name or a value is wrong
│   └── ConfigError              an unknown or invalid entry of a config
├── AudioError                   a recording that cannot be decoded or is not what it claims
├── CorpusError                  a corpus, its layout, or its rows
├── WeightsError                 weights that are missing, damaged or not to be trusted
├── TrainingError                a run that cannot start, resume or learn
├── ExportError                  an export that does not say what its original says
└── DependencyError              a library of the system or a package that is missing
Anything else that is raised is our own mistake: exit 70.
"""

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERNAL = 70  # EX_SOFTWARE of sysexits.h
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells report it


class SoridamError(Exception):
    """What happened, in one line, and in `hint` what to do about it."""

    exit_code = EXIT_FAILED

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:  # errors cross process borders with their hint
        return _rebuild, (type(self), self.message, self.hint)


def _rebuild(kind: type[SoridamError], message: str, hint: str) -> SoridamError:
    return kind(message, hint=hint)


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


class TrainingError(SoridamError):
    pass


class ExportError(SoridamError):
    pass


class DependencyError(SoridamError):
    pass
