"""`soridam studio`: the server, its page and its workers with one command.

`worker` starts more workers, `backup` and `restore` write and read a studio as one file, and `retention` removes what
has passed its retention period.
"""

import enum
import gc
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from soridam.core.errors import UsageError

app = typer.Typer(help="The studio: books, tuning and jobs in the browser. 스튜디오: 브라우저에서 쓰는 모든 것.")

Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Default: 8765.")]
Host = Annotated[str | None, typer.Option("--host", help="Default: 127.0.0.1, which no other machine can reach.")]
Folder = Annotated[Path | None, typer.Option("--folder", help="Where everything is kept.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="A settings file other than the usual one.")]


WITHOUT_JOBS = """This backup has no jobs: the version of Soridam that made it did not save them.
Accounts, books and corpora with their recordings are complete. Trainings, exports, evaluations and transcriptions are
listed as if they had not begun, because only their jobs recorded how they ended; their files are in {folder}/runs.
Waiting jobs are not in the backup: start them again."""


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
    """Start the studio and print a link to log in with. 스튜디오를 시작합니다."""
    chosen = {"port": port, "host": host}
    if context.invoked_subcommand is not None:
        if any(value is not None for value in (*chosen.values(), folder, settings)):
            raise UsageError(
                "studio.options-before-command",
                "Options before a command of the studio have no effect.",
                hint="Write them after that command.",
            )
        return
    with _loading():
        from soridam.settings import read_settings
        from soridam.studio.server import run_studio
        from soridam.studio.storage.disk import naming_disk_errors

    _build_page_of_checkout()
    _export_settings(folder, settings)
    updates = {name: value for name, value in chosen.items() if value is not None}
    with naming_disk_errors():
        run_studio(read_settings().studio.model_copy(update=updates))


@app.command()
def worker(
    queue: Annotated[
        list[Queue] | None, typer.Option("--queue", help="Kinds of jobs to run; may be repeated. Default: all.")
    ] = None,
    folder: Folder = None,
    settings: SettingsFile = None,
) -> None:
    """Run jobs of a studio, on this or another machine, until Ctrl-C. 작업 프로세스를 시작합니다."""
    from soridam.settings import read_settings
    from soridam.studio.storage.disk import naming_disk_errors
    from soridam.studio.worker import run_worker

    _export_settings(folder, settings)
    with naming_disk_errors():
        run_worker(read_settings().studio, [str(each) for each in queue or Queue])


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, such as studio.tar.")],
    folder: Folder = None,
    settings: SettingsFile = None,
) -> None:
    """Write all that the studio keeps into one file, while it runs. 스튜디오를 파일 하나로 백업합니다."""
    from soridam.settings import read_settings
    from soridam.studio.backups.backup import make_backup
    from soridam.studio.database import open_database
    from soridam.studio.storage.copies import Copies
    from soridam.studio.storage.disk import naming_disk_errors

    _export_settings(folder, settings)
    _exit_on_sigterm()
    studio = read_settings().studio
    engine = open_database(studio.database_address)
    with naming_disk_errors():
        made = make_backup(engine, Path(studio.folder), file, Copies(engine, studio).refresh)
    typer.echo(f"{file}: {_count(made.rows)}, {made.files:,} files, {made.bytes / 1e6:,.1f} MB")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file that `soridam studio backup` wrote.")],
    folder: Annotated[Path, typer.Option("--folder", help="A new folder for the studio.")],
    settings: SettingsFile = None,
) -> None:
    """Make a new studio from a backup. 백업에서 새 스튜디오를 되살립니다."""
    from soridam.settings import read_settings
    from soridam.studio.backups.restore import restore_backup
    from soridam.studio.storage.disk import naming_disk_errors

    _export_settings(folder, settings)
    _exit_on_sigterm()
    with naming_disk_errors():
        restored = restore_backup(file, folder, read_settings().studio.database)
    typer.echo(f"{folder}: {_count(restored.rows)}, {restored.files:,} files, as they were at {restored.made}")
    if restored.has_jobs:
        typer.echo(f"{restored.again} jobs that were running then wait for their next attempt.")
    else:
        typer.echo(WITHOUT_JOBS.format(folder=folder))
    typer.echo("Everybody has to log in again; tokens, invitations and links to books have to be made again.")
    typer.echo("Things that were deleted after the backup was made are back: delete them again.")
    typer.echo(f"Start it with: soridam studio --folder {folder}")


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be removed.")] = False,
    folder: Folder = None,
    settings: SettingsFile = None,
) -> None:
    """Remove what has passed its retention period; a running studio does it daily. 보관 기간이 지난 것을 지웁니다."""
    from soridam.settings import read_settings
    from soridam.studio.database import open_database
    from soridam.studio.retention import apply_retention, find_expired, read_clock
    from soridam.studio.storage.disk import naming_disk_errors

    _export_settings(folder, settings)
    studio = read_settings().studio
    engine = open_database(studio.database_address)
    with naming_disk_errors():
        found = find_expired(engine, studio, read_clock(engine)) if dry_run else apply_retention(engine, studio)
    for each in found:
        typer.echo(f"{each.kind:<12} {each.days:>5} days {each.bytes / 1e6:>10,.2f} MB  {each.what}")
    verb = "would be removed" if dry_run else "were removed"
    typer.echo(f"{len(found):,} things {verb}, {sum(each.bytes for each in found) / 1e6:,.1f} MB.")


def _count(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{rows[name]:,} {name}" for name in ("users", "books", "corpora", "runs", "jobs") if name in rows)


def _exit_on_sigterm() -> None:
    """Exit on SIGTERM as on Ctrl-C, so that unfinished files are removed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


@contextmanager
def _loading() -> Iterator[None]:
    """Pause garbage collection while modules load, which saves a quarter of the start-up time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _export_settings(folder: Path | None, settings: Path | None) -> None:
    """Pass folder and settings to workers and jobs, which are processes of their own, through the environment."""
    if folder is not None:
        os.environ["SORIDAM_STUDIO__FOLDER"] = str(folder.absolute())
    if settings is not None:
        os.environ["SORIDAM_SETTINGS"] = str(settings.absolute())


def _build_page_of_checkout() -> None:
    """Build the page of a checkout. Without Node the studio still serves the API; its page says what is missing."""
    from soridam.core.errors import DependencyError
    from soridam.studio.http.build import build_page

    try:
        build_page()
    except DependencyError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
