"""The short form: a few faults over each combination. `make chaos` runs the long one."""

import pytest
from tests.chaos.faults import FAULTS
from tests.chaos.history import run_history


@pytest.mark.parametrize("combination", FAULTS)
def test_whatever_happens_no_job_is_lost_or_done_twice(combination, tmp_path):
    report = run_history(combination, tmp_path, seed=11, faults=5)
    assert len(report.faults) == 5
    assert report.jobs >= 5
    assert report.violations == []
    assert report.left_behind == []
