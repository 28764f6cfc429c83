"""`soridam studio`: the server, its page and its workers with one command; `soridam studio worker`: more workers."""

import enum
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from soridam.core.errors import UsageError

app = typer.Typer(help="The studio: books, tuning and jobs in the browser. 스튜디오: 브라우저에서 쓰는 모든 것.")

Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Default: 8765.")]
Host = Annotated[str | None, typer.Option("--host", help="Default: 127.0.0.1, which nobody else reaches.")]
Folder = Annotated[Path | None, typer.Option("--folder", help="Where everything is kept.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="A settings file, if not the usual one.")]


class Queue(enum.StrEnum):
    """Kinds of machines that jobs ask for."""

    CPU = "cpu"
    GPU = "gpu"


@app.callback(invoke_without_command=True)
def studio(
    context: typer.Context,
    port: Port = None,
    host: Host = None,
    folder: Folder = None,
    settings: SettingsFile = None,
) -> None:
    """Start the studio and print the link to come in by. 스튜디오를 시작합니다."""
    chosen = {"port": port, "host": host}
    if context.invoked_subcommand is not None:
        if any(value is not None for value in (*chosen.values(), folder, settings)):
            raise UsageError(
                "Options in front of a command of the studio have no effect.", hint="Write them behind that command."
            )
        return
    from soridam.settings import read_settings
    from soridam.studio.server import run_studio

    _build_page_of_checkout()
    _tell_other_processes(folder, settings)
    updates = {name: value for name, value in chosen.items() if value is not None}
    run_studio(read_settings().studio.model_copy(update=updates))


@app.command()
def worker(
    queue: Annotated[
        list[Queue] | None, typer.Option("--queue", help="Kind of machine that this is; may be repeated. Default: all.")
    ] = None,
    folder: Folder = None,
    settings: SettingsFile = None,
) -> None:
    """Run jobs of a studio, on this or another machine, until Ctrl-C. 작업을 처리하는 일꾼을 시작합니다."""
    from soridam.settings import read_settings
    from soridam.studio.worker import run_worker

    _tell_other_processes(folder, settings)
    run_worker(read_settings().studio, [str(each) for each in queue or Queue])


def _tell_other_processes(folder: Path | None, settings: Path | None) -> None:
    """Workers and jobs are processes of their own: through the environment they read the same settings."""
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
