"""The short form: a few faults over each combination, side by side. `make chaos` runs the long one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.chaos.history import Report, run_history

SEEDS = {"sqlite": 7, "postgresql+rabbitmq": 7, "mariadb+redis": 8}  # of orders that begin with different faults
EACH = 5


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> list[Report]:
    """Side by side, because they mostly wait: for leases to end and for servers to come back."""

    folders = [tmp_path_factory.mktemp("chaos") for _ in SEEDS]  # which is not for several threads

    def run(combination: str, folder: Path) -> Report:
        return run_history(combination, folder, seed=SEEDS[combination], faults=EACH)

    with ThreadPoolExecutor() as threads:
        return list(threads.map(run, SEEDS, folders))


def test_whatever_happens_no_job_is_lost_or_done_twice_or_run_by_two(reports):
    assert [violation for report in reports for violation in report.violations] == []


def test_a_stopped_studio_leaves_no_process_behind(reports):
    assert [report.left_behind for report in reports] == [[], [], []]


def test_the_faults_have_met_jobs(reports):
    """Otherwise the others would hold of themselves."""
    assert [len(report.faults) for report in reports] == [EACH] * 3
    assert sum(report.attempts for report in reports) > sum(report.jobs for report in reports)
