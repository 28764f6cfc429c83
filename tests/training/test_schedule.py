import pytest

from soridam.training.schedule import learning_rate_factor


def factors(schedule, *, steps=10, warmup=4):
    return [learning_rate_factor(step, steps=steps, warmup=warmup, schedule=schedule) for step in range(steps)]


@pytest.mark.parametrize("schedule", ["linear", "cosine", "constant"])
def test_the_rate_rises_to_its_peak_when_the_warmup_is_over(schedule):
    assert factors(schedule)[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])


def test_the_linear_schedule_falls_evenly_and_ends_with_the_last_step():
    assert factors("linear")[4:] == pytest.approx([1, 5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6])


def test_the_cosine_schedule_is_at_half_in_the_middle():
    assert learning_rate_factor(7, steps=10, warmup=4, schedule="cosine") == pytest.approx(0.5)


def test_a_constant_schedule_stays_at_its_peak():
    assert set(factors("constant")[4:]) == {1.0}


def test_without_warmup_the_first_step_has_the_full_rate():
    assert learning_rate_factor(0, steps=3, warmup=0, schedule="linear") == 1.0
