"""Our own cache of weights: built once however many ask, never seen half built, built again when found damaged.

`<cache>/weights/<name>/<form>/` holds the files and a manifest. Beside it `.<form>.building/` is the workplace of
whoever holds the lock; `kept/` in it survives an interruption, the next builder throws everything else away.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from soridam.core.files import read_json, sha256_of, sync_file, sync_folder, write_json
from soridam.core.folders import cache_folder, explaining_refusals
from soridam.core.weights.entry import Form

MANIFEST = "soridam-weights.json"


def find_stored(name: str, form: Form) -> Path | None:
    """Return the folder with these weights if it is whole: every file of its manifest is there in full length."""
    folder = _folder(name, form)
    if not _is_whole(folder):
        return None
    if _workplace(folder).exists():
        _clear_after_kill(folder)
    return folder


def store(name: str, form: Form, facts: dict[str, Any], fill: Callable[[Path, Path], None]) -> Path:
    """Return the folder with these weights, built by `fill(target, kept)` unless it is there.

    One process builds while others wait. What `fill` puts into `target` becomes the folder, in one rename; what it
    puts into `kept` waits there for the next attempt if this one is interrupted. `facts` go into the manifest. Raises
    CacheError if the cache cannot be written to.
    """
    folder = _folder(name, form)
    with explaining_refusals(cache_folder()):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(folder):
            if not _is_whole(folder):
                _build(folder, facts, fill)
            shutil.rmtree(_workplace(folder), ignore_errors=True)
    return folder


def forget(name: str, form: Form) -> None:
    """Remove these weights, so that others of this name can be built."""
    folder = _folder(name, form)
    with explaining_refusals(cache_folder()):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(folder):
            shutil.rmtree(folder, ignore_errors=True)


def size_of(folder: Path) -> int:
    """Return bytes of the files in a folder, and in those within it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _build(folder: Path, facts: dict[str, Any], fill: Callable[[Path, Path], None]) -> None:
    workplace = _workplace(folder)
    target, kept = workplace / "target", workplace / "kept"
    _clear(workplace, kept)
    target.mkdir(parents=True)
    kept.mkdir(exist_ok=True)
    try:
        fill(target, kept)
        _seal(target, facts)
        if folder.exists():  # found damaged
            folder.rename(workplace / "damaged")
        target.rename(folder)
        sync_folder(folder.parent)
    except BaseException:
        _clear(workplace, kept)
        raise


def _clear(workplace: Path, kept: Path) -> None:
    if not workplace.exists():
        return
    for path in workplace.iterdir():
        if path != kept:
            shutil.rmtree(path)
    if not kept.exists() or not any(kept.iterdir()):
        shutil.rmtree(workplace)


def _seal(target: Path, facts: dict[str, Any]) -> None:
    files = {}
    for path in sorted(path for path in target.rglob("*") if path.is_file()):
        path.chmod(0o644)
        sync_file(path)
        files[path.relative_to(target).as_posix()] = {"size": path.stat().st_size, "sha256": sha256_of(path)}
    write_json(target / MANIFEST, {**facts, "files": files})


def _is_whole(folder: Path) -> bool:
    try:
        files = read_json(folder / MANIFEST)["files"]
        return all((folder / name).stat().st_size == facts["size"] for name, facts in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _clear_after_kill(folder: Path) -> None:
    try:
        with _lock(folder, timeout=0):
            shutil.rmtree(_workplace(folder), ignore_errors=True)
    except (Timeout, OSError):  # another process is using it, or the cache is read-only: it does no harm
        return


def _folder(name: str, form: Form) -> Path:
    return cache_folder() / "weights" / name / form


def _workplace(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.building")


def _lock(folder: Path, timeout: float = -1) -> FileLock:
    return FileLock(folder.with_name(f".{folder.name}.lock"), timeout=timeout)
