import itertools

import pytest
import torch
from tests.language.tiny_llama import write_tiny_llama

from soridam.language.health import TEXTS
from soridam.language.model import LanguageModel
from soridam.language.quick import FEW, quicken


def logits(model, tokens):
    with torch.inference_mode():
        return model.network(torch.tensor([tokens])).logits[0]


@pytest.mark.parametrize("in_bf16", [False, True])
def test_few_rows_are_nearly_as_exact_and_so_are_many_where_bf16_pays(in_bf16, tmp_path, monkeypatch):
    monkeypatch.setattr("soridam.language.quick.computes_in_bf16", lambda: in_bf16)
    exact = LanguageModel.load(str(write_tiny_llama(tmp_path / "tiny")))
    few, many = exact.encode("hi", plain=True), exact.encode("x" * (FEW + 1), plain=True)
    before = [logits(exact, tokens) for tokens in (few, many)]
    quicken(exact.network)
    after = [logits(exact, tokens) for tokens in (few, many)]
    assert not torch.equal(after[0], before[0])
    for one, other in zip(after, before, strict=True):
        torch.testing.assert_close(one, other, atol=0.05 * float(other.abs().max()), rtol=0)
    assert torch.equal(after[1], before[1]) != in_bf16


@pytest.mark.weights
def test_a_real_model_loses_nothing_that_perplexity_shows():
    model = LanguageModel.load("smollm2-135m")
    before = perplexity(model)
    quicken(model.network)
    assert perplexity(model) == pytest.approx(before, rel=0.03)
    assert perplexity_at_once(model) == pytest.approx(before, rel=0.03)


def perplexity_at_once(model):
    """Of the whole text in one pass, as prompts are read."""
    tokens = torch.tensor([model.tokenizer(TEXTS["en"]).input_ids])
    with torch.inference_mode():
        return float(model.network(tokens, labels=tokens).loss.exp())


def perplexity(model):
    """Token by token, as answers are written."""
    tokens = model.tokenizer(TEXTS["en"]).input_ids
    surprise, cache = 0.0, None
    with torch.inference_mode():
        for token, following in itertools.pairwise(tokens):
            found = model.network(torch.tensor([[token]]), past_key_values=cache, use_cache=True)
            cache = found.past_key_values
            surprise -= float(torch.log_softmax(found.logits[0, -1].float(), dim=-1)[following])
    return float(torch.tensor(surprise / (len(tokens) - 1)).exp())
