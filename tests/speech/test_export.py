import json
import shutil

import numpy as np
import pytest
import tomli_w
import torch
from tests.speech.tiny_whisper import TEXT_TOKENS, build_tiny_whisper, prefer_the_end
from tests.speech.tone_corpus import tone_rows, write_tone_corpus

from soridam.core.errors import ExportError, UsageError, WeightsError
from soridam.core.files import write_json, write_text
from soridam.evaluation.exports import ExportScores
from soridam.speech import export
from soridam.speech.corpus.shards import write_shard
from soridam.speech.evaluation.testsets import ScoringText, open_test_set
from soridam.speech.export import convert, export_model, load_original
from soridam.speech.model import Whisper
from soridam.speech.recognition.engine import Decoding, Engine
from soridam.speech.tuned import Tuned
from soridam.speech.window import ShortContext, token_limit
from soridam.training.adapters import add_lora

WAVE = np.random.default_rng(0).standard_normal(24_000).astype(np.float32) * 0.1


TUNED = Tuned(ShortContext(), ("en",), silence=True)


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "children"
    whisper = build_tiny_whisper()
    whisper.record_tuned(TUNED)
    # Only letters and the end: an untrained model would choose among 1,501 timestamps.
    whisper.generation.suppress_tokens = list(range(TEXT_TOKENS + 1, whisper.config.vocab_size))
    whisper.save(folder / "model")
    return folder


@pytest.fixture(scope="module")
def exported(run_folder, tmp_path_factory):
    return export_model(str(run_folder), tmp_path_factory.mktemp("exports") / "children", precision="float32")


@pytest.fixture(scope="module")
def held_out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    write_shard(folder / "data" / "test-00000.parquet", tone_rows(3, seed=1))
    return open_test_set(folder, "test", lambda code: ScoringText("as it is", str), role="domain", language="en")


def test_tokens_equal_the_originals_in_float32(exported):
    assert exported.float32.tokens > 20
    assert exported.float32.equal_tokens == exported.float32.tokens


def test_the_export_is_used_as_its_original_was_tuned(exported):
    assert Engine.load(exported.folder, device="cpu").tuned == TUNED


@pytest.mark.parametrize("beam_size", [1, 5])
def test_the_export_of_a_model_that_learned_silence_may_end_at_once_too(run_folder, tmp_path, beam_size):
    whisper = Whisper.load(run_folder / "model")
    prefer_the_end(whisper, WAVE)
    convert(whisper, tmp_path, "float32")
    hypothesis = Engine.load(tmp_path, device="cpu").write_alone(WAVE, Decoding("en", beam_size=beam_size, words=True))
    assert (hypothesis.tokens, hypothesis.text, hypothesis.words, hypothesis.ended) == ((), "", (), True)
    assert np.isfinite(hypothesis.average_log_probability)


def test_the_export_keeps_tokenizer_features_and_alignment(exported):
    names = {path.name for path in exported.folder.iterdir()}
    needed = {"model.bin", "config.json", "tokenizer.json", "preprocessor_config.json", "parity.json"}
    assert needed <= names and not any(name.endswith(".tmp") for name in names)
    assert json.loads((exported.folder / "config.json").read_text())["alignment_heads"]


def test_the_exported_model_writes_what_the_original_writes_at_a_short_window(run_folder, exported):
    original = Whisper.load(run_folder / "model").transcribe([WAVE], "ko")[0]
    engine = Engine.load(exported.folder, device="cpu")
    assert engine.write_alone(WAVE, Decoding("ko"), original.window).tokens == original.tokens


@pytest.mark.parametrize("context", ["", "x" * 10, "x" * 200])
def test_tokens_are_bounded_by_duration_however_long_the_prompt(exported, context):
    engine = Engine.load(exported.folder, device="cpu")
    hypothesis = engine.write_alone(WAVE, Decoding("en", context=context))
    assert len(hypothesis.tokens) == token_limit(1.5) and not hypothesis.ended


@pytest.mark.parametrize("precision", ["int8", "float16"])
def test_quantizing_leaves_the_original_as_it_was(tmp_path, precision):
    whisper = build_tiny_whisper()
    before = {name: tensor.clone() for name, tensor in whisper.inner.state_dict().items()}
    convert(whisper, tmp_path / "out", precision)
    assert all(torch.equal(tensor, before[name]) for name, tensor in whisper.inner.state_dict().items())


def test_an_adapter_is_merged(run_folder, tmp_path):
    whisper = Whisper.load(run_folder / "model")
    adapter = add_lora(whisper.inner, targets=r".*(q_proj|v_proj)", rank=4, alpha=64, dropout=0.0, seed=0)
    torch.manual_seed(1)
    for name, parameter in adapter.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.5)
    adapter.peft_config["default"].base_model_name_or_path = str(run_folder / "model")
    adapter.save_pretrained(str(tmp_path / "adapter"))
    merged = load_original(tmp_path / "adapter").transcribe([WAVE], "en")[0]
    done = export_model(str(tmp_path / "adapter"), tmp_path / "out", precision="float32")
    engine = Engine.load(done.folder, device="cpu")
    assert engine.write_alone(WAVE, Decoding("en"), merged.window).tokens == merged.tokens
    assert merged.tokens != Whisper.load(run_folder / "model").transcribe([WAVE], "en")[0].tokens


def test_int8_is_a_third_of_float32_and_reported_as_it_is(run_folder, exported, tmp_path):
    done = export_model(str(run_folder), tmp_path / "small", precision="int8")
    assert done.size < exported.size / 1.5
    report = json.loads((done.folder / "parity.json").read_text())
    assert report["parity"]["int8"]["utterances"] == report["parity"]["float32"]["utterances"] == 5


def test_it_says_that_it_compared_generated_sounds(exported):
    report = json.loads((exported.folder / "parity.json").read_text())
    assert report["compared_on"] == exported.compared_on == "5 generated sounds"
    assert not exported.is_speech


def test_it_says_which_rows_it_compared(run_folder, held_out, tmp_path):
    done = export_model(str(run_folder), tmp_path / "out", precision="float32", held_out=held_out, threshold=100)
    assert done.is_speech and done.compared_on == f"3 of 3 rows of {held_out.label}"


def test_a_run_is_compared_on_what_it_held_out_of_its_own_corpus(run_folder, tmp_path):
    shutil.copytree(run_folder / "model", tmp_path / "run/model")
    corpus = write_tone_corpus(tmp_path / "tones")
    write_json(tmp_path / "run/run.json", {"status": "completed"})
    write_json(tmp_path / "run/preflight.json", [])
    write_text(tmp_path / "run/config.toml", tomli_w.dumps({"data": {"corpus": str(corpus)}}))
    done = export_model(str(tmp_path / "run"), tmp_path / "out", precision="float32", threshold=100)
    assert done.compared_on == "4 of 4 rows of tones/validation"
    assert done.scores.rows == 4


def test_held_out_rows_are_scored_on_both_sides(run_folder, held_out, tmp_path):
    done = export_model(str(run_folder), tmp_path / "out", precision="float32", held_out=held_out, threshold=100)
    assert done.scores.rows == 3 and done.scores.metric == "wer"
    assert done.scores.original > 0


def scored(least_difference):
    return lambda *_: ExportScores("wer", 500, original=0.05, exported=0.06, least_difference=least_difference)


def test_an_export_that_scores_too_badly_is_refused_and_leaves_nothing(run_folder, held_out, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "score_both", scored(0.002))
    with pytest.raises(ExportError) as caught:
        export_model(str(run_folder), tmp_path / "out", held_out=held_out)
    assert "--quantization float16" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_difference_that_may_be_chance_is_no_reason_to_refuse(run_folder, held_out, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "score_both", scored(-0.002))
    assert export_model(str(run_folder), tmp_path / "out", held_out=held_out).scores.may_be_chance


def test_a_conversion_that_differs_is_refused_and_leaves_nothing(run_folder, tmp_path, monkeypatch):
    other = build_tiny_whisper(seed=5)
    monkeypatch.setattr(export, "convert", lambda whisper, folder, how: convert(other, folder, how))
    with pytest.raises(ExportError):
        export_model(str(run_folder), tmp_path / "out", precision="float32")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_exists_is_not_overwritten(run_folder, exported):
    with pytest.raises(UsageError):
        export_model(str(run_folder), exported.folder)


def test_an_export_cannot_be_exported_again(exported, tmp_path):
    with pytest.raises(UsageError):
        export_model(str(exported.folder), tmp_path / "out")


def test_a_folder_that_was_not_exported_names_the_command(run_folder):
    with pytest.raises(WeightsError) as caught:
        Engine.load(run_folder / "model")
    assert f"soridam export {run_folder / 'model'}" in caught.value.hint
