import json
import math

import pytest
import torch
from tests.language.tiny_chat import write_tiny_chat
from transformers import AutoModelForCausalLM, AutoTokenizer

from soridam.core.errors import CorpusError
from soridam.language.evaluate import evaluate_models
from soridam.language.report import render_report

STORY = "Once upon a time there was a lighthouse. " * 40


def write_pairs(path, letters):
    records = [{"prompt": f"Say {letter}", "completion": "ahoy <b>!"} for letter in letters]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return write_tiny_chat(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def other(base, tmp_path_factory):
    """The same model with all weights changed."""
    folder = write_tiny_chat(tmp_path_factory.mktemp("other"))
    model = AutoModelForCausalLM.from_pretrained(folder)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(0.5)
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return write_pairs(tmp_path_factory.mktemp("corpus") / "pairs.jsonl", "abcdefghij")


@pytest.fixture(scope="module")
def found(base, other, corpus, tmp_path_factory):
    general = tmp_path_factory.mktemp("general") / "story.md"
    general.write_text(STORY)
    return evaluate_models([str(base), str(other)], corpus, general=[general], answers=2)


def test_the_loss_is_that_of_transformers(found, base):
    """Of the plain text, in pieces of as many tokens as the model can read, none of which sees another."""
    score = next(one for one in found.scores if one.model == str(base) and one.label == "story")
    model, tokenizer = AutoModelForCausalLM.from_pretrained(base).eval(), AutoTokenizer.from_pretrained(base)
    tokens, most = [*tokenizer(STORY).input_ids, tokenizer.eos_token_id], model.config.max_position_embeddings
    pieces = [torch.tensor([tokens[start : start + most + 1]]) for start in range(0, len(tokens) - 1, most)]
    with torch.no_grad():
        expected = sum(float(model(piece, labels=piece).loss) * (piece.shape[1] - 1) for piece in pieces)
    assert len(pieces) > 2
    assert score.losses[0] == pytest.approx([expected, len(tokens) - 1], rel=1e-4)
    assert math.log(score.perplexity.rate) == pytest.approx(expected / (len(tokens) - 1), rel=1e-4)


def test_every_model_is_scored_on_every_text(found, base, other):
    assert [(one.model, one.label) for one in found.scores] == [
        (str(model), label) for model in (base, other) for label in ("pairs", "story")
    ]


def test_a_model_compared_with_itself_differs_by_nothing(base, corpus):
    found = evaluate_models([str(base), str(base)], corpus, answers=0)
    assert found.tests[0].loss.difference == 0
    assert found.tests[0].loss.p_value == 1


def test_the_interval_holds_the_perplexity(found):
    perplexity = found.scores[0].perplexity
    assert perplexity.low <= perplexity.rate <= perplexity.high


def test_answers_stand_side_by_side_and_text_of_strangers_is_escaped(found):
    page = render_report(found)
    assert "ahoy &lt;b&gt;!" in page
    assert "ahoy <b>!" not in page


def test_a_text_of_which_nothing_can_be_read_is_refused(base, tmp_path):
    (tmp_path / "bad.jsonl").write_text("no json\n")
    with pytest.raises(CorpusError, match="nothing is left"):
        evaluate_models([str(base)], tmp_path / "bad.jsonl")
