"""Fine-tunings side by side: one for each combination of values, each resumable. Begin with `train_grid`."""

from collections.abc import Sequence
from pathlib import Path

from soridam.core.errors import SoridamError, TrainingError
from soridam.speech.recipe import train
from soridam.speech.tuning.config import read_recipe
from soridam.training.grid import RunResult, combine, compare_runs, folder_name
from soridam.training.run import RUN_FILE, read_status


def train_grid(recipe: str, overrides: Sequence[str], settings: Sequence[str], folder: Path) -> list[RunResult]:
    """Train every combination in a folder of its own below `folder`, and compare them, best first.

    Asked again it goes on: finished runs are left alone, interrupted ones are resumed. A run that fails does not
    stop the others. Raises ConfigError before the first step if one of the combinations cannot be read, and
    TrainingError if every run failed.
    """
    combinations = combine(settings)
    configs = [
        read_recipe(recipe, [*overrides, *(f"{name}={value}" for name, value in values.items())])
        for values in combinations
    ]
    failures: list[SoridamError] = []
    for values, config in zip(combinations, configs, strict=True):
        run = folder / folder_name(values)
        started = (run / RUN_FILE).exists()
        if started and read_status(run)["status"] == "completed":
            continue
        try:
            train(config, run, resume=started)
        except TrainingError as error:
            failures.append(error)
    if len(failures) == len(configs):
        raise failures[0]
    return compare_runs(folder, combinations)
