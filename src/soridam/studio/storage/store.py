"""Folders of books, corpora and runs as objects in an S3-compatible store, version by version. Begin with `Storage`.

    NAME/files/SHA-256           the content of a file, written once, whatever versions have it
    NAME/versions/VERSION.json   the files of a version; written last, and VERSION is the SHA-256 of it

So a version is whole or not there, another one costs only what has changed, and what comes back is checked by its name.
Which version counts is said in the database and not here (see `copies`).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from soridam.core.errors import ConfigError, StorageError
from soridam.core.files import replacing, sha256_of
from soridam.settings import StorageSettings, storage_key, storage_secret
from soridam.studio.storage.extents import Extent, is_in

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import S3Store

Leave = Callable[[str], bool]
Files = Mapping[str, str]  # paths inside a folder, and the SHA-256 of what they hold
SIGNATURES = ".stored.json"  # what was hashed already, so that nothing is read twice
RECENT = timedelta(hours=12)  # what was sent before this may be forgotten by now, if no version names it
CHECK_STORE = "Check that the store is running, and the address and keys of studio.storage."


class Storage:
    """An S3-compatible store, safe to use from several threads. Where it does not answer, StorageError is raised."""

    def __init__(self, store: "S3Store") -> None:
        self._store = store

    def push(self, name: str, folder: Path, paths: Iterable[Path], base: str | None = None) -> str:
        """Store these files of a folder; returns the version. What the version `base` has is not sent again."""
        files = hash_files(folder, paths)
        known = set(self.read_version(name, base).values()) if base else set()
        with _storage_errors():
            if not known.issuperset(files.values()):
                known |= self._sent_lately(name)
            for path, digest in files.items():
                if digest not in known:
                    files[path] = self._put(name, folder / path)
                    known.add(digest)
            text = _manifest(files)
            version = hashlib.sha256(text).hexdigest()
            if version != base:
                self._store.put(_version_path(name, version), text)
        return version

    def send(self, name: str, path: Path) -> None:
        """Store one file, for a version that is pushed within hours."""
        with _storage_errors():
            self._put(name, path)

    def pull(
        self, name: str, version: str, folder: Path, extent: Extent = Extent.ALL, leave: Leave = lambda path: False
    ) -> Files:
        """Bring a folder to this version; what it has already is not fetched. Returns its files within `extent`.

        Paths that `leave` says stay as they are here. Files that name others come last, so that a reader never finds a
        name without its file. Raises StorageError too for what is not as it was stored.
        """
        stored = self.read_version(name, version)
        files = {path: digest for path, digest in stored.items() if is_in(PurePosixPath(path), extent)}
        here = hash_files(folder, (folder / path for path in files if (folder / path).is_file()))
        with _storage_errors():
            for path, digest in sorted(files.items(), key=lambda each: PurePosixPath(each[0]).suffix == ".json"):
                if here.get(path) != digest and not leave(path):
                    self._fetch(f"{name}/files/{digest}", digest, folder / path)
        hash_files(folder, (folder / path for path in files if (folder / path).is_file()))
        return files

    def read_version(self, name: str, version: str) -> Files:
        """Raises StorageError if there is none."""
        with _storage_errors():
            text = bytes(self._store.get(_version_path(name, version)).bytes())
        if hashlib.sha256(text).hexdigest() != version:
            raise StorageError(
                "storage.damaged-list",
                "The store's list of {name} is damaged.",
                hint="Restore it from a backup.",
                name=name,
            )
        files: dict[str, str] = json.loads(text)["files"]
        return {_inside(path): digest for path, digest in files.items()}

    def names(self, area: str) -> set[str]:
        """Return the ids that have versions or files in an area."""
        with _storage_errors():
            found = self._store.list_with_delimiter(f"{area}/")["common_prefixes"]
        return {PurePosixPath(path).name for path in found}

    def versions(self, name: str) -> set[str]:
        with _storage_errors():
            return {PurePosixPath(meta["path"]).stem for meta in self._list(f"{name}/versions/")}

    def prune(self, name: str, keep: str, before: datetime) -> None:
        """Forget what only other versions than this one have, as far as it was stored before that moment.

        What is being stored just now looks like that too: leave it a day.
        """
        needed = {*(f"{name}/files/{digest}" for digest in self.read_version(name, keep).values())}
        needed.add(_version_path(name, keep))
        with _storage_errors():
            for part in ("versions", "files"):  # in this order: no version may name what has gone
                old = (meta["path"] for meta in self._list(f"{name}/{part}/") if meta["last_modified"] < before)
                self._delete(path for path in old if path not in needed)

    def delete(self, name: str) -> None:
        """Delete all versions. It does not matter if there are none."""
        with _storage_errors():
            for part in ("versions", "files"):
                self._delete(meta["path"] for meta in self._list(f"{name}/{part}/"))

    def _sent_lately(self, name: str) -> set[str]:
        """Contents that no `prune` can be about to take away, whether a version names them or not."""
        since = datetime.now(UTC) - RECENT
        found = (meta for meta in self._list(f"{name}/files/") if meta["last_modified"] > since)
        return {PurePosixPath(meta["path"]).name for meta in found}

    def _put(self, name: str, path: Path) -> str:
        """Store a file under the hash of what it holds while we look, whatever takes its name meanwhile."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            self._store.put(f"{name}/files/{digest}", file)
        return digest

    def _list(self, prefix: str) -> "list[ObjectMeta]":
        return [meta for page in self._store.list(prefix) for meta in page]

    def _delete(self, paths: Iterable[str]) -> None:
        if found := list(paths):
            self._store.delete(found)

    def _fetch(self, source: str, digest: str, path: Path) -> None:
        hashing = hashlib.sha256()
        with replacing(path) as temporary:
            with temporary.open("wb") as file:
                for piece in self._store.get(source).stream():
                    hashing.update(piece)
                    file.write(piece)
            if hashing.hexdigest() != digest:
                raise StorageError(
                    "storage.changed-file",
                    "{name} is not as it was stored.",
                    hint="Restore it from a backup.",
                    name=path.name,
                )


@lru_cache
def open_storage(settings: StorageSettings) -> Storage | None:
    """Return None where everything lies in the studio's folder. Opens no connection yet.

    Raises ConfigError for a bad address.
    """
    if not settings.url:
        return None
    from obstore.store import S3Store

    parts = urlsplit(settings.url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ConfigError(
            "storage.address",
            "studio.storage.url is not the address of a store: {url}",
            hint="Write it as s3://bucket/prefix.",
            url=settings.url,
        )
    key, secret = storage_key(), storage_secret()
    options: dict[str, Any] = {"endpoint": settings.endpoint} if settings.endpoint else {}
    if key and secret:
        options |= {"access_key_id": key.get_secret_value(), "secret_access_key": secret.get_secret_value()}
    return Storage(
        S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            region=settings.region,
            client_options={"allow_http": settings.endpoint.startswith("http://"), "timeout": "60s"},
            retry_config={"max_retries": 3},
            **options,
        )
    )


def hash_files(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """SHA-256 by path. A file with the size, time and number that it had when it was hashed last is not read."""
    known, now = _read_signatures(folder), {}
    for path in paths:
        facts = path.stat()
        signature = f"{facts.st_size}-{facts.st_mtime_ns}-{facts.st_ino}"
        name = path.relative_to(folder).as_posix()
        old = known.get(name)
        now[name] = old if old is not None and old[0] == signature else [signature, sha256_of(path)]
    if any(known.get(name) != value for name, value in now.items()):
        with replacing(folder / SIGNATURES) as temporary:
            temporary.write_text(json.dumps({**known, **now}), encoding="utf-8")
    return {name: digest for name, (_, digest) in now.items()}


def _read_signatures(folder: Path) -> dict[str, list[str]]:
    try:
        return dict(json.loads((folder / SIGNATURES).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _manifest(files: Files) -> bytes:
    return json.dumps({"files": dict(sorted(files.items()))}, ensure_ascii=False, indent=0).encode()


def _version_path(name: str, version: str) -> str:
    return f"{name}/versions/{version}.json"


def _inside(path: str) -> str:
    """Return the path inside the folder for a name in the store. Raises StorageError for one that leads out of it."""
    parts = PurePosixPath(path).parts
    if "/".join(parts) != path or not parts or ".." in parts or path.startswith("/"):
        raise StorageError(
            "storage.outside",
            "The store names a file outside of its folder: {path}.",
            hint="Do not trust it.",
            path=f"{path[:100]!r}",
        )
    return path


@contextmanager
def _storage_errors() -> Iterator[None]:
    """Raise errors of the store as StorageError, without addresses that may hold keys."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        raise StorageError(
            "storage.refused",
            "The store does not do what is asked ({kind}).",
            hint=CHECK_STORE,
            kind=type(error).__name__,
        ) from error
