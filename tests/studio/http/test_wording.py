"""Every error that a person can meet on the page has a code, and is told in both languages; so is what a job does."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

import soridam
from soridam.core import errors
from soridam.core.errors import AudioError, JobError, as_report
from soridam.core.messages import Message
from soridam.studio.http.wording import CATALOG as FILE
from soridam.studio.http.wording import read_catalog, say, tell, tell_stored
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.store import JobOrder

SOURCE = Path(soridam.__file__).parent
# What only somebody at a terminal can meet.
TERMINAL = (
    "cli/*",
    "studio/backups/*",
    "studio/retention*",
    "studio/http/build.py",
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
PLACE = re.compile(r"\{\w+\}")
CATALOG = read_catalog()
CONTENT = tomllib.loads(FILE.read_text(encoding="utf-8"))
# Errors whose texts are made elsewhere: of a writer, of a row, of another error.
ON_PURPOSE = ("core/errors.py", "core/messages.py", "core/config.py", "speech/corpus/rows.py")


@dataclass(frozen=True)
class Saying:
    """An error or a message as the source writes it: where, its templates, and the values that it is given."""

    where: str
    code: str | None
    what: tuple[str, ...]
    hint: tuple[str, ...]
    values: frozenset[str]

    @property
    def templates(self) -> tuple[str, ...]:
        return self.what + self.hint


def written(node: ast.expr | None, constants: Mapping[str, ast.expr]) -> tuple[str, ...]:
    """The templates that an expression may be; none where it is a message made elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            return (text,)
        case ast.IfExp():
            return written(node.body, constants) + written(node.orelse, constants)
        case ast.Name(id=name) if name in constants:
            return written(constants[name], {})
    return ()


def is_error(call: ast.Call) -> bool:
    """Errors are all that is given a hint and has the name of one, or is one to be."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name in ERRORS and any(keyword.arg == "hint" for keyword in call.keywords)


def sayings(path: Path, tree: ast.Module) -> Iterator[Saying]:
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign) and node.value]
    constants = {
        target.id: node.value
        for node in assigned
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        where, given = f"{path}:{call.lineno}", {one.arg: one.value for one in call.keywords}
        if is_error(call):
            has_code = len(call.args) == 2 and isinstance(call.args[0], ast.Constant)
            code = call.args[0].value if has_code else None
            what, hint = written(call.args[-1], constants), written(given.pop("hint"), constants)
            yield Saying(where, code, what, hint, frozenset(filter(None, given)))
        elif getattr(call.func, "id", "") == "Message" and None not in given:
            yield Saying(where, None, written(call.args[0], constants), (), frozenset(given))


def titles(tree: ast.Module) -> Iterator[str]:
    """Of progress. Whoever opens one names its title there, where it is seen: "?" for one who does not.

    A function `show` hands on what it is given; a `Message` is a saying of its own.
    """
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name != "show"]
    for call in (node for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        title = call.args[TITLED[name] :][:1] if name in TITLED else []
        seen = [text for one in title for text in written(one, {})]
        is_message = any(isinstance(one, ast.Call | ast.Name) for one in title)
        yield from seen or ["?" for _ in title if name.startswith("show") and not is_message]


def strings(tree: ast.Module) -> Iterator[str]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def is_for_terminals(path: Path) -> bool:
    return any(path.match(one) for one in TERMINAL)


TREES = {path.relative_to(SOURCE): ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
SAYINGS = [saying for path, tree in TREES.items() for saying in sayings(path, tree)]


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_error_has_a_code_and_the_values_that_its_texts_name():
    assert len([saying for saying in SAYINGS if saying.code]) > 300
    wrong = [
        saying
        for saying in SAYINGS
        if saying.values != {name for template in saying.templates for name in places(template)}
        or (saying.code is None and saying.hint)
    ]
    assert [saying for saying in wrong if not saying.where.startswith(ON_PURPOSE)] == []


def test_an_error_that_says_something_else_has_another_code():
    said: dict[str, set[tuple[str, ...]]] = {}
    for saying in SAYINGS:
        if saying.code:
            said.setdefault(saying.code, set()).add(saying.what)
    assert {code: whats for code, whats in said.items() if len(whats) > 1} == {}


def test_every_error_has_words_in_korean():
    missing = [
        f"{saying.where}: {template}"
        for saying in SAYINGS
        for template in saying.templates
        if not is_for_terminals(Path(saying.where.partition(":")[0]))
        and any(letter.isalpha() for letter in PLACE.sub("", template))
        and template not in CATALOG.templates
    ]
    assert missing == []


def test_a_code_is_that_of_one_text():
    english = {code: said[0] for code, said in CONTENT["messages"].items()}
    differing = [
        f"{saying.where}: {saying.code}"
        for saying in SAYINGS
        for template in saying.what
        if not saying.where.startswith(ON_PURPOSE) and english.get(saying.code or "", template) != template
    ]
    assert differing == []
    assert len(set(english.values())) == len(english)


def test_every_title_of_progress_has_words_in_korean():
    said = [(path, title) for path, tree in TREES.items() for title in titles(tree) if not is_for_terminals(path)]
    assert [f"{path}: {title}" for path, title in said if title not in CATALOG.templates] == []
    assert len(said) > 12  # they were found


def test_what_the_catalog_says_is_still_said():
    said = {text for tree in TREES.values() for text in strings(tree)}
    by_validators = {said[0] for code, said in CONTENT["messages"].items() if code.startswith("value.")}
    assert [text for text in CATALOG.templates if text not in said | by_validators] == []


def test_every_text_of_the_catalog_is_korean_and_names_only_values_that_there_are():
    for english, korean in CATALOG.templates.items():
        assert KOREAN.search(korean), english
        assert places(korean) <= places(english), english
    for english, on_page in CATALOG.on_pages.items():
        assert places(on_page) <= places(english), english


def test_values_stand_where_the_language_has_them_and_words_among_them_are_translated():
    values = {"state": "done", "action": "resumed"}
    error = JobError(
        "job.wrong-state", "A job that is {state} cannot be {action}.", hint="See the list of jobs.", **values
    )
    told = tell(error, "ko")
    assert told.code == "job.wrong-state"
    assert told.error == "'끝남' 상태의 작업에는 '이어 하기'를 할 수 없어요."
    assert told.hint == "작업 목록을 보아 주세요."


@pytest.mark.parametrize(
    ("template", "value", "told"),
    [
        ("{path} does not exist.", "바다.zip", "바다.zip이 없어요."),
        ("{path} does not exist.", "나무", "나무가 없어요."),
        ("{name} is at most {most}.", "steps", "steps는 3까지예요."),
        ("{name} is at most {most}.", "스텝", "스텝은 3까지예요."),
    ],
)
def test_korean_particles_fit_the_values(template, value, told):
    assert say(Message(template, path=value, name=value, most=3), "ko") == told


def test_no_korean_sentence_is_told_with_two_forms_of_a_particle():
    for english, korean in CATALOG.templates.items():
        told = say(Message(english, **dict.fromkeys(places(korean) | places(english), "책")), "ko")
        assert not re.search(r"[은이을와]\([는가를과]\)|\([이으]\)", told), told


def test_a_text_among_values_is_translated_with_its_own_values():
    reason = Message("Input should be greater than or equal to {ge}", ge=1)
    said = Message("The value {place} does not fit: {reason}.", place="limit", reason=reason)
    assert say(said, "ko") == "limit 값이 맞지 않아요: 1 이상이어야 해요."


def test_what_nobody_has_translated_is_told_as_it_is():
    told = tell(JobError("job.zonk", "Zonk {x}!", hint="Bang!", x="{y}"), "ko")
    assert (told.code, told.error, told.hint) == ("job.zonk", "Zonk {y}!", "Bang!")


def test_what_rows_kept_before_errors_had_codes_is_still_told():
    told = tell_stored("No words were heard.", "Say it again, or type it.", "ko")
    assert (told.code, told.error, told.hint) == ("other", "들린 말이 없어요.", "다시 말하거나 써 주세요.")


def test_a_hint_for_a_terminal_has_other_words_on_a_page():
    hint = Message("Fix them, or leave them out with --drop-bad{more}.", more="")
    assert "--" not in say(hint, "en") + say(hint, "ko")


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
    error = AudioError("wish.no-words", "No words were heard.", hint="Say it again, or type it.")
    Attempt(parts.jobs, parts.jobs.claim("test", ["cpu"], 60)).fail(error)
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
    error = AudioError("wish.no-words", "No words were heard.", hint="Say it again, or type it.")
    attempt.sample({"name": "1.wav", "error": as_report(error)})
    how = Message("signal {name}", name="Killed")
    ended = JobError("job.process-ended", "Its process ended with {how}.", hint="See its log.", how=how)
    attempt.crashed(ended)
    parts.jobs.cancel(job)

    def told(language: str) -> list[str]:
        stream = mina.get(f"/api/jobs/{job}/events", headers={"accept-language": language}).text
        bodies = [json.loads(line.removeprefix("data: ")) for line in stream.splitlines() if line.startswith("data: ")]
        return [body[name] for body in bodies for name in ("line", "message", "error") if name in body]

    english = ["running · farm:7", "Training", "checkpoint-3", "No words were heard.", "waiting · crash", "cancelled"]
    korean = [
        "진행 중 · farm:7",
        "학습하는 중",
        "3스텝 체크포인트를 저장했어요",
        "들린 말이 없어요.",
        "대기 중 · 작업 프로세스가 비정상 종료됨",
        "취소",
    ]
    assert (told("en"), told("ko")) == (english, korean)
    ended = mina.get(f"/api/jobs/{job}", headers={"accept-language": "ko"}).json()
    assert ended["error"] == "작업 프로세스가 비정상 종료되었어요 (신호 Killed)."
