"""The README's commands, run as they stand there, in an empty folder.

Three things are small: the packages that apt-get gives, the model, which is a folder called `base` in that place, and
the steps, which are added to the training's line.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.acceptance.documented import ROOT, block_commands, mentioned_commands, read_document, section, soridam_words
from tests.acceptance.prompts import build_talkative_whisper
from tests.acceptance.telephone_packages import build_packages

from soridam.core.files import sha256_of
from soridam.training.run_folder import read_status

README = section(read_document("README.md"), "From recordings to a better recognizer")
COMMANDS = block_commands(README)
RESUME = next(words for words in mentioned_commands(README) if "--resume" in words)
SMALL = "optimizer.steps=6 optimizer.learning_rate=5e-3 validation.every=2 validation.rows=4 batches.workers=0"
# Loaded by every Python that finds it: this one dies where its second checkpoint would become whole.
KILLER = """
import os, signal, sys
def die(event, arguments):
    if event == "os.rename" and str(arguments[1]).endswith("checkpoint-4"):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die)
"""
pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="the prompts are in Debian packages")


class Reader:
    """Somebody who types commands in a folder."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", **environment}
        self.printed: dict[str, str] = {}

    def type(self, command: str, *, expected: int = 0) -> None:
        ended = subprocess.run(
            ["bash", "-c", f"exec {command}"], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert ended.returncode == expected, f"{command}\n{ended.stdout}{ended.stderr}"
        self.printed[command] = ended.stdout

    def line_for(self, *words: str) -> str:
        """What a command printed that begins so."""
        return next(text for command, text in self.printed.items() if command.startswith(" ".join(words)))


def small(command: str) -> str:
    trains = (soridam_words(command) or [""])[0] == "train"
    return f"{command} {SMALL}" if trains else command


@pytest.fixture(scope="module")
def reader(tmp_path_factory) -> Reader:
    folder, packages = tmp_path_factory.mktemp("reader"), tmp_path_factory.mktemp("packages")
    (folder / "examples").symlink_to(ROOT / "examples")
    build_talkative_whisper().save(folder / "base")
    build_packages(packages)
    return Reader(folder, PATH=f"{packages}:{Path(sys.executable).parent}:{os.environ['PATH']}")


@pytest.fixture(scope="module")
def walked(reader) -> Reader:
    for command in COMMANDS:
        reader.type(small(command))
    return reader


def test_the_readme_has_the_whole_way():
    verbs = [" ".join((soridam_words(command) or ["fetch"])[:2]) for command in COMMANDS]
    assert verbs[:3] == ["fetch", "corpus prepare", "corpus split"]
    assert [verb.split()[0] for verb in verbs[3:]] == ["train", "evaluate", "export", "transcribe"]


def test_prepare_accounts_for_every_recording(walked):
    assert "31 read = 30 written + 1 set aside" in walked.line_for("soridam corpus prepare")


@pytest.mark.parametrize(
    ("command", "beginning"),
    [("prepare", r"\d+ read"), ("prepare", "longer than allowed"), ("split", "test shares with train")],
)
def test_what_the_readme_quotes_is_printed_but_for_the_numbers(walked, command, beginning):
    quoted = next(quote for quote in re.findall(r"`([^`\n]+)`", README) if re.match(beginning, quote))
    pattern = re.sub(r"\d+", r"\\d+", re.escape(quoted))
    assert re.search(pattern, walked.line_for(f"soridam corpus {command}"))


def test_the_evaluation_is_a_page_to_open(walked):
    assert "Report: reports/prompts/report.html" in walked.line_for("soridam evaluate")
    assert (walked.folder / "reports/prompts/report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_export_equals_its_original_token_for_token(walked):
    conversion = next(line.split() for line in walked.line_for("soridam export").splitlines() if "conversion" in line)
    assert conversion[1] == conversion[3] != "0"


def test_killed_half_way_the_readmes_resume_ends_with_the_same_model(walked, tmp_path):
    (tmp_path / "corpora").symlink_to(walked.folder / "corpora")
    (tmp_path / "base").symlink_to(walked.folder / "base")
    (tmp_path / "sitecustomize.py").write_text(KILLER)
    train = next(command for command in COMMANDS if command.startswith("soridam train"))
    killed = Reader(tmp_path, PATH=walked.environment["PATH"], PYTHONPATH=str(tmp_path))
    killed.type(small(train), expected=-signal.SIGKILL)
    assert read_status(tmp_path / "runs/prompts").state != "completed"
    Reader(tmp_path, PATH=walked.environment["PATH"]).type(shlex.join(["soridam", *RESUME]))
    models = [folder / "runs/prompts/model/model.safetensors" for folder in (walked.folder, tmp_path)]
    assert sha256_of(models[0]) == sha256_of(models[1])
