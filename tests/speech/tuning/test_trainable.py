import pytest
import torch
from peft import PeftModel
from tests.speech.tiny_whisper import build_tiny_whisper

from soridam.speech.model import Whisper
from soridam.speech.tuned import Tuned, read_tuned
from soridam.speech.tuning.config import WhisperTuning
from soridam.speech.tuning.trainable import load_for_training, save_model
from soridam.speech.window import ShortContext
from soridam.training.config import ModelSection
from soridam.training.loss import IGNORED, token_loss_sum

METHODS = ["full", "lora", "lora-int8"]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    build_tiny_whisper().save(folder)
    return folder


def load(base, **values):
    model = ModelSection(gradient_checkpointing=values.pop("gradient_checkpointing", False))
    return load_for_training(
        base, model, WhisperTuning(**values), precision="float32", device=torch.device("cpu"), seed=1
    )


def take_steps(whisper, count=2):
    torch.manual_seed(0)
    features = torch.randn(2, 80, 100)
    tokens = torch.tensor([[257, 258, 263, 266, 7, 9, 11]] * 2)
    whisper.network.train()
    trained = [p for p in whisper.network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-2)
    for _ in range(count):
        optimizer.zero_grad()
        token_loss_sum(whisper.network(features, tokens[:, :-1]), tokens[:, 1:]).backward()
        optimizer.step()
    return trained


@pytest.mark.parametrize("checkpointing", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_every_trained_weight_gets_a_gradient_within_two_steps(base, method, checkpointing):
    whisper, _ = load(base, method=method, gradient_checkpointing=checkpointing, rank=2)
    for weight in take_steps(whisper):
        assert weight.grad is not None
        assert weight.grad.abs().sum() > 0


def gradients_of(whisper, loss):
    whisper.network.zero_grad()
    loss.backward()
    return {name: p.grad for name, p in whisper.network.named_parameters() if p.requires_grad}


def test_gradients_are_those_of_transformers_although_only_learned_positions_get_logits(base):
    whisper, _ = load(base)
    features, tokens = torch.randn(2, 80, 3000), torch.tensor([[257, 258, 263, 266, 7, 9]] * 2)
    labels = torch.tensor([[IGNORED, IGNORED, 263, 7, 9, 256], [IGNORED, IGNORED, 263, 256, IGNORED, IGNORED]])
    learned = labels != IGNORED
    theirs = gradients_of(whisper, token_loss_sum(whisper.inner(features, decoder_input_ids=tokens).logits, labels))
    ours = gradients_of(whisper, token_loss_sum(whisper.network(features, tokens, learned), labels[learned]))
    for name, gradient in ours.items():
        assert gradient.layout == torch.strided  # for the optimizer, though the embedding's own share is sparse
        assert torch.allclose(gradient, theirs[name], atol=1e-6), name


@pytest.mark.parametrize("method", ["lora", "lora-int8"])
def test_adapters_leave_the_base_as_it_was(base, method):
    whisper, _ = load(base, method=method, rank=2)
    before = {n: p.detach().clone() for n, p in whisper.network.named_parameters() if "lora_" not in n}
    take_steps(whisper)
    after = dict(whisper.network.named_parameters())
    assert all(torch.equal(value, after[name]) for name, value in before.items())


def adapted_names(base, **values):
    whisper, _ = load(base, method="lora", rank=2, **values)
    return {name.split(".lora_")[0] for name, p in whisper.inner.named_parameters() if p.requires_grad}


def test_adapters_can_be_put_on_the_attention_of_the_decoder_alone(base):
    names = adapted_names(base, parts=["decoder"], layers=["attention"])
    assert names == {
        f"model.decoder.layers.{layer}.{attention}.{projection}"
        for layer in (0, 1)
        for attention in ("self_attn", "encoder_attn")
        for projection in ("q_proj", "v_proj")
    }


def test_adapters_can_be_put_on_the_mlp_of_the_encoder_alone(base):
    names = adapted_names(base, parts=["encoder"], layers=["mlp"])
    assert names == {f"model.encoder.layers.{layer}.{mlp}" for layer in (0, 1) for mlp in ("fc1", "fc2")}


def test_full_tuning_of_the_decoder_leaves_the_encoder_alone(base):
    whisper, _ = load(base, method="full", parts=["decoder"])
    trained = {name.split(".")[1] for name, p in whisper.inner.named_parameters() if p.requires_grad}
    assert trained == {"decoder"}


def test_the_sinusoids_of_the_encoder_are_never_trained(base):
    whisper, _ = load(base, method="full")
    assert not whisper.inner.model.encoder.embed_positions.weight.requires_grad


def test_an_adapter_starts_as_the_base_and_from_its_seed(base):
    (first, _), (second, _) = load(base, method="lora"), load(base, method="lora")
    features, tokens = torch.randn(1, 80, 100), torch.tensor([[257, 258]])
    with torch.no_grad():
        plain = Whisper.load(base).network(features, tokens)
        assert torch.allclose(first.network.eval()(features, tokens), plain, atol=1e-6)
    for ours, theirs in zip(first.network.parameters(), second.network.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_the_saved_model_has_the_adapter_folded_in_and_the_adapter_beside_it_opens_with_peft(base, tmp_path):
    whisper, adapter = load(base, method="lora", rank=2)
    take_steps(whisper)
    save_model(tmp_path, whisper, adapter, base, "openai/whisper-tiny")
    features, tokens = torch.randn(1, 80, 100), torch.tensor([[257, 258]])
    with torch.no_grad():
        trained = whisper.network.eval()(features, tokens)
        merged = Whisper.load(tmp_path / "model").network(features, tokens)
        opened = Whisper.load(base)
        opened.network.inner = PeftModel.from_pretrained(opened.inner, tmp_path / "adapter").base_model.model
        beside = opened.network.eval()(features, tokens)
    assert torch.allclose(merged, trained, atol=1e-5)
    assert torch.allclose(beside, trained, atol=1e-5)
    assert not torch.allclose(merged, Whisper.load(base).network(features, tokens), atol=1e-3)


def test_what_tuning_leaves_behind_is_kept_with_the_model_and_with_the_adapter(base, tmp_path):
    whisper, adapter = load(base, method="lora", rank=2)
    tuned = Tuned(ShortContext(), ("en",), silence=True)
    whisper.record_tuned(tuned)
    save_model(tmp_path, whisper, adapter, base, str(base))
    assert read_tuned(tmp_path / "model") == read_tuned(tmp_path / "adapter") == tuned


def test_an_adapter_trained_on_8_bits_is_merged_into_the_full_precision_base(base, tmp_path):
    whisper, adapter = load(base, method="lora-int8", rank=2)
    save_model(tmp_path, whisper, adapter, base, "openai/whisper-tiny")  # untrained: it changes nothing
    merged, plain = Whisper.load(tmp_path / "model"), Whisper.load(base)
    for ours, theirs in zip(merged.network.parameters(), plain.network.parameters(), strict=True):
        assert torch.equal(ours, theirs)
