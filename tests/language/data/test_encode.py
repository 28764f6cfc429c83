import pytest
from tests.language.tiny_chat import write_tiny_chat
from transformers import AutoTokenizer

from soridam.language.data.encode import Encoder
from soridam.language.data.example import Example, Place, Turn

HERE = Place("a.jsonl", 1)
TWO = (Turn("user", "a?"), Turn("assistant", "b b"), Turn("user", "c?"), Turn("assistant", "d"))
SMOL = (
    "{% for m in messages %}{{ '<user>' + m['role'] + '\n' + m['content'] + '<end>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<user>assistant\n' }}{% endif %}"
)
LLAMA_2 = (
    "{% for m in messages %}{% if m['role'] == 'user' %}{{ '[INST] ' + m['content'] + ' [/INST]' }}"
    "{% else %}{{ ' ' + m['content'] + ' <end>' }}{% endif %}{% endfor %}"
)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    return AutoTokenizer.from_pretrained(write_tiny_chat(tmp_path_factory.mktemp("tiny")))


def learned_text(tokenizer, example, template="", **values):
    if template:
        tokenizer.chat_template = template
    encoder = Encoder(tokenizer, frozenset([0]), **{"most_tokens": 200, **values})
    found = encoder.encode(0, example)
    return [tokenizer.decode([t for t, on in zip(p.tokens, p.learned, strict=True) if on]) for p in found]


def test_of_a_conversation_the_answers_and_their_ends_are_learned(tokenizer):
    assert learned_text(tokenizer, Example(HERE, TWO)) == ["b b<end>d<end>"]


@pytest.mark.parametrize("template", [SMOL, LLAMA_2], ids=["chatml", "llama-2"])
def test_an_answer_has_exactly_one_end_token_in_other_templates_too(template, tmp_path):
    own = AutoTokenizer.from_pretrained(write_tiny_chat(tmp_path))
    text = learned_text(own, Example(HERE, TWO), template)[0]
    assert text.count("<end>") == 2
    assert text.replace(" ", "") == "bb<end>d<end>"


def test_a_template_without_end_tokens_still_ends_the_last_answer(tmp_path):
    own = AutoTokenizer.from_pretrained(write_tiny_chat(tmp_path))
    plain = "{% for m in messages %}{{ m['content'] + '\n' }}{% endfor %}"
    assert learned_text(own, Example(HERE, TWO[:2]), plain) == ["b b<end>"]


def test_a_model_without_a_template_learns_the_answer_on_the_next_line(tmp_path):
    own = AutoTokenizer.from_pretrained(write_tiny_chat(tmp_path, chat=False))
    encoder = Encoder(own, frozenset([0]), 200)
    (found,) = encoder.encode(0, Example(HERE, TWO[:2]))
    assert own.decode(found.tokens) == "a?\nb b<end>"
    assert learned_text(own, Example(HERE, TWO[:2]))[0].lstrip("\n") == "b b<end>"


def test_the_tokens_before_an_answer_are_those_of_its_prompt(tokenizer):
    encoder = Encoder(tokenizer, frozenset([0]), 200)
    (found,) = encoder.encode(0, Example(HERE, TWO[:2]))
    prompt = encoder.prompt(TWO[:1])
    assert list(found.tokens[: len(prompt)]) == prompt
    assert found.learned[: len(prompt) + 1] == (False,) * len(prompt) + (True,)


def test_an_answer_that_repeats_its_question_is_found_in_its_own_place(tokenizer):
    turns = (Turn("user", "ab"), Turn("assistant", "ab"))
    (found,) = Encoder(tokenizer, frozenset([0]), 200).encode(0, Example(HERE, turns))
    assert found.learned == (False, False, False, False, True, True, True)


def test_a_preference_gives_both_answers_and_only_the_last_is_counted(tokenizer):
    found = learned_text(tokenizer, Example(HERE, TWO, rejected="e"))
    assert found == ["d<end>", "e<end>"]


def test_a_system_prompt_of_the_config_stands_before_conversations_without_one(tokenizer):
    encoder = Encoder(tokenizer, frozenset([0]), 200, system="kind")
    assert encoder.render(Example(HERE, TWO[:2])) == "<user>kind<user>a?<answer>b b<end>"


def test_plain_text_is_cut_into_pieces_that_teach_every_token_once(tokenizer):
    text = "abcdefghij"
    found = Encoder(tokenizer, frozenset([0]), 4).encode(0, Example(HERE, text=text))
    assert [piece.length for piece in found] == [4, 4, 2]
    assert sum(piece.labels for piece in found) == len(text)


@pytest.mark.parametrize(
    ("template", "most", "reason"),
    [
        ("", 5, "too-long"),
        ("{{ raise_exception('roles must alternate') }}", 99, "template"),
        ("{{ messages[0]['content'] }}", 99, "template"),
    ],
)
def test_what_the_template_or_the_limit_makes_nothing_of_is_rejected(template, most, reason, tmp_path):
    own = AutoTokenizer.from_pretrained(write_tiny_chat(tmp_path))
    own.chat_template = template or own.chat_template
    assert Encoder(own, frozenset([0]), most).encode(0, Example(HERE, TWO)).reason == reason
