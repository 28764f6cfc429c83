"""Tells everybody who follows jobs what happens in them. Begin with `Following.follow`.

One thread asks the database for all followers together, and only while there are any: a hundred open pages cost it as
much as one. It hands on what it finds to event loops, of which a server has one and a test several.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from soridam.studio.jobs.store import JobEvent, JobStore
from soridam.studio.jobs.table import ENDED, State

POLL_SECONDS = 0.25  # between two looks for new events
KEPT_EVENTS = 200  # events of a job that are kept for its followers; who is further behind reads the table
DATABASE_AWAY = 1.0  # seconds until it is asked again
KEEPALIVE_SECONDS = 15.0  # without an event, after which a follower is told that there is none

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Follower:
    """Somebody who waits, in an event loop of theirs."""

    loop: asyncio.AbstractEventLoop
    news: asyncio.Event

    def wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # their loop has ended, and they with it
            self.loop.call_soon_threadsafe(self.news.set)


@dataclass
class _Watched:
    """A job that somebody follows: what is known of it, and who wants to know."""

    last: int = -1  # number of its last event; -1 before the first look
    is_over: bool = False
    events: tuple[JobEvent, ...] = ()  # the newest
    followers: list[_Follower] = field(default_factory=list)


class Following:
    """The followers of one server. Safe to use from several event loops."""

    def __init__(self, store: JobStore) -> None:
        self._store = store
        self._watched: dict[str, _Watched] = {}
        self._changed = threading.Condition()
        self._is_watching = False
        self.is_closed = False

    async def follow(self, job: str, after: int) -> AsyncIterator[Sequence[JobEvent]]:
        """Events after number `after` as they come, until the job has ended or is deleted; nothing for a while is told
        as an empty sequence.
        """
        with self._join(job) as (watched, follower):
            while not self.is_closed:
                follower.news.clear()
                known, is_over = watched.last, watched.is_over
                if known > after and (found := await self._read(job, watched, after)):
                    after = found[-1].number
                    yield found
                elif is_over:
                    return
                elif not await _is_set_within(follower.news, KEEPALIVE_SECONDS):
                    yield ()

    def close(self) -> None:
        """End all following; who comes later is told nothing. Clients come back to the next server by themselves."""
        self.is_closed = True
        with self._changed:
            for follower in self._followers():
                follower.wake()
            self._changed.notify_all()

    async def _read(self, job: str, watched: _Watched, after: int) -> Sequence[JobEvent]:
        kept = watched.events
        if kept and kept[0].number <= after + 1:
            return [event for event in kept if event.number > after]
        return await asyncio.to_thread(self._store.read_events, job, after)

    @contextlib.contextmanager
    def _join(self, job: str) -> Iterator[tuple[_Watched, _Follower]]:
        follower = _Follower(asyncio.get_running_loop(), asyncio.Event())
        with self._changed:
            watched = self._watched.setdefault(job, _Watched())
            watched.followers.append(follower)
            if not self._is_watching:
                self._is_watching = True
                threading.Thread(target=self._watch, name="following", daemon=True).start()
            self._changed.notify_all()
        try:
            yield watched, follower
        finally:
            with self._changed:
                watched.followers.remove(follower)
                if not watched.followers:
                    self._watched.pop(job)

    def _watch(self) -> None:
        """The thread: as long as somebody follows something."""
        while self._goes_on():
            try:
                self._look()
            except SQLAlchemyError as error:
                log.warning("The database does not answer (%s).", type(error).__name__)
                time.sleep(DATABASE_AWAY)
            with self._changed:
                self._changed.wait_for(self._is_awaited, POLL_SECONDS)

    def _goes_on(self) -> bool:
        with self._changed:
            self._is_watching = bool(self._watched) and not self.is_closed
            return self._is_watching

    def _is_awaited(self) -> bool:
        """Somebody follows a job that was not looked at yet, or there is nothing more to do."""
        return self.is_closed or not self._watched or any(each.last < 0 for each in self._watched.values())

    def _look(self) -> None:
        with self._changed:
            followed = dict(self._watched)
        heads = self._store.read_heads(list(followed))
        for job, watched in followed.items():
            if job not in heads:
                self._tell(watched, max(watched.last, 0), is_over=True)
            elif heads[job].last_event > watched.last:
                self._read_on(job, watched, heads[job].state, heads[job].last_event)

    def _read_on(self, job: str, watched: _Watched, state: State, newest: int) -> None:
        behind = watched.last if watched.last >= 0 else max(0, newest - KEPT_EVENTS)
        found = self._store.read_events(job, behind)
        watched.events = (*watched.events, *found)[-KEPT_EVENTS:]
        last = found[-1].number if found else newest
        self._tell(watched, last, is_over=state in ENDED and last >= newest)

    def _tell(self, watched: _Watched, last: int, is_over: bool) -> None:
        watched.last, watched.is_over = last, is_over
        with self._changed:
            for follower in watched.followers:
                follower.wake()

    def _followers(self) -> Iterator[_Follower]:
        for watched in self._watched.values():
            yield from watched.followers


async def _is_set_within(news: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(news.wait(), seconds)
    except TimeoutError:
        return False
    return True
