"""A person's corpora: rows in a table, folders on disk, and the jobs that work on them. Begin with `Corpora`."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, RowMapping, Table, delete, func, insert, select, update

from soridam.core.errors import CorpusError, JobError, NotFoundError, QuotaError
from soridam.core.files import read_json
from soridam.recipes import Family
from soridam.studio.corpora.captioned import CaptionedPictures
from soridam.studio.corpora.uploads import Caps, Uploads
from soridam.studio.database import now_ms
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import jobs
from soridam.studio.people.accounts import User
from soridam.studio.records import corpora, users
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.deletions import note_deleted
from soridam.studio.storage.extents import FIGURES, Extent
from soridam.studio.storage.places import CorpusPlace, Places, new_id

CorpusOrigin = Literal["upload", "folder", "split", "edit", "sample"]
CorpusState = Literal["empty", "uploaded", "working", "ready", "failed"]
AT_WORK = ("waiting", "running", "paused")


@dataclass(frozen=True)
class Corpus:
    """A corpus with what its latest job is doing."""

    row: RowMapping
    place: CorpusPlace
    job_kind: str | None
    job_state: str | None

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def family(self) -> Family:
        """Recordings are for models of speech, text is for language models, pictures are for picture models."""
        family: Family = self.row["family"]
        return family

    @property
    def is_at_work(self) -> bool:
        return self.job_state in AT_WORK

    @property
    def is_being_remade(self) -> bool:
        """Whether its rows may soon be replaced."""
        return self.is_at_work and self.job_kind != "draft"

    def state(self, files: int) -> CorpusState:
        if self.is_at_work:
            return "working"
        if self.place.is_ready:
            return "ready"
        if self.job_state in ("failed", "cancelled"):
            return "failed"
        return "uploaded" if files or self.row["folder"] else "empty"

    def require_ready(self) -> Path:
        """Return the folder of the prepared corpus. Raises CorpusError if there is none."""
        if not self.place.is_ready:
            raise CorpusError(
                "corpus.not-prepared",
                "'{name}' is not prepared yet.",
                hint="Upload files, then prepare it.",
                name=self.row["name"],
            )
        return self.place.corpus


class Corpora:
    """All that a person may do to their own corpora; everything else does not exist for them."""

    def __init__(self, engine: Engine, jobs: JobStore, places: Places, copies: Copies, caps: Caps) -> None:
        self._engine, self._jobs, self._places, self._copies, self._caps = engine, jobs, places, copies, caps

    def all(self, me: User) -> list[Corpus]:
        """Return the newest first, with what a list shows of them."""
        found = self._find(me, None)
        for corpus in found:
            self._copies.refresh("corpora", corpus.id, Extent.LIST)
        return found

    def own(self, me: User, corpus: str) -> Corpus:
        """Raises NotFoundError, also for somebody else's."""
        found = self._find(me, corpus)
        if not found:
            raise NotFoundError("corpus.none", "There is no such corpus.", hint="See the list of corpora.")
        self._copies.refresh("corpora", corpus, Extent.VIEW)
        return found[0]

    def id_of_own(self, me: User, corpus: str) -> str | None:
        """Return the same, or None if there is no such corpus any more."""
        return corpus if self._find(me, corpus) else None

    def create(
        self,
        me: User,
        name: str,
        language: str,
        origin: CorpusOrigin,
        *,
        parent: str | None = None,
        folder: str | None = None,
        family: Family = "speech",
    ) -> Corpus:
        corpus = new_id()
        asked = {"language": language, "origin": origin, "family": family, "parent": parent, "folder": folder}
        values = {"id": corpus, "owner": me.id, "name": name.strip() or "Corpus", "created": now_ms(), **asked}
        with self._engine.begin() as connection:
            refuse_too_many(connection, corpora, me, self._caps.corpora)
            connection.execute(insert(corpora).values(values))
        self._places.corpus(corpus).folder.mkdir(parents=True)
        return self.own(me, corpus)

    def uploads(self, corpus: Corpus) -> Uploads:
        changed = partial(self._copies.note_upload, "corpora", corpus.id)
        return Uploads(self._engine, corpus.id, corpus.place.folder, self._caps, changed)

    def pictures(self, corpus: Corpus) -> CaptionedPictures:
        """Raises CorpusError for a corpus of something else."""
        require_pictures(corpus)
        return CaptionedPictures(self._engine, self._copies, corpus.place)

    def start(self, me: User, corpus: Corpus, kind: str, payload: Mapping[str, Any]) -> str:
        """Submit a job that works on this corpus; one at a time may. Returns its id."""
        refuse_corpus_at_work(corpus)
        self._copies.publish("corpora", corpus.id)

        def note(connection: Connection, job: str) -> None:
            connection.execute(update(corpora).where(corpora.c.id == corpus.id).values(job=job))

        facts = {"corpus": corpus.id, "family": corpus.family, "name": corpus.row["name"]}
        order = JobOrder(kind, me.id, {**facts, **payload})
        return self._jobs.submit(order, note)

    def begin(self, me: User, corpus: Corpus, kind: str, payload: Mapping[str, Any]) -> str:
        """Start the only job of a corpus that was made for it: if the job is refused, the corpus is deleted."""
        try:
            return self.start(me, corpus, kind, payload)
        except BaseException:
            self.delete(corpus)
            raise

    def set_language(self, corpus: Corpus, language: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(corpora).where(corpora.c.id == corpus.id).values(language=language))

    def delete(self, corpus: Corpus) -> None:
        """Delete a corpus with all files and transcripts. Raises JobError while a job works on it."""
        refuse_corpus_at_work(corpus)
        self.uploads(corpus).forget()
        with self._engine.begin() as connection:
            connection.execute(delete(corpora).where(corpora.c.id == corpus.id))
            note_deleted(connection, corpus.id)
        shutil.rmtree(corpus.place.folder, ignore_errors=True)

    def _find(self, me: User, corpus: str | None) -> list[Corpus]:
        wanted = select(corpora, jobs.c.kind.label("job_kind"), jobs.c.state.label("job_state"))
        wanted = wanted.outerjoin_from(corpora, jobs, corpora.c.job == jobs.c.id).where(corpora.c.owner == me.id)
        if corpus is not None:
            wanted = wanted.where(corpora.c.id == corpus)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(corpora.c.created.desc())).mappings().all()
        return [Corpus(row, self._places.corpus(row["id"]), row["job_kind"], row["job_state"]) for row in rows]


def require_recordings(corpus: Corpus) -> None:
    """Raise CorpusError for another corpus where only recordings will do."""
    if corpus.family != "speech":
        raise CorpusError(
            "corpus.no-recordings",
            "'{name}' holds no recordings.",
            hint="Choose a corpus of recordings.",
            name=corpus.row["name"],
        )


def require_text(corpus: Corpus) -> None:
    """Raise CorpusError for another corpus where only text will do."""
    if corpus.family != "language":
        raise CorpusError(
            "corpus.no-text",
            "'{name}' holds no examples of text.",
            hint="Choose a corpus of text.",
            name=corpus.row["name"],
        )


def require_pictures(corpus: Corpus) -> None:
    """Raise CorpusError for another corpus where only pictures will do."""
    if corpus.family != "image":
        raise CorpusError(
            "corpus.no-pictures",
            "'{name}' holds no pictures.",
            hint="Choose a corpus of pictures.",
            name=corpus.row["name"],
        )


def refuse_too_many(connection: Connection, table: Table, me: User, most: int) -> None:
    """Raise QuotaError in the transaction that inserts another row; two at once take turns at the person's row."""
    connection.execute(select(users.c.id).where(users.c.id == me.id).with_for_update())
    count = connection.execute(select(func.count()).select_from(table).where(table.c.owner == me.id)).scalar_one()
    if count >= most:
        raise QuotaError(
            "corpus.most",
            "You already have {count} of them, the most that are allowed.",
            hint="Delete what you do not need.",
            count=f"{count:,}",
        )


def refuse_corpus_at_work(corpus: Corpus) -> None:
    if corpus.is_at_work:
        raise JobError(
            "corpus.at-work",
            "A job is working on '{name}'.",
            hint="Wait for its job, or cancel that first.",
            name=corpus.row["name"],
        )


def refuse_being_remade(corpus: Corpus) -> None:
    """Before something begins on rows that would be replaced under it."""
    if corpus.is_being_remade:
        refuse_corpus_at_work(corpus)


def read_figures(place: CorpusPlace) -> dict[str, Any]:
    """Return rows, hours and splits of a prepared corpus, as its job noted them; empty before."""
    path = place.ready / FIGURES
    return dict(read_json(path)) if path.is_file() else {}
