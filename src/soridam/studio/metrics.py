"""What Prometheus is told: requests by route, jobs by state, the process. Begin with `Metrics`."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from sqlalchemy import Engine, func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from soridam.studio.jobs.table import jobs
from soridam.studio.openai.speech_process import SpeechProcess
from soridam.studio.people.access import find_rule

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
OTHER = "other"  # the page's files, and what no rule names: addresses from outside become no labels


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.seconds = Histogram(
            "soridam_request_seconds",
            "Time until an answer begins.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.limited = Counter("soridam_refused_total", "Requests that came too often.", registry=self.registry)
        self.jobs = Gauge("soridam_jobs", "Jobs by queue and state.", ["queue", "state"], registry=self.registry)
        self.models = Gauge("soridam_models_resident", "1 while speech models are loaded.", registry=self.registry)

    def render(self, engine: Engine, speech: SpeechProcess) -> bytes:
        """Render all figures, those of the job table counted now."""
        counted = select(jobs.c.queue, jobs.c.state, func.count()).group_by(jobs.c.queue, jobs.c.state)
        self.jobs.clear()
        with engine.connect() as connection:
            for queue, state, many in connection.execute(counted):
                self.jobs.labels(queue, state).set(many)
        self.models.set(speech.is_running)
        return generate_latest(self.registry)


class Measured:
    """ASGI middleware that times requests."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def timing(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._tell(scope, message["status"], time.perf_counter() - begun)
            await send(message)

        await self._app(scope, receive, timing)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        rule = find_rule(scope["method"], scope["path"])
        method = scope["method"] if rule else OTHER
        self._metrics.seconds.labels(method, rule.path if rule else OTHER, status).observe(seconds)
        if status == 429:
            self._metrics.limited.inc()
