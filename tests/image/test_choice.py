import pytest

from soridam.image.choice import CHOICES, GB, choose_model, find_license


@pytest.mark.parametrize(
    ("memory", "model"),
    [
        (24 * GB, "black-forest-labs/FLUX.2-klein-4B"),
        (10 * GB, "black-forest-labs/FLUX.2-klein-4B"),
        (8 * GB, "stabilityai/stable-diffusion-xl-base-1.0"),
        (6 * GB, "stabilityai/stable-diffusion-xl-base-1.0"),
        (4 * GB, None),
        (0, None),
    ],
)
def test_a_model_is_chosen_by_the_memory_of_the_gpu(memory, model):
    choice = choose_model(memory)
    assert (choice and choice.model) == model


def test_only_models_that_anybody_may_use_are_chosen():
    for _, choice in CHOICES:
        for name in filter(None, (choice.model, choice.lora)):
            known = find_license(name)
            assert known is not None and known.is_free


def test_the_license_is_that_of_the_version():
    assert find_license("black-forest-labs/FLUX.2-klein-4B").is_free
    assert not find_license("black-forest-labs/flux.2-klein-9b").is_free
    assert find_license("somebody/else") is None
