"""The rows of a run's corpus that it did not learn from. Begin with `open_held_out_rows`."""

import json
import tomllib
from dataclasses import replace
from functools import partial
from pathlib import Path

from soridam.core.files import read_json
from soridam.speech.corpus.shards import shard_paths
from soridam.speech.evaluation.testsets import TestSet, open_test_set, scoring_text
from soridam.speech.tuning.config import RecipeConfig
from soridam.speech.tuning.preflight import hold_out_sentences
from soridam.training.run_folder import CONFIG_FILE, PREFLIGHT_FILE, RUN_FILE

MOST_ROWS = 200


def open_held_out_rows(model: Path, corpus: Path | None = None) -> TestSet | None:
    """Up to 200 rows of the corpus that a run names: of its test split, or else of those it was validated on.

    `model` is a run, or the model or adapter in it; `corpus` is where the run's lies now, if that is elsewhere. None
    for what is no run, if its corpus is no longer there, or for a run without transcripts.
    """
    run = next((folder for folder in (model, model.resolve().parent) if (folder / RUN_FILE).is_file()), None)
    if run is None:
        return None
    if has_no_transcripts(run):
        return None
    overrides = [f"data.corpus={json.dumps(str(corpus))}"] if corpus else []
    config = RecipeConfig.read(run / CONFIG_FILE, overrides)
    for split in ("test", config.data.validation):
        if split and split != config.data.train and shard_paths(config.data.corpus, split):
            return _open(config, split, limit=MOST_ROWS)
    return _open_validation_rows(run, config) if shard_paths(config.data.corpus, config.data.train) else None


def has_no_transcripts(run: Path) -> bool:
    """Return whether this is the run of a model that taught itself."""
    return bool(tomllib.loads((run / CONFIG_FILE).read_text(encoding="utf-8")).get("family") == "shortening")


def _open(config: RecipeConfig, split: str, limit: int) -> TestSet:
    text = partial(scoring_text, config.validation.text_policy)
    data = config.data
    return open_test_set(data.corpus, split, text, role="domain", language=data.language, limit=limit, seed=config.seed)


def _open_validation_rows(run: Path, config: RecipeConfig) -> TestSet | None:
    """Open the rows that the run held out of its training split, evenly spread."""
    whole = _open(config, config.data.train, limit=0)
    _, held = hold_out_sentences(whole.split.column("text"), config.data.held_out, config.seed)
    ids, bad = whole.split.column("id"), {rejection["id"] for rejection in read_json(run / PREFLIGHT_FILE)}
    rows = [row for row in held if ids[row] not in bad]
    rows = rows[:: max(1, -(-len(rows) // MOST_ROWS))]
    label = f"{config.data.corpus.resolve().name}/validation"
    languages = tuple(whole.languages[row] for row in rows)
    return replace(whole, label=label, rows=tuple(rows), languages=languages) if rows else None
