"""The kinds of jobs: a name, the function that does it, the kind of machine it wants. A new kind is one line here.

A function gets a `JobContext` and the job's payload, and returns the result as plain JSON. It runs in a process of its
own; what it imports is loaded there and nowhere else.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from soridam.core.errors import JobError

Payload = Mapping[str, Any]


class JobFunction(Protocol):
    """What does the job. The context is a `JobContext`, which knows of attempts and therefore of this module."""

    def __call__(self, context: Any, payload: dict[str, Any], /) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """`function` is `module:name`, so that the server knows all kinds without loading what they need."""

    function: str
    queue: str = "cpu"
    title: Callable[[Payload], str] = lambda payload: ""  # what people call the job, before it has made anything
    resource: Callable[[Payload], str | None] = lambda payload: None  # what it changes: one job at a time may
    secrets: Sequence[str] = ()  # variables that its process gets; all others that are secret it does not

    def load(self) -> JobFunction:
        module, _, name = self.function.partition(":")
        function: JobFunction = getattr(importlib.import_module(module), name)
        return function


def _wished_topic(payload: Payload) -> str:
    return str(payload["wish"]["topic"])


def _book(payload: Payload) -> str:
    return f"book:{payload['book']}"


def _named(payload: Payload) -> str:
    return str(payload["name"])


def _corpus(payload: Payload) -> str:
    return f"corpus:{payload['corpus']}"


def _run(payload: Payload) -> str:
    return f"run:{payload['run']}"


WRITER_SECRETS = (
    *("SORIDAM_API_KEY", "SORIDAM_API_KEY_FILE", "OPENAI_API_KEY", "OPENAI_API_KEY_FILE"),
    "SORIDAM_BOOK__API__URL",  # may hold a password
)
PAINTER_SECRETS = ("HF_TOKEN", "HF_TOKEN_PATH")  # some pictures' weights are given to known people only
BOOK_SECRETS = (*WRITER_SECRETS, *PAINTER_SECRETS)

KINDS: dict[str, Kind] = {
    "book": Kind("soridam.studio.books.work:make_book", title=_wished_topic, resource=_book, secrets=BOOK_SECRETS),
    "redraw": Kind("soridam.studio.books.work:redraw_page", resource=_book, secrets=PAINTER_SECRETS),
    "rewrite": Kind("soridam.studio.books.work:rewrite_page", resource=_book, secrets=BOOK_SECRETS),
    "prepare": Kind("soridam.studio.corpora.prepare:prepare", title=_named, resource=_corpus),
    "split": Kind("soridam.studio.corpora.split:split", title=_named, resource=_corpus),
    "sample": Kind("soridam.studio.corpora.sample:make_sample", title=_named, resource=_corpus),
    "draft": Kind("soridam.studio.transcripts.draft:draft", queue="gpu", title=_named, resource=_corpus),
    "estimate": Kind("soridam.studio.tuning.estimate:estimate", queue="gpu", title=_named),
    "preflight": Kind("soridam.studio.tuning.preflight:preflight", title=_named),
    "train": Kind("soridam.studio.tuning.train:train", queue="gpu", title=_named, resource=_run),
    "evaluate": Kind("soridam.studio.tuning.evaluate:evaluate", queue="gpu", title=_named, resource=_run),
    "export": Kind("soridam.studio.tuning.export:export", title=_named, resource=_run),
    "transcribe": Kind("soridam.studio.transcripts.transcribe:transcribe", queue="gpu", title=_named, resource=_run),
    "adjust": Kind("soridam.studio.playground.work:write_adjusted", title=_named, resource=_run),
    "health": Kind("soridam.studio.playground.work:measure_health", queue="gpu", title=_named, resource=_run),
    "corpus_version": Kind("soridam.studio.corpora.new_version:make_version", title=_named, resource=_corpus),
    "radio_pairs": Kind("soridam.studio.corpora.new_version:make_radio_pairs", title=_named, resource=_corpus),
}


def find_kind(name: str) -> Kind:
    """Raises JobError for an unknown kind."""
    try:
        return KINDS[name]
    except KeyError:
        raise JobError(
            "job.unknown-kind",
            "There is no kind of job '{kind}'.",
            hint="Use {names}.",
            kind=name,
            names=", ".join(sorted(KINDS)),
        ) from None
