from pathlib import Path

import psutil
import pytest

from soridam.core.errors import AudioError, from_report
from soridam.studio.resident import ModelCache, Resident

ROOT = Path(__file__).parents[2]


@pytest.fixture
def resident(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    opened = Resident("tests.studio.echo_child", timeout=10)
    yield opened
    opened.close()


def test_questions_are_answered_by_one_process_that_stays(resident):
    first = resident.ask({"do": "hear"}, b"abc")
    assert first["heard"] == 3
    assert resident.ask({"do": "hear"}, b"")["process"] == first["process"]


def test_a_refusal_is_an_answer(resident):
    error = from_report(AudioError, resident.ask({"do": "refuse"}, b"x")["error"])
    assert (error.message, error.hint) == ("No sound.", "Speak up.")


def test_one_that_died_is_replaced_at_the_next_question(resident):
    assert resident.ask({"do": "die"}, b"x") is None
    assert resident.ask({"do": "hear"}, b"x")["heard"] == 1


def test_one_that_does_not_answer_in_time_is_ended(resident, monkeypatch):
    process = resident.ask({"do": "hear"}, b"")["process"]
    monkeypatch.setattr(resident, "_timeout", 0.2)
    assert resident.ask({"do": "sleep"}, b"") is None
    assert not psutil.pid_exists(process)


def test_one_that_is_not_asked_gives_its_memory_back(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    resident = Resident("tests.studio.echo_child", idle=0.1)
    process = psutil.Process(resident.ask({"do": "hear"}, b"")["process"])
    process.wait(timeout=10)
    assert not process.is_running()


def test_one_that_hears_nothing_any_more_gives_no_answer(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    resident = Resident("tests.studio.deaf_child", timeout=10)
    assert None in [resident.ask({}, b"") for _ in range(2)]
    resident.close()


def test_a_cache_loads_a_model_once_and_lets_the_one_go_that_was_not_used_longest():
    loaded = []
    models = ModelCache(lambda name: loaded.append(name) or name.upper(), most=2)
    assert [models.find(name) for name in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert loaded == ["a", "b", "c", "b"]
