"""Every error that a person can meet on the page has a code, and is told in both languages; so is what a job does."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import soridam
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.store import JobOrder
from soridam.studio.wording import PLACE, read_catalog, tell

SOURCE = Path(soridam.__file__).parent
# What only somebody at a terminal can meet.
TERMINAL = (
    "cli/*",
    "studio/backup*",
    "studio/retention*",
    "studio/build.py",
    "studio/database.py",
    "studio/jobs/hints.py",
    "studio/server.py",
    "studio/worker.py",
    "speech/corpus/push.py",
    "speech/recognition/microphone.py",
    "training/grid.py",
    "training/processes.py",
)
TITLED = {"show_progress": 0, "show": 0, "describe": 0, "progress": 2}  # what shows progress, and where its title is
KOREAN = re.compile("[가-힣]")
CATALOG = read_catalog()


def written(node: ast.expr | None, constants: dict[str, ast.expr]) -> list[str]:
    """The texts that an expression may be, with {} for values; none where that is not to be seen."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(part.value if isinstance(part, ast.Constant) else "{}" for part in parts)]
        case ast.IfExp():
            return written(node.body, constants) + written(node.orelse, constants)
        case ast.BinOp(op=ast.Add()):
            return [a + b for a in written(node.left, constants) for b in written(node.right, constants) or ["{}"]]
        case ast.Name(id=name) if name in constants:
            return written(constants[name], {})
    return []


def texts_of_errors(tree: ast.Module) -> Iterator[str]:
    """Messages and hints: of every call that is given a hint."""
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    constants = {node.targets[0].id: node.value for node in assigned if isinstance(node.targets[0], ast.Name)}
    for node in ast.walk(tree):
        hint = next((one.value for one in getattr(node, "keywords", []) if one.arg == "hint"), None)
        if isinstance(node, ast.Call) and hint is not None:
            yield from written(node.args[0] if node.args else None, constants)
            yield from written(hint, constants)


def titles(tree: ast.Module) -> Iterator[str]:
    """Of progress. Whoever opens one names its title there, where it is seen: "?" for one who does not.

    A function `show` hands on what it is given.
    """
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name != "show"]
    for call in (node for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        title = call.args[TITLED[name] :][:1] if name in TITLED else []
        seen = [text for one in title for text in written(one, {})]
        yield from seen or ["?" for _ in title if name.startswith("show")]


def all_texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            yield from written(node, {})


def modules() -> dict[Path, ast.Module]:
    paths = [path for path in SOURCE.rglob("*.py") if not any(path.match(str(SOURCE / one)) for one in TERMINAL)]
    return {path.relative_to(SOURCE): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def without_names(english: str) -> str:
    return PLACE.sub("{}", english)


def test_every_error_has_words_in_korean():
    known = {without_names(text.english) for text in CATALOG.texts}
    missing = [
        f"{path}: {text}"
        for path, tree in modules().items()
        for text in texts_of_errors(tree)
        if any(letter.isalpha() for letter in text) and text not in known
    ]
    assert missing == []


def test_every_title_of_progress_has_words_in_korean():
    said = [(path, title) for path, tree in modules().items() for title in titles(tree)]
    assert [f"{path}: {title}" for path, title in said if CATALOG.find(title) is None] == []
    assert len(said) > 15  # they were found


def test_what_the_catalog_says_is_still_said():
    said = {text for tree in modules().values() for text in all_texts(tree)}
    theirs = ("value.", "run.bad-rows", "run.nothing-left")  # a validator's own words
    stale = [
        text.english
        for text in CATALOG.texts
        if without_names(text.english) not in said and not text.code.startswith(theirs)
    ]
    assert stale == ["Mend them, or leave them out with data.drop_bad{more}."]  # made of the one with --drop-bad


def test_every_text_of_the_catalog_is_korean_and_names_only_values_that_there_are():
    for text in CATALOG.texts:
        assert KOREAN.search(text.korean), text.english
        assert set(PLACE.findall(text.korean)) <= set(PLACE.findall(text.english)), text.english


def test_every_text_is_found_as_itself_and_by_no_other():
    for text in CATALOG.texts:
        found = CATALOG.find(PLACE.sub("x", text.english))
        assert found is not None
        assert found[0].english == text.english


def test_values_stand_where_the_language_has_them_and_texts_among_them_are_translated():
    told = tell("A job that is done cannot be resumed.", "Look at the list of jobs.", "ko")
    assert told.code == "job.wrong-state"
    assert told.error == "'끝남' 상태의 작업에는 '이어 하기'을(를) 할 수 없어요."
    assert told.hint == "작업 목록을 보아 주세요."


def test_what_nobody_has_translated_is_told_as_it_is():
    told = tell("Zonk!", "Bang!", "ko")
    assert (told.code, told.error, told.hint) == ("other", "Zonk!", "Bang!")


@pytest.mark.parametrize(
    ("asked", "korean"),
    [
        ({"accept-language": "ko-KR,ko;q=0.9,en;q=0.8"}, True),
        ({"accept-language": "fr,en;q=0.5,ko;q=0.7"}, True),
        ({"accept-language": "en-US,ko;q=0.3"}, False),
        ({"accept-language": "fr"}, False),
        ({"accept-language": "ko;q=x, ;;, en"}, False),
        ({}, False),
        ({"accept-language": "ko", "cookie": "soridam_language=en"}, False),
        ({"accept-language": "en", "cookie": "soridam_language=ko"}, True),
    ],
)
def test_an_error_is_told_in_the_language_of_the_page_or_of_the_browser(stranger, asked, korean):
    told = stranger.get("/api/me", headers=asked).json()
    assert told["code"] == "access.not-in"
    assert bool(KOREAN.search(told["error"])) == korean
    assert bool(KOREAN.search(told["hint"])) == korean


def test_all_that_refuses_speaks_korean(parts, mina, people):
    korean = {"accept-language": "ko"}
    corpus = mina.post("/api/corpora", json={"name": "말", "language": "ko"}).json()["id"]
    assert mina.put(f"/api/corpora/{corpus}/files?name=x.wav&total=9", content=b"x").status_code == 200
    refused = [
        mina.get("/api/corpora/none", headers=korean),
        mina.post(f"/api/corpora/{corpus}/split", json={}, headers=korean),
        mina.post("/api/corpora", json={"name": ""}, headers=korean),
        mina.put(f"/api/corpora/{corpus}/files?name=x.wav&total=9&offset=5", content=b"x", headers=korean),
        mina.put(f"/api/corpora/{corpus}/files?name=x.wav&total=9", content=b"x" * 100_001, headers=korean),
        mina.get("/api/me", headers={**korean, "origin": "https://elsewhere.example"}),
        mina.post("/api/login", json={"name": "mina", "password": "wrong"}, headers=korean),
        mina.get("/api/nothing/there", headers=korean),
    ]
    assert [answer.status_code for answer in refused] == [404, 400, 422, 409, 413, 403, 401, 404]
    for answer in refused:
        told = answer.json()
        assert KOREAN.search(told["error"]), told
        assert KOREAN.search(told["hint"]), told
        assert told["code"] != "other"
    openai = mina.get("/v1/models/none", headers=korean).json()["error"]
    assert KOREAN.search(openai["message"])


def test_what_went_wrong_in_a_job_is_told_in_the_language_of_who_looks(parts, mina):
    me = mina.get("/api/me").json()["id"]
    job = parts.jobs.submit(JobOrder("book", me, {"book": "x", "wish": {"topic": "A kite"}}))
    Attempt(parts.jobs, parts.jobs.claim("test", ["cpu"], 60)).fail("No words were heard.", "Say it again, or type it.")
    english, korean = (mina.get(f"/api/jobs/{job}", headers={"accept-language": name}).json() for name in ("en", "ko"))
    assert english["code"] == korean["code"] == "wish.no-words"
    assert english["error"] == "No words were heard."
    assert (korean["error"], korean["hint"]) == ("들린 말이 없어요.", "다시 말하거나 써 주세요.")


def test_what_a_job_does_is_told_in_the_language_of_who_looks(parts, mina):
    me = mina.get("/api/me").json()["id"]
    job = parts.jobs.submit(JobOrder("train", me, {"name": "말", "run": "x"}))
    attempt = Attempt(parts.jobs, parts.jobs.claim("farm:7", ["gpu"], 60))
    attempt.progress(3, 9, "Training")
    for language, message in (("ko", "학습하는 중"), ("en", "Training")):
        asked = {"accept-language": language}
        assert mina.get(f"/api/jobs/{job}", headers=asked).json()["message"] == message
        assert [one["message"] for one in mina.get("/api/jobs", headers=asked).json()] == [message]
    assert parts.jobs.read(job)["message"] == "Training"  # kept in English


def test_what_has_happened_in_a_job_is_told_in_the_language_of_who_looks(parts, mina):
    me = mina.get("/api/me").json()["id"]
    job = parts.jobs.submit(JobOrder("train", me, {"name": "말", "run": "x"}))
    attempt = Attempt(parts.jobs, parts.jobs.claim("farm:7", ["gpu"], 60))
    attempt.progress(3, 9, "Training")
    attempt.save_checkpoint("checkpoint-3")
    attempt.sample({"name": "1.wav", "error": "No words were heard."})
    attempt.crashed("Its process ended with signal Killed.")
    parts.jobs.cancel(job)

    def told(language: str) -> list[str]:
        stream = mina.get(f"/api/jobs/{job}/events", headers={"accept-language": language}).text
        bodies = [json.loads(line.removeprefix("data: ")) for line in stream.splitlines() if line.startswith("data: ")]
        return [body[name] for body in bodies for name in ("line", "message", "error") if name in body]

    english = ["running · farm:7", "Training", "checkpoint-3", "No words were heard.", "waiting", "cancelled"]
    korean = ["진행 중 · farm:7", "학습하는 중", "3스텝까지 저장했어요", "들린 말이 없어요.", "대기 중", "취소"]
    assert (told("en"), told("ko")) == (english, korean)
    ended = mina.get(f"/api/jobs/{job}", headers={"accept-language": "ko"}).json()
    assert ended["error"] == "작업 프로세스가 끝나 버렸어요 (신호 Killed)."
