import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soridam.core.errors import TrainingError
from soridam.training.run import Run, describe_environment
from soridam.training.run_folder import RunStatus, read_rows, read_status, refuse_used

CONFIG = {"seed": 7, "data": {"corpus": '한국어 "데이터셋"', "share": 0.5}, "tuning": {"parts": ["encoder"]}}
ENVIRONMENT = {"data": "hash"}


def start(folder):
    return Run.start(folder, steps=3, config=CONFIG, environment=ENVIRONMENT)


def resume(folder, step, config=CONFIG, data="hash"):
    return Run.resume(folder, step=step, steps=3, config=config, data=data)


def test_a_used_folder_is_refused_with_what_to_do(tmp_path):
    with start(tmp_path / "run") as run:
        run.set_status("completed")
    with pytest.raises(TrainingError, match=r"already holds a run \(completed\)") as error:
        start(tmp_path / "run")
    assert "--resume" in error.value.hint


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(TrainingError, match="not empty"):
        refuse_used(tmp_path)


def test_the_config_can_be_read_back_as_it_was(tmp_path):
    with start(tmp_path / "run"):
        assert tomllib.loads((tmp_path / "run/config.toml").read_text()) == CONFIG


@given(
    values=st.dictionaries(
        st.from_regex("[a-z_]+", fullmatch=True), st.text() | st.integers(-(2**60), 2**60) | st.booleans()
    )
)
@settings(max_examples=20)
def test_a_run_with_any_values_is_taken_up_again(tmp_path_factory, values):
    folder = tmp_path_factory.mktemp("runs") / "run"
    with Run.start(folder, steps=1, config={"section": values}, environment=ENVIRONMENT):
        pass
    with resume(folder, 0, config={"section": values}):
        assert tomllib.loads((folder / "config.toml").read_text(encoding="utf-8")) == {"section": values}


def test_a_run_of_an_older_version_is_taken_up_although_it_lacks_values_that_are_new(tmp_path):
    with start(tmp_path / "run"):
        pass
    newer = {**CONFIG, "family": "speech", "data": {**CONFIG["data"], "shuffle": True}}
    with resume(tmp_path / "run", 0, config=newer):
        assert read_status(tmp_path / "run").state == "running"


def test_a_run_that_is_going_on_says_which_step_it_is_at(tmp_path):
    with start(tmp_path / "run") as run:
        run.log(2, {"loss": 1.0})
        assert read_status(tmp_path / "run") == RunStatus("running", 2, 3)


def test_figures_are_lines_of_json_and_tensorboard_events(tmp_path):
    with start(tmp_path / "run") as run:
        run.log(1, {"loss": 2.5})
    assert read_rows(tmp_path / "run/metrics.jsonl") == [{"step": 1, "loss": 2.5}]
    assert list((tmp_path / "run").glob("events.out.tfevents*"))


def test_resuming_forgets_what_was_logged_after_the_checkpoint(tmp_path):
    with start(tmp_path / "run") as run:
        for step in (1, 2, 3):
            run.log(step, {"loss": step})
    with resume(tmp_path / "run", 2) as run:
        run.log(3, {"loss": 30})
    assert [row["loss"] for row in read_rows(tmp_path / "run/metrics.jsonl")] == [1, 2, 30]


def test_a_line_that_a_kill_cut_off_is_left_out(tmp_path):
    path = tmp_path / "metrics.jsonl"
    path.write_text(json.dumps({"step": 1}) + '\n{"st')
    assert read_rows(path) == [{"step": 1}]


def test_another_config_or_changed_data_cannot_be_resumed(tmp_path):
    with start(tmp_path / "run"):
        pass
    with pytest.raises(TrainingError, match="another config"):
        resume(tmp_path / "run", 0, config={**CONFIG, "seed": 8})
    with pytest.raises(TrainingError, match="corpus has changed"):
        resume(tmp_path / "run", 0, data="other")


def test_two_processes_cannot_work_on_one_run(tmp_path):
    with start(tmp_path / "run"), pytest.raises(TrainingError, match="Another process"):
        resume(tmp_path / "run", 0)


def test_a_run_that_fails_says_so(tmp_path):
    with pytest.raises(ZeroDivisionError), start(tmp_path / "run"):
        raise ZeroDivisionError("no tokens")
    assert read_status(tmp_path / "run") == RunStatus("failed", 0, 3, message="no tokens")


def test_an_interrupted_run_says_so(tmp_path):
    with pytest.raises(KeyboardInterrupt), start(tmp_path / "run"):
        raise KeyboardInterrupt
    assert read_status(tmp_path / "run").state == "interrupted"


def test_where_no_run_is_none_can_be_resumed(tmp_path):
    with pytest.raises(TrainingError, match="no run"):
        resume(tmp_path, 0)


def test_the_environment_names_versions_and_holds_no_variables(monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_canary")
    described = describe_environment(seed=7, processes=1, device="cpu", precision="no", data="hash")
    assert described["versions"]["torch"]
    assert "hf_canary" not in json.dumps(described)
