"""Common Voice: `train.tsv`, `dev.tsv`, `test.tsv` or `validated.tsv`, and `clips/`."""

from collections.abc import Iterator
from pathlib import Path

from soridam.speech.corpus.readers.table import Place, build_utterance, part_of, refuse_missing_columns
from soridam.speech.corpus.rows import Row, RowError, attempt, line_id, nothing_found
from soridam.speech.corpus.tables import iter_table
from soridam.speech.corpus.utterance import Rejection, Utterance

SPLITS = ("train.tsv", "dev.tsv", "test.tsv")


def iter_utterances(folder: Path, *, tables: str = "") -> Iterator[Row]:
    """Walk the tables named with commas; by default the three parts, or validated.tsv if there are none."""
    names = (
        tables.replace(",", " ").split() or [name for name in SPLITS if (folder / name).is_file()] or ["validated.tsv"]
    )
    for name in names:
        path = folder / name
        if not path.is_file():
            raise nothing_found(folder, f"{name} and clips/", "common_voice")
        for line, cells in iter_table(path, "\t"):
            row_id = line_id(path, folder, line)
            if isinstance(cells, str):
                yield Rejection(row_id, "unreadable-label", f"Line {line} of {name}: {cells}.")
                continue
            refuse_missing_columns(path, cells)
            yield attempt(row_id, _utterance, cells, path, folder)


def _utterance(cells: dict[str, str], path: Path, folder: Path) -> Utterance:
    name = cells["path"]
    if "/" in name or "\\" in name or not name:
        raise RowError("unsafe-path", f"{name} is not the name of a clip.")
    gender = cells.get("gender", "").removesuffix("_masculine").removesuffix("_feminine")
    flat = {**cells, "path": f"clips/{name}", "gender": gender}
    return build_utterance(flat, path, Place("common_voice", folder, folder), part=part_of(path))
