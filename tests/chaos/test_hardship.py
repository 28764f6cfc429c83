"""The short form of a machine that sleeps; `make chaos` lives both lives, with a book and a training among the jobs."""

from tests.chaos.hardship import run_hardship


def test_a_machine_that_sleeps_again_and_again_loses_nothing_and_does_nothing_twice(tmp_path):
    report = run_hardship("asleep", tmp_path, seed=3, seconds=300)
    assert (report.failed, report.twice, report.violations, report.left_behind) == ([], [], [], [])
    assert report.lapses > 0  # otherwise it would hold of itself
