"""The errors of a job as a page tells them. Begin with `page_errors`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from soridam.core.errors import SoridamError, with_other_values
from soridam.studio.jobs.context import JobContext


@contextmanager
def page_errors(context: JobContext, payload: dict[str, Any]) -> Iterator[None]:
    """Raise errors again without the folders of the server in them."""
    studio = str(Path(context.settings.studio.folder))
    try:
        yield
    except SoridamError as error:
        corpus = f"corpora/{payload.get('corpus')}/ready/corpus"
        raise with_other_values(
            error, lambda text: text.replace(f"{studio}/", "").replace(corpus, "The corpus")
        ) from None
