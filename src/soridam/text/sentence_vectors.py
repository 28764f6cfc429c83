"""Sentence embeddings: Universal Sentence Encoder multilingual v3 in numpy. Begin with `Encoder`.

The network averages embeddings of word pieces and of three small convolutions over them, and passes the result through
a few dense layers (Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval", the variant with
convolutions). It needs only numpy; the weights are read as data, without pickles.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

SENTENCE_ENCODER = "use-multilingual"
WEIGHTS_FILE, PIECES_FILE = "weights.npz", "pieces.model"  # in its folder
CHUNKS = 17  # the table of pieces is kept in so many parts, each with its own scale
WIDTH, NARROW = 512, 256
ORDERS = ((2, 0), (3, 1), (5, 2))  # words seen together by each convolution, and how many of them come before
BEGIN, END, UNKNOWN = 1, 2, 0
MOST_PIECES = 200
Array = np.ndarray


class Encoder:
    """An encoder of sentences in 16 languages, Korean and English among them; 2 ms a sentence on one core."""

    def __init__(self, folder: Path) -> None:
        self._pieces = _Pieces((folder / PIECES_FILE).read_bytes())
        with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as weights:
            first = weights["q1"]
            self._table = np.empty((CHUNKS * len(first), WIDTH), dtype=np.uint8)
            for chunk in range(CHUNKS):
                self._table[chunk::CHUNKS] = weights[f"q{chunk + 1}"]
            self._w = {name: weights[name] for name in weights.files if not name.startswith("q")}

    def encode(self, sentences: Sequence[str]) -> Array:
        """Return one vector of length 1 for each sentence: float32 of (sentences, 512)."""
        rows = [self._encode_one(self._pieces.ids_of(sentence)) for sentence in sentences]
        return np.stack(rows) if rows else np.zeros((0, WIDTH), dtype=np.float32)

    def _encode_one(self, ids: Sequence[int]) -> Array:
        w = self._w
        rows = np.asarray(ids, dtype=np.int64)
        embedded = self._table[rows] * w["scale"][rows % CHUNKS, None] + w["lo"][rows % CHUNKS, None]
        narrow = self._narrowed(embedded)
        convolved = [
            self._convolve(narrow[:, at * NARROW : (at + 1) * NARROW], *each) for at, each in enumerate(ORDERS)
        ]
        features = _normalized(np.concatenate([embedded, *convolved], axis=1), w["ln_g"], w["ln_b"], float(w["eps"]))
        mean = (features.sum(0) @ w["cnn_W"] + len(ids) * w["cnn_b"]) / np.sqrt(np.float32(len(ids)))
        low = np.maximum(mean @ w["p1"] + np.maximum(mean @ w["d0"], 0) @ w["d1"], 0)
        top = np.tanh(low @ w["p3"] + np.maximum(low @ w["d2"], 0) @ w["d3"])
        return (top / max(float(np.linalg.norm(top)), 1e-6)).astype(np.float32)

    def _narrowed(self, embedded: Array) -> Array:
        """Compute the three convolutions, concatenated and normalized together."""
        w = self._w
        x = np.concatenate([embedded @ w[f"proj{n}"] + w[f"proj_b{n}"] for n, _ in ORDERS], axis=1)
        gain, shift = (np.concatenate([w[f"{name}{n}"] for n, _ in ORDERS]) for name in ("ln_g", "ln_b"))
        return _normalized(x, gain, shift, float(w["eps"]))

    def _convolve(self, x: Array, order: int, before: int) -> Array:
        w = self._w
        hidden = np.maximum(_windows(x, order, before) @ w[f"w1_{order}"] + w[f"b1_{order}"], 0) + x
        return np.maximum(_windows(hidden, order, before) @ w[f"w2_{order}"] + w[f"b2_{order}"], 0) + hidden


def _normalized(x: Array, gain: Array, shift: Array, eps: float) -> Array:
    centered = x - x.mean(axis=1, keepdims=True)
    return centered / np.sqrt((centered**2).mean(axis=1, keepdims=True) + eps) * gain + shift


def _windows(x: Array, order: int, before: int) -> Array:
    """Return for each row the rows around it side by side, with zeros beyond the sentence."""
    padded = np.pad(x, ((before, order - 1 - before), (0, 0)))
    return np.concatenate([padded[shift : shift + len(x)] for shift in range(order)], axis=1)


class _Pieces:
    """A tokenizer: text is cut into the likeliest pieces of a unigram vocabulary (Kudo 2018), as by SentencePiece."""

    def __init__(self, model: bytes) -> None:
        self._scores: dict[str, tuple[int, float]] = {}
        lowest = 0.0
        for number, entry in enumerate(_entries(model)):
            piece, score = _piece(entry)
            self._scores[piece] = (number, score)
            lowest = min(lowest, score)
        self._unknown = lowest - 10
        self._longest = max(map(len, self._scores))

    def ids_of(self, sentence: str) -> list[int]:
        text = "▁" + "▁".join(unicodedata.normalize("NFKC", sentence).split())
        return [BEGIN, *self._cut(text)[:MOST_PIECES], END]

    def _cut(self, text: str) -> list[int]:
        best = [0.0] + [-1e30] * len(text)
        last: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(text) + 1)
        for start in range(len(text)):
            for stop in range(start + 1, min(start + self._longest, len(text)) + 1):
                number, score = self._scores.get(text[start:stop], (UNKNOWN, self._unknown))
                if (stop == start + 1 or number != UNKNOWN) and best[start] + score > best[stop]:
                    best[stop], last[stop] = best[start] + score, (start, number)
        ids, at = list[int](), len(text)
        while at > 0:
            at, number = last[at]
            ids.append(number)
        return ids[::-1]


def _entries(model: bytes) -> Iterator[bytes]:
    """Yield the pieces of a SentencePiece model: the repeated field 1 of its protocol buffer."""
    at = 0
    while at < len(model):
        field, at = _varint(model, at)
        if field & 7 != 2:
            raise ValueError("The model of pieces is not as expected.")
        size, at = _varint(model, at)
        if field >> 3 == 1:
            yield model[at : at + size]
        at += size


def _piece(entry: bytes) -> tuple[str, float]:
    """Read the text (field 1) and the score (field 2, a float) of a piece."""
    text, score, at = "", 0.0, 0
    while at < len(entry):
        field, at = _varint(entry, at)
        if field == 10:
            size, at = _varint(entry, at)
            text, at = entry[at : at + size].decode("utf-8"), at + size
        elif field == 21:
            score, at = float(np.frombuffer(entry[at : at + 4], "<f4")[0]), at + 4
        else:
            _, at = _varint(entry, at)
    return text, score


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 128:
            return value, at
