import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.core.errors import ConfigError
from soridam.training.batches import BatchLimits, EpochChain, numbers_of_process, pack_by_length, refuse_uneven

LENGTHS = st.lists(st.floats(0.1, 30), min_size=1, max_size=60)


@given(LENGTHS, st.integers(0, 9))
def test_every_index_is_in_exactly_one_batch(lengths, seed):
    batches = pack_by_length(lengths, BatchLimits(40, 8), [seed])
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))


@given(LENGTHS, st.integers(0, 9))
def test_no_batch_of_several_rows_exceeds_its_limits(lengths, seed):
    for batch in pack_by_length(lengths, BatchLimits(40, 8), [seed]):
        padded = len(batch) * max(lengths[index] for index in batch)
        assert len(batch) == 1 or (len(batch) <= 8 and padded <= 40)


def test_the_same_seed_gives_the_same_batches_and_another_one_others():
    lengths = [1 + index % 7 for index in range(50)]
    limits = BatchLimits(20, 8)
    assert pack_by_length(lengths, limits, [1, 0]) == pack_by_length(lengths, limits, [1, 0])
    assert pack_by_length(lengths, limits, [1, 0]) != pack_by_length(lengths, limits, [1, 1])


def test_padding_is_small_because_similar_lengths_meet():
    lengths = [0.5 + (index * 37 % 100) / 10 for index in range(400)]
    batches = pack_by_length(lengths, BatchLimits(40, 16), [3])
    padded = sum(len(batch) * max(lengths[index] for index in batch) for batch in batches)
    assert padded < 1.25 * sum(lengths)


def test_batches_of_the_next_epoch_follow_without_a_gap():
    chain = EpochChain(lambda epoch: [f"{epoch}{letter}" for letter in "ab"[: 2 - epoch % 2]])
    assert [chain.batch(number) for number in range(5)] == ["0a", "0b", "1a", "2a", "2b"]


def test_a_batch_can_be_asked_for_in_the_middle_of_the_run():
    chain = EpochChain(lambda epoch: [(epoch, index) for index in range(3)])
    assert chain.batch(7) == (2, 1)
    assert chain.batch(0) == (0, 0)


def test_two_processes_share_each_step_and_together_do_what_one_does():
    shares = [numbers_of_process(range(3, 5), accumulate=4, process=rank, processes=2) for rank in (0, 1)]
    assert shares == [[12, 14, 16, 18], [13, 15, 17, 19]]


def test_a_step_that_processes_cannot_share_is_refused_with_the_setting_to_change():
    with pytest.raises(ConfigError, match=r"batches\.accumulate=3") as error:
        refuse_uneven(accumulate=3, processes=2)
    assert "multiple of 2" in error.value.hint
