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


def test_few_rows_are_nearly_as_exact_and_many_are_as_they_were(tmp_path):
    exact = LanguageModel.load(str(write_tiny_llama(tmp_path / "tiny")))
    few, many = exact.encode("hi", plain=True), exact.encode("x" * (FEW + 1), plain=True)
    before = [logits(exact, tokens) for tokens in (few, many)]
    quicken(exact.network)
    after = [logits(exact, tokens) for tokens in (few, many)]
    assert not torch.equal(after[0], before[0])
    torch.testing.assert_close(after[0], before[0], atol=0.05 * float(before[0].abs().max()), rtol=0)
    assert torch.equal(after[1], before[1])


@pytest.mark.weights
def test_a_real_model_loses_nothing_that_perplexity_shows():
    model = LanguageModel.load("smollm2-135m")
    before = perplexity(model)
    quicken(model.network)
    assert perplexity(model) == pytest.approx(before, rel=0.03)


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
