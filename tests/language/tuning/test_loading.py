import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from soridam.language.data.encode import Encoded
from soridam.language.tuning.loading import PreferenceBatch, TrainingBatches, make_batch, pack
from soridam.language.tuning.objective import preference_losses
from soridam.training.batches import BatchLimits

LIMITS = BatchLimits(50, 8)


def piece(number, length, learned=2):
    tokens = tuple(range(length + 1))
    return Encoded(number, tokens, (False,) * (length + 1 - learned) + (True,) * learned)


@given(st.lists(st.integers(1, 80), max_size=60), st.integers(0, 5))
def test_packs_hold_every_example_once_within_their_limits(lengths, seed):
    packs = pack(lengths, LIMITS, (seed,))
    assert sorted(index for batch in packs for index in batch) == list(range(len(lengths)))
    assert all(len(batch) <= 8 for batch in packs)
    assert all(len(batch) == 1 or sum(lengths[index] for index in batch) <= 50 for batch in packs)


def test_packs_are_nearly_full():
    lengths = [3 + number * 7 % 20 for number in range(200)]
    assert sum(lengths) / (50 * len(pack(lengths, BatchLimits(50, 99), (7,)))) > 0.93


def test_positions_begin_again_and_the_last_token_is_only_a_label():
    batch = make_batch(3, [piece(0, 4), piece(1, 3)])
    assert batch.positions.tolist() == [[0, 1, 2, 3, 0, 1, 2]]
    assert batch.token_ids.tolist() == [[0, 1, 2, 3, 0, 1, 2]]
    assert batch.labels.tolist() == [[-100, -100, 3, 4, -100, 2, 3]]
    assert batch.tokens == 4


def test_a_batch_depends_on_seed_and_number_alone():
    units = [(piece(number, 5 + number % 7),) for number in range(40)]
    first, second = (TrainingBatches(units, LIMITS, seed=7) for _ in range(2))
    late = list(first.iter_batches(range(12)))[9]
    assert torch.equal(late.token_ids, next(iter(second.iter_batches([9]))).token_ids)


def test_batches_in_order_hold_everything_once():
    batches = TrainingBatches([(piece(number, 20),) for number in range(7)], LIMITS, seed=7)
    assert [one.number for batch in batches.iter_in_order() for one in batch.pieces] == list(range(7))


def test_the_loss_of_a_preference_by_hand():
    """Chosen gained 2 - 1 = 1, rejected 1 - 3 = -2 less: -log(sigmoid(0.5 * 3)) = 0.2014."""
    pieces = (piece(0, 3), piece(0, 3))
    whole = make_batch(0, pieces)
    reference = torch.tensor([[-3.0, -1.0]])
    batch = PreferenceBatch(0, whole.token_ids, whole.positions, whole.labels, pieces, reference)
    found = preference_losses(torch.tensor([1.5, 0.5, 1.0, 2.0]), batch, beta=0.5)
    assert found.tolist() == pytest.approx([0.2014], abs=1e-4)
    assert batch.tokens == 1
