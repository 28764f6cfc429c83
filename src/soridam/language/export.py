"""Export of a tuned language model for other programs, compared with its original. Begin with `export_model`.

What was written is read again and asked the prompts that the run held out.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import indent
from typing import Any, Literal, Protocol

from soridam.core.errors import ExportError, UsageError
from soridam.core.files import write_json, write_text
from soridam.core.progress import show_progress
from soridam.core.weights.gguf_format import GGUF_FILE
from soridam.evaluation.exports import new_folder, refuse_existing
from soridam.language.data.encode import Encoded, Encoder
from soridam.language.evaluate import measure_losses
from soridam.language.forms.ctranslate2_folder import Converted, write_ctranslate2
from soridam.language.forms.gguf_file import Precision, read_back, write_gguf
from soridam.language.model import end_tokens, load_causal, load_tokenizer
from soridam.language.tuning.config import RecipeConfig
from soridam.language.tuning.objective import perplexity_of
from soridam.language.tuning.preflight import Chosen, choose_examples
from soridam.language.tuning.validation import generate_greedily, spread
from soridam.training.run_folder import CONFIG_FILE, MODEL, has_model

Form = Literal["gguf", "ctranslate2"]
PARITY_FILE = "parity.json"
PROMPTS, TOKENS = 8, 32  # that are compared
MOST_WORSE = 0.01  # share by which the perplexity of an export may grow
ASK_CTRANSLATE2 = """\
import ctranslate2, transformers
tokenizer = transformers.AutoTokenizer.from_pretrained("FOLDER")
generator = ctranslate2.Generator("FOLDER")
question = [{"role": "user", "content": "Who are you?"}]
template = {"tokenize": False, "add_generation_prompt": True}
text = tokenizer.apply_chat_template(question, **template) if tokenizer.chat_template else "Who are you?\\n"
answer = generator.generate_batch([tokenizer.tokenize(text)], include_prompt_in_result=False, max_length=100)
print(tokenizer.decode(answer[0].sequences_ids[0], skip_special_tokens=True))"""
USES: dict[Form, tuple[str, str]] = {  # the title of a card, and how the export is used
    "gguf": ("GGUF, the file of llama.cpp", f"    llama-cli -m {GGUF_FILE}"),
    "ctranslate2": (
        "a folder of CTranslate2",
        "    pip install ctranslate2 transformers\n\n" + indent(ASK_CTRANSLATE2, "    "),
    ),
}


class Asked(Protocol):
    """A model that is compared: the original, or an export."""

    def write_greedily(self, prompt: Sequence[int], ends: frozenset[int], *, most_tokens: int) -> list[int]:
        """Return the likeliest continuation, without the prompt and without an end token."""

    def loss_of(self, pieces: Sequence[Encoded]) -> tuple[float, int]:
        """Return the summed loss in nats of the learned tokens, and their number."""


@dataclass(frozen=True)
class Original:
    """A model of Transformers that is asked the questions of a comparison."""

    inner: Any

    def write_greedily(self, prompt: Sequence[int], ends: frozenset[int], *, most_tokens: int) -> list[int]:
        return generate_greedily(self.inner, ends, prompt, most_tokens=most_tokens)

    def loss_of(self, pieces: Sequence[Encoded]) -> tuple[float, int]:
        loss, tokens = measure_losses(self.inner, [(piece,) for piece in pieces]).sum(axis=0)
        return float(loss), int(tokens)


@dataclass(frozen=True, slots=True)
class Parity:
    """How an export compares with its original on held-out examples: greedy tokens, and perplexity."""

    precision: Precision
    prompts: int
    tokens: int
    equal_tokens: int
    original_perplexity: float
    exported_perplexity: float
    form: Form = "gguf"


def export_model(
    run: Path, out: Path, *, form: Form = "gguf", precision: Precision = "int8", corpus: Path | None = None
) -> Parity:
    """Write the model of a finished run to the new folder `out`, with a card and parity.json.

    `corpus` is where the run's corpus lies, if it was moved. In float32 every greedy token must be the original's; in
    float16 and int8 the share of equal tokens is written down, and perplexity may grow by 1 %. Raises ExportError
    otherwise, and UsageError for what is no run, or a model that has no such form.
    """
    refuse_existing(out)
    if not has_model(run):
        raise UsageError(
            "export.no-run",
            "{folder} is no finished run.",
            hint="Give the folder of a run that is completed.",
            folder=run,
        )
    inner, tokenizer = load_causal(run / MODEL), load_tokenizer(run / MODEL)
    encoder, held_out = _held_out(run, corpus, inner, tokenizer)
    write: Callable[..., Asked] = _write_gguf if form == "gguf" else _write_ctranslate2
    with new_folder(out) as folder:
        exported = write(run / MODEL, inner, tokenizer, folder, precision)
        parity = compare(Original(inner), exported, encoder, held_out, form, precision)
        refuse_different(parity)
        write_json(folder / PARITY_FILE, asdict(parity))
        write_text(folder / "README.md", _card(run, parity))
    return parity


def _write_gguf(source: Path, inner: Any, tokenizer: Any, folder: Path, precision: Precision) -> Asked:
    write_gguf(inner, tokenizer, folder / GGUF_FILE, precision)
    return Original(read_back(inner, folder / GGUF_FILE))


def _write_ctranslate2(source: Path, inner: Any, tokenizer: Any, folder: Path, precision: Precision) -> Asked:
    write_ctranslate2(source, tokenizer, folder, precision)
    return Converted(folder, tokenizer)


def _held_out(run: Path, corpus: Path | None, inner: Any, tokenizer: Any) -> tuple[Encoder, Chosen]:
    """Choose the validation examples of a run as the run chose them; `corpus` is where its corpus lies now."""
    moved = [f"data.corpus={json.dumps(str(corpus))}"] if corpus else []
    config = RecipeConfig.read(run / CONFIG_FILE, ["data.drop_bad=true", *moved])
    most = min(config.data.most_tokens, inner.config.max_position_embeddings)
    encoder = Encoder(tokenizer, end_tokens(inner, tokenizer), most, config.data.system)
    preferences = config.objective.kind == "preference"
    return encoder, choose_examples(config.data, encoder, preferences=preferences, seed=config.seed).validation


def compare(
    original: Asked, exported: Asked, encoder: Encoder, held_out: Chosen, form: Form, precision: Precision
) -> Parity:
    """Ask both the same prompts and measure both on the same text."""
    chosen = [held_out.examples[index] for index in spread(len(held_out.examples), PROMPTS)]
    prompts = [_prompt(encoder, example) for example in chosen]
    equal = total = 0
    with show_progress("Comparing with the original", len(prompts), "prompts") as progress:
        for prompt in prompts:
            first, second = (
                [*model.write_greedily(prompt, encoder.ends, most_tokens=TOKENS), -1] for model in (original, exported)
            )
            total += max(len(first), len(second))
            equal += sum(one == other for one, other in zip(first, second, strict=False))
            progress.advance()
    before, after = (
        perplexity_of(loss / tokens) for loss, tokens in (m.loss_of(held_out.flat) for m in (original, exported))
    )
    return Parity(precision, len(prompts), total, equal, before, after, form)


def _prompt(encoder: Encoder, example: Any) -> list[int]:
    if example.text:
        return list(encoder.tokenizer(example.text).input_ids)[:TOKENS]
    return encoder.prompt(encoder.with_system(example.turns)[:-1])


def refuse_different(parity: Parity) -> None:
    """Raise ExportError if the export differs from its original by more than its precision allows."""
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
    title, use = USES[parity.form]
    return f"""# {run.resolve().name}, as {title}

In {parity.precision}. Perplexity on the held-out examples of its run: {parity.exported_perplexity:.3f}, of the original
{parity.original_perplexity:.3f}. Of {parity.tokens} greedy tokens after {parity.prompts} prompts {parity.equal_tokens}
are the original's.

{use}
"""
