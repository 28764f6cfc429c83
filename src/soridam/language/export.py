"""Export of a tuned Llama to GGUF, the file of llama.cpp, compared with its original. Begin with `export_gguf`.

The written file is read back into Transformers and asked the prompts that the run held out. Tokenizers other than
SmolLM2's are refused: llama.cpp knows them by name, and a wrong name splits text otherwise without a word.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Kind

from soridam.core.errors import ExportError, UsageError
from soridam.core.files import write_json, write_text
from soridam.core.progress import show_progress
from soridam.core.weights.gguf_format import GGUF_FILE
from soridam.evaluation.exports import new_folder, refuse_existing
from soridam.language.data.encode import Encoder
from soridam.language.evaluate import measure_losses
from soridam.language.model import end_tokens, load_causal, load_tokenizer
from soridam.language.tuning.config import RecipeConfig
from soridam.language.tuning.objective import perplexity_of
from soridam.language.tuning.preflight import Chosen, choose_examples
from soridam.language.tuning.validation import generate_greedily, spread
from soridam.language.weights.convert import OF_A_LAYER, SPECIAL, WHOLE, convert_llama
from soridam.training.run_folder import CONFIG_FILE, MODEL, RUN_FILE

Precision = Literal["float32", "float16", "int8"]
KINDS: dict[Precision, Kind] = {"float32": Kind.F32, "float16": Kind.F16, "int8": Kind.Q8_0}
PRE_TOKENIZERS = {"Digits, ByteLevel": "smollm"}  # how llama.cpp calls what a tokenizer does before it merges
PARITY_FILE = "parity.json"
PROMPTS, TOKENS = 8, 32  # that are compared
MOST_WORSE = 0.01  # share by which the perplexity of an export may grow


@dataclass(frozen=True, slots=True)
class Parity:
    """How a GGUF compares with its original on held-out examples: greedy tokens, and perplexity."""

    precision: Precision
    prompts: int
    tokens: int
    equal_tokens: int
    original_perplexity: float
    exported_perplexity: float


def export_gguf(run: Path, out: Path, *, precision: Precision = "int8") -> Parity:
    """Write the model of a finished run to the new folder `out`, as model.gguf with a card and parity.json.

    In float32 every greedy token must be the original's; in float16 and int8 (Q8_0) the share of equal tokens is
    written down, and perplexity may grow by 1 %. Raises ExportError otherwise, and UsageError for what is no run of a
    Llama with SmolLM2's tokenizer.
    """
    refuse_existing(out)
    if not (run / RUN_FILE).is_file() or not (run / MODEL).is_dir():
        raise UsageError(
            "export.no-run",
            "{folder} is no finished run.",
            hint="Give the folder of a run that is completed.",
            folder=run,
        )
    inner, tokenizer = load_causal(run / MODEL), load_tokenizer(run / MODEL)
    encoder, held_out = _held_out(run, inner, tokenizer)
    with new_folder(out) as folder:
        write_gguf(inner, tokenizer, folder / GGUF_FILE, precision)
        with TemporaryDirectory() as place:
            convert_llama(folder, Path(place))
            parity = compare(inner, load_causal(Path(place)), encoder, held_out, precision)
        refuse_different(parity)
        write_json(folder / PARITY_FILE, asdict(parity))
        write_text(folder / "README.md", _card(run, parity))
    return parity


def _held_out(run: Path, inner: Any, tokenizer: Any) -> tuple[Encoder, Chosen]:
    """The validation examples of a run, as it chose them."""
    config = RecipeConfig.read(run / CONFIG_FILE, ["data.drop_bad=true"])
    most = min(config.data.most_tokens, inner.config.max_position_embeddings)
    encoder = Encoder(tokenizer, end_tokens(inner, tokenizer), most, config.data.system)
    preferences = config.objective.kind == "preference"
    return encoder, choose_examples(config.data, encoder, preferences=preferences, seed=config.seed).validation


def write_gguf(inner: Any, tokenizer: Any, path: Path, precision: Precision) -> None:
    """Write weights, config and tokenizer. Format: ggml/docs/gguf.md; names as llama.cpp's converter has them."""
    pre = _pre_tokenizer(inner, tokenizer)
    writer = gguf.GGUFWriter(path, "llama")
    _add_config(writer, inner.config)
    _add_tokenizer(writer, inner.config, tokenizer, pre)
    for name, array in _tensors(inner):
        kind = _kind(array, precision)
        writer.add_tensor(name, gguf.quants.quantize(array, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _kind(array: np.ndarray, precision: Precision) -> Kind:
    """Norms stay in float32, and in float16 what does not divide into the blocks of Q8_0: llama.cpp does the same."""
    if array.ndim == 1:
        return Kind.F32
    uneven = precision == "int8" and array.shape[-1] % gguf.GGML_QUANT_SIZES[Kind.Q8_0][0]
    return Kind.F16 if uneven else KINDS[precision]


def _pre_tokenizer(inner: Any, tokenizer: Any) -> str:
    kind = inner.config.model_type
    steps = _state(tokenizer)["pre_tokenizer"] or {}
    found = ", ".join(step["type"] for step in steps.get("pretokenizers", [steps] if steps else []))
    if kind != "llama" or found not in PRE_TOKENIZERS:
        raise UsageError(
            "export.other-kind",
            "A {kind} whose tokenizer splits by {found} cannot be written as GGUF here.",
            hint="Convert the folder 'model' of the run with llama.cpp's own convert_hf_to_gguf.py.",
            kind=kind,
            found=found,
        )
    return PRE_TOKENIZERS[found]


def _state(tokenizer: Any) -> dict[str, Any]:
    """The content of tokenizer.json."""
    state: dict[str, Any] = json.loads(tokenizer.backend_tokenizer.to_str())
    return state


def _add_config(writer: gguf.GGUFWriter, config: Any) -> None:
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_vocab_size(config.vocab_size)


def _add_tokenizer(writer: gguf.GGUFWriter, config: Any, tokenizer: Any, pre: str) -> None:
    state = _state(tokenizer)
    special = {token["id"] for token in state["added_tokens"]}
    ordered = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list([token for token, _ in ordered])
    writer.add_token_types([SPECIAL if number in special else 1 for _, number in ordered])
    writer.add_token_merges([" ".join(pair) for pair in state["model"]["merges"]])
    end = tokenizer.eos_token_id
    writer.add_bos_token_id(tokenizer.bos_token_id if tokenizer.bos_token_id is not None else end)
    writer.add_eos_token_id(end)
    writer.add_add_bos_token(False)
    if tokenizer.chat_template:
        writer.add_chat_template(tokenizer.chat_template)


def _tensors(inner: Any) -> Iterator[tuple[str, np.ndarray]]:
    """Names and arrays as llama.cpp has them; the two of a rotation lie beside each other in its queries and keys."""
    names = {whole: short for short, whole in (*WHOLE.items(), *OF_A_LAYER.items())}
    heads = {"attn_q": inner.config.num_attention_heads, "attn_k": inner.config.num_key_value_heads}
    for name, tensor in inner.state_dict().items():
        if name == "lm_head.weight" and inner.config.tie_word_embeddings:
            continue
        array = tensor.float().numpy()
        whole, _, kind = name.rpartition(".")
        layer = whole.removeprefix("model.layers.").partition(".") if whole.startswith("model.layers.") else None
        short = names[layer[2] if layer else whole]
        if short in heads:
            halves = array.reshape(heads[short], 2, len(array) // heads[short] // 2, array.shape[1])
            array = np.ascontiguousarray(halves.swapaxes(1, 2)).reshape(array.shape)
        yield (f"blk.{layer[0]}.{short}.{kind}" if layer else f"{short}.{kind}"), array


def compare(original: Any, exported: Any, encoder: Encoder, held_out: Chosen, precision: Precision) -> Parity:
    """Ask both the same prompts and measure both on the same text."""
    chosen = [held_out.examples[index] for index in spread(len(held_out.examples), PROMPTS)]
    prompts = [_prompt(encoder, example) for example in chosen]
    equal = total = 0
    with show_progress("Comparing with the original", len(prompts), "prompts") as progress:
        for prompt in prompts:
            first, second = (
                [*generate_greedily(model, encoder, prompt, most_tokens=TOKENS), -1] for model in (original, exported)
            )
            total += max(len(first), len(second))
            equal += sum(one == other for one, other in zip(first, second, strict=False))
            progress.advance()
    before, after = (_perplexity(model, held_out) for model in (original, exported))
    return Parity(precision, len(prompts), total, equal, before, after)


def _perplexity(inner: Any, held_out: Chosen) -> float:
    loss, tokens = measure_losses(inner, held_out.pieces).sum(axis=0)
    return perplexity_of(float(loss / tokens))


def _prompt(encoder: Encoder, example: Any) -> list[int]:
    if example.text:
        return list(encoder.tokenizer(example.text).input_ids)[:TOKENS]
    return encoder.prompt(encoder.with_system(example.turns)[:-1])


def refuse_different(parity: Parity) -> None:
    """Raises ExportError for an export that says something else than its original, by the rule of its precision."""
    grown = parity.exported_perplexity / parity.original_perplexity - 1
    differs = parity.precision == "float32" and parity.equal_tokens < parity.tokens
    if differs or grown > MOST_WORSE:
        raise ExportError(
            "export.text-differs",
            "In {precision} {equal} of {tokens} tokens are the original's, and perplexity is {after} instead of "
            "{before}.",
            hint="Export with --quantization float16 or float32.",
            precision=parity.precision,
            equal=parity.equal_tokens,
            tokens=parity.tokens,
            after=f"{parity.exported_perplexity:.3f}",
            before=f"{parity.original_perplexity:.3f}",
        )


def _card(run: Path, parity: Parity) -> str:
    return f"""# {run.resolve().name}, as GGUF

`{GGUF_FILE}` in {KINDS[parity.precision].name} for llama.cpp. Perplexity on the held-out examples of its run:
{parity.exported_perplexity:.3f}, of the original {parity.original_perplexity:.3f}. Of {parity.tokens} greedy tokens
after {parity.prompts} prompts {parity.equal_tokens} are the original's.

    llama-cli -m {GGUF_FILE}
"""
