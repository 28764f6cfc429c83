"""Tests of what a run's folder says without torch."""

from soridam.training.run_folder import checkpoint_steps


def test_unfinished_and_foreign_folders_are_no_checkpoints(tmp_path):
    for name in ("checkpoint-20", "checkpoint-3", ".checkpoint-40.tmp", "checkpoint-best", "model"):
        (tmp_path / name).mkdir()
    assert checkpoint_steps(tmp_path) == [3, 20]


def test_a_run_without_checkpoints_has_no_steps(tmp_path):
    assert checkpoint_steps(tmp_path / "checkpoints") == []
