import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

from soridam.core.errors import CorpusError
from soridam.core.files import iter_json_lines, read_json
from soridam.core.progress import SilentProgress
from soridam.speech.corpus.options import PrepareOptions
from soridam.speech.corpus.plan import read_plan, write_plan
from soridam.speech.corpus.prepare import prepare_corpus
from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

SMALL = PrepareOptions(rows_per_shard=3)


def write_tone(path: Path, seconds: float = 0.5, rate: int = 48_000, pitch: float = 220.0) -> Path:
    times = np.arange(int(seconds * rate)) / rate
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * pitch * times), rate, subtype="PCM_16")
    return path


def write_recordings(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return [write_tone(folder / f"{number:03d}.wav", 0.3 + 0.01 * number) for number in range(count)]


def utterance(path: Path, text: str = "hello there", **facts: object) -> Utterance:
    return Utterance(id=path.stem, clip=Clip(path), transcript=text, readings=(text,), language="en", **facts)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def quarantine(out: Path) -> dict[str, str]:
    return {record["id"]: record["reason"] for record in iter_json_lines(out / "quarantine.jsonl")}


def test_every_row_read_is_written_or_set_aside(tmp_path: Path) -> None:
    paths = write_recordings(tmp_path / "raw", 7)
    rows = [*(utterance(path) for path in paths), Rejection("bad", "no-label"), utterance(tmp_path / "gone.wav")]
    result = prepare_corpus(rows, tmp_path / "out", SMALL, workers=2)
    assert (result.read, result.written, result.quarantined) == (9, 7, {"missing": 1, "no-label": 1})


def test_rows_keep_their_order_and_facts(tmp_path: Path) -> None:
    paths = write_recordings(tmp_path / "raw", 7)
    prepare_corpus((utterance(path, speaker="kim", age="3~6") for path in paths), tmp_path / "out", SMALL, workers=2)
    split = CorpusSplit(tmp_path / "out", "train")
    assert split.column("id") == [path.stem for path in paths]
    facts = {name: value for name, value in split.row(3).items() if value}
    assert facts == {
        "id": "003",
        "text": "hello there",
        "readings": ["hello there"],
        "transcript": "hello there",
        "speaker": "kim",
        "age": "3~6",
        "language": "en",
        "duration": 0.33,
    }


def test_sound_is_stored_at_16_khz(tmp_path: Path) -> None:
    prepare_corpus([utterance(write_tone(tmp_path / "a.wav", 0.5))], tmp_path / "out", SMALL, workers=1)
    assert CorpusSplit(tmp_path / "out", "train").waveform(0).shape == (8000,)


def test_datasets_opens_what_was_prepared(tmp_path: Path) -> None:
    from datasets import load_dataset

    paths = write_recordings(tmp_path / "raw", 4)
    prepare_corpus([utterance(path) for path in paths], tmp_path / "out", SMALL, workers=2)
    opened = load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))["train"]
    assert (opened.num_rows, opened.features["audio"].sampling_rate) == (4, 16_000)


def test_nothing_is_left_behind_but_the_corpus(tmp_path: Path) -> None:
    paths = write_recordings(tmp_path / "raw", 2)
    prepare_corpus([utterance(path) for path in paths], tmp_path / "out", SMALL, workers=1)
    assert list(contents(tmp_path / "out")) == [
        *("README.md", "corpus.json", "data/train-00000.parquet", "quarantine.jsonl"),
    ]


def test_a_second_run_does_nothing_and_says_the_same(tmp_path: Path) -> None:
    paths = write_recordings(tmp_path / "raw", 2)
    first = prepare_corpus([utterance(path) for path in paths], tmp_path / "out", SMALL, workers=1)
    assert prepare_corpus(iter(()), tmp_path / "out", SMALL, workers=1) == first


def test_other_options_in_the_same_folder_are_refused_by_name(tmp_path: Path) -> None:
    prepare_corpus([utterance(write_tone(tmp_path / "a.wav"))], tmp_path / "out", SMALL, workers=1)
    with pytest.raises(CorpusError, match="zscore was False, now True"):
        prepare_corpus([], tmp_path / "out", SMALL.model_copy(update={"zscore": True}), workers=1)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(CorpusError, match="something else"):
        prepare_corpus([utterance(write_tone(tmp_path / "a.wav"))], tmp_path / "out", SMALL, workers=1)
    assert list(contents(tmp_path / "out")) == ["thesis.txt"]


def test_no_usable_row_at_all_is_an_error_that_names_the_reasons(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="None of 2 rows could be used: missing 2"):
        prepare_corpus(
            [utterance(tmp_path / "a.wav"), utterance(tmp_path / "b.wav")], tmp_path / "out", SMALL, workers=1
        )


def test_a_reader_that_fails_leaves_the_folder_usable(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "a.wav")

    def failing() -> Iterator[Utterance]:
        yield utterance(path)
        raise CorpusError("line.broken", "line 2 is broken", hint="mend it")

    with pytest.raises(CorpusError, match="line 2"):
        prepare_corpus(failing(), tmp_path / "out", SMALL, workers=1)
    other = SMALL.model_copy(update={"reader": "another"})
    assert prepare_corpus([utterance(path)], tmp_path / "out", other, workers=1).written == 1


# Prepares several folders one after the other, each in a process of its own that is forked when all is imported.
DRIVER = """
import json, os, signal, sys, traceback
from pathlib import Path
from soridam.speech.corpus import plan, prepare
from soridam.speech.corpus.options import PrepareOptions
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

def dying(real, call):
    calls = 0
    def stand_in(*arguments, **options):
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return stand_in

def rows(raw, point, call):
    for number, path in enumerate(sorted(raw.glob("*.wav"))):
        if point == "reading" and number == call:
            os.kill(os.getpid(), signal.SIGKILL)
        yield Utterance(id=path.stem, clip=Clip(path), transcript="hello", readings=("hello",), language="en")
        if number % 4 == 0:
            yield Rejection(f"bad-{number}", "no-label")

class RecordedProgress:
    def __init__(self, advance): self.advance = advance
    def __enter__(self): return self
    def __exit__(self, *error): pass

def run(raw, out, point, call):
    if "." in point:
        module, name = point.split(".")
        target = {"plan": plan, "prepare": prepare, "shutil": prepare.shutil}[module]
        setattr(target, name, dying(getattr(target, name), call))
    ignore = lambda amount: None
    advance = dying(ignore, call) if point == "shard" else ignore
    show = lambda title, total, unit: RecordedProgress(advance if title == "Preparing rows" else ignore)
    workers = 1 if point == "never" else 2  # whoever goes on need not have as many
    options = PrepareOptions(rows_per_shard=3)
    prepare.prepare_corpus(rows(raw, point, call), out, options, workers=workers, show=show)

def exit_code_of(out, point, call):
    pid = os.fork()
    if pid == 0:
        try:
            run(Path(sys.argv[1]), Path(out), point, call)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

print(json.dumps([exit_code_of(*job) for job in json.loads(sys.argv[2])]))
"""
NEVER = ("never", 1)
POINTS = [
    ("reading", 4),  # in the middle of writing the plan
    ("plan.write_json", 1),  # all rows are planned, the plan is not closed
    ("shard", 2),  # the first of three shards is done
    ("prepare._write_quarantine", 1),  # all shards are done
    ("prepare.write_card", 1),
    ("prepare.write_json", 2),  # everything but corpus.json
    ("shutil.rmtree", 1),  # the plan is still there
]


def drive(raw: Path, *jobs: tuple[Path, tuple[str, int]]) -> list[int]:
    """Exit codes of preparations, each killed at the nth time that it comes to a point."""
    listed = json.dumps([[str(out), *point] for out, point in jobs])
    return json.loads(subprocess.check_output([sys.executable, "-c", DRIVER, str(raw), listed], text=True))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    write_recordings(folder / "raw", 8)
    assert drive(folder / "raw", (folder / "out", NEVER)) == [0]
    return folder / "raw", contents(folder / "out")


@pytest.fixture(scope="module")
def killed(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, int], tuple[Path, list[int]]]:
    """For each point the corpus of a run that was killed there and started again, and both exit codes."""
    folder = tmp_path_factory.mktemp("killed")
    outs = {point: folder / str(number) for number, point in enumerate(POINTS)}
    codes = drive(undisturbed[0], *((out, at) for point, out in outs.items() for at in (point, NEVER)))
    return {point: (out, codes[2 * number : 2 * number + 2]) for number, (point, out) in enumerate(outs.items())}


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_the_same_command_ends_with_the_same_bytes(
    undisturbed: tuple[Path, dict[str, bytes]],
    killed: dict[tuple[str, int], tuple[Path, list[int]]],
    point: tuple[str, int],
) -> None:
    out, codes = killed[point]
    assert codes == [-signal.SIGKILL, 0]
    assert contents(out) == undisturbed[1]


def test_a_shard_whose_report_was_not_written_is_made_again_with_equal_bytes(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    raw, expected = undisturbed
    drive(raw, (tmp_path / "out", ("prepare._write_quarantine", 1)))
    next((tmp_path / "out" / ".plan" / "done").glob("*")).unlink()
    (tmp_path / "out" / "data" / ".train-00000.parquet.1.tmp").write_bytes(b"half")
    drive(raw, (tmp_path / "out", NEVER))
    assert contents(tmp_path / "out") == expected


def test_an_interrupted_run_leaves_no_worker_behind(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    raw, _ = undisturbed
    drive(raw, (tmp_path / "out", ("shard", 2)))
    mine = [process for process in psutil.process_iter() if str(tmp_path / "out") in " ".join(_command_of(process))]
    _, alive = psutil.wait_procs(mine, timeout=10)
    assert not alive


def _command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


POISONED_WORKER = """
import os, sys, time
from pathlib import Path
from soridam.speech.corpus import convert, worker
from soridam.core.errors import AudioError

real = convert.decode_recording

def decode(source, **options):
    name = Path(source).stem
    if name == "aborts": os.abort()
    if name == "exits": os._exit(0)
    if name == "hangs": time.sleep(600)
    if name == "breaks": raise RuntimeError("a decoder's own error")
    return real(source, **options)

convert.decode_recording = decode
worker.main()
"""


def prepare_with_poison(tmp_path: Path, *names: str) -> Path:
    paths = [*write_recordings(tmp_path / "raw", 5), *(write_tone(tmp_path / "raw" / f"{name}.wav") for name in names)]
    script = tmp_path / "worker.py"
    script.write_text(POISONED_WORKER)
    rows = [utterance(path) for path in sorted(paths, key=lambda path: path.stem[::-1])]
    prepare_corpus(rows, tmp_path / "out", SMALL, workers=2, worker_command=(sys.executable, str(script)))
    return tmp_path / "out"


def test_recordings_that_kill_their_decoder_are_set_aside_and_the_rest_is_written(tmp_path: Path) -> None:
    out = prepare_with_poison(tmp_path, "aborts", "exits", "breaks")
    assert quarantine(out) == {"aborts": "kills-decoder", "exits": "kills-decoder", "breaks": "undecodable"}
    assert sorted(CorpusSplit(out, "train").column("id")) == ["000", "001", "002", "003", "004"]


def test_a_recording_that_hangs_its_decoder_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("soridam.speech.corpus.pool.ROW_TIMEOUT_SECONDS", 1.0)
    assert quarantine(prepare_with_poison(tmp_path, "hangs")) == {"hangs": "kills-decoder"}


def test_workers_that_cannot_start_are_an_error_not_a_loop(tmp_path: Path) -> None:
    broken = (sys.executable, "-c", "raise SystemExit('no such library')")
    with pytest.raises(CorpusError, match=r"cannot start its workers.*no such library"):
        prepare_corpus([utterance(write_tone(tmp_path / "a.wav"))], tmp_path / "out", SMALL, worker_command=broken)


def test_a_full_disk_stops_the_run_with_what_happened(tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(
        "from soridam.speech.corpus import worker\n"
        "def full(*arguments): raise OSError(28, 'No space left on device')\n"
        "worker.write_rows = full\n"
        "worker.main()\n"
    )
    command = (sys.executable, str(script))
    with pytest.raises(CorpusError, match="No space left"):
        prepare_corpus([utterance(write_tone(tmp_path / "a.wav"))], tmp_path / "out", SMALL, worker_command=command)


def test_a_disk_that_fails_while_a_shard_is_put_in_place_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("soridam.speech.corpus.pool.publish_shard", failing)
    with pytest.raises(CorpusError, match="Input/output error"):
        prepare_corpus([utterance(write_tone(tmp_path / "a.wav"))], tmp_path / "out", SMALL, workers=1)
    assert not (tmp_path / "out" / "corpus.json").exists()


def test_the_plan_is_made_without_holding_the_rows(tmp_path: Path) -> None:
    on_disk: list[int] = []

    def rows() -> Iterator[Utterance]:
        for number in range(1000):
            on_disk.append(sum(path.stat().st_size for path in tmp_path.iterdir()))
            yield Utterance(id=str(number), clip=Clip(tmp_path / "a.wav"), transcript="x", readings=("x",))

    write_plan(tmp_path, rows(), PrepareOptions(), SilentProgress())
    assert (tmp_path / "rows.jsonl").stat().st_size - on_disk[-1] < 16_000  # what a file's buffer holds, and one row


def test_a_finished_plan_can_be_read_again(tmp_path: Path) -> None:
    paths = write_recordings(tmp_path / "raw", 4)
    drive(tmp_path / "raw", (tmp_path / "out", ("shard", 1)))
    plan = read_plan(tmp_path / "out" / ".plan")
    assert plan is not None
    assert [row.utterance.clip.path for shard in range(plan.shards) for row in plan.rows(shard)] == paths


def test_the_card_names_the_splits_and_what_was_set_aside(tmp_path: Path) -> None:
    rows = [utterance(write_tone(tmp_path / "a.wav")), utterance(tmp_path / "gone.wav")]
    prepare_corpus(rows, tmp_path / "out", SMALL, workers=1)
    card = (tmp_path / "out" / "README.md").read_text()
    assert json.dumps({"split": "train", "path": "data/train-*.parquet"}) in card and "missing: 1" in card


def test_corpus_json_adds_up(tmp_path: Path) -> None:
    rows = [
        utterance(write_tone(tmp_path / "a.wav", 1.0)),
        utterance(tmp_path / "gone.wav"),
        Rejection("x", "no-label"),
    ]
    prepare_corpus(rows, tmp_path / "out", SMALL, workers=1)
    facts = read_json(tmp_path / "out" / "corpus.json")
    assert facts["rows"] == {"read": 3, "written": 1, "joined": 0, "quarantined": 2}


def test_when_no_row_could_be_used_the_mended_folder_may_be_prepared_with_other_options(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with pytest.raises(CorpusError, match="rows could be used"):
        prepare_corpus([utterance(path)], tmp_path / "out", SMALL, workers=1)
    write_tone(path)
    other = SMALL.model_copy(update={"zscore": True})
    assert prepare_corpus([utterance(path)], tmp_path / "out", other, workers=1).written == 1


@pytest.mark.parametrize("facts", [{"text": "half a letter \ud83d"}, {"speaker": "\udcff"}])
def test_what_no_file_can_hold_is_set_aside(tmp_path: Path, facts: dict[str, str]) -> None:
    path = write_tone(tmp_path / "a.wav")
    prepare_corpus([utterance(path, **facts), utterance(path)], tmp_path / "out", SMALL, workers=1)  # type: ignore[arg-type]
    assert list(quarantine(tmp_path / "out").values()) == ["not-unicode"]


def test_a_file_name_in_another_encoding_is_set_aside_by_a_name_that_can_be_read(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "a.wav")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/n\xff.wav"))
    prepare_corpus([utterance(odd), utterance(path)], tmp_path / "out", SMALL, workers=1)
    assert quarantine(tmp_path / "out") == {"n?": "not-unicode"}
