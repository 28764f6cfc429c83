"""The kinds of jobs: a name, the function that does it, the kind of machine it wants. A new kind is one line here.

A function gets a `JobContext` and the job's payload, and returns the result as plain JSON. It runs in a process of its
own; what it imports is loaded there and nowhere else.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from soridam.core.errors import JobError

if TYPE_CHECKING:
    from soridam.studio.jobs.context import JobContext

JobFunction = Callable[["JobContext", dict[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`function` is `module:name`, so that the server knows all kinds without loading what they need."""

    function: str
    queue: str = "cpu"

    def load(self) -> JobFunction:
        module, _, name = self.function.partition(":")
        function: JobFunction = getattr(importlib.import_module(module), name)
        return function


KINDS: dict[str, Kind] = {
    "book": Kind("soridam.studio.jobs.work:make_book"),
    "redraw": Kind("soridam.studio.jobs.work:redraw_page"),
    "rewrite": Kind("soridam.studio.jobs.work:rewrite_page"),
}


def find_kind(name: str) -> Kind:
    """Raises JobError for an unknown kind."""
    try:
        return KINDS[name]
    except KeyError:
        raise JobError(f"There is no kind of job '{name}'.", hint=f"Use {', '.join(sorted(KINDS))}.") from None
