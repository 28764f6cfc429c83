"""The job that fine-tunes. Begin with `train`.

It goes on where a killed attempt stopped, on another machine too: from the newest checkpoint that was saved.
"""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from soridam.core.files import write_text
from soridam.core.progress import progress_shown_by
from soridam.recipes import Config, open_recipe
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.disk import size_of
from soridam.studio.tuning.follower import RunFollower
from soridam.studio.tuning.job_config import job_config
from soridam.studio.tuning.page_errors import page_errors
from soridam.studio.tuning.runs import training_folder
from soridam.training.run_folder import CONFIG_FILE, MODEL, find_status, read_status

SCORES = ("step", "first_score", "best_score", "best_step")


def train(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Fine-tune; a run that was begun is continued from its newest whole checkpoint."""
    with context.working_copy("runs", payload["run"]) as copy:
        folder, config = training_folder(copy.folder), job_config(context, payload)
        begun = find_status(folder) is not None
        if begun:
            _take_up(folder, config)
        else:
            shutil.rmtree(folder, ignore_errors=True)  # of an attempt that was killed before its first line
        follower = RunFollower(context, folder, copy.save)
        with progress_shown_by(follower.show), page_errors(context, payload):
            open_recipe(config.family).train(config, folder, resume=begun)
        follower.look()
        status = read_status(folder)
    return {
        "run": payload["run"],
        "bytes": size_of(folder / MODEL),
        **{name: getattr(status, name) for name in SCORES},
        "warnings": list(status.warnings),
    }


def _take_up(folder: Path, config: Config) -> None:
    """A run that was begun on another machine names corpus and model as they lie there."""
    path = folder / CONFIG_FILE
    begun, now = tomllib.loads(path.read_text(encoding="utf-8")), config.model_dump(mode="json")
    moved = {
        **begun,
        "data": {**begun["data"], **{name: now["data"][name] for name in ("corpus", "prior") if name in now["data"]}},
        "model": {**begun["model"], "name": now["model"]["name"]},
    }
    if moved != begun:
        write_text(path, tomli_w.dumps(moved))
