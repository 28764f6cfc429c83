"""OpenAI's own client asks the studio's language models."""

import openai
import pytest
from tests.language.tiny_llama import store_tiny_llama
from tests.studio.serving import served

NAME = "smollm2-135m"
MESSAGES = [{"role": "system", "content": "be brief"}, {"role": "user", "content": "hello"}]
OPTIONS = {"max_tokens": 8, "seed": 3, "temperature": 1.0}


@pytest.fixture
def client(tmp_path, monkeypatch, app, parts):
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "home"))
    store_tiny_llama(NAME, positions=200)
    mina = parts.accounts.create("mina", "maker", "a long password")
    parts.adjustments.save(mina, "dreamy", NAME, {"mlp": 1.8, "attn": 0.3})
    token = parts.accounts.issue(mina, "token", 600, "language")
    with served(app) as address:
        yield openai.OpenAI(base_url=f"{address}/v1", api_key=token, max_retries=0)


def test_a_conversation_is_answered_with_its_usage(client):
    answer = client.chat.completions.create(model=NAME, messages=MESSAGES, **OPTIONS)
    assert answer.choices[0].message.role == "assistant" and answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage.completion_tokens == 8
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + 8


def test_a_stream_is_the_same_answer_in_pieces_with_usage_at_its_end(client):
    whole = client.chat.completions.create(model=NAME, messages=MESSAGES, **OPTIONS)
    pieces = list(
        client.chat.completions.create(
            model=NAME, messages=MESSAGES, stream=True, stream_options={"include_usage": True}, **OPTIONS
        )
    )
    said = "".join(piece.choices[0].delta.content for piece in pieces if piece.choices)
    assert said == whole.choices[0].message.content
    assert pieces[-1].usage == whole.usage
    assert pieces[-2].choices[0].finish_reason == "length"


def test_a_saved_adjustment_is_a_model_by_its_name(client):
    plain, dreamy = (
        client.chat.completions.create(model=name, messages=MESSAGES, **OPTIONS).choices[0].message.content
        for name in (NAME, "dreamy")
    )
    assert plain != dreamy
    assert {NAME, "dreamy", "whisper-1"} <= {each.id for each in client.models.list()}
    assert client.models.retrieve("dreamy").owned_by == "mina"


def test_an_answer_ends_before_a_stop_text(client):
    said = client.chat.completions.create(model=NAME, messages=MESSAGES, **OPTIONS).choices[0].message.content
    stopped = client.chat.completions.create(model=NAME, messages=MESSAGES, stop=[said[2:4]], **OPTIONS).choices[0]
    assert stopped.message.content == said[: said.index(said[2:4])] and stopped.finish_reason == "stop"


def test_probabilities_come_where_they_are_asked_for(client):
    chat = client.chat.completions.create(model=NAME, messages=MESSAGES, logprobs=True, top_logprobs=3, **OPTIONS)
    assert [len(token.top_logprobs) for token in chat.choices[0].logprobs.content] == [3] * 8
    plain = client.completions.create(model=NAME, prompt="hello", logprobs=2, **OPTIONS)
    assert len(plain.choices[0].logprobs.token_logprobs) == 8
    assert plain.choices[0].text and plain.usage.prompt_tokens == 5


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"model": "/etc/passwd"}, openai.NotFoundError),
        ({"messages": []}, openai.BadRequestError),
        ({"temperature": -1}, openai.BadRequestError),
        ({"messages": [{"role": "user", "content": "x" * 300}]}, openai.BadRequestError),
    ],
)
def test_what_cannot_be_answered_is_refused_as_their_clients_expect(client, changes, error):
    with pytest.raises(error):
        client.chat.completions.create(**{"model": NAME, "messages": MESSAGES, **OPTIONS, **changes})
