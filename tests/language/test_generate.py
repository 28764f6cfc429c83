import pytest
import torch
from tests.language.tiny_llama import write_tiny_llama

from soridam.core.errors import UsageError
from soridam.language.generate import Sampling, answer, answer_whole
from soridam.language.model import LanguageModel
from soridam.training.adjust import UNTOUCHED, Adjustment

DRAWN = Sampling(most_tokens=12, temperature=0.9, top_p=0.9, seed=3)
LOUD = Adjustment(attention=0.3, mlp=1.8)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return LanguageModel.load(str(write_tiny_llama(tmp_path_factory.mktemp("models") / "tiny")))


def test_the_likeliest_tokens_are_those_of_transformers_own_generate(model):
    prompt = model.encode("hello")
    written = model.network.generate(
        torch.tensor([prompt]), max_new_tokens=12, do_sample=False, return_dict_in_generate=False
    )[0, len(prompt) :]
    expected = model.tokenizer.decode(written, skip_special_tokens=True)
    assert answer_whole(model, prompt, [UNTOUCHED], Sampling(most_tokens=12)) == [expected]


def test_rows_of_one_batch_answer_as_each_does_alone(model):
    prompt = model.encode("hello")
    alone = [answer_whole(model, prompt, [each], DRAWN)[0] for each in (UNTOUCHED, LOUD)]
    assert answer_whole(model, prompt, [UNTOUCHED, LOUD], DRAWN) == alone
    assert alone[0] != alone[1]


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(model):
    prompt = model.encode("hello")
    first, again = (answer_whole(model, prompt, [UNTOUCHED], DRAWN) for _ in range(2))
    other = answer_whole(model, prompt, [UNTOUCHED], Sampling(12, 0.9, 0.9, seed=4))
    assert first == again != other


def test_two_answers_that_are_read_in_turns_do_not_mix(model):
    prompt = model.encode("hello")
    wanted = [answer_whole(model, prompt, [each], DRAWN)[0] for each in (UNTOUCHED, LOUD)]
    streams = [answer(model, prompt, [each], DRAWN) for each in (UNTOUCHED, LOUD)]
    texts = ["", ""]
    for pieces in zip(*streams, strict=False):
        for number, piece in enumerate(pieces):
            texts[number] += piece.text
    assert all(whole.startswith(text) and text for whole, text in zip(wanted, texts, strict=True))


def test_pieces_joined_are_the_answer_and_no_piece_is_half_a_character(model):
    pieces = list(answer(model, model.encode("hello"), [UNTOUCHED], Sampling(40, 2.0, 1.0, seed=1)))
    assert [bool(piece.end) for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert all("\N{REPLACEMENT CHARACTER}" not in piece.text or piece.text.strip() for piece in pieces)


def test_an_answer_ends_where_the_model_can_read_no_more(model):
    prompt = model.encode("x" * 50, plain=True)
    pieces = list(answer(model, prompt, [UNTOUCHED], Sampling(1000, 1.0, 1.0, seed=1)))
    assert 0 < len(pieces) <= 14 and pieces[-1].end == "length"


@pytest.mark.parametrize(("prompt", "words"), [("", "no prompt"), ("  \n", "no prompt"), ("x" * 64, "64 tokens")])
def test_a_prompt_that_cannot_be_answered_is_refused(model, prompt, words):
    with pytest.raises(UsageError, match=words):
        model.encode(prompt, plain=True)


@pytest.mark.parametrize("values", [{"most_tokens": 0}, {"temperature": -1}, {"top_p": 0}, {"top_p": 1.1}])
def test_sampling_values_out_of_range_are_refused(values):
    with pytest.raises(UsageError, match="at least one token"):
        Sampling(**values)


def test_a_model_without_a_template_goes_on_with_the_prompt(tmp_path):
    plain = LanguageModel.load(str(write_tiny_llama(tmp_path / "plain", chat=False)))
    assert not plain.is_chat
    assert plain.encode("hello") == plain.tokenizer("hello").input_ids


def test_an_answer_ends_before_a_stop_text_of_which_no_letter_is_given_out(model):
    prompt = model.encode("hello")
    (whole,) = answer_whole(model, prompt, [UNTOUCHED], DRAWN)
    stop = whole[3:6]
    assert stop not in whole[:5]
    stopped = Sampling(most_tokens=12, temperature=0.9, top_p=0.9, seed=3, stops=(stop, "never there"))
    pieces = list(answer(model, prompt, [UNTOUCHED], stopped))
    assert "".join(piece.text for piece in pieces) == whole[:3]
    assert pieces[-1].end == "stop"


def test_an_end_that_only_looked_like_a_stop_text_is_given_out_after_all(model):
    prompt = model.encode("hello")
    (whole,) = answer_whole(model, prompt, [UNTOUCHED], DRAWN)
    nearly = Sampling(most_tokens=12, temperature=0.9, top_p=0.9, seed=3, stops=(whole[-2:] + "never there",))
    assert answer_whole(model, prompt, [UNTOUCHED], nearly) == [whole]


def test_tokens_come_with_their_probabilities_where_they_are_asked_for(model):
    pieces = list(answer(model, model.encode("hello"), [UNTOUCHED], Sampling(most_tokens=3, likeliest=4)))
    for piece in pieces:
        values = [value for _, value in piece.choice.likeliest]
        assert len(values) == 4 and values == sorted(values, reverse=True)
        assert piece.choice.logarithm == values[0] < 0  # the likeliest is chosen


def test_a_conversation_is_read_in_the_models_template(model):
    messages = [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "yes"},
        {"role": "user", "content": "so"},
    ]
    assert model.tokenizer.decode(model.encode_messages(messages)) == "<user>hi<user>yes<user>so<answer>"
    assert model.encode_messages(messages[:1]) == model.encode("hi")
