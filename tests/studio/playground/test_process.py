"""One process answers several people at once, each with their own sliders."""

import threading

import psutil
import pytest
from tests.language.tiny_llama import write_tiny_llama

from soridam.core.errors import BusyError, MistakeError, UsageError
from soridam.language.generate import Sampling, answer_whole
from soridam.language.model import LanguageModel
from soridam.language.quick import quicken
from soridam.studio.playground import process as module
from soridam.studio.playground.process import LanguageProcess
from soridam.training.adjust import Adjustment

HELLO = [{"role": "user", "content": "hello"}]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return str(write_tiny_llama(tmp_path_factory.mktemp("models") / "tiny"))


@pytest.fixture(scope="module")
def language():
    opened = LanguageProcess()
    yield opened
    opened.close()


def question(model, *sliders, most_tokens=12, messages=HELLO):
    sampling = {"most_tokens": most_tokens, "temperature": 1.0, "seed": 3}
    return {"model": model, "messages": messages, "plain": False, "adjustments": sliders, "sampling": sampling}


def texts(events, rows):
    said = [""] * rows
    for event in events:
        if "row" in event:
            said[event["row"]] += event["text"]
    return said


def test_rows_are_answered_as_the_model_itself_answers_them(language, tiny):
    said = texts(language.ask("answer", question(tiny, {}, {"mlp": 1.8, "attn": 0.3})), 2)
    model = LanguageModel.load(tiny)
    quicken(model.network)
    sampling = Sampling(most_tokens=12, temperature=1.0, seed=3)
    assert said == answer_whole(model, model.encode("hello"), [Adjustment(), Adjustment(0.3, 1.8)], sampling)


def test_two_people_with_different_sliders_at_once_each_get_their_own_answer(language, tiny):
    sliders = [{"mlp": gain} for gain in (0.5, 1.0, 1.4, 1.8)]
    alone = [texts(language.ask("answer", question(tiny, each)), 1) for each in sliders]
    together = [None] * len(sliders)
    begin = threading.Barrier(len(sliders))

    def person(number):
        begin.wait()
        together[number] = texts(language.ask("answer", question(tiny, sliders[number])), 1)

    people = [threading.Thread(target=person, args=(number,)) for number in range(len(sliders))]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert together == alone
    assert len({each[0] for each in alone}) == len(sliders)


def test_an_answer_that_is_long_keeps_nobody_waiting(language, tiny):
    long = language.ask("answer", question(tiny, {}, most_tokens=50))
    next(long)
    assert len(list(language.ask("answer", question(tiny, {}, most_tokens=2)))) == 3  # the prompt's length, two tokens
    long.close()


def test_who_hangs_up_stops_the_answer_and_the_process_stays(language, tiny):
    events = language.ask("answer", question(tiny, {}, most_tokens=50))
    next(events)
    process = language._process
    events.close()
    assert language._waiting == {}
    assert texts(language.ask("answer", question(tiny, {})), 1) != [""]
    assert language._process is process


def test_an_error_keeps_its_class_and_the_next_question_is_answered(language, tiny):
    too_long = [{"role": "user", "content": "x" * 100}]
    with pytest.raises(UsageError, match="64"):
        list(language.ask("answer", question(tiny, {}, messages=too_long)))
    assert texts(language.ask("answer", question(tiny, {})), 1) != [""]


def test_a_model_says_what_its_sliders_touch(language, tiny):
    facts = language.ask_once("open", {"model": tiny})
    assert (facts["layers"], facts["all_tensors"], facts["norms"]) == (3, 30, 7)
    assert [site["sizes"] for site in facts["sites"]] == [[1024], [1536]] * 3


def test_what_happens_inside_is_told_for_each_row(language, tiny):
    asked = {**question(tiny, {}, {"attn": 0.5}), "position": 2}
    inner = language.ask_once("inner", asked)
    assert inner["position"] == 2 and len(inner["tokens"]) == 7
    assert inner["attention"][1][0] == pytest.approx(inner["attention"][0][0] / 2, rel=1e-3)
    assert [len(row["likeliest"]) for row in inner["expected"]] == [8, 8]


def test_too_many_at_once_are_refused(language, tiny, monkeypatch):
    monkeypatch.setattr(module, "MOST_QUESTIONS", 1)
    first = language.ask("answer", question(tiny, {}, most_tokens=50))
    next(first)
    with pytest.raises(BusyError):
        next(language.ask("answer", question(tiny, {})))
    first.close()


def test_a_killed_process_is_told_and_another_begins(tiny):
    language = LanguageProcess()
    events = language.ask("answer", question(tiny, {}, most_tokens=50))
    next(events)
    psutil.Process(language._process.pid).kill()
    with pytest.raises(MistakeError, match="ended"):
        list(events)
    assert texts(language.ask("answer", question(tiny, {})), 1) != [""]
    language.close()
    assert not language.is_running
