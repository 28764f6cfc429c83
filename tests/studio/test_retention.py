"""What goes after so many days, and what stays; the clock is moved, nobody waits."""

from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update
from tests.studio.databases import KINDS, fresh_database
from tests.studio.factories import book_order, give_belongings

from soridam.core.errors import JobError
from soridam.settings import RetentionSettings, StudioSettings
from soridam.studio.database import now_ms
from soridam.studio.housekeeping import tidy_daily
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.store import JobOrder
from soridam.studio.jobs.table import events, jobs
from soridam.studio.parts import build_parts
from soridam.studio.people.accounts import DAY
from soridam.studio.records import books, confidences, corpora, runs, uploads, users
from soridam.studio.retention import find_expired, read_clock
from soridam.studio.tuning.runs import training_folder


@pytest.fixture(params=KINDS)
def parts(request, tmp_path):
    with fresh_database(request.param, tmp_path) as address:
        yield from _studio(tmp_path, address)


@pytest.fixture
def on_sqlite(tmp_path):
    with fresh_database("sqlite", tmp_path) as address:
        yield from _studio(tmp_path, address)


def _studio(folder, address):
    built = build_parts(StudioSettings(folder=str(folder / "studio"), database=address, accounts=True))
    Path(built.settings.folder).mkdir()
    yield built
    built.close()


def with_days(parts, **days):
    """The same studio with other settings; what is not named is kept for ever."""
    nothing = dict.fromkeys(RetentionSettings.model_fields, 0)
    return parts.settings.model_copy(update={"retention": RetentionSettings(**{**nothing, **days})})


def expired(parts, settings, days: float):
    """What goes when so many days have passed."""
    return find_expired(parts.engine, settings, read_clock(parts.engine) + round(days * DAY * 1000))


def remove(parts, settings, days: float) -> list[str]:
    found = expired(parts, settings, days)
    for each in found:
        each.remove()
    return [each.kind for each in found]


def end_job(parts, order: JobOrder, state: str = "done") -> str:
    """A job that has told something and ended."""
    job = parts.jobs.submit(order)
    attempt = Attempt(parts.jobs, parts.jobs.claim("a", ["cpu", "gpu"], 600))
    attempt.log("hello")
    if state == "done":
        attempt.finish({})
    else:
        attempt.fail(JobError("x", "x", hint="y"))
    return job


def count(parts, table) -> int:
    with parts.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_what_a_job_said_goes_when_it_has_been_over_for_long_and_the_job_stays(parts):
    mina = parts.accounts.create("mina", "maker")
    job, settings = end_job(parts, book_order(mina.id)), with_days(parts, events_days=90)
    going = parts.jobs.submit(book_order(mina.id))
    Attempt(parts.jobs, parts.jobs.claim("a", ["cpu"], 600)).log("still at it")
    assert expired(parts, settings, 89.9) == []
    (found,) = expired(parts, settings, 90.1)
    assert (found.kind, found.what, found.days) == ("events", job, 90) and found.bytes > 10
    found.remove()
    assert parts.jobs.read_events(job) == []
    assert parts.jobs.read(job)["state"] == "done"
    assert len(parts.jobs.read_events(going)) == 2


@pytest.mark.parametrize(("state", "days"), [("failed", 90), ("done", 365)])
def test_a_job_that_nothing_rests_on_goes_and_one_that_says_how_a_book_stands_stays(state, days, parts):
    mina = parts.accounts.create("mina", "maker")
    loose, kept = (end_job(parts, book_order(mina.id), state) for _ in range(2))
    values = {
        "id": "b",
        "owner": mina.id,
        "title": "x",
        "language": "en",
        "complete": False,
        "wish": "{}",
        "created": 0,
    }
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(job=kept, **values))
    settings = with_days(parts, failed_job_days=90, done_job_days=365)
    assert expired(parts, settings, days - 0.1) == []
    assert remove(parts, settings, days + 0.1) == ["job"]
    with parts.engine.connect() as connection:
        assert connection.execute(select(jobs.c.id)).scalars().all() == [kept]
        assert set(connection.execute(select(events.c.job)).scalars()) == {kept}
    assert loose != kept


def test_what_attempts_left_behind_goes_and_what_a_job_may_go_on_with_stays(on_sqlite):
    parts = on_sqlite
    mina = parts.accounts.create("mina", "maker")
    over, going = end_job(parts, book_order(mina.id)), parts.jobs.submit(book_order(mina.id))
    place = parts.corpora.create(mina, "corpus", "en", "upload").place
    gone = [f"jobs/{over}/attempt-1/x", "jobs/unknown/x", f"corpora/{place.folder.name}/making-{over}/x",
            f"corpora/{place.folder.name}/old-{over}/x", f"corpora/{place.folder.name}/.figures.json.7.tmp",
            "runs/r/run/checkpoints/.checkpoint-3.old/weights", "backup/b/book.json"]  # fmt: skip
    stays = [f"jobs/{going}/attempt-1/x", f"corpora/{place.folder.name}/making-{going}/x", "books/nobody/book.json",
             f"corpora/{place.folder.name}/files/.hidden", f"corpora/{place.folder.name}/files/a.tmp"]  # fmt: skip
    for name in (*gone, *stays):
        path = Path(parts.settings.folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("12345")
    settings = with_days(parts, trash_days=7)
    assert expired(parts, settings, 6.9) == []
    found = expired(parts, settings, 7.1)
    assert {each.kind for each in found} == {"trash"} and sum(each.bytes for each in found) == 5 * len(gone)
    remove(parts, settings, 7.1)
    assert [name for name in gone if (Path(parts.settings.folder) / name).exists()] == []
    assert [name for name in stays if not (Path(parts.settings.folder) / name).exists()] == []


def test_an_upload_that_broke_off_goes_and_a_whole_one_stays(on_sqlite):
    parts = on_sqlite
    mina = parts.accounts.create("mina", "maker")
    corpus = parts.corpora.create(mina, "corpus", "en", "upload")
    with parts.engine.begin() as connection:
        for key, received in (("k1", 3), ("k2", 10)):
            values = {"place": corpus.id, "key": key, "name": f"{key}.wav", "bytes": 10, "received": received}
            connection.execute(insert(uploads).values(created=now_ms(), **values))
    part = corpus.place.folder / "incoming" / "k1"
    part.parent.mkdir()
    part.write_bytes(b"123")
    settings = with_days(parts, trash_days=7)
    assert expired(parts, settings, 6.9) == []
    assert remove(parts, settings, 7.1) == ["trash"]
    assert not part.exists()
    assert [file.name for file in parts.corpora.uploads(corpus).page()] == ["k2.wav"]


@pytest.fixture
def trained(on_sqlite):
    """A training that is done, with two checkpoints and an adapter."""
    mina = on_sqlite.accounts.create("mina", "maker")
    kept = on_sqlite.runs
    run = kept.create(mina, "train", "tiny", {"base": "tiny"})
    run = kept.start(mina, run, {"corpus": "c"})
    folder = training_folder(run.folder)
    for name in ("checkpoints/checkpoint-1/w", "checkpoints/checkpoint-2/w", "adapter/w", "metrics.jsonl"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"12345")
    return on_sqlite, folder


def test_checkpoints_go_once_the_training_is_done_and_its_model_stays(trained):
    parts, folder = trained
    settings = with_days(parts, checkpoints_days=30)
    assert expired(parts, settings, 1000) == []  # it waits still
    Attempt(parts.jobs, parts.jobs.claim("a", ["gpu"], 600)).finish({})
    assert expired(parts, settings, 29.9) == []
    (found,) = expired(parts, settings, 30.1)
    assert (found.kind, found.bytes) == ("checkpoints", 10)
    found.remove()
    assert {path.name for path in folder.iterdir()} == {"adapter", "metrics.jsonl"}


def test_checkpoints_of_a_training_without_a_model_stay(trained):
    parts, folder = trained
    Attempt(parts.jobs, parts.jobs.claim("a", ["gpu"], 600)).finish({})
    (folder / "adapter").rename(folder / "lost")
    assert expired(parts, with_days(parts, checkpoints_days=30), 1000) == []


def test_an_export_goes_when_the_settings_say_so_and_nothing_uses_it(on_sqlite):
    parts = on_sqlite
    mina = parts.accounts.create("mina", "maker")
    export = parts.runs.create(mina, "export", "mine", {"precision": "int8", "base": "tiny"})
    (export.folder / "model.bin").write_bytes(b"12345")
    assert expired(parts, with_days(parts), 5000) == []
    settings = with_days(parts, export_days=60)
    user = parts.jobs.submit(JobOrder("transcribe", mina.id, {"run": "r", "name": "x", "model": str(export.folder)}))
    assert expired(parts, settings, 61) == []
    parts.jobs.cancel(user)
    assert remove(parts, settings, 61) == ["export"]
    assert not export.folder.exists()
    assert count(parts, runs) == 0


def test_recordings_stay_as_long_as_somebody_agrees_that_they_are_kept(parts):
    mina, jun = (parts.accounts.create(name, "maker") for name in ("mina", "jun"))
    parts.consents.give(mina.id, "store")
    kept, gone = (parts.corpora.create(each, "corpus", "ko", "upload") for each in (mina, jun))
    heard = parts.runs.create(jun, "transcribe", "talk", {"formats": []})
    for folder in (kept.place.folder, gone.place.folder, heard.folder):
        (folder / "files").mkdir()
        (folder / "files" / "child.wav").write_bytes(b"voice")
    settings = with_days(parts, recordings_days=30)
    assert expired(parts, settings, 29.9) == []
    assert expired(parts, settings.model_copy(update={"accounts": False}), 1000) == []
    assert remove(parts, settings, 30.1) == ["recordings", "recordings"]
    assert [path.read_bytes() for path in Path(settings.folder).rglob("*.wav")] == [b"voice"]
    assert (count(parts, corpora), count(parts, runs)) == (1, 0)
    assert kept.place.folder.exists()


def test_by_default_nothing_goes_that_somebody_made(on_sqlite):
    parts = on_sqlite
    mina = parts.accounts.create("mina", "maker")
    give_belongings(parts, mina)
    before = {table: count(parts, table) for table in (books, corpora, runs)}
    assert set(remove(parts, parts.settings, 5000)) <= {"events", "job", "trash", "confidence"}
    assert {table: count(parts, table) for table in before} == before
    assert (parts.settings.books_folder / "6a3c2f60-0000-4000-8000-000000000009" / "book.json").is_file()


def test_a_running_studio_does_it_daily(on_sqlite):
    parts = on_sqlite
    mina = parts.accounts.create("mina", "maker")
    job = end_job(parts, book_order(mina.id))
    tidy_daily(parts)
    assert parts.jobs.read_events(job)
    long_ago = now_ms() - 91 * DAY * 1000
    with parts.engine.begin() as connection:
        connection.execute(update(jobs).values(ended=long_ago))
        connection.execute(update(events).values(at=long_ago))
    tidy_daily(parts)
    assert parts.jobs.read_events(job) == []


def test_what_a_child_disclosed_goes_after_its_time(parts):
    settings, engine = with_days(parts, confidences_days=30), parts.engine
    now = read_clock(engine)
    with engine.begin() as connection:
        connection.execute(insert(users).values(id="a", name="a", role="listener", created=now))
        for id, days in (("old", 31), ("new", 29)):
            at = now - days * DAY * 1000
            values = {"owner": "a", "said": "x", "language": "en", "kind": "violence", "created": at}
            connection.execute(insert(confidences).values(id=id, **values))
    for found in find_expired(engine, settings, now):
        found.remove()
    with engine.connect() as connection:
        assert connection.execute(select(confidences.c.id)).scalars().all() == ["new"]
