"""Letter n-grams of a sentence, hashed into a vector of fixed width. Begin with `letter_rows`.

Sentence vectors hardly see roles, endings and misspellings. N-grams do: 나를 때려 and 북을 때려, "hits me" and "hits
a". Hangul is taken apart into its letters first, so that 때려, 때렸 and 떄려 share most of their n-grams.
"""

import unicodedata
import zlib
from collections.abc import Sequence

import numpy as np

WIDTH = 8192  # places that pieces are counted in; a few share one
SHORTEST, LONGEST = 1, 4  # letters in a piece
Array = np.ndarray


def letter_rows(sentences: Sequence[str]) -> Array:
    """Return a vector of length 1 for each sentence: float32 of (sentences, WIDTH), in time linear to the text."""
    rows = np.zeros((len(sentences), WIDTH), dtype=np.float32)
    for row, sentence in zip(rows, sentences, strict=True):
        for piece in _pieces(sentence):
            number = zlib.crc32(piece.encode())
            row[number % WIDTH] += 1 if number >> 31 else -1
        row /= max(float(np.linalg.norm(row)), 1e-6)
    return rows


def _pieces(sentence: str) -> set[str]:
    """Yield all n-grams of one to four letters, with a space before and after each word."""
    letters = f" {' '.join(unicodedata.normalize('NFD', sentence.lower()).split())} "
    return {letters[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(letters) - size + 1)}
