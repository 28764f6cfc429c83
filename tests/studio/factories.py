"""One of everything that somebody can have in a studio, for tests of who reaches it.

A new kind of thing takes one line in `give_belongings`, under the name of the parameter of its routes.
"""

import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from tests.book.small_book import write_small_book

from soridam.studio.books.confidences import Confidences
from soridam.studio.books.shares import Shares
from soridam.studio.database import now_ms
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.runner import Runner, RunnerSettings
from soridam.studio.jobs.store import JobOrder
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User
from soridam.studio.records import books, drawings, pictures, recordings, segments

# What to ask for where the least that the schema allows would do something that takes long, or ends a session.
REQUESTS: dict[str, dict[str, Any]] = {
    "POST /api/me/password": {"json": {"current": "wrong", "password": "a long password"}},
    "POST /api/me/delete": {"json": {"password": "wrong"}},
    "POST /api/wishes": {"params": {"language": "xx"}},
    "POST /api/models/try": {"params": {"model": "nothing"}},
    "POST /api/playground/heard": {"params": {"model": "nothing", "language": "en"}},
    "GET /api/playground/recording": {"params": {"language": "xx"}},
    "POST /v1/chat/completions": {"json": {"model": "nothing", "messages": [{"role": "user", "content": "x"}]}},
    "POST /v1/images/generations": {"json": {"prompt": "x", "model": "nothing"}},
    "POST /v1/audio/speech": {"json": {"input": "x", "model": "nothing"}},
    "POST /v1/audio/transcriptions": {"files": {"file": b"x"}, "data": {"model": "nothing"}},
    "POST /v1/audio/translations": {"files": {"file": b"x"}, "data": {"model": "nothing"}},
}


# What was asked for, of a run of each kind.
DETAILS: dict[str, dict[str, Any]] = {
    "train": {"recipe": "tiny", "base": "tiny", "corpus_name": "corpus", "metric": "wer", "values": {}},
    "export": {"precision": "int8", "base": "tiny"},
    "evaluate": {"models": [], "corpus_name": "corpus", "split": "test"},
    "adjust": {"base": "smollm2-135m", "sliders": {"mlp": 1.2}},
    "transcribe": {"model": "base", "language": "", "prompt": "", "hotwords": "", "formats": ["srt"]},
}


def give_belongings(parts: StudioParts, user: User) -> dict[str, str]:
    parts.accounts.issue(user, "token", 60, "books", "tablet")
    book = _give_book(parts, user)
    job = parts.jobs.submit(book_order(user.id))
    parts.jobs.cancel(job)  # so that its events end
    confidence = _give_confidence(parts, user)
    share, secret = Shares(parts.engine).create(book, 600)
    return {
        "book": book,
        "confidence": confidence,
        "drawing": _give_drawing(parts, user),
        "share": share.id,
        "secret": secret,
        "model": "none",
        "number": "1",
        "message": "1",
        "job": job,
        "action": "cancel",
        "token": parts.accounts.tokens(user)[0].id,
        "user": user.id,
        "purpose": "share",
        **_give_corpus(parts, user),
        **_give_runs(parts, user),
        **_give_adjustments(parts, user),
    }


def _give_adjustments(parts: StudioParts, user: User) -> dict[str, str]:
    """Sliders that were saved, a model that they were written into, and models of others; their folders are empty."""
    saved = parts.adjustments.save(user, "dreamy", "smollm2-135m", {"mlp": 1.2})
    run = parts.runs.create(user, "adjust", "adjusted", DETAILS["adjust"], family="language")
    recognizer = parts.runs.create(user, "train", "recognizer", DETAILS["train"])
    painter = parts.runs.create(user, "train", "painter", DETAILS["train"], family="image")
    for made in (run, recognizer, painter):
        parts.runs.start(user, made, {})
        Attempt(parts.jobs, parts.jobs.claim("test", ["cpu", "gpu"], 60)).finish({})
    tuned = {"language_model": run.id, "recognizer": recognizer.id, "picture_model": painter.id}
    return {"adjustment": saved.id, "adjusted": run.id, **tuned}


def _give_corpus(parts: StudioParts, user: User) -> dict[str, str]:
    """Not prepared yet, with one recording, one segment of a transcript, and one picture."""
    corpus = parts.corpora.create(user, "corpus", "en", "upload").id
    recording, segment, picture = (str(uuid.uuid4()) for _ in range(3))
    said = {"text": "x", "original": "x", "recognized": "x", "status": "draft", "speaker": "", "words": "[]"}
    with parts.engine.begin() as connection:
        connection.execute(
            insert(recordings).values(id=recording, corpus=corpus, number=0, name="x.wav", seconds=1.0, language="en")
        )
        values = {"id": segment, "corpus": corpus, "recording": recording, "start": 0.0, "end": 1.0, "confidence": 1.0}
        connection.execute(insert(segments).values(version=1, **values, **said))
        drawn = {"name": "x.png", "part": "train", "suffix": ".png", "width": 8, "height": 8, "caption": "x"}
        connection.execute(insert(pictures).values(id=picture, corpus=corpus, number=0, version=1, **drawn))
    inner = {"recording": recording, "segment": segment, "picture": picture}
    return {"corpus": corpus, "split": "train", "row": "0", **inner}


def _give_runs(parts: StudioParts, user: User) -> dict[str, str]:
    runs = parts.runs
    kinds = {"run": "train", "export": "export", "evaluation": "evaluate", "transcription": "transcribe"}
    given = {name: runs.create(user, kind, name, DETAILS[kind], source="none").id for name, kind in kinds.items()}
    return {**given, "format": "srt", "language": "en", "name": "000001-00.png"}


def book_order(owner: str, topic: str = "A kite") -> JobOrder:
    """A job as a wish begins it."""
    return JobOrder("book", owner, {"book": str(uuid.uuid4()), "wish": {"topic": topic}})


def _give_drawing(parts: StudioParts, user: User) -> str:
    """A row, and a file that is read by nobody."""
    id = str(uuid.uuid4())
    folder = Path(parts.settings.folder) / "drawings" / id
    folder.mkdir(parents=True)
    (folder / "drawing.png").write_bytes(b"x")
    values = {"id": id, "owner": user.id, "digest": "0" * 64, "coat": "#aa5522", "color": "#225588"}
    with parts.engine.begin() as connection:
        connection.execute(insert(drawings).values(created=now_ms(), **values))
    return id


def _give_confidence(parts: StudioParts, user: User) -> str:
    said = "my dad hits me"
    Confidences(parts.engine).keep(user, said, "en", "violence")
    (row,) = Confidences(parts.engine).reachable(user)
    return str(row["id"])


def _give_book(parts: StudioParts, user: User) -> str:
    name = "6a3c2f60-0000-4000-8000-000000000009"
    written = write_small_book(parts.settings.books_folder / name, "en")
    values = {"id": name, "owner": user.id, "title": "x", "language": "en", "complete": True}
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(created=now_ms(), wish=written.record.wish.model_dump_json(), **values))
    return name


def run_next_job(parts: StudioParts) -> None:
    """Do the job that waits longest, in a process of its own, which finds the studio by SORIDAM_STUDIO__FOLDER."""
    settings = parts.settings
    artifacts = Path(settings.folder) / "artifacts"
    assert Runner(RunnerSettings(settings.database_address, artifacts, queues=("cpu", "gpu"))).run_next()
