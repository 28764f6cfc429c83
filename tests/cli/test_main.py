import errno
import json
import os
import subprocess
import sys

import pytest

from soridam.cli import main
from soridam.cli.main import run
from soridam.core import errors

COMMANDS = ["corpus", "train", "evaluate", "transcribe", "export", "book", "weights", "studio", "doctor"]
# What a door must not load: each costs a second or more.
HEAVY = ["torch", "transformers", "datasets", "ctranslate2", "faster_whisper", "matplotlib", "pyarrow", "av"]


def soridam(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "soridam", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    result = soridam(command, "--help")
    assert result.returncode == 0
    assert "Usage" in result.stdout


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_nothing_heavy(command):
    program = (
        "import sys, json\n"
        "from soridam.cli.main import run\n"
        f"run({[word for word in (command, '--help') if word]!r})\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(result.stdout.splitlines()[-1]) == []


def test_a_misspelt_command_is_a_usage_error():
    result = soridam("trian")
    assert result.returncode == errors.EXIT_USAGE
    assert "trian" in result.stderr


def test_a_misspelt_flag_suggests_the_right_one(capsys):
    assert run(["transcribe", "a.wav", "--modle", "base"]) == errors.EXIT_USAGE
    assert "--model" in capsys.readouterr().err


def test_an_error_is_two_lines_without_a_traceback():
    result = soridam("corpus", "check", "nowhere")
    assert result.returncode == errors.EXIT_FAILED
    first, second = result.stderr.strip().splitlines()
    assert first.startswith("Error: ")
    assert second.startswith("  Do: ")


def test_debug_shows_the_traceback():
    assert "Traceback" in soridam("corpus", "check", "nowhere", "--debug").stderr


def test_our_own_mistake_has_its_own_exit_code(monkeypatch, capsys):
    def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("soridam.cli.main.app", broken)
    assert run(["doctor"]) == errors.EXIT_INTERNAL
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_underscores_in_flags_are_dashes(capsys):
    assert run(["transcribe", "gone.wav", "--output_format", "srt"]) == errors.EXIT_FAILED
    assert "gone.wav" in capsys.readouterr().err


@pytest.mark.parametrize(("fault", "advice"), [(errno.ENOSPC, "Free some space"), (errno.EROFS, "write to")])
def test_a_full_or_closed_disk_is_no_mistake_of_ours(fault, advice, monkeypatch, capsys):
    def fail(*_, **__):
        raise OSError(fault, os.strerror(fault), "corpus")

    monkeypatch.setattr(main, "app", fail)
    assert run(["doctor"]) == errors.EXIT_FAILED
    assert advice in capsys.readouterr().err


def test_ctrl_c_says_how_to_go_on(monkeypatch, capsys):
    def interrupted(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr("soridam.core.health.examine", interrupted)
    assert run(["doctor"]) == errors.EXIT_INTERRUPTED
    assert capsys.readouterr().err == "Error: Interrupted.\n  Do: Run the same command again.\n"
