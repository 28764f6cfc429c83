"""The corrector of radio commands as options. Begin with `open_corrector`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from soridam.radio.correct.writer import Writer
    from soridam.radio.corrector import Corrector

CorrectorFolder = Annotated[Path | None, typer.Option("--corrector", help="A folder of `soridam radio fit`.")]
WriterName = Annotated[
    str | None,
    typer.Option(
        "--writer", help="A language model that proposes: a folder exported as ctranslate2, or MODEL@URL of a server."
    ),
]


def open_corrector(folder: Path | None, writer: str | None) -> "Corrector":
    """Open a corrector, the usual one without a folder, with a language model if one is named."""
    from soridam.radio.corrector import Corrector

    opened = open_writer(writer)
    return Corrector(writer=opened) if folder is None else Corrector.load(folder, opened)


def open_writer(named: str | None) -> "Writer | None":
    """Open a language model: an exported folder, or MODEL@URL of a server."""
    from soridam.radio.correct.writer import ExportedWriter, ServerWriter
    from soridam.settings import api_key

    if named is None:
        return None
    model, at, url = named.partition("@")
    if not at:
        return ExportedWriter(Path(named))
    key = api_key()
    return ServerWriter(url, model, key.get_secret_value() if key else None)
