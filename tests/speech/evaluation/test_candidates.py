import numpy as np
import pytest
from tests.speech.tiny_whisper import TEXT_TOKENS, build_tiny_whisper

from soridam.core.errors import WeightsError
from soridam.core.files import write_json
from soridam.speech.evaluation.candidates import find_candidates, find_exported_candidates, load_adapter
from soridam.speech.export import convert
from soridam.speech.model import Whisper
from soridam.speech.tuned import Tuned, save_beside_adapter
from soridam.speech.window import ShortContext
from soridam.training.adapters import add_lora, save_adapter

WAVES = [np.random.default_rng(0).standard_normal(16_000).astype(np.float32) * 0.1]


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "children"
    whisper = build_tiny_whisper()
    whisper.record_tuned(Tuned(ShortContext()))
    # Only letters and the end: an untrained model would choose among 1,501 timestamps.
    whisper.generation.suppress_tokens = list(range(TEXT_TOKENS + 1, whisper.config.vocab_size))
    whisper.save(folder / "model")
    return folder


def test_a_run_folder_leads_to_its_model(run_folder):
    (found,) = find_candidates([str(run_folder)])
    assert (found.name, found.folder, found.form) == ("children", run_folder / "model", "transformers")
    assert found.short_context


def test_a_transformers_model_recognizes(run_folder):
    (found,) = find_candidates([str(run_folder / "model")])
    expected = [decoded.text for decoded in Whisper.load(run_folder / "model").transcribe(WAVES, "en")]
    assert found.load().recognize(WAVES, "en") == expected != [""]


def test_models_of_one_name_are_told_apart(run_folder):
    assert [found.name for found in find_candidates([str(run_folder)] * 2)] == ["children", "children (2)"]


def test_other_weights_have_another_fingerprint(run_folder, tmp_path):
    build_tiny_whisper(seed=1).save(tmp_path / "other")
    first, again, other = find_candidates([str(run_folder), str(run_folder), str(tmp_path / "other")])
    assert first.fingerprint == again.fingerprint != other.fingerprint


def save_random_adapter(whisper, base, folder):
    adapter = add_lora(whisper.inner, targets=r".*\.(q_proj|v_proj)", rank=2, alpha=4, dropout=0.0, seed=0)
    for name, weight in adapter.named_parameters():
        if "lora_B" in name:
            weight.data.normal_(std=1.0)
    save_adapter(adapter, folder, base_name=str(base))


def test_an_adapter_is_merged_into_its_base(run_folder, tmp_path):
    whisper = Whisper.load(run_folder / "model")
    save_random_adapter(whisper, run_folder / "model", tmp_path / "adapter")
    tuned, base = find_candidates([str(tmp_path / "adapter"), str(run_folder)])
    assert tuned.form == "adapter"
    assert tuned.load().recognize(WAVES, "en") == [decoded.text for decoded in whisper.transcribe(WAVES, "en")]
    assert tuned.load().recognize(WAVES, "en") != base.load().recognize(WAVES, "en")


def test_an_adapter_alone_is_used_as_it_was_tuned(tmp_path):
    whisper, tuned = build_tiny_whisper(), Tuned(ShortContext(padding=0.5), ("ko",), silence=True)
    whisper.save(tmp_path / "base")
    save_random_adapter(whisper, tmp_path / "base", tmp_path / "adapter")
    save_beside_adapter(tuned, tmp_path / "adapter")
    (found,) = find_candidates([str(tmp_path / "adapter")])
    assert found.short_context
    assert load_adapter(tmp_path / "adapter").tuned == tuned


def test_a_ctranslate2_folder_is_told_by_its_model_file(tmp_path):
    write_json(tmp_path / "exported" / "config.json", {})
    (tmp_path / "exported" / "model.bin").write_bytes(b"weights")
    (found,) = find_candidates([str(tmp_path / "exported")])
    assert (found.form, found.short_context) == ("ctranslate2", False)


def test_only_an_export_takes_long_recordings(run_folder, tmp_path):
    convert(Whisper.load(run_folder / "model"), tmp_path / "exported", "float32")
    (found,) = find_exported_candidates([str(tmp_path / "exported")])
    assert (found.name, found.form) == ("exported", "ctranslate2")
    with pytest.raises(WeightsError) as caught:
        find_exported_candidates([str(run_folder / "model")])
    assert "soridam export" in caught.value.hint


def test_a_folder_without_a_model_says_what_it_holds(tmp_path):
    write_json(tmp_path / "notes.json", {})
    with pytest.raises(WeightsError, match=r"holds no model.*found notes\.json"):
        find_candidates([str(tmp_path)])
