"""A tuned tiny model as GGUF and as CTranslate2: what it was when it is read again, refused where it is another one."""

import json

import ctranslate2
import pytest
from tests.language.forms.llama_cpp import ask
from tests.language.forms.tiny_tokenizers import TEXTS
from tests.language.tiny_chat import FAMILIES, write_exportable_chat
from transformers import AutoModelForCausalLM, AutoTokenizer

from soridam.core.errors import ExportError, UsageError
from soridam.language.export import ASK_CTRANSLATE2, Parity, export_model, refuse_different
from soridam.language.forms.gguf_file import write_gguf
from soridam.language.model import LanguageModel
from soridam.language.recipe import train
from soridam.language.tuning.config import RecipeConfig
from soridam.language.tuning.validation import generate_greedily


def finished_run(folder, family="llama", *, cut="digits"):
    base = write_exportable_chat(folder / "base", family, cut=cut)
    corpus = folder / "pairs.jsonl"
    corpus.write_text("".join(json.dumps({"prompt": f"Say {n}", "completion": "ahoy!"}) + "\n" for n in range(20)))
    values = [f"model.name={base}", f"data.corpus={corpus}", "model.precision=float32", "optimizer.steps=2"]
    train(RecipeConfig.from_values({"family": "language"}, values), folder / "run")
    return folder / "run"


@pytest.mark.parametrize(
    ("precision", "equal", "perplexity"), [("float32", 9, 5.0), ("int8", 10, 5.1), ("float16", 10, 6.0)]
)
def test_an_export_that_says_something_else_is_refused(precision, equal, perplexity):
    with pytest.raises(ExportError, match="of 10 tokens"):
        refuse_different(Parity(precision, 1, 10, equal, 5.0, perplexity))


def test_few_other_tokens_of_a_quantized_export_are_no_reason():
    refuse_different(Parity("int8", 1, 10, 7, 5.0, 5.01))


def test_a_tokenizer_that_llama_cpp_would_take_for_another_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(UsageError, match="cuts by Whitespace, ByteLevel"):
        export_model(finished_run(tmp_path, cut="words"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no finished run"):
        export_model(tmp_path, tmp_path / "out")


@pytest.mark.parametrize("precision", ["float32", "float16", "int8"])
@pytest.mark.parametrize("form", ["gguf", "ctranslate2"])
def test_a_run_is_written_with_its_card_and_says_what_it_said(tmp_path, form, precision):
    parity = export_model(finished_run(tmp_path), tmp_path / "out", form=form, precision=precision)
    assert parity.equal_tokens == parity.tokens > 0 or precision != "float32"
    assert parity.exported_perplexity == pytest.approx(parity.original_perplexity, rel=0.01)
    card = (tmp_path / "out/README.md").read_text()
    assert f"{parity.exported_perplexity:.3f}" in card
    assert {"gguf": "llama-cli", "ctranslate2": "ctranslate2.Generator"}[form] in card


def test_a_folder_of_ctranslate2_is_all_that_an_answer_needs(tmp_path):
    run = finished_run(tmp_path)
    export_model(run, tmp_path / "out", form="ctranslate2", precision="float32")
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "out")
    prompt = tokenizer.apply_chat_template([{"role": "user", "content": "Say 3"}], add_generation_prompt=True)
    tokens = tokenizer.convert_ids_to_tokens(prompt["input_ids"])
    found = ctranslate2.Generator(str(tmp_path / "out")).generate_batch(
        [tokens], max_length=12, sampling_topk=1, include_prompt_in_result=False
    )
    own = AutoModelForCausalLM.from_pretrained(run / "model")
    written = generate_greedily(own, frozenset([0]), prompt["input_ids"], most_tokens=12)
    assert [token for token in found[0].sequences_ids[0] if token] == written


def test_the_lines_on_the_card_of_ctranslate2_answer(tmp_path, capsys):
    export_model(finished_run(tmp_path), tmp_path / "out", form="ctranslate2", precision="float32")
    exec(ASK_CTRANSLATE2.replace("FOLDER", str(tmp_path / "out")), {})  # what people copy from it
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_converted_to_ctranslate2_or_refused(family, tmp_path):
    """Families that CTranslate2 computes otherwise are caught by the comparison."""
    run = finished_run(tmp_path, family)
    try:
        parity = export_model(run, tmp_path / "out", form="ctranslate2", precision="float32")
    except (ExportError, UsageError) as error:
        assert family not in ("llama", "gpt2", "mistral", "qwen2", "qwen3"), error
        assert not (tmp_path / "out").exists()
    else:
        assert parity.equal_tokens == parity.tokens > 0


@pytest.mark.weights
@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_a_real_model_writes_in_llama_cpp_what_it_writes_here(precision, tmp_path):
    model = LanguageModel.load("smollm2-135m")
    write_gguf(model.network, model.tokenizer, tmp_path / "model.gguf", precision)
    prompts = [model.encode(text) for text in ("Why is the sky blue?", "Name three fish.", "바다는 왜 파란가요?")]
    texts = [*TEXTS, *(model.tokenizer.decode(prompt) for prompt in prompts)]
    found = ask(tmp_path / "model.gguf", texts=texts, prompts=prompts, most_tokens=24)
    assert found["tokens"] == [model.tokenizer(text).input_ids for text in texts]
    written = [generate_greedily(model.network, model.ends, prompt, most_tokens=24) for prompt in prompts]
    answers = [[token for token in tokens if token not in model.ends] for tokens in found["answers"]]
    if precision == "float32":
        assert answers == written
    else:  # a quantized model may choose another word at a close call
        assert sum(one[:4] == other[:4] for one, other in zip(answers, written, strict=True)) >= 2
