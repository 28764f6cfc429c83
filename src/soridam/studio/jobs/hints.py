"""The other dispatcher: Celery tells workers on any machine that there is work, over RabbitMQ or Redis.

Begin with `build_celery`. A hint is only a reason to look into the table, and names no job: whoever gets it takes the
most urgent one. Hints that are lost are replaced by `send_missing_hints`; one too many finds nothing to do. They are
acknowledged after the job: if they were acknowledged before it, a worker would take a second one into its hands while a
long job runs, and that job would wait behind it although other workers are free.
"""

import logging
import os
from collections.abc import Callable, Sequence

from celery import Celery
from celery.signals import worker_shutting_down
from kombu import Connection
from kombu.exceptions import OperationalError
from sqlalchemy.exc import SQLAlchemyError

from soridam.core.errors import ConfigError
from soridam.studio.jobs.runner import Runner
from soridam.studio.jobs.store import JobStore

TASK = "soridam.run"
MOST_HINTS = 100  # in a queue at once: more workers than that would wait for the next look
NO_LIMIT = 10 * 365 * 24 * 3600  # seconds: a broker that hands a hint on too early costs a look, not a second run
BROKER_TIMEOUT_SECONDS = 5.0  # that a sender waits for a broker
BROKER_OPTIONS = {
    "redis": {"visibility_timeout": NO_LIMIT, "socket_keepalive": True, "health_check_interval": 30},
    "amqp": {},
}
SENDER_OPTIONS = {
    "redis": {"socket_timeout": BROKER_TIMEOUT_SECONDS, "socket_connect_timeout": BROKER_TIMEOUT_SECONDS},
    "amqp": {"read_timeout": BROKER_TIMEOUT_SECONDS, "write_timeout": BROKER_TIMEOUT_SECONDS},
}

log = logging.getLogger(__name__)


def build_celery(broker: str, prefix: str = "soridam") -> Celery:
    """Return an app for workers and for senders. `prefix` keeps studios apart that share a broker.

    Raises ConfigError for a broker that is neither RabbitMQ nor Redis.
    """
    app = Celery(prefix, broker=broker)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_send_task_events=True,  # for Flower
        task_send_sent_event=True,
        worker_hijack_root_logger=False,  # ours hides secrets
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,  # a worker outlives any outage
        broker_transport_options=BROKER_OPTIONS[_transport(broker)],
    )
    return app


def build_sender(broker: str) -> Callable[[JobStore], None]:
    """Build what a reconciler calls."""
    app = build_celery(broker)

    def send(store: JobStore) -> None:
        try:
            send_missing_hints(app, store)
        except OperationalError as error:
            log.warning("The broker does not answer (%s); jobs wait until it does.", error)

    return send


def run_celery_worker(app: Celery, runner: Runner, queues: Sequence[str]) -> None:
    """Work until SIGTERM or Ctrl-C; a running job is then given back."""

    @app.task(name=TASK)
    def run() -> str | None:
        try:
            return runner.run_next()
        except SQLAlchemyError as error:  # the job waits; its next hint comes when the database is back
            log.warning("The database does not answer (%s).", type(error).__name__)
            return None

    def stop(**_: object) -> None:
        runner.stop()

    worker_shutting_down.connect(stop)
    app.worker_main(_worker_arguments(app, queues))


def send_missing_hints(app: Celery, store: JobStore) -> int:
    """See that as many hints are in the broker as jobs wait for a worker; returns how many were sent.

    Raises OperationalError if the broker is away.
    """
    waiting = store.count_waiting()
    if not waiting:
        return 0
    options = SENDER_OPTIONS[_transport(app.conf.broker_url)]
    with app.connection_for_write(transport_options=options) as connection:
        try:
            connection.connect()
            return sum(_fill_up(app, connection, queue, count) for queue, count in waiting.items())
        except (*connection.connection_errors, *connection.channel_errors) as error:
            raise OperationalError(type(error).__name__) from error


def _fill_up(app: Celery, connection: Connection, queue: str, count: int) -> int:
    name = queue_name(app, queue)
    with connection.channel() as channel, app.amqp.Producer(channel) as producer:
        there = app.amqp.queues[name](channel).queue_declare().message_count
        missing = max(0, min(count, MOST_HINTS) - there)
        for _ in range(missing):
            app.send_task(TASK, queue=name, producer=producer, retry=False)
    return missing


def queue_name(app: Celery, queue: str) -> str:
    """Return the broker's queue for a kind of machine."""
    return f"{app.main}.{queue}"


def _transport(broker: str) -> str:
    match broker.partition("://")[0]:
        case "amqp" | "amqps":
            return "amqp"
        case "redis" | "rediss":
            return "redis"
    raise ConfigError(
        "broker.address", "The broker's address is neither amqp:// nor redis://.", hint="Correct studio.broker."
    )


def _worker_arguments(app: Celery, queues: Sequence[str]) -> list[str]:
    """One job at a time, each in a process of its own. A thread for it keeps the worker in touch with the broker."""
    return [
        "--quiet",
        "worker",
        "--pool=threads",
        "--concurrency=1",
        f"--queues={','.join(queue_name(app, queue) for queue in queues)}",
        f"--hostname={app.main}-{os.getpid()}@%h",
        "--loglevel=WARNING",
        "--without-gossip",
        "--without-mingle",
    ]
