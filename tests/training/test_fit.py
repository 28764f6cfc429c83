"""Training as every family has it, shown with a family of ten rows that brings nothing but its own."""

import inspect
import json

import pytest
import torch
from safetensors.torch import load_file
from tests.training import toy_family
from tests.training.toy_family import ToyTask, metric_of, train

from soridam.core.errors import ExportError, TrainingError
from soridam.training.config import RunConfig
from soridam.training.grid import train_grid
from soridam.training.run_folder import read_rows, read_status

VALUES = ["optimizer.steps=12", "validation.every=4", "optimizer.learning_rate=0.03", "optimizer.schedule=constant"]


def config_of(*overrides: str) -> RunConfig:
    return RunConfig.from_values({}, [*VALUES, *overrides])


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "run"
    train(config_of(), folder)
    return folder


def test_a_new_family_learns_and_its_run_says_how_well(finished):
    status = read_status(finished)
    assert (status.state, status.step, status.steps) == ("completed", 12, 12)
    assert status.best_score < 0.5 * status.first_score
    assert (finished / "model/model.safetensors").is_file()


def test_its_curve_is_drawn_and_its_samples_are_kept(finished):
    assert (finished / "learning-curve.png").read_bytes().startswith(b"\x89PNG")
    assert [row["step"] for row in read_rows(finished / "samples.jsonl")] == [0, 4, 8, 12]


class StoppedError(Exception):
    pass


def test_a_run_that_is_stopped_between_two_checkpoints_goes_on_to_the_same_end(finished, tmp_path, monkeypatch, capsys):
    plain = ToyTask.validate

    def stop_at_8(task, run, step):
        if step == 8:
            raise StoppedError
        return plain(task, run, step)

    monkeypatch.setattr(ToyTask, "validate", stop_at_8)
    with pytest.raises(StoppedError):
        train(config_of(), tmp_path / "run")
    monkeypatch.setattr(ToyTask, "validate", plain)
    capsys.readouterr()
    train(config_of(), tmp_path / "run", resume=True)
    assert "Going on after step 8 of 12." in capsys.readouterr().err
    assert (tmp_path / "run/metrics.jsonl").read_text() == (finished / "metrics.jsonl").read_text()
    once, again = (load_file(folder / "model/model.safetensors") for folder in (finished, tmp_path / "run"))
    torch.testing.assert_close(again, once, rtol=0, atol=0)


def test_a_used_folder_is_refused_and_a_finished_run_is_left_as_it_is(finished):
    with pytest.raises(TrainingError, match="already holds a run"):
        train(config_of(), finished)
    written = (finished / "run.json").stat().st_mtime_ns
    train(config_of(), finished, resume=True)
    assert (finished / "run.json").stat().st_mtime_ns == written


def test_a_grid_of_it_is_compared_by_its_own_metric(tmp_path):
    settings = ["optimizer.learning_rate=1e-12,0.03"]
    results = train_grid(lambda overrides: config_of(*overrides), train, metric_of, settings, tmp_path)
    assert [result.name for result in results] == ["learning_rate=0.03", "learning_rate=1e-12"]
    assert (tmp_path / "comparison.png").is_file()
    assert [row["status"] for row in json.loads((tmp_path / "comparison.json").read_text())] == ["completed"] * 2


def test_a_grid_that_is_asked_for_again_trains_nothing_again(tmp_path):
    settings = ["seed=1"]
    train_grid(lambda overrides: config_of(*overrides), train, metric_of, settings, tmp_path)
    written = (tmp_path / "seed=1/run.json").stat().st_mtime_ns
    train_grid(lambda overrides: config_of(*overrides), train, metric_of, settings, tmp_path)
    assert (tmp_path / "seed=1/run.json").stat().st_mtime_ns == written


def test_its_export_is_refused_if_it_is_worse_than_its_original(finished, tmp_path):
    weights = load_file(finished / "model/model.safetensors")
    with pytest.raises(ExportError, match="points worse"):
        toy_family.export(weights, tmp_path / "out", damage=5.0)
    assert list(tmp_path.iterdir()) == []
    toy_family.export(weights, tmp_path / "out", damage=0.0)
    assert (tmp_path / "out/model.safetensors").is_file()


def test_a_family_is_a_page():
    assert len(inspect.getsource(toy_family).splitlines()) < 150
