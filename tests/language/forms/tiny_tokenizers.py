"""Tiny trained tokenizers that cut text as those of known models do. Begin with `CUTS`."""

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

# As they stand in the tokenizer.json of Qwen2 and Qwen3, and of Llama 3.
QWEN_2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
LLAMA_3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
TEXTS = (
    "The keeper's lamp isn't lit, and they'll say: \"DON'T SAIL!\" We've 12345 ships in 2026.",
    "  two spaces,   three, a tab\tand\n\nlines\r\n    def f(x):\n        return x + 1  \n",
    "등대지기는 저녁마다 불을 켠다. 배 17척이 안개 속에서 길을 찾는다!",
    "naïve café, Straße, Ωμέγα, 灯台, かもめ, 🙂👍🏽 – “so” … ½ ²",
    "I'M HERE; HE'S there: it'S. 1,234.56 (about 99%)",
    "<user>What is it?<answer>A lamp.<end>",
    " ",
    "",
)
SPECIAL = ["<end>", "<user>", "<answer>"]
BYTES = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)


def _byte_level(cut, *, normalizer=None, ignore_merges=False, begin=False):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    tokenizer.pre_tokenizer = cut
    if normalizer:
        tokenizer.normalizer = normalizer
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=480, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(TEXTS * 3, trainer)
    tokenizer.decoder = decoders.ByteLevel()
    if begin:
        tokenizer.post_processor = processors.TemplateProcessing(single="<user> $A", special_tokens=[("<user>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<end>", pad_token="<end>", bos_token="<user>" if begin else None
    )


def _split(expression):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(expression), "isolated"), BYTES])


def smollm():
    digits = pre_tokenizers.Digits(individual_digits=True)
    return _byte_level(pre_tokenizers.Sequence([digits, pre_tokenizers.ByteLevel(add_prefix_space=False)]))


def gpt2():
    return _byte_level(pre_tokenizers.ByteLevel(add_prefix_space=False))


def qwen2():
    return _byte_level(_split(QWEN_2), normalizer=normalizers.NFC())


def llama3():
    return _byte_level(_split(LLAMA_3), ignore_merges=True, begin=True)


def llama2():
    """SentencePiece's: bytes for unknown letters, every way to put a token together is a merge."""
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.Metaspace()
    trained.train_from_iterator(TEXTS * 3, trainers.BpeTrainer(vocab_size=330, show_progress=False))
    letters = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    learned = [token for token, _ in sorted(trained.get_vocab().items(), key=lambda item: item[1]) if token.isascii()]
    learned = [*dict.fromkeys([*"▁abcdefghijklmnopqrstuvwxyz", *(token for token in learned)])]
    learned += [token for token in ("▁the", "▁th", "he", "th", "▁t", "ee", "keep", "ke", "ep") if token not in learned]
    singles = [token for token in learned if len(token) == 1]
    longer = sorted((token for token in learned if len(token) > 1), key=len)
    vocabulary = {token: number for number, token in enumerate([*letters, *longer, *singles])}
    made = [
        (token[:place], token[place:])
        for token in longer
        for place in range(1, len(token))
        if token[:place] in vocabulary and token[place:] in vocabulary
    ]
    model = models.BPE(vocab=vocabulary, merges=made, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in letters[:3]])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="</s>"
    )


CUTS = {
    "smollm": smollm,
    "gpt2": gpt2,
    "qwen2": qwen2,
    "llama3": llama3,
    "llama2": llama2,
}
