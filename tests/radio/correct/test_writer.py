import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from soridam.core.errors import DependencyError, UsageError
from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.writer import (
    ExportedWriter,
    ServerWriter,
    ask_writer,
    first_line,
    in_inst,
    prompt_of,
    propose_written,
)

HEARD = Evidence(("turn loft heading 100", "turn left heading 100"))


class Answering(BaseHTTPRequestHandler):
    """A chat server that answers with the last of the guesses, in quotation marks."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        guess = asked["messages"][-1]["content"].splitlines()[-1].partition(". ")[2]
        message = {"role": "assistant", "content": f'"{guess}"'}
        body = json.dumps({
            "id": "1", "object": "chat.completion", "created": 0, "model": asked["model"],
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        }).encode()  # fmt: skip
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answering) as found:
        Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def test_a_prompt_numbers_the_hypotheses_as_they_are_spoken():
    assert prompt_of(HEARD).splitlines()[1:] == [
        "1. turn loft heading one zero zero",
        "2. turn left heading one zero zero",
    ]
    assert in_inst("Which?") == "[INST] Which? [/INST]"


def test_what_a_model_says_around_its_answer_is_left_out():
    assert first_line('\n "turn left"\nI hope this helps.') == "turn left"
    assert first_line("\n") == ""


def test_a_server_of_the_chat_api_proposes_through_the_guard(server):
    writer = ServerWriter(f"http://127.0.0.1:{server.server_port}/v1", "any")
    single = Evidence(("climb now",))
    texts = ask_writer(writer, [single, HEARD])
    assert texts == ["climb now", "turn left heading one zero zero"]
    (proposal,) = propose_written(HEARD, texts[1])
    assert (proposal.words, proposal.proposer) == ("left", "language model")


def test_a_server_that_is_not_there_is_an_error_that_says_so():
    with pytest.raises(DependencyError, match="did not answer"):
        ServerWriter("http://127.0.0.1:9/v1", "any").write_all(["turn"])


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no exported language model"):
        ExportedWriter(tmp_path)
