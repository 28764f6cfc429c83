"""`soridam studio`: the server, its page and its workers, with one command."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer


def studio(
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Default: 8765.")] = None,
    host: Annotated[str | None, typer.Option("--host", help="Default: 127.0.0.1, which nobody else reaches.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where everything is kept.")] = None,
    settings: Annotated[Path | None, typer.Option("--settings", help="A settings file, if not the usual one.")] = None,
) -> None:
    """Start the studio and print the link to come in by. 스튜디오를 시작합니다."""
    from soridam.settings import read_settings
    from soridam.studio.server import run_studio

    _build_page_of_checkout()
    _tell_workers(folder, settings)
    chosen = {"port": port, "host": host}
    updates = {name: value for name, value in chosen.items() if value is not None}
    run_studio(read_settings(settings).studio.model_copy(update=updates))


def _tell_workers(folder: Path | None, settings: Path | None) -> None:
    """They are processes of their own, which read the settings again: through the environment they find the same."""
    if folder is not None:
        os.environ["SORIDAM_STUDIO__FOLDER"] = str(folder.absolute())
    if settings is not None:
        os.environ["SORIDAM_SETTINGS"] = str(settings.absolute())


def _build_page_of_checkout() -> None:
    """Without Node the studio still answers programs; its page then says what is missing."""
    from soridam.core.errors import DependencyError
    from soridam.studio.build import build_page

    try:
        build_page()
    except DependencyError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
