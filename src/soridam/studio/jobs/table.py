"""The tables of jobs and of their events.

waiting ──claim──▶ running ──▶ done
   ▲                  │ ├────▶ failed ──────▶ waiting   (retry, by a person)
   │                  │ ├────▶ cancelled ───▶ waiting   (retry, by a person)
   │                  │ └────▶ paused ──────▶ waiting   (resume, by a person)
   └─ given back, crashed, lease over (`losses` says how often)
A job that waits can be paused and cancelled too, a paused one cancelled.
"""

from typing import Literal

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.dialects.mysql import LONGTEXT

from soridam.studio.database import metadata

State = Literal["waiting", "running", "done", "failed", "cancelled", "paused"]
Wanted = Literal["run", "cancel", "pause"]
LongText = Text().with_variant(LONGTEXT, "mysql", "mariadb")  # their TEXT ends at 64 KB
STOPPED: dict[str, State] = {"cancel": "cancelled", "pause": "paused"}  # what becomes of a job by what is wanted of it
ENDED: tuple[State, ...] = ("done", "failed", "cancelled")
BUSY: tuple[State, ...] = ("waiting", "running")

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("queue", String(20), nullable=False),  # kind of machine: cpu, gpu
    Column("owner", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    # JSON; never queried by path, which fails for Korean keys on some databases
    Column("payload", LongText, nullable=False),
    Column("resource", String(100)),  # what the job changes
    # The resource, while the job runs. That it is unique is the lock: two jobs that run hold two different things.
    Column("holds", String(100), unique=True),
    Column("state", String(12), nullable=False),
    Column("wanted", String(8), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("submitted", BigInteger, nullable=False),
    Column("started", BigInteger),
    Column("ended", BigInteger),
    Column("fence", Integer, nullable=False),  # counts claims; a write that names an old one changes nothing
    Column("runner", String(80)),
    Column("lease_until", BigInteger),
    Column("attempts", Integer, nullable=False),
    Column("most_attempts", Integer, nullable=False),
    Column("lapses", Integer, nullable=False, server_default="0"),  # leases that ran out since it last got further
    Column("crashes", Integer, nullable=False, server_default="0"),  # in all
    Column("parts", Integer, nullable=False, server_default="0"),  # the furthest part that an attempt has come to
    Column("done", Float, nullable=False),
    Column("total", Float),
    Column("first_done", Float),  # where this part of the job began, and when: rates are measured from there
    Column("first_at", BigInteger),
    Column("told_at", BigInteger),  # when `done` was told
    Column("message", Text),
    Column("checkpoint", Text),  # pointer: what the next attempt goes on from
    Column("result", LongText),  # JSON, with pointers to what became visible
    Column("error", Text),
    Column("hint", Text),
    Column("last_event", Integer, nullable=False),
    Index("jobs_by_state", "state", "queue", "priority", "submitted"),
    Index("jobs_by_owner", "owner", "submitted"),
)

events = Table(
    "job_events",
    metadata,
    Column("job", String(36), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    # Counted in the job's row, inside the fenced transaction: numbers are then in order of commit, which those of
    # auto-increment are not, and a client that resumes after a number misses nothing.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),  # state, progress, log, metric, sample
    Column("body", LongText, nullable=False),  # JSON
)

RELEASED: dict[str, None] = {"runner": None, "lease_until": None, "holds": None}  # of a job that nobody runs
