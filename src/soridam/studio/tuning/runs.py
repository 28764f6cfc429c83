"""A person's runs: trainings, exports, evaluations, transcriptions. Each has a row, a folder and a job.

Documents that questions are asked over are kept in the same way, without a job.

Begin with `Runs`.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update

from soridam.core.errors import JobError, NotFoundError
from soridam.recipes import Family
from soridam.studio.corpora.corpora import AT_WORK, Corpus, refuse_too_many
from soridam.studio.corpora.uploads import Caps, Uploads
from soridam.studio.database import now_ms
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import jobs
from soridam.studio.people.accounts import User
from soridam.studio.records import runs
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.deletions import note_deleted
from soridam.studio.storage.extents import TRAINING, Extent
from soridam.studio.storage.places import Places, new_id
from soridam.training.run_folder import METRICS_FILE, read_rows

RunKind = Literal["train", "export", "evaluate", "transcribe", "adjust", "health", "documents"]
WORDS: dict[RunKind, str] = {
    "train": "run",
    "export": "export",
    "evaluate": "evaluation",
    "transcribe": "transcription",
    "adjust": "adjusted model",
    "health": "map",
    "documents": "collection of documents",
}
JOB_COLUMNS = ("state", "done", "total", "message", "result")


@dataclass(frozen=True)
class RunRow:
    """A run with what its job is doing; `state` is "new" before there is one."""

    row: RowMapping
    folder: Path
    details: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def state(self) -> str:
        return str(self.row["job_state"] or "new")

    @property
    def result(self) -> dict[str, Any]:
        """The result of the job, once it is done."""
        return dict(json.loads(self.row["job_result"])) if self.row["job_result"] else {}

    @property
    def is_done(self) -> bool:
        return self.state == "done"


class Runs:
    """All that a person may do to their own runs; everything else does not exist for them."""

    def __init__(self, engine: Engine, store: JobStore, places: Places, copies: Copies, caps: Caps) -> None:
        self._engine, self._jobs, self._places, self._copies, self._caps = engine, store, places, copies, caps

    def all(self, me: User, kind: RunKind, source: str | None = None) -> list[RunRow]:
        """Return the newest first, with what a list shows; `source` is the corpus or the run that they were made of."""
        found = self._select(me, (kind,), None, source)
        for run in found:
            self._copies.refresh("runs", run.id, Extent.LIST)
        return found

    def using(self, me: User, corpus: str) -> list[RunRow]:
        """Trainings and evaluations on this corpus, and trainings that read it beside another one."""
        beside = [run for run in self.all(me, "train") if run.details.get("prior") == corpus]
        return [*self.all(me, "train", corpus), *self.all(me, "evaluate", corpus), *beside]

    def learned_from(self, me: User, corpus: str) -> list[RunRow]:
        """Return the models that hold something of a corpus, of every family, the newest first.

        They were tuned on it, or begun, exported or adjusted from one that was.
        """
        rows = self._select(me, ("train", "export", "adjust"), None, None)
        known = {corpus}
        while more := {run.id for run in rows if run.id not in known and not known.isdisjoint(_sources(run))}:
            known |= more
        return [run for run in rows if run.id in known]

    def own(self, me: User, kind: RunKind, run: str) -> RunRow:
        """Raises NotFoundError, also for somebody else's."""
        found = self._select(me, (kind,), run, None)
        if not found:
            raise NotFoundError("run.none", "There is no such {kind}.", hint="See the list.", kind=WORDS[kind])
        self._copies.refresh("runs", run, Extent.VIEW)
        return found[0]

    def find(self, me: User, kinds: Sequence[RunKind], run: str) -> RunRow | None:
        """A run of one of these kinds, with what a list shows; None if there is none, or it is somebody else's."""
        found = self._select(me, kinds, run, None)
        if not found:
            return None
        self._copies.refresh("runs", run, Extent.LIST)
        return found[0]

    def create(
        self,
        me: User,
        kind: RunKind,
        name: str,
        details: Mapping[str, Any],
        source: str | None = None,
        family: Family = "speech",
    ) -> RunRow:
        run = new_id()
        values = {"id": run, "owner": me.id, "kind": kind, "name": name.strip() or WORDS[kind]}
        with self._engine.begin() as connection:
            refuse_too_many(connection, runs, me, self._caps.runs)
            text = json.dumps(dict(details), ensure_ascii=False)
            connection.execute(
                insert(runs).values(details=text, source=source, family=family, created=now_ms(), **values)
            )
        self._places.run(run).mkdir(parents=True)
        return self.own(me, kind, run)

    def start(self, me: User, run: RunRow, payload: Mapping[str, Any]) -> RunRow:
        """Submit the job of a run."""
        refuse_run_at_work(run)
        self._copies.publish("runs", run.id)
        kind: RunKind = run.row["kind"]
        order = JobOrder(kind, me.id, {"run": run.id, "name": run.row["name"], **payload})

        def note(connection: Connection, job: str) -> None:
            connection.execute(update(runs).where(runs.c.id == run.id).values(job=job))

        self._jobs.submit(order, note)
        return self.own(me, kind, run.id)

    def begin(self, me: User, run: RunRow, payload: Mapping[str, Any]) -> RunRow:
        """Start the job of a run that was made for it: if the job is refused, the run is deleted."""
        try:
            return self.start(me, run, payload)
        except BaseException:
            self.delete(run)
            raise

    def uploads(self, run: RunRow) -> Uploads:
        changed = partial(self._copies.note_upload, "runs", run.id)
        return Uploads(self._engine, run.id, run.folder, self._caps, changed)

    def delete(self, run: RunRow) -> None:
        """Delete a run with all its files. Raises JobError while its job is at work."""
        refuse_run_at_work(run)
        self.uploads(run).forget()
        with self._engine.begin() as connection:
            connection.execute(delete(runs).where(runs.c.id == run.id))
            note_deleted(connection, run.id)
        shutil.rmtree(run.folder, ignore_errors=True)

    def _select(self, me: User, kinds: Sequence[RunKind], run: str | None, source: str | None) -> list[RunRow]:
        of_job = [jobs.c[name].label(f"job_{name}") for name in JOB_COLUMNS]
        wanted = select(runs, *of_job).outerjoin_from(runs, jobs, runs.c.job == jobs.c.id)
        wanted = wanted.where(runs.c.owner == me.id, runs.c.kind.in_(kinds))
        if run is not None:
            wanted = wanted.where(runs.c.id == run)
        if source is not None:
            wanted = wanted.where(runs.c.source == source)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(runs.c.created.desc())).mappings().all()
        return [RunRow(row, self._places.run(row["id"]), json.loads(row["details"])) for row in rows]


def _sources(run: RunRow) -> set[str]:
    """Return the ids of what a run was made from: corpora, and models that somebody tuned before."""
    return {str(name) for name in (run.row["source"], run.details.get("prior"), run.details.get("base")) if name}


def refuse_run_at_work(run: RunRow) -> None:
    if run.state in AT_WORK:
        raise JobError(
            "run.at-work",
            "A job is still working on '{name}'.",
            hint="Wait for its job, or cancel that first.",
            name=run.row["name"],
        )


def refuse_in_use(corpus: Corpus, runs: Iterable[RunRow]) -> None:
    """Before rows are replaced under these: what has begun keeps what it began with, a paused one too."""
    for run in runs:
        if run.state in AT_WORK:
            raise JobError(
                "corpus.in-use",
                "'{name}' is used by '{run}', which has not ended yet.",
                hint="Wait until it has ended, cancel its job, or make a new corpus.",
                name=corpus.row["name"],
                run=run.row["name"],
            )


def training_folder(run: Path) -> Path:
    """Return the folder where a training keeps config, metrics, checkpoints and model."""
    return run / TRAINING


def training_weights(run: str) -> str:
    """Return the same folder as jobs name it: inside of the studio's, wherever that lies on a machine."""
    return f"runs/{run}/{TRAINING}"


def read_curves(run: Path, points: int) -> dict[str, list[tuple[int, float]]]:
    """Each metric by step, thinned evenly to `points`; the last one stays. A step that came again counts once."""
    curves: dict[str, dict[int, float]] = {}
    for row in read_rows(training_folder(run) / METRICS_FILE):
        for name, value in row.items():
            if name != "step":
                curves.setdefault(name, {})[row["step"]] = value
    return {name: _thinned(sorted(curve.items()), points) for name, curve in curves.items()}


def _thinned(curve: list[tuple[int, float]], points: int) -> list[tuple[int, float]]:
    step = max(1, -(-len(curve) // points))
    kept = curve[::step]
    return kept if not curve or kept[-1] == curve[-1] else [*kept, curve[-1]]
