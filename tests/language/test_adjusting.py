import json

import pytest
from tests.language.tiny_llama import write_tiny_llama

from soridam.core.errors import UsageError
from soridam.language.adjusting import save_adjusted, try_adjustment
from soridam.language.generate import Sampling, answer_whole
from soridam.language.model import LanguageModel
from soridam.training.adjust import UNTOUCHED, Adjustment

LOUD = Adjustment(attention=0.3, mlp=1.8, epsilon=1e-3)
SHORT = Sampling(most_tokens=12)


@pytest.fixture
def model(tmp_path):
    return LanguageModel.load(str(write_tiny_llama(tmp_path / "tiny")))


def test_a_model_answers_untouched_and_adjusted_and_what_is_changed_is_counted(model):
    tried = try_adjustment(model, model.encode("hello"), LOUD, SHORT)
    assert tried.untouched == answer_whole(model, model.encode("hello"), [UNTOUCHED], SHORT)[0] != tried.adjusted
    assert tried.to_json()["tensors"] == "6 of 30 tensors"
    assert tried.to_json()["norms"] == 7


def test_a_saved_model_says_untouched_what_the_adjusted_one_said(model, tmp_path):
    adjusted = try_adjustment(model, model.encode("hello"), LOUD, SHORT).adjusted
    save_adjusted(model, LOUD, tmp_path / "saved")
    saved = LanguageModel.load(str(tmp_path / "saved"))
    assert answer_whole(saved, saved.encode("hello"), [UNTOUCHED], SHORT) == [adjusted]
    assert saved.network.config.rms_norm_eps == 1e-3
    assert json.loads((tmp_path / "saved/adjustment.json").read_text())["attn"] == 0.3
    assert "from_pretrained" in (tmp_path / "saved/README.md").read_text()
    assert [path.name for path in (tmp_path / "saved").glob("*.safetensors")] == ["model.safetensors"]


def test_a_folder_that_holds_something_is_left_alone(model, tmp_path):
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        save_adjusted(model, LOUD, tmp_path / "saved")
