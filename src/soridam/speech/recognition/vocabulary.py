"""Whisper's tokens for the recognizer, without Transformers: prompts, text, and where words begin."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tokenizers import Tokenizer

from soridam.core.errors import UsageError, WeightsError
from soridam.speech.recognition.transcript import Task

MOST_CONTEXT = 223  # tokens of prompt and hotwords: half of the 448 positions, less the start
ENGLISH_END = 50256  # the English-only models lack one token of text, so that their end token has this id
BROKEN = "\ufffd"  # what a part of a UTF-8 sequence decodes to
# Written without spaces: every character group is a word of its own.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})


class Vocabulary:
    """The tokenizer.json of a model. English-only models have no language or task in their prompts."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self.end = self._id("<|endoftext|>")
        self.multilingual = self.end != ENGLISH_END

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises WeightsError if the folder has no tokenizer.json."""
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise WeightsError(
                "model.no-tokenizer",
                "{folder} has no tokenizer.json.",
                hint="Export or fetch the model again.",
                folder=folder,
            )
        return cls(Tokenizer.from_file(str(path)))

    def start_sequence(self, language: str, task: Task) -> list[int]:
        """Start, language and task. Raises UsageError for a language that this model does not know."""
        start = self._id("<|startoftranscript|>")
        if not self.multilingual:
            if language != "en" or task != "transcribe":
                raise UsageError(
                    "language.english-only",
                    "This model transcribes English only.",
                    hint="Use a multilingual model such as base.",
                )
            return [start]
        language_id = self._tokenizer.token_to_id(f"<|{language}|>")
        if language_id is None:
            raise UsageError(
                "language.unknown-to-model",
                "This model knows no language '{name}'.",
                hint="Use a code such as ko, en, ja, de. They are listed in docs/guide/languages.md",
                name=language,
            )
        return [start, language_id, self._id(f"<|{task}|>")]

    def prompt(self, language: str, task: Task = "transcribe", context: str = "") -> list[int]:
        """Return what the decoder is given before it writes; of a long context the last tokens count, as in Whisper."""
        before: list[int] = []
        if context.strip():
            before = [self._id("<|startofprev|>"), *self.encode(context)[-MOST_CONTEXT:]]
        return [
            *before,
            *self.start_sequence(language, task),
            self._id("<|notimestamps|>"),
        ]

    def _id(self, token: str) -> int:
        number: int | None = self._tokenizer.token_to_id(token)
        if number is None:
            raise WeightsError(
                "model.no-tokens",
                "The tokenizer has no {what}.",
                hint="Use the tokenizer.json of a Whisper model.",
                what=token,
            )
        return number

    def encode(self, text: str) -> list[int]:
        """Return tokens of a text that follows other text: with the space that Whisper writes before it."""
        ids: list[int] = self._tokenizer.encode(" " + text.strip(), add_special_tokens=False).ids
        return ids

    def decode(self, tokens: Sequence[int]) -> str:
        """Plain text, spaces kept; special tokens and timestamps are left out."""
        text: str = self._tokenizer.decode([token for token in tokens if token < self.end])
        return text

    def split_words(self, tokens: Sequence[int], language: str) -> list[tuple[str, int]]:
        """Return the words of a text and how many tokens each has. Punctuation stays with the word that it follows."""
        words: list[tuple[str, int]] = []
        for piece, count in self._whole_characters(tokens):
            if words and not self._begins_word(piece, language):
                text, before = words[-1]
                words[-1] = (text + piece, before + count)
            else:
                words.append((piece, count))
        return words

    def _whole_characters(self, tokens: Sequence[int]) -> list[tuple[str, int]]:
        """Return tokens joined until they hold whole characters: a Hangul syllable may take up to three."""
        pieces: list[tuple[str, int]] = []
        pending: list[int] = []
        for position, token in enumerate(tokens, start=1):
            pending.append(token)
            piece = self.decode(pending)
            if BROKEN not in piece or position == len(tokens):
                pieces.append((piece, len(pending)))
                pending = []
        return pieces

    @staticmethod
    def _begins_word(piece: str, language: str) -> bool:
        if piece.startswith(" "):
            return True
        return language in UNSPACED and any(character.isalnum() for character in piece)
