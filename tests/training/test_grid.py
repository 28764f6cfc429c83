import json

import pytest

from soridam.core.errors import UsageError
from soridam.training.grid import combine, compare_runs, folder_name
from soridam.training.metric import Metric
from soridam.training.run import Run


def test_all_values_are_combined_with_all_others():
    assert combine(["model.name=tiny,base", "seed=1,2"]) == [
        {"model.name": "tiny", "seed": "1"},
        {"model.name": "tiny", "seed": "2"},
        {"model.name": "base", "seed": "1"},
        {"model.name": "base", "seed": "2"},
    ]


def test_commas_inside_brackets_belong_to_a_value():
    assert combine(['tuning.parts=["encoder","decoder"],["decoder"]']) == [
        {"tuning.parts": '["encoder","decoder"]'},
        {"tuning.parts": '["decoder"]'},
    ]


@pytest.mark.parametrize("setting", ["seed", "seed=", "=1", "seed=1,,2"])
def test_a_setting_without_values_is_refused(setting):
    with pytest.raises(UsageError, match="names no values"):
        combine([setting])


def test_a_setting_given_twice_is_refused_with_the_right_way_to_write_it():
    with pytest.raises(UsageError) as error:
        combine(["seed=1", "seed=2"])
    assert error.value.hint == "Write: --set seed=1,2"


def test_folder_names_tell_the_values_and_hold_no_separators():
    assert folder_name({"optimizer.learning_rate": "1e-5", "model.name": "/a/b"}) == "learning_rate=1e-5_name=-a-b"


def test_runs_are_compared_best_first_in_a_table_and_a_picture(tmp_path):
    combinations = combine(["seed=1,2,3"])
    for values, score in zip(combinations, (0.3, 0.1, None), strict=True):
        with Run.start(tmp_path / folder_name(values), steps=1, config={}, environment={}) as run:
            run.log(1, {"loss": 2.0, "wer": 0.5})
            if score is None:
                run.set_status("failed", message="no memory")
            else:
                run.set_status("completed", first_score=0.5, best_score=score, best_step=1)
    results = compare_runs(tmp_path, combinations, Metric("wer", "WER", "percent"))
    assert [result.values["seed"] for result in results] == ["2", "1", "3"]
    assert json.loads((tmp_path / "comparison.json").read_text())[2]["message"] == "no memory"
    assert (tmp_path / "comparison.png").read_bytes().startswith(b"\x89PNG")
