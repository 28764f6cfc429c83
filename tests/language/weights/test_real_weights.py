"""SmolLM2 as the package index carries it."""

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from soridam.language.weights import find_language_model

pytestmark = pytest.mark.weights


def test_the_model_of_the_catalog_loads_and_answers():
    folder = find_language_model("smollm2-135m")
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder).eval()
    question = [{"role": "user", "content": "What is the capital of France?"}]
    prompt = tokenizer.apply_chat_template(question, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    with torch.inference_mode():
        written = model.generate(**prompt, max_new_tokens=12, do_sample=False)
    assert "Paris" in tokenizer.decode(written[0, prompt["input_ids"].shape[1] :])
