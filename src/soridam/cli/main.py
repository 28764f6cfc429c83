"""The entry point: `soridam NOUN VERB`. Commands have one file per noun; errors are turned into exit codes here.

Exit codes: 0 success, 1 unusable input, 2 wrong usage, 70 an internal error, 130 interrupted.
"""

import difflib
import errno
import os
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.exceptions import Abort, TyperException

from soridam import __version__
from soridam.cli import (
    adjust,
    book,
    corpus,
    doctor,
    evaluate,
    export,
    radio,
    shorten,
    studio,
    train,
    transcribe,
    weights,
)
from soridam.cli.resuming import how_to_resume
from soridam.cli.whisper_flags import WhisperCommand
from soridam.core.errors import EXIT_FAILED, EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_USAGE, SoridamError
from soridam.core.libraries import silence_bitsandbytes

NEAR = 0.75  # of the letters of a flag are those of another
DISK_FULL_HINT = "Free some space there, or choose another folder. Then: {resume}"
NO_PERMISSION_HINT = "Choose a folder that you may write to, or fix its rights with chmod."
DISK_FAULTS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), DISK_FULL_HINT),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), NO_PERMISSION_HINT),
}

app = typer.Typer(
    name="soridam",
    help="Fine-tune open models on your own data, measure what they learned, and use them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(corpus.app, name="corpus")
app.command()(train.train)
app.command()(shorten.shorten)
app.command()(evaluate.evaluate)
app.command(cls=WhisperCommand)(transcribe.transcribe)
app.command()(export.export)
app.command()(adjust.adjust)
app.add_typer(book.app, name="book")
app.add_typer(radio.app, name="radio")
app.add_typer(weights.app, name="weights")
app.add_typer(studio.app, name="studio")
app.command()(doctor.doctor)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"soridam {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error. May stand anywhere."),
) -> None:
    pass


def main() -> None:
    """Run the command line of this process and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; print an error as what happened and what to do; return the exit code."""
    debug = "--debug" in arguments or os.environ.get("SORIDAM_DEBUG") == "1"
    silence_bitsandbytes()
    words = [_with_dashes(word) for word in arguments if word != "--debug"]
    try:
        code: int = app(words, prog_name="soridam", standalone_mode=False) or 0
        return _report_interrupted(words, debug) if code == EXIT_INTERRUPTED else code  # Typer makes Ctrl-C a mere code
    except SoridamError as error:
        return _report(error.message, error.hint, error.exit_code, debug)
    except TyperException as error:
        return _report(_usage_message(error), f"Run: {_command_of(error)} --help", EXIT_USAGE, debug)
    except (KeyboardInterrupt, Abort):
        return _report_interrupted(words, debug)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone; say no more
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in DISK_FAULTS:
            what = f"{os.strerror(error.errno)}: {error.filename or 'while writing'}"
            hint = DISK_FAULTS[error.errno].format(resume=how_to_resume(words))
            return _report(what, hint, EXIT_FAILED, debug)
        return _report(
            f"This is a bug in Soridam: {type(error).__name__}: {_one_line(str(error))}",
            "Run it again with --debug and report what it prints.",
            EXIT_INTERNAL,
            debug,
        )


def _usage_message(error: TyperException) -> str:
    """Return the message, suggesting only flags that are similar to the unknown one."""
    if offered := getattr(error, "possibilities", None):
        wrong = getattr(error, "option_name", "")
        vars(error)["possibilities"] = difflib.get_close_matches(wrong, offered, cutoff=NEAR)
    return _one_line(error.format_message())


def _command_of(error: TyperException) -> str:
    """Return the command that raised the usage error."""
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "soridam"


def _with_dashes(word: str) -> str:
    """Replace underscores in a flag by dashes, as Whisper's users type --output_dir."""
    if not word.startswith("--"):
        return word
    name, equals, value = word.partition("=")
    return name.replace("_", "-") + equals + value


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _report_interrupted(words: Sequence[str], debug: bool) -> int:
    return _report("Interrupted.", how_to_resume(words), EXIT_INTERRUPTED, debug)


def _report(message: str, hint: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    sys.stderr.write(f"Error: {message}\n  Do: {hint}\n")
    return code
