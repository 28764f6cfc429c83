"""A tuned tiny Llama as GGUF: the same model when it is read back, refused where it is another one."""

import json

import pytest
from tests.language.tiny_chat import write_exportable_chat

from soridam.core.errors import ExportError, UsageError
from soridam.language.export import Parity, export_gguf, refuse_different
from soridam.language.recipe import train
from soridam.language.tuning.config import RecipeConfig


def finished_run(folder, family="llama", *, digits=True):
    base = write_exportable_chat(folder / "base", family, digits=digits)
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
    with pytest.raises(UsageError, match="splits by ByteLevel"):
        export_gguf(finished_run(tmp_path, digits=False), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no finished run"):
        export_gguf(tmp_path, tmp_path / "out")


@pytest.mark.parametrize("precision", ["float32", "float16", "int8"])
def test_a_run_is_written_as_gguf_with_its_card_and_says_what_it_said(tmp_path, precision):
    parity = export_gguf(finished_run(tmp_path), tmp_path / "out", precision=precision)
    assert parity.equal_tokens == parity.tokens > 0 or precision != "float32"
    assert parity.exported_perplexity == pytest.approx(parity.original_perplexity, rel=0.01)
    assert (tmp_path / "out/model.gguf").read_bytes().startswith(b"GGUF")
    assert "llama.cpp" in (tmp_path / "out/README.md").read_text()
