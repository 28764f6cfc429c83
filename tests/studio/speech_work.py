"""Jobs done here and now, on a tiny Whisper in place of `base`, for tests of what comes before and after them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from tests.speech.tone_corpus import tone_rows
from tests.studio.databases import fresh_database
from tests.studio.hashing import QUICK_HASHER

from soridam.core.errors import SoridamError
from soridam.settings import Settings, StudioSettings, read_settings
from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.app import build_app
from soridam.studio.http.wording import tell_stored
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.context import JobContext, StopRequestedError
from soridam.studio.jobs.kinds import find_kind
from soridam.studio.parts import StudioParts, build_parts

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"
QUEUES = ("cpu", "gpu")


@dataclass(frozen=True)
class OpenStudio:
    """A running studio with Mina and Jun."""

    folder: Path
    parts: StudioParts
    people: dict[str, TestClient]


@contextmanager
def open_studio(folder: Path, kind: str = "sqlite", **settings: Any) -> Iterator[OpenStudio]:
    """For a whole module of tests, on a database of this kind."""
    with fresh_database(kind, folder) as address:
        given = {"folder": str(folder), "database": address, "most_upload_bytes": 100_000, **settings}
        parts = build_parts(StudioSettings(**given), QUICK_HASHER)
        app = build_app(parts)
        yield OpenStudio(folder, parts, {name: _sign_in(app, parts, name) for name in ("mina", "jun")})
        parts.close()


def _sign_in(app: Any, parts: StudioParts, name: str) -> TestClient:
    client = TestClient(app, base_url="http://127.0.0.1:8765")
    user = parts.accounts.create(name, "maker")
    client.cookies.set(SESSION_COOKIE, parts.accounts.issue(user, "session", 600))
    return client


def do_next(parts: StudioParts, stopping: threading.Event | None = None) -> dict:
    """Do the most urgent job in this process, as its own child would; returns its row, its error told in English."""
    claim = parts.jobs.claim("test", QUEUES, 600)
    assert claim is not None, "no job waits"
    attempt = Attempt(parts.jobs, claim)
    folder = Path(parts.settings.folder) / "jobs" / claim.job
    folder.mkdir(parents=True, exist_ok=True)
    try:
        context = JobContext(attempt, folder, stopping or threading.Event(), settings_of(parts))
        attempt.finish(find_kind(claim.kind).load()(context, claim.payload))
    except SoridamError as error:
        attempt.fail(error)
    except StopRequestedError:
        attempt.stop("paused")
    row = dict(parts.jobs.read(claim.job))
    return {**row, **asdict(tell_stored(row["error"], row["hint"], "en"))} if row["error"] else row


def settings_of(parts: StudioParts) -> Settings:
    """What a job of this studio is given, as its process would read it."""
    return read_settings().model_copy(update={"studio": parts.settings})


def send(client, place: str, name: str, data: bytes, piece: int = 60_000) -> dict:
    """Upload a file in pieces; returns the last answer."""
    answer = None
    for offset in range(0, len(data), piece):
        wanted = {"name": name, "offset": offset, "total": len(data)}
        answer = client.put(f"{place}/files", params=wanted, content=data[offset : offset + piece])
        assert answer.status_code == 200, answer.text
    return answer.json()


def send_tones(client, place: str, count: int = 24) -> None:
    """What a tiny Whisper can learn in seconds: tones, with a table that says which."""
    rows = tone_rows(count, seed=1)
    lines = ["file_name,text,speaker"]
    for number, row in enumerate(rows):
        send(client, place, f"tones/{number:02d}.flac", row["audio"]["bytes"])
        lines.append(f"{number:02d}.flac,{row['text']},{'mina' if number % 2 else 'jun'}")
    send(client, place, "tones/metadata.csv", "\n".join(lines).encode())


def spoken(name: str) -> bytes:
    return (SPEECH / f"{name}.flac").read_bytes()
