"""A child process that turns planned rows into shards: `python -m soridam.speech.corpus.worker PLAN_FOLDER`.

It reads a shard's number and the rows to leave out on stdin, makes the shard, and answers with its report, a line
on stdout. It never waits for the disk: the driver does, which has nothing else to do. Decoders are native code fed
with foreign bytes, so that they run here, under limits, where a crash costs one row. Begin with `serve`.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from soridam.core.files import read_json
from soridam.speech.corpus.convert import Conversion, Converter, Row
from soridam.speech.corpus.cutting import PlannedRow
from soridam.speech.corpus.plan import Plan, diary_path, made_path, read_plan
from soridam.speech.corpus.quarantine import as_record
from soridam.speech.corpus.shards import write_rows
from soridam.speech.corpus.utterance import Rejection

# Address space, which libraries reserve generously; what is really held stays far below it.
MEMORY_LIMIT = 4 * 2**30
PR_SET_PDEATHSIG = 1


def main() -> None:
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the driver ends us
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    sys.meta_path.insert(0, _WithoutPandas())
    serve(Path(sys.argv[1]))


class _WithoutPandas:
    """pyarrow loads pandas where it finds it, for nothing that we use: 0.4 s and 60 MB in each worker."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def _die_with_parent() -> None:
    """Linux only, and no more than a courtesy: an orphan would also end at the end of its stdin."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def serve(folder: Path) -> None:
    """Answer until stdin ends."""
    plan = read_plan(folder)
    assert plan is not None, "the driver writes the plan first"
    converter = Converter(Conversion.of(read_json(folder / "options.json")))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    for line in sys.stdin:
        answers.write(json.dumps(_answer(plan, json.loads(line), converter)) + "\n")


def _answer(plan: Plan, task: dict[str, Any], converter: Converter) -> dict[str, Any]:
    """Report a mistake of ours or a full disk to the driver: no row is to blame, and the rest would fail too."""
    try:
        return make_shard(plan, task["shard"], task["leave_out"], converter)
    except Exception as error:
        traceback.print_exc()
        return {"failed": f"{type(error).__name__}: {error}"}


def make_shard(plan: Plan, shard: int, leave_out: dict[str, str], converter: Converter) -> dict[str, Any]:
    """Make one shard and give the report on it. Equal rows give equal bytes."""
    planned = plan.rows(shard)
    results = list(_convert_all(planned, leave_out, converter, diary_path(plan.folder, shard)))
    rows = [result for result in results if not isinstance(result, Rejection)]
    rejections = [result for result in results if isinstance(result, Rejection)]
    if rows:
        made = made_path(plan.folder, shard)
        made.parent.mkdir(exist_ok=True)
        write_rows(made, rows)
    return {
        "planned": len(planned),
        "written": len(rows),
        "seconds": round(sum(row["duration"] for row in rows), 3),
        "languages": sorted({row["language"] for row in rows} - {""}),
        "rejections": [as_record(rejection) for rejection in rejections],
    }


def _convert_all(
    planned: Sequence[PlannedRow], leave_out: dict[str, str], converter: Converter, diary: Path
) -> Iterator[Row | Rejection]:
    """Convert all rows, noting each in the diary first, so that the driver knows the row after a crash."""
    with diary.open("w", buffering=1) as file:
        for index, row in enumerate(planned):
            if str(index) in leave_out:
                yield Rejection(row.utterance.id, "kills-decoder", leave_out[str(index)])
            else:
                file.write(f"{index}\n")
                yield converter.convert(row)
    diary.unlink()


if __name__ == "__main__":
    main()
