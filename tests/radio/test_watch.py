import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from soridam.core.files import read_json
from soridam.radio.material.channel import Airband, transmit
from soridam.radio.material.voices import list_voices, say
from soridam.radio.pipeline import RadioOptions
from soridam.radio.watch import Arrival, work_off
from soridam.speech.audio import encode_flac
from soridam.speech.recognition.recognizer import Recognizer, load_recognizer
from soridam.speech.recognition.watch import LEDGER, FolderWatch, Ledger

pytestmark = pytest.mark.weights
SENTENCE = "lufthansa one two three descend flight level one eight zero"


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return load_recognizer("base", precision="int8")


@pytest.fixture(scope="module")
def sound() -> bytes:
    voice = list_voices("test")[0]
    return encode_flac(transmit(say(SENTENCE, voice), None, Airband(overlap=0.0), np.random.default_rng(1)).samples)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Watch:
    """A watch that is looked at step by step, two seconds apart."""

    def __init__(self, recognizer: Recognizer, inbox: Path, *, settled: float = 2.0) -> None:
        self._recognizer, self._inbox, self._clock = recognizer, inbox, Clock()
        ledger = Ledger(inbox / LEDGER)
        self._arrivals = FolderWatch(inbox, ledger, settled=settled, clock=self._clock)

    def iter_step(self) -> Iterator[Arrival]:
        self._clock.now += 2.0
        yield from work_off(self._arrivals, self._recognizer, RadioOptions(1), self._inbox, ("txt", "json"))

    def step(self) -> list[Arrival]:
        return list(self.iter_step())

    def names(self) -> list[str]:
        return [arrival.path.name for arrival in self.step()]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def test_a_file_that_grows_is_transcribed_when_it_is_whole(recognizer, inbox, sound):
    watch, path = Watch(recognizer, inbox), inbox / "tower.flac"
    for share in (0.3, 0.6, 1.0):
        path.write_bytes(sound[: int(len(sound) * share)])
        assert watch.names() == []
    (arrival,) = watch.step()
    assert arrival.transcript is not None and len(arrival.transcript.messages) == 1
    assert sorted(file.name for file in arrival.files) == ["tower.json", "tower.txt"]
    assert read_json(inbox / "tower.json")["messages"][0]["spoken"]
    assert watch.names() == []


def test_a_receiver_that_pauses_in_a_file_is_waited_for(recognizer, inbox, sound):
    watch, path = Watch(recognizer, inbox, settled=5.0), inbox / "hour.flac"
    path.write_bytes(sound[:9_000])
    assert watch.names() == watch.names() == []
    path.write_bytes(sound)
    assert [watch.names() for _ in range(4)] == [[], [], [], ["hour.flac"]]


def test_a_file_that_goes_on_after_all_is_transcribed_again(recognizer, inbox, sound):
    watch, path = Watch(recognizer, inbox), inbox / "hour.flac"
    path.write_bytes(sound)
    assert watch.names() + watch.names() == ["hour.flac"]
    path.write_bytes(sound + b"\0")
    assert watch.names() + watch.names() == ["hour.flac"]


def test_a_file_that_is_renamed_when_it_is_complete_is_not_seen_before(recognizer, inbox, sound):
    watch, unfinished = Watch(recognizer, inbox), inbox / "tower.flac.tmp"
    unfinished.write_bytes(sound)
    assert watch.names() + watch.names() == []
    unfinished.rename(inbox / "tower.flac")
    assert watch.names() + watch.names() == ["tower.flac"]


def test_a_broken_file_is_reported_once_and_the_watch_goes_on(recognizer, inbox, sound):
    watch = Watch(recognizer, inbox)
    (inbox / "a.flac").write_bytes(b"no sound at all")
    (inbox / "b.flac").write_bytes(sound)
    watch.step()
    broken, good = watch.step()
    assert broken.error is not None and broken.transcript is None and broken.files == ()
    assert good.error is None and good.transcript is not None
    assert watch.names() == []
    restarted = Watch(recognizer, inbox)
    assert restarted.names() + restarted.names() == []


def test_killed_half_way_it_begins_that_file_again_and_no_other(recognizer, inbox, sound):
    for name in ("a.flac", "b.flac"):
        (inbox / name).write_bytes(sound)
    (inbox / "b.txt").mkdir()  # so that its results cannot be written
    killed = Watch(recognizer, inbox)
    killed.step()
    going = killed.iter_step()
    assert next(going).path.name == "a.flac"
    with pytest.raises(OSError, match=r"b\.txt"):
        next(going)
    (inbox / "b.txt").rmdir()
    restarted = Watch(recognizer, inbox)
    assert restarted.names() + restarted.names() == ["b.flac"]


def test_a_file_that_goes_away_is_no_end(recognizer, inbox, sound):
    watch = Watch(recognizer, inbox)
    (inbox / "a.flac").write_bytes(sound)
    watch.step()
    (inbox / "a.flac").unlink()
    assert watch.names() == []
    shutil.rmtree(inbox)
    assert watch.names() == []
