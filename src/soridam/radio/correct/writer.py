"""Language models that are asked which hypothesis was said. Begin with `ask_writer`.

What a writer answers is a proposal, never a transcript: the guard takes from it what another hypothesis holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from soridam.core.errors import DependencyError, UsageError
from soridam.radio.correct.guard import Evidence, Proposal, propose_text
from soridam.radio.phraseology.speech import speak

if TYPE_CHECKING:
    from openai import OpenAI

PROPOSER = "language model"
MOST_TOKENS = 96  # of an answer: a transmission of 28 s has fewer
BATCH = 16  # prompts that are answered at once
INSTRUCTION = "These are guesses of one radio transmission, the likeliest first. Write what was said."


class Writer(Protocol):
    """Whatever answers prompts."""

    def write_all(self, prompts: Sequence[str]) -> list[str]:
        """Answer each prompt alone. Raises DependencyError if it cannot."""


def prompt_of(evidence: Evidence) -> str:
    """Return what a writer is asked about a transmission."""
    guesses = (f"{number}. {speak(text)}" for number, text in enumerate(evidence.hypotheses, 1))
    return "\n".join((INSTRUCTION, *guesses))


def in_inst(prompt: str) -> str:
    """Return a prompt in the form of Llama 2 and Mistral, for models that have no chat template of their own."""
    return f"[INST] {prompt} [/INST]"


def ask_writer(writer: Writer, heard: Sequence[Evidence]) -> list[str]:
    """Return the writer's text of each transmission; of one with a single hypothesis that, without asking."""
    asked = [number for number, evidence in enumerate(heard) if len(evidence.hypotheses) > 1]
    answers = iter(writer.write_all([prompt_of(heard[number]) for number in asked]))
    texts = [evidence.hypotheses[0] for evidence in heard]
    for number in asked:
        texts[number] = first_line(next(answers)) or texts[number]
    return texts


def propose_written(evidence: Evidence, written: str) -> list[Proposal]:
    """Propose where the writer's text differs from what was heard."""
    return propose_text(evidence, written, proposer=PROPOSER)


def first_line(answer: str) -> str:
    """Return the first line of an answer that says anything, without quotation marks."""
    lines = (line.strip().strip("\"'").strip() for line in answer.splitlines())
    return next((line for line in lines if line), "")


class ExportedWriter:
    """A language model as `soridam export --format ctranslate2` writes it."""

    def __init__(self, folder: Path) -> None:
        import ctranslate2

        from soridam.language.data.encode import Encoder
        from soridam.language.model import load_tokenizer, read_end_tokens

        if not (folder / "model.bin").is_file():
            raise UsageError(
                "radio.no-writer",
                "{folder} holds no exported language model.",
                hint="Export one with: soridam export RUN --format ctranslate2 --out FOLDER",
                folder=folder,
            )
        self._tokenizer: Any = load_tokenizer(folder)
        self._ends = read_end_tokens(folder, self._tokenizer)
        self._encoder = Encoder(self._tokenizer, self._ends, MOST_TOKENS)
        self._generator = ctranslate2.Generator(str(folder), device="cpu")

    def write_all(self, prompts: Sequence[str]) -> list[str]:
        from soridam.language.data.example import Turn

        is_chat = bool(self._tokenizer.chat_template)
        tokens = [
            self._tokenizer.convert_ids_to_tokens(
                self._encoder.prompt((Turn("user", prompt if is_chat else in_inst(prompt)),))
            )
            for prompt in prompts
        ]
        found = self._generator.generate_batch(
            tokens,
            max_batch_size=BATCH,
            max_length=MOST_TOKENS,
            sampling_topk=1,
            include_prompt_in_result=False,
            end_token=sorted(self._ends),
        )
        return [self._tokenizer.decode(one.sequences_ids[0], skip_special_tokens=True) for one in found]


@dataclass(frozen=True)
class ServerWriter:
    """Any server that speaks OpenAI's chat API. `timeout` is in seconds, for each answer."""

    url: str
    model: str
    key: str | None = None
    timeout: float = 30.0

    def write_all(self, prompts: Sequence[str]) -> list[str]:
        import openai

        client = self._client()
        try:
            return [self._write(client, prompt) for prompt in prompts]
        except openai.OpenAIError as error:
            raise DependencyError(
                "radio.writer",
                "The language model at {url} did not answer: {reason}.",
                hint="Start it, or check the address, the model's name, and the key in SORIDAM_API_KEY.",
                url=self.url,
                reason=type(error).__name__,
            ) from None

    def _client(self) -> "OpenAI":
        from openai import OpenAI

        return OpenAI(base_url=self.url, api_key=self.key or "none", timeout=self.timeout, max_retries=1)

    def _write(self, client: "OpenAI", prompt: str) -> str:
        answer = client.chat.completions.create(
            model=self.model,
            messages=[{"role": "user", "content": prompt}],
            temperature=0.0,
            max_tokens=MOST_TOKENS,
        )
        return (answer.choices[0].message.content or "") if answer.choices else ""
