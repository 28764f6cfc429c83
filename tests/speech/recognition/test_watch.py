import os

import pytest

from soridam.speech.recognition.watch import LEDGER, FolderWatch, Ledger


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def open_watch(inbox) -> FolderWatch:
    return FolderWatch(inbox, Ledger(inbox.parent / "out" / LEDGER))


def test_a_recording_is_given_when_it_has_stopped_growing(inbox):
    watch = open_watch(inbox)
    (inbox / "a.wav").write_bytes(b"12")
    assert watch.poll() == []
    (inbox / "a.wav").write_bytes(b"1234")
    assert watch.poll() == []
    assert watch.poll() == [inbox / "a.wav"]


def test_a_finished_recording_is_not_given_again_even_after_a_restart(inbox):
    (inbox / "a.wav").write_bytes(b"12")
    watch = open_watch(inbox)
    watch.poll()
    (path,) = watch.poll()
    watch.finish(path)
    assert watch.poll() == []
    restarted = open_watch(inbox)
    restarted.poll()
    assert restarted.poll() == []


def test_a_recording_that_was_not_finished_comes_again_after_a_restart(inbox):
    (inbox / "a.wav").write_bytes(b"12")
    watch = open_watch(inbox)
    watch.poll()
    watch.poll()
    restarted = open_watch(inbox)
    restarted.poll()
    assert restarted.poll() == [inbox / "a.wav"]


def test_a_changed_recording_of_the_same_name_comes_again(inbox):
    path = inbox / "a.wav"
    path.write_bytes(b"12")
    watch = open_watch(inbox)
    watch.poll()
    watch.finish(*watch.poll())
    path.write_bytes(b"34")
    os.utime(path, ns=(1, 1))
    watch.poll()
    assert watch.poll() == [path]


def test_hidden_files_empty_files_and_other_files_are_left_alone(inbox):
    for name, content in ((".part.wav", b"1"), ("empty.wav", b""), ("notes.txt", b"1")):
        (inbox / name).write_bytes(content)
    watch = open_watch(inbox)
    watch.poll()
    assert watch.poll() == []


def test_folders_inside_are_watched_too(inbox):
    (inbox / "day").mkdir()
    (inbox / "day" / "a.flac").write_bytes(b"1")
    watch = open_watch(inbox)
    watch.poll()
    assert watch.poll() == [inbox / "day" / "a.flac"]


def test_a_ledger_that_a_crash_cut_off_keeps_its_whole_lines(inbox):
    ledger_path = inbox.parent / "out" / LEDGER
    for name in ("a.wav", "b.wav"):
        (inbox / name).write_bytes(b"1")
    watch = open_watch(inbox)
    watch.poll()
    for path in watch.poll():
        watch.finish(path)
    ledger_path.write_bytes(ledger_path.read_bytes()[:-10])
    restarted = open_watch(inbox)
    restarted.poll()
    assert restarted.poll() == [inbox / "b.wav"]
    restarted.finish(inbox / "b.wav")
    again = open_watch(inbox)
    again.poll()
    assert again.poll() == []


def test_recordings_of_one_name_get_results_of_different_names_also_after_a_restart(inbox):
    for name in ("a/x.mp3", "b/x.wav", "b/x.mp3"):
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_bytes(b"1")
    watch, stems = open_watch(inbox), {}
    watch.poll()
    for path in watch.poll():
        stems[path.relative_to(inbox).as_posix()] = watch.stem_of(path)
        watch.finish(path)
    assert stems == {"a/x.mp3": "a/x", "b/x.mp3": "b/x", "b/x.wav": "b/x.wav"}
    assert {name: open_watch(inbox).stem_of(inbox / name) for name in stems} == stems
