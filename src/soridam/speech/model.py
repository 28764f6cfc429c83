"""Whisper in Transformers, at an utterance's own length. Begin with `load_whisper`, then `Whisper.transcribe`.

The modules and weights are those of Transformers; only the encoder's fixed 30 s window and the greedy decoding
around it are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import (
    BitsAndBytesConfig,
    DynamicCache,
    EncoderDecoderCache,
    GenerationConfig,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTokenizerFast,
)
from transformers.utils import logging

from soridam.core.errors import UsageError, WeightsError
from soridam.core.files import write_json
from soridam.core.weights.save import raising_system_errors
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.features import log_mel
from soridam.speech.tuned import Tuned
from soridam.speech.window import FULL_WINDOW, ShortContext, is_doubted, is_runaway, token_limit

ENGLISH_ONLY_VOCABULARY = 51_864


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded text of one utterance. `log_probability` is the mean over its tokens."""

    tokens: tuple[int, ...]  # without prompt and end token
    text: str  # "" also where OpenAI's rule hears nobody, whatever the tokens
    ended: bool  # it wrote the end token before the limit
    log_probability: float
    window: float  # seconds that were encoded


class ShortContextWhisper(nn.Module):
    """Whisper whose encoder takes any even number of frames up to 3,000."""

    def __init__(self, inner: WhisperForConditionalGeneration) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, features: Tensor, decoder_input: Tensor, wanted: Tensor | None = None) -> Tensor:
        """Logits for every decoder position, or only for the wanted ones: with a large vocabulary they are heavy.

        features: (batch, mels, frames); decoder_input: (batch, tokens); wanted: (batch, tokens), true or false.
        Returns (batch, tokens, vocabulary), or (positions, vocabulary) for the wanted ones.
        """
        hidden = self._decode(self.encode(features), decoder_input, None)
        return self.inner.proj_out(hidden if wanted is None else hidden[wanted])

    def encode(self, features: Tensor) -> Tensor:
        """(batch, mels, frames) → (batch, frames / 2, width)."""
        encoder = self.inner.model.encoder
        hidden = F.gelu(encoder.conv1(features))
        hidden = F.gelu(encoder.conv2(hidden)).mT
        hidden = hidden + encoder.embed_positions.weight[: hidden.shape[1]]
        hidden = F.dropout(hidden, encoder.dropout, self.training)
        for layer in encoder.layers:
            hidden = layer(hidden, None)
        return encoder.layer_norm(hidden)

    def decode(self, encoded: Tensor, decoder_input: Tensor, cache: EncoderDecoderCache | None = None) -> Tensor:
        """Return logits for every decoder position; `cache` holds what was decoded before and takes up this."""
        return self.inner.proj_out(self._decode(encoded, decoder_input, cache))

    def _decode(self, encoded: Tensor, decoder_input: Tensor, cache: EncoderDecoderCache | None) -> Tensor:
        decoder = self.inner.model.decoder
        embedding = decoder.embed_tokens
        # Dense, the gradient of the few tokens that occur would be a second copy of the largest matrix. It is added
        # to that of `proj_out`, which shares the weights, so that the optimizer meets a dense one all the same.
        embedded = F.embedding(decoder_input, embedding.weight, embedding.padding_idx, sparse=True)
        hidden: Tensor = decoder(
            inputs_embeds=embedded,
            encoder_hidden_states=encoded,
            past_key_values=cache,
            use_cache=cache is not None,
        ).last_hidden_state
        return hidden


class Tokens:
    """The tokenizer with Whisper's special tokens by name."""

    def __init__(self, tokenizer: WhisperTokenizerFast) -> None:
        self.tokenizer = tokenizer
        self._special = dict(tokenizer.get_added_vocab())
        self.start = self.id_of("<|startoftranscript|>")
        self.end = self.id_of("<|endoftext|>")
        self.previous = self.id_of("<|startofprev|>")
        self.no_timestamps = self.id_of("<|notimestamps|>")
        self.no_speech = self.find("<|nospeech|>") or self.find("<|nocaptions|>")
        self.first_timestamp = self.no_timestamps + 1
        # English-only models know the language tokens, but were trained without them in their prompts.
        self.multilingual = len(tokenizer) != ENGLISH_ONLY_VOCABULARY

    def find(self, token: str) -> int | None:
        """Return the number of a special token, or None if this tokenizer has it not."""
        return self._special.get(token)

    def id_of(self, token: str) -> int:
        """Return the number of a special token. Raises WeightsError if this is no Whisper's tokenizer."""
        if (number := self.find(token)) is None:
            raise WeightsError(
                "model.no-tokens",
                "The tokenizer has no {what}.",
                hint="Use the tokenizer of a Whisper model.",
                what=token,
            )
        return number

    def prompt(self, language: str, *, task: str = "transcribe", timestamps: bool = False) -> list[int]:
        """Return the decoder's prompt. Raises UsageError for a language Whisper does not know."""
        ids = [self.start]
        if self.multilingual:
            if (language_id := self.find(f"<|{language}|>")) is None:
                raise UsageError(
                    "language.unknown",
                    "Whisper knows no language '{name}'.",
                    hint="Use a code such as ko, en, ja, de. They are listed in docs/guide/languages.md",
                    name=language,
                )
            ids += [language_id, self.id_of(f"<|{task}|>")]
        return ids if timestamps else [*ids, self.no_timestamps]

    def timestamp(self, seconds: float) -> int:
        return self.first_timestamp + round(seconds / 0.02)

    def encode(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False)

    def decode(self, tokens: Sequence[int]) -> str:
        """Plain text; special tokens and timestamps are left out."""
        return self.tokenizer.decode([token for token in tokens if token < self.end], skip_special_tokens=True).strip()


class Whisper:
    """A Whisper with its tokenizer, ready to train or to transcribe."""

    def __init__(self, network: ShortContextWhisper, tokenizer: WhisperTokenizerFast) -> None:
        self.network = network
        self.tokens = Tokens(tokenizer)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load a Transformers folder in float32: safetensors only, no remote code, no network."""
        return cls._load(folder, dtype=torch.float32)

    @classmethod
    def load_in_8_bits(cls, folder: Path, device: torch.device) -> Self:
        """Load with linear layers in 8 bits (bitsandbytes), to train adapters on; a quarter of the memory."""
        return cls._load(
            folder,
            dtype=torch.float32,
            quantization_config=BitsAndBytesConfig(load_in_8bit=True, llm_int8_skip_modules=["proj_out"]),
            device_map={"": device},
        )

    @classmethod
    def _load(cls, folder: Path, **how: Any) -> Self:
        logging.disable_progress_bar()
        inner = WhisperForConditionalGeneration.from_pretrained(
            folder,
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
            attn_implementation="sdpa",
            **how,
        )
        tokenizer = WhisperTokenizerFast.from_pretrained(folder, local_files_only=True)
        return cls(ShortContextWhisper(inner.eval()), tokenizer)

    @property
    def inner(self) -> WhisperForConditionalGeneration:
        return self.network.inner

    @property
    def config(self) -> WhisperConfig:
        return self.inner.config

    @property
    def generation(self) -> GenerationConfig:
        return self.inner.generation_config

    @property
    def device(self) -> torch.device:
        return self.inner.device

    @property
    def tuned(self) -> Tuned:
        """Return the facts about tuning in the model's config."""
        return Tuned.from_config(self.config.to_dict())

    @property
    def short_context(self) -> ShortContext | None:
        """The window it was trained for, or None if it knows only 30 s."""
        return self.tuned.short_context

    def record_tuned(self, tuned: Tuned) -> None:
        """Use the model from now on as it was tuned, and save it so.

        One that learned silence may end at once. Whisper's own weights must not (OpenAI's `SuppressBlank`): they were
        not taught to. The rule goes into the generation config, which converters and Transformers follow, too.
        """
        for key, value in tuned.to_config().items():
            setattr(self.config, key, value)
        if tuned.silence:
            first = self.generation.begin_suppress_tokens or []
            self.generation.begin_suppress_tokens = [token for token in first if token != self.tokens.end]

    def features(self, waves: Sequence[Waveform], seconds: float) -> Tensor:
        """Log-mel of several utterances in one window; (batch, mels, frames)."""
        stacked = np.stack([log_mel(wave, self.config.num_mel_bins, seconds) for wave in waves])
        return torch.from_numpy(stacked).to(self.device, self.inner.dtype)

    def transcribe(self, waves: Sequence[Waveform], language: str) -> list[Decoded]:
        """Greedy transcripts of utterances of at most 30 s, one batch.

        A model that was trained on short context works at the longest utterance's own length; what runs away is
        tried again at 30 s. Others work at 30 s.
        """
        longest = max(len(wave) for wave in waves) / SAMPLE_RATE
        window = self.short_context.window(longest) if self.short_context else FULL_WINDOW
        results = self.transcribe_at(waves, language, window)
        if window == FULL_WINDOW:
            return results
        again = [index for index, result in enumerate(results) if is_runaway(result.text, ended=result.ended)]
        if again:
            for index, result in zip(
                again, self.transcribe_at([waves[i] for i in again], language, FULL_WINDOW), strict=True
            ):
                results[index] = result
        return results

    @torch.inference_mode()
    def transcribe_at(self, waves: Sequence[Waveform], language: str, window: float) -> list[Decoded]:
        """Greedy transcripts in a window of that many seconds, whatever the model was tuned for."""
        was_training = self.network.training
        self.network.eval()
        limits = [token_limit(len(wave) / SAMPLE_RATE) for wave in waves]
        encoded = self.network.encode(self.features(waves, window))
        written = self._greedy(encoded, self.tokens.prompt(language), limits)
        self.network.train(was_training)
        return [self._judge(row, window) for row in written]

    @torch.inference_mode()
    def detect_languages_at(self, waves: Sequence[Waveform], window: float) -> list[str]:
        """Return the likeliest language of each utterance in a window of that many seconds; "en" if it knows no other.

        The first answer to the start token, as OpenAI's `detect_language` has it.
        """
        known = self.language_tokens
        if not known:
            return ["en"] * len(waves)
        was_training = self.network.training
        self.network.eval()
        encoded = self.network.encode(self.features(waves, window))
        start = torch.full((len(waves), 1), self.tokens.start, device=encoded.device)
        logits = self.network.decode(encoded, start)[:, -1].float()
        self.network.train(was_training)
        return self.likeliest_languages(logits)

    @property
    def language_tokens(self) -> dict[str, int]:
        """Return the token of each language that the model tells apart, by its code; none if it is English-only."""
        if not self.tokens.multilingual:
            return {}
        known: dict[str, int] = getattr(self.generation, "lang_to_id", None) or {}
        return {token.strip("<|>"): number for token, number in known.items()}

    def likeliest_languages(self, logits: Tensor) -> list[str]:
        """Return the language of each row of logits after the start token, shape (rows, vocabulary)."""
        codes, numbers = zip(*self.language_tokens.items(), strict=True)
        return [codes[index] for index in logits[:, list(numbers)].argmax(-1).tolist()]

    def _judge(self, written: "_Written", window: float) -> Decoded:
        nobody = is_doubted(written.no_speech_probability, written.log_probability)
        text = "" if nobody else self.tokens.decode(written.tokens)
        return Decoded(written.tokens, text, written.ended, written.log_probability, window)

    def _greedy(self, encoded: Tensor, prompt: list[int], limits: Sequence[int]) -> list["_Written"]:
        """Decode each row greedily; the prompt begins with the start token."""
        rows = len(encoded)
        cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
        step_input = torch.tensor([prompt] * rows, device=encoded.device)
        tokens: list[list[int]] = [[] for _ in range(rows)]
        scores, no_speech, ended = [0.0] * rows, [0.0] * rows, [False] * rows
        open_rows = set(range(rows))
        for step in range(max(limits)):
            decoded = self.network.decode(encoded, step_input, cache).float()
            if step == 0 and self.tokens.no_speech is not None:
                no_speech = decoded[:, 0].softmax(-1)[:, self.tokens.no_speech].tolist()
            logits = decoded[:, -1]
            logits[:, self.suppressed(first=step == 0)] = -torch.inf
            best, choice = logits.log_softmax(-1).max(-1)
            for row in sorted(open_rows):
                scores[row] += best[row].item()
                if choice[row] == self.tokens.end:
                    ended[row] = True
                else:
                    tokens[row].append(int(choice[row]))
                if ended[row] or len(tokens[row]) == limits[row]:
                    open_rows.discard(row)
            if not open_rows:
                break
            step_input = choice[:, None]
        return [
            _Written(tuple(tokens[row]), ended[row], scores[row] / (len(tokens[row]) + ended[row]), no_speech[row])
            for row in range(rows)
        ]

    def suppressed(self, *, first: bool) -> list[int]:
        """Tokens that must not be written: non-speech symbols always; as the first one no blank, and no end unless
        the model learned silence.
        """
        always = list(self.generation.suppress_tokens or [])
        return always + list(self.generation.begin_suppress_tokens or []) if first else always

    def save(self, folder: Path) -> None:
        """Write a Transformers folder, with the preprocessor_config.json that converters look for."""
        with raising_system_errors(folder):
            self.inner.save_pretrained(folder)
        self.tokens.tokenizer.save_pretrained(folder)
        extractor = WhisperFeatureExtractor(feature_size=self.config.num_mel_bins)
        write_json(folder / "preprocessor_config.json", extractor.to_dict())


@dataclass(frozen=True, slots=True)
class _Written:
    """Tokens of one row, whether it ended by itself, their mean log-probability, and how likely nobody speaks."""

    tokens: tuple[int, ...]
    ended: bool
    log_probability: float
    no_speech_probability: float


def load_whisper(name: str) -> Whisper:
    """Return a Whisper by folder, hub name, or catalog name such as `base`. Raises WeightsError if it cannot be had."""
    from soridam.speech.weights import find_whisper

    return Whisper.load(find_whisper(name))
