"""Raw recordings and transcripts become a corpus: first a plan on disk, then its shards, then the summary.

Killed at any moment, the same command continues and ends with the same bytes. Begin with `prepare_corpus`.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from soridam import __version__
from soridam.core.errors import CorpusError
from soridam.core.files import read_json, replacing, write_json
from soridam.core.progress import ShowProgress, show_progress
from soridam.speech.corpus.card import write_card
from soridam.speech.corpus.fingerprint import Fingerprint, fingerprint_of
from soridam.speech.corpus.options import PrepareOptions
from soridam.speech.corpus.plan import Plan, read_plan, report_path, write_plan
from soridam.speech.corpus.pool import WORKER_COMMAND, work_through
from soridam.speech.corpus.utterance import Rejection, Utterance

PLAN_FOLDER = ".plan"
SOURCE_FILE = ".source.json"  # not part of the corpus: it says nothing where the source is not


@dataclass(frozen=True)
class Preparation:
    """The result. `read` = `written` + `joined` + the sum of `quarantined`.

    `normalizer` wrote the text that trains ("korean-train-2"; empty for tidied spaces). `languages` are those of the
    rows. `new` is false where an earlier call had done it all.
    """

    folder: Path
    reader: str
    normalizer: str
    languages: list[str]
    read: int
    written: int
    joined: int
    quarantined: dict[str, int]
    hours: float
    new: bool = field(default=True, compare=False)


def prepare_corpus(
    utterances: Iterable[Utterance | Rejection],
    out: Path,
    options: PrepareOptions,
    *,
    source: Path | None = None,
    workers: int | None = None,
    show: ShowProgress = show_progress,
    worker_command: Sequence[str] = WORKER_COMMAND,
) -> Preparation:
    """Prepare a corpus in the folder `out`; the utterances are read once, in order, with flat memory.

    A second call with the same options finishes what was interrupted, and does nothing to what is finished; the
    utterances must then come in the same order. `source` is the folder that they come from, if it is one: later calls
    notice whether it changed. Raises CorpusError if it did, if `out` was prepared with other options or holds something
    else, and if no row at all could be used.
    """
    _refuse_strange_folder(out)
    options = _with_normalizer_version(options)
    with _locked(out):
        found = fingerprint_of(source, leave_out=out) if source else None
        finished = _finished(out, options, found)
        if finished:
            return finished
        plan = _plan(utterances, out, options, found, show)
        _write_shards(plan, workers or _cores(), show, worker_command)
        return _finish(out, plan)


def _with_normalizer_version(options: PrepareOptions) -> PrepareOptions:
    """Raises UsageError for a name that is not known, before anything is written."""
    if not options.normalizer:
        return options
    from soridam.text.normalizer import find_normalizer

    return options.model_copy(update={"normalizer_version": find_normalizer(options.normalizer).version})


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """One preparation per folder; the lock falls when its process does."""
    (out / PLAN_FOLDER).mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(out / PLAN_FOLDER / "lock", timeout=0):
            yield
    except Timeout:
        raise CorpusError(
            "corpus.locked",
            "{folder} is being prepared by another process.",
            hint="Wait for it, or choose another --out.",
            folder=out,
        ) from None


def _finished(out: Path, options: PrepareOptions, found: Fingerprint | None) -> Preparation | None:
    """Return the result of an earlier call, once what it left behind is removed."""
    if not (out / "corpus.json").is_file():
        return None
    facts = read_json(out / "corpus.json")
    shutil.rmtree(out / PLAN_FOLDER, ignore_errors=True)
    _refuse_other_options(out, facts.get("options", {}), options)
    _refuse_changed_source(out, found)
    return replace(_preparation(out, facts), new=False)


def _refuse_strange_folder(out: Path) -> None:
    ours = (out / "corpus.json").is_file() or (out / PLAN_FOLDER).is_dir()
    if not ours and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CorpusError(
            "corpus.folder-taken",
            "{folder} holds something else already.",
            hint="Choose a new folder with --out.",
            folder=out,
        )


def _refuse_other_options(out: Path, earlier: dict[str, Any], options: PrepareOptions) -> None:
    asked = options.model_dump()
    other = sorted(name for name in asked if name != "tokenizer" and earlier.get(name) != asked[name])
    if other:
        changes = ", ".join(f"{name} was {earlier.get(name)!r}, now {asked[name]!r}" for name in other)
        raise CorpusError(
            "corpus.other-options",
            "{folder} was prepared with other options: {options}.",
            hint="Choose a new folder with --out, or remove this one.",
            folder=out,
            options=changes,
        )


def _refuse_changed_source(out: Path, found: Fingerprint | None) -> None:
    path = out / SOURCE_FILE
    if found is None or not path.is_file():
        return
    earlier = Fingerprint(**read_json(path))
    if found != earlier:
        raise CorpusError(
            "corpus.changed-meanwhile",
            "The recordings or transcripts have changed since the preparation of {folder} began: {what}.",
            hint="To prepare what is there now, choose a new folder with --out, or remove {folder} first.",
            folder=out,
            what=_difference(earlier, found),
        )


def _difference(earlier: Fingerprint, found: Fingerprint) -> str:
    if (earlier.files, earlier.bytes) == (found.files, found.bytes):
        return f"of {found.files:,} files some were written again or renamed"
    return f"{earlier.files:,} files of {earlier.bytes:,} bytes then, {found.files:,} of {found.bytes:,} now"


def _plan(
    utterances: Iterable[Utterance | Rejection],
    out: Path,
    options: PrepareOptions,
    found: Fingerprint | None,
    show: ShowProgress,
) -> Plan:
    """Return the plan of the interrupted run if it had come that far, otherwise a new one."""
    folder = out / PLAN_FOLDER
    _remove_leftovers(out)
    plan = read_plan(folder)
    if plan is not None:
        _refuse_other_options(out, read_json(folder / "options.json"), options)
        _refuse_changed_source(out, found)
        return plan
    write_json(folder / "options.json", options.model_dump())
    if found:
        write_json(out / SOURCE_FILE, asdict(found))
    with show("Reading recordings", None, "rows") as progress:
        return write_plan(folder, utterances, options, progress)


def _write_shards(plan: Plan, workers: int, show: ShowProgress, command: Sequence[str]) -> None:
    left = [shard for shard in range(plan.shards) if not report_path(plan.folder, shard).is_file()]
    with show("Preparing rows", plan.planned, "rows") as progress:
        progress.advance(plan.rows_outside(left))
        work_through(plan.folder, left, workers=workers, progress=progress, command=command)


def _remove_leftovers(out: Path) -> None:
    """Half-written files of processes that were killed."""
    for path in out.rglob(".*.tmp"):
        path.unlink(missing_ok=True)


def _finish(out: Path, plan: Plan) -> Preparation:
    reasons = _write_quarantine(out, plan)
    reports = [read_json(report_path(plan.folder, shard)) for shard in range(plan.shards)]
    written = sum(report["written"] for report in reports)
    if not written:
        _forget(plan)
        raise CorpusError(
            "corpus.all-bad",
            "None of {count} rows could be used: {reasons}.",
            hint="See {file}, fix what is listed there, and run the same command again.",
            count=plan.read,
            reasons=_most_common(reasons),
            file=out / "quarantine.jsonl",
        )
    facts = {
        "soridam": __version__,
        "options": read_json(plan.folder / "options.json"),
        "rows": {
            "read": plan.read,
            "written": written,
            "joined": plan.joined,
            "quarantined": sum(reasons.values()),
        },
        "quarantined": dict(sorted(reasons.items())),
        "hours": round(sum(report["seconds"] for report in reports) / 3600, 4),
        "languages": sorted({language for report in reports for language in report["languages"]}),
    }
    write_card(out, facts)
    write_json(out / "corpus.json", facts)
    shutil.rmtree(plan.folder)
    return _preparation(out, facts)


def _forget(plan: Plan) -> None:
    """Remove the plan so that a call with fixed recordings or options starts over; the plan itself goes last."""
    shutil.rmtree(plan.folder / "done", ignore_errors=True)
    (plan.folder / "plan.json").unlink()


def _write_quarantine(out: Path, plan: Plan) -> Counter[str]:
    """Join what the reader rejected and what preparation did, in order. Returns how many for each reason."""
    reasons: Counter[str] = Counter()
    with replacing(out / "quarantine.jsonl") as temporary, temporary.open("w", encoding="utf-8") as file:
        for record in _iter_rejections(plan):
            reasons[record["reason"]] += 1
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return reasons


def _iter_rejections(plan: Plan) -> Iterator[dict[str, str]]:
    yield from plan.rejections()
    for shard in range(plan.shards):
        yield from read_json(report_path(plan.folder, shard))["rejections"]


def _most_common(reasons: Counter[str]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(3)) or "it is empty"


def _preparation(out: Path, facts: dict[str, Any]) -> Preparation:
    rows, options = facts["rows"], facts["options"]
    name = options["normalizer"]
    return Preparation(
        folder=out,
        reader=options["reader"],
        normalizer=f"{name}-{options['normalizer_version']}" if name else "",
        languages=facts["languages"],
        read=rows["read"],
        written=rows["written"],
        joined=rows["joined"],
        quarantined=facts["quarantined"],
        hours=facts["hours"],
    )
