"""The job that tries the heaviest batch of a training before it begins. Begin with `estimate`."""

from typing import Any

from soridam.core.progress import progress_shown_by
from soridam.speech.recipe import estimate as estimate_run
from soridam.speech.recipe import set_up
from soridam.studio.jobs.context import JobContext
from soridam.studio.tuning.job_config import job_config
from soridam.studio.tuning.page_errors import page_errors


def estimate(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Try the heaviest batch: how much memory and how long."""
    with progress_shown_by(context.show), page_errors(context, payload):
        setup = set_up(job_config(context, payload))
        found = estimate_run(setup)
    rows = setup.rows
    return {
        "train_rows": len(rows.train),
        "validation_rows": len(rows.validation),
        "dropped_rows": len(rows.rejections),
        "steps": setup.steps,
        "memory_bytes": found.memory,
        "available_bytes": found.available,
        "seconds": found.run_seconds,
        "batch_seconds": found.batch_seconds,
        "warnings": list(rows.warnings),
    }
