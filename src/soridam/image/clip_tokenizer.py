"""CLIP's tokenizer, made of the vocabulary that OpenCLIP's package holds. Begin with `FROM_BPE`.

The file lists byte pairs in the order in which they are merged; tokens are the bytes, the bytes at a word's end, the
merges, and the two special tokens, in this order. Source: openai/CLIP, simple_tokenizer.py.
"""

import gzip
from itertools import chain
from pathlib import Path

from soridam.core.files import write_json, write_text
from soridam.core.weights.resolve import Conversion

BPE_FILE = "bpe_simple_vocab_16e6.txt.gz"
MERGES = 49_152 - 256 - 2  # of the file's lines, those that the vocabulary has room for
END_OF_WORD = "</w>"
START, END = "<|startoftext|>", "<|endoftext|>"


def write_tokenizer(source: Path, target: Path) -> None:
    """Write vocab.json, merges.txt and tokenizer_config.json, which CLIPTokenizer reads, to the folder `target`."""
    with gzip.open(source / BPE_FILE, "rt", encoding="utf-8") as file:
        merges = [line.rstrip("\n") for line in file][1 : MERGES + 1]
    letters = _byte_letters()
    words = chain(letters, (f"{letter}{END_OF_WORD}" for letter in letters), ("".join(m.split()) for m in merges))
    vocabulary = {word: number for number, word in enumerate((*words, START, END))}
    target.mkdir(parents=True, exist_ok=True)
    write_json(target / "vocab.json", vocabulary)
    write_text(target / "merges.txt", "#version: 0.2\n" + "\n".join(merges) + "\n")
    write_json(target / "tokenizer_config.json", {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77})


def _byte_letters() -> list[str]:
    """Return a printable letter for each byte, in CLIP's order: those that are printable first."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + number) for number in range(len(others))]


FROM_BPE = Conversion("image", "bpe", "tokenizer", write_tokenizer)
