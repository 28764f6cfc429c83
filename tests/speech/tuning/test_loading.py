import re

import numpy as np
import pytest
import torch
from tests.speech.tiny_whisper import build_tiny_tokenizer
from tests.speech.tone_corpus import write_tone_corpus

from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.features import FRAMES_PER_SECOND, log_mel
from soridam.speech.model import Tokens
from soridam.speech.tuning.config import RecipeConfig
from soridam.speech.tuning.loading import TrainingBatches, build_plan, iter_loader
from soridam.speech.tuning.mixture import Example
from soridam.speech.window import FULL_WINDOW

TOKENS = Tokens(build_tiny_tokenizer())
PLAIN = {"mixture": {"timestamps": 0.0, "no_speech": 0.0, "long_form": 0.0}, "batches": {"seconds": 12.0}}
EVERYTHING = {
    "mixture": {"timestamps": 0.3, "no_speech": 0.1, "long_form": 0.3},
    "augmentation": dict.fromkeys(("spec_augment", "noise", "speed", "gain", "telephone", "gsm", "radio"), 0.3),
}


@pytest.fixture(scope="module")
def split(tmp_path_factory):
    return CorpusSplit(write_tone_corpus(tmp_path_factory.mktemp("tones")), "train")


def build(split, values=PLAIN, rows=None):
    plan = build_plan(RecipeConfig.model_validate(values), mels=80)
    return TrainingBatches(split, list(range(len(split))) if rows is None else rows, TOKENS, plan)


def texts(batch):
    return [TOKENS.decode([t for t in row.tolist() if t >= 0]) for row in batch.labels]


def test_an_epoch_reads_every_row_once(split):
    batches = build(split)
    read = [text for number in range(len(batches.plan_epoch(0))) for text in texts(batches[number])]
    assert sorted(read) == sorted(split.column("text"))


def test_windows_are_the_longest_utterance_and_a_random_margin_rounded_up(split):
    batches = build(split)
    windows = []
    for number, examples in enumerate(batches.plan_epoch(0)):
        batch, longest = batches[number], max(example.duration for example in examples)
        windows.append(batch.seconds - longest)
        assert batch.seconds % 0.5 == 0
        assert batch.features.shape[2] == batch.seconds * FRAMES_PER_SECOND
    assert min(windows) >= 0
    assert max(windows) <= 1.5
    assert len({round(margin, 3) for margin in windows}) >= 3


def test_without_short_context_every_window_is_30_seconds(split):
    batch = build(split, {"window": {"short": False}, "batches": {"seconds": 120.0}})[0]
    assert batch.seconds == FULL_WINDOW
    assert len(batch.features) <= 4


def test_features_are_those_of_the_recognizer(split):
    batches = build(split)
    examples = batches.plan_epoch(0)[0]
    wave = split.waveform(examples[0].rows[0])
    assert np.array_equal(batches[0].features[0].numpy(), log_mel(wave, 80, batches[0].seconds))


@pytest.mark.parametrize("values", [PLAIN, EVERYTHING])
def test_worker_processes_give_what_no_workers_give(split, values):
    batches = build(split, values)
    alone, helped = (list(iter_loader(batches, range(2, 7), workers=workers)) for workers in (0, 2))
    for ours, theirs in zip(alone, helped, strict=True):
        assert ours.number == theirs.number
        assert torch.equal(ours.features, theirs.features)
        assert torch.equal(ours.labels, theirs.labels)


def test_epochs_are_augmented_differently(split):
    values = {"augmentation": {"noise": 1.0}, "mixture": PLAIN["mixture"]}
    batches = build(split, values, rows=[3])
    assert not torch.equal(batches[0].features[0, :, :50], batches[1].features[0, :, :50])


def test_joined_utterances_are_heard_one_after_the_other_with_their_times(split):
    batches = build(split)
    durations = split.durations
    example = Example("timed", (1, 2), (0.5,), 1.0, float(durations[1] + durations[2] + 0.5))
    batch = batches.make_batch(0, [example])
    names = TOKENS.tokenizer.convert_ids_to_tokens([t for t in batch.labels[0].tolist() if t >= 0])
    times = [float(name[2:-2]) for name in names if re.fullmatch(r"<\|\d+\.\d\d\|>", name)]
    first, second = durations[1], durations[1] + 0.5
    assert times == pytest.approx([0, first, second, second + durations[2]], abs=0.011)
    assert texts(batch) == [" ".join(split.column("text")[row] for row in (1, 2))]
    position = round((first + 0.1) * FRAMES_PER_SECOND)  # in the pause
    assert batch.features[0, :, position + 30].max() < batch.features[0, :, 5].max() - 1


def test_a_window_without_speech_has_no_text(split):
    batch = build(split).make_batch(0, [Example("no_speech", (), (), 1.0, 2.0)])
    assert texts(batch) == [""]
    assert batch.tokens == 2  # that nobody speaks, and the end


def test_tokens_are_the_labels_that_count(split):
    batch = build(split)[0]
    assert batch.tokens == int((batch.labels >= 0).sum())


def test_the_heaviest_batch_is_the_one_with_the_most_to_encode(split):
    batches = build(split)
    assert batches.padded_seconds(batches.heaviest) == max(map(batches.padded_seconds, batches.plan_epoch(0)))
