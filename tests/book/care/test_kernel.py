"""Kernel ridge regression on made-up vectors."""

import numpy as np

from soridam.book.care.kernel import Fitted, fit


def known() -> tuple[np.ndarray, list[str], np.ndarray]:
    rng = np.random.default_rng(3)
    centers = rng.standard_normal((3, 32))
    labels = np.arange(90) % 3
    vectors = centers[labels] + 0.3 * rng.standard_normal((90, 32))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype("f4"), [f"{'abc'[label]} says {at}" for at, label in enumerate(labels)], labels


def test_sentences_are_nearest_to_their_own_class():
    vectors, sentences, labels = known()
    fitted = fit(vectors[:60], sentences[:60], labels[:60], 3)
    assert fitted.scores(vectors[60:], sentences[60:]).argmax(1).tolist() == labels[60:].tolist()


def test_letters_decide_where_meaning_does_not():
    vectors = np.ones((40, 8), dtype="f4") / np.sqrt(8)
    sentences = [("hits me" if at % 2 else "hugs me") + f" {at}" for at in range(40)]
    fitted = fit(vectors, sentences, np.arange(40) % 2, 2)
    assert fitted.scores(vectors[:2], ["hugs me so", "hits me so"]).argmax(1).tolist() == [0, 1]


def test_what_is_kept_gives_the_same_scores(tmp_path):
    vectors, sentences, labels = known()
    fitted = fit(vectors, sentences, labels, 3)
    np.savez_compressed(tmp_path / "kept.npz", **vars(fitted))
    with np.load(tmp_path / "kept.npz", allow_pickle=False) as kept:
        assert np.array_equal(Fitted.of(kept).scores(vectors, sentences), fitted.scores(vectors, sentences))
