import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.language.data.example import Example, Place, Rejection, Turn
from soridam.language.data.records import read_record

HERE = Place("pairs.jsonl", 3)
ASKED = (Turn("user", "Who are you?"), Turn("assistant", "Dudu."))
GOLDEN = {
    "openai": {"messages": [{"role": "user", "content": "Who are you?"}, {"role": "assistant", "content": "Dudu."}]},
    "parts": {
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Who are you?"}]},
            {"role": "assistant", "content": "Dudu."},
        ]
    },
    "sharegpt": {"conversations": [{"from": "human", "value": "Who are you?"}, {"from": "gpt", "value": "Dudu."}]},
    "alpaca": {"instruction": "Who are you?", "input": "", "output": "Dudu."},
    "prompt": {"prompt": "Who are you?", "completion": "Dudu."},
    "capitals": {"Question": "Who are you?", "Answer": "Dudu."},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "messages",
                    "role",
                    "content",
                    "from",
                    "value",
                    "instruction",
                    "output",
                    "prompt",
                    "chosen",
                    "rejected",
                    "text",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("name", GOLDEN)
def test_every_form_gives_the_same_conversation(name):
    assert read_record(GOLDEN[name], HERE) == Example(HERE, ASKED)


def test_the_input_of_alpaca_follows_its_instruction():
    found = read_record({"instruction": "Translate.", "input": "Gull", "output": "갈매기"}, HERE)
    assert found.turns[0].content == "Translate.\n\nGull"


def test_a_system_prompt_stands_first_whichever_key_it_has():
    found = read_record({"system": "Be kind.", **GOLDEN["sharegpt"]}, HERE)
    assert found.turns[0] == Turn("system", "Be kind.")


def test_a_preference_keeps_both_answers():
    found = read_record({"prompt": "Hi", "chosen": "Ahoy!", "rejected": "Hello."}, HERE)
    assert (found.turns[-1].content, found.rejected) == ("Ahoy!", "Hello.")


def test_a_preference_of_two_conversations_has_one_prompt():
    first, second = ([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": text}] for text in "ab")
    found = read_record({"chosen": first, "rejected": second}, HERE)
    assert (len(found.turns), found.rejected) == (2, "b")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"messages": [{"role": "user", "content": "Hi"}]}, "empty"),
        ({"messages": [{"role": "assistant", "content": "Hi"}]}, "roles"),
        ({"messages": [{"role": "king", "content": "Hi"}]}, "roles"),
        ({"messages": [*GOLDEN["openai"]["messages"], {"role": "user", "content": "And?"}]}, "roles"),
        ({"prompt": "Hi", "completion": "  "}, "empty"),
        ({"prompt": "Hi", "completion": 3}, "unreadable"),
        ({"prompt": "Hi", "chosen": "a", "rejected": "a"}, "equal-answers"),
        ({"text": ""}, "empty"),
        ({"title": "Hi"}, "unknown-form"),
        (["Hi"], "unreadable"),
    ],
)
def test_a_record_without_an_example_says_where_and_why(record, reason):
    found = read_record(record, HERE)
    assert (found.place, found.reason) == (HERE, reason)


@given(JSON)
def test_any_json_gives_an_example_or_a_rejection(value):
    assert isinstance(read_record(value, HERE), Example | Rejection)
