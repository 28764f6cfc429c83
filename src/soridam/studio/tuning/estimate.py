"""The job that tries the heaviest batch of a training before it begins. Begin with `estimate`."""

from dataclasses import asdict
from typing import Any

from soridam.core.progress import progress_shown_by
from soridam.recipes import open_recipe
from soridam.studio.jobs.context import JobContext
from soridam.studio.tuning.job_config import job_config
from soridam.studio.tuning.page_errors import page_errors


def estimate(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Try the heaviest batch: how much memory and how long."""
    with progress_shown_by(context.show), page_errors(context, payload):
        config = job_config(context, payload)
        task = open_recipe(config.family).set_up(config)
        found = task.estimate()
    return {
        **asdict(task.data_facts),
        "steps": task.steps,
        "memory_bytes": found.memory,
        "available_bytes": found.available,
        "seconds": found.run_seconds,
        "batch_seconds": found.batch_seconds,
    }
