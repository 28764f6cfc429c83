import numpy as np
import pytest

from soridam.core.errors import ExportError, UsageError
from soridam.evaluation.exports import ExportScores, new_folder, refuse_existing, refuse_worse

LENGTHS = np.full(200, 10)


def scores_of(original: int, exported: int) -> ExportScores:
    """Of 200 rows of ten words, so many of which have one error."""
    errors = [np.where(np.arange(200) < wrong, 1, 0) for wrong in (original, exported)]
    return ExportScores.of("wer", *(np.stack([wrong, LENGTHS], axis=1) for wrong in errors))


def test_scores_are_sums_over_all_rows():
    scores = scores_of(20, 60)
    assert (scores.rows, scores.original, scores.exported) == (200, 0.01, 0.03)
    assert scores.loss == pytest.approx(2.0)


def test_an_export_that_is_clearly_worse_is_refused_with_both_figures():
    with pytest.raises(ExportError, match=r"In int8 the WER is 3.00%, the original's 1.00%"):
        refuse_worse(scores_of(20, 60), "int8", threshold=0.5)


@pytest.mark.parametrize(("original", "exported", "threshold"), [(20, 60, 2.5), (20, 21, 0.01), (60, 20, 0.5)])
def test_what_is_within_the_threshold_chance_or_better_is_kept(original, exported, threshold):
    refuse_worse(scores_of(original, exported), "int8", threshold)


def test_a_folder_is_there_only_if_nothing_went_wrong(tmp_path):
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "out") as folder:
        (folder / "model").write_text("half")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
    with new_folder(tmp_path / "out") as folder:
        (folder / "model").write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_holds_something_is_not_replaced(tmp_path):
    (tmp_path / "model").write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        refuse_existing(tmp_path)
