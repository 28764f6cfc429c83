"""The other dispatcher: Celery carries the ids of jobs as hints, over RabbitMQ or Redis. Begin with `build_celery`.

A hint is only a reason to look into the table. One that is lost is sent again by `send_lost_hints`; one that comes
twice, or hours late, finds the job claimed or done and does nothing. Hints are acknowledged after the job: if they were
acknowledged before it, a worker would take a second one into its hands while a long job runs, and that job would wait
behind it although other workers are free.
"""

import logging
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError

from soridam.studio.jobs.runner import Runner, RunnerSettings
from soridam.studio.jobs.store import JobStore

TASK = "soridam.run"
LOST_AFTER = 10.0  # seconds that a job waits before its hint counts as lost
NO_LIMIT = 10 * 365 * 24 * 3600  # seconds: a broker that hands a hint on too early costs a look, not a second run

log = logging.getLogger(__name__)


def build_celery(broker: str, prefix: str = "soridam") -> Celery:
    """An app for workers and for senders. `prefix` keeps studios apart that share a broker."""
    app = Celery(prefix, broker=broker)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": NO_LIMIT} if broker.startswith("redis") else {},
        worker_send_task_events=True,  # for Flower
        task_send_sent_event=True,
    )
    return app


def add_task(app: Celery, settings: RunnerSettings) -> None:
    """Teach a worker's app what to do with a hint."""

    @app.task(name=TASK)
    def run(job: str) -> None:
        Runner(settings).run_next(job)


def send_hint(app: Celery, job: str, queue: str) -> bool:
    """Tell the workers of a queue that a job waits. False if the broker is away: the hint will be sent again."""
    try:
        app.send_task(TASK, args=[job], queue=queue_name(app, queue), retry=False)
    except (OperationalError, OSError) as error:
        log.warning("The broker does not answer (%s); the job waits for its next hint.", type(error).__name__)
        return False
    return True


def send_lost_hints(app: Celery, store: JobStore, older_than: float = LOST_AFTER) -> int:
    """Send hints again for jobs that wait for longer than a hint should take; returns how many were sent."""
    return sum(send_hint(app, job, queue) for job, queue in store.waiting_ids(older_than))


def queue_name(app: Celery, queue: str) -> str:
    """The broker's queue for a kind of machine."""
    return f"{app.main}.{queue}"


def worker_arguments(app: Celery, queue: str, name: str) -> list[str]:
    """How a worker is started: one job at a time, each in its own child process, so that threads are of no use."""
    options: list[Any] = [
        "worker",
        "--pool=solo",
        f"--queues={queue_name(app, queue)}",
        f"--hostname={name}",
        "--loglevel=WARNING",
    ]
    return [*options, "--without-gossip", "--without-mingle"]
