"""README.md of a prepared corpus: the card that the Hugging Face hub shows. Begin with `write_card`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from soridam.core.files import write_text
from soridam.speech.corpus.leaks import ordered_splits
from soridam.speech.corpus.quarantine import explain

SIZES = [(1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")]


def write_card(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write the card from what corpus.json holds and the splits that are there.

    Its header is YAML, of which JSON is a part.
    """
    header = "\n".join(f"{key}: {json.dumps(value)}" for key, value in _header(folder, facts).items())
    write_text(folder / "README.md", f"---\n{header}\n---\n\n{_body(facts)}")


def _header(folder: Path, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "language": facts["languages"],
        "task_categories": ["automatic-speech-recognition"],
        "size_categories": [_size(facts["rows"]["written"])],
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": name, "path": f"data/{name}-*.parquet"} for name in ordered_splits(folder)],
            }
        ],
    }


def _size(rows: int) -> str:
    return next((name for limit, name in SIZES if rows < limit), "1M<n<10M")


def _body(facts: Mapping[str, Any]) -> str:
    rows, options = facts["rows"], facts["options"]
    lines = [
        f"# {Path(options['source']).name or 'Speech corpus'}",
        "",
        f"{rows['written']:,} utterances, {facts['hours']:.2f} hours, 16 kHz mono FLAC in Parquet,"
        f" prepared by Soridam {facts['soridam']}.",
        "",
        "```python",
        "from datasets import load_dataset",
        'corpus = load_dataset("PATH_OR_NAME")',
        "```",
        "",
        "| Column | Holds |",
        "|---|---|",
        "| audio | the sound |",
        f"| text | what trains: the {options['reading']}, {_normalization(options)} |",
        "| readings | plain texts that score; two where the corpus has spelling and pronunciation |",
        "| transcript | as the corpus wrote it |",
        "| speaker, age, gender, region, language, source, part | facts, empty where unknown |",
        "| duration | seconds |",
        "",
        "## Rows set aside",
        "",
        f"{rows['read']:,} read, {rows['written']:,} written, {rows['quarantined']:,} set aside"
        f" (`quarantine.jsonl`), {rows['joined']:,} joined to their neighbors.",
        "",
        *(f"- {reason}: {count:,} ({explain(reason)})" for reason, count in facts["quarantined"].items()),
    ]
    if options["zscore"]:
        lines += ["", "Each utterance has mean 0 and a standard deviation of 1/32 of full scale (z-score / 32)."]
    return "\n".join(lines).rstrip() + "\n"


def _normalization(options: Mapping[str, Any]) -> str:
    name = options["normalizer"]
    return f"normalized by `{name}-{options['normalizer_version']}`" if name else "with tidied spaces"
