"""A real Whisper, tiny and random: two layers of 32, a byte-level tokenizer with all special tokens. No network."""

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration, WhisperTokenizerFast

from soridam.speech.audio import Waveform
from soridam.speech.model import ShortContextWhisper, Whisper
from soridam.speech.window import FULL_WINDOW

LANGUAGES = ("en", "ko", "de")
SPECIAL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    *(f"<|{language}|>" for language in LANGUAGES),
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
    *(f"<|{step * 0.02:.2f}|>" for step in range(1501)),
)
TEXT_TOKENS = 256  # one for each byte


def build_tiny_tokenizer() -> WhisperTokenizerFast:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={letter: index for index, letter in enumerate(letters)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIAL))
    end = SPECIAL[0]
    return WhisperTokenizerFast(tokenizer_object=tokenizer, unk_token=end, bos_token=end, eos_token=end, pad_token=end)


def build_tiny_whisper(*, seed: int = 0, width: int = 32, layers: int = 2, mels: int = 80) -> Whisper:
    """Takes milliseconds to build; says nonsense until it is trained."""
    tokenizer = build_tiny_tokenizer()
    start, end = tokenizer.convert_tokens_to_ids(["<|startoftranscript|>", "<|endoftext|>"])
    config = WhisperConfig(
        vocab_size=len(tokenizer),
        num_mel_bins=mels,
        d_model=width,
        encoder_layers=layers,
        decoder_layers=layers,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=width * 2,
        decoder_ffn_dim=width * 2,
        decoder_start_token_id=start,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        suppress_tokens=[],
        begin_suppress_tokens=[],
        attn_implementation="sdpa",
    )
    torch.manual_seed(seed)
    inner = WhisperForConditionalGeneration(config)
    inner.generation_config = GenerationConfig(
        decoder_start_token_id=start,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        max_length=448,
        is_multilingual=True,
        no_timestamps_token_id=tokenizer.convert_tokens_to_ids("<|notimestamps|>"),
        suppress_tokens=[],
        begin_suppress_tokens=[end],
        lang_to_id={f"<|{code}|>": tokenizer.convert_tokens_to_ids(f"<|{code}|>") for code in LANGUAGES},
        task_to_id={name: tokenizer.convert_tokens_to_ids(f"<|{name}|>") for name in ("transcribe", "translate")},
    )
    return Whisper(ShortContextWhisper(inner.eval()), tokenizer)


def prefer_the_end(whisper: Whisper, wave: Waveform) -> None:
    """Leave it the end and one letter that is less likely as the first token."""
    with torch.no_grad():
        prompt = torch.tensor([whisper.tokens.prompt("en")])
        logits = whisper.network(whisper.features([wave], FULL_WINDOW), prompt)[0, -1]
    letter = int(logits[:TEXT_TOKENS].argmin())
    assert logits[letter] < logits[whisper.tokens.end]
    whisper.generation.suppress_tokens = [n for n in range(len(logits)) if n not in (letter, whisper.tokens.end)]
