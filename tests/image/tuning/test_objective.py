import pytest
import torch
from diffusers import DDPMScheduler

from soridam.image.tuning.objective import Noise, draw_noise

BETAS = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}


@pytest.fixture
def latents():
    return torch.randn((4, 2, 3, 3), generator=torch.Generator().manual_seed(0))


@pytest.fixture
def noise():
    return torch.randn((4, 2, 3, 3), generator=torch.Generator().manual_seed(1))


LEVEL = torch.tensor([0, 200, 700, 999])


def of(target):
    return Noise.of(DDPMScheduler(prediction_type="epsilon", **BETAS).config | {"prediction_type": target})


@pytest.mark.parametrize("target", ["epsilon", "v_prediction"])
def test_noise_and_targets_are_those_of_diffusers(latents, noise, target):
    theirs = DDPMScheduler(prediction_type=target, **BETAS)
    ours = of(target)
    torch.testing.assert_close(ours.add(latents, noise, LEVEL), theirs.add_noise(latents, noise, LEVEL))
    wanted = noise if target == "epsilon" else theirs.get_velocity(latents, noise, LEVEL)
    torch.testing.assert_close(ours.wanted(latents, noise, LEVEL), wanted)


def test_a_flow_leads_from_the_latents_straight_to_the_noise(latents, noise):
    flow = of("flow_prediction")
    noisy = flow.add(latents, noise, LEVEL)
    back = noisy - flow.noise[LEVEL].reshape(-1, 1, 1, 1) * flow.wanted(latents, noise, LEVEL)
    torch.testing.assert_close(back, latents)
    torch.testing.assert_close(flow.add(latents, noise, LEVEL)[3], noise[3])


@pytest.mark.parametrize("target", ["epsilon", "v_prediction"])
def test_min_snr_bounds_what_a_level_counts_for_the_latents(target):
    """In terms of the error of the latents every level counts min(SNR, 5), whatever is predicted."""
    ours, every = of(target), torch.arange(1000)
    ratio = (ours.signal / ours.noise) ** 2
    per_latent = ratio if target == "epsilon" else ratio + 1  # an error of the latents is so many times one of it
    torch.testing.assert_close(ours.weights(every, 5.0) * per_latent, ratio.clamp(max=5.0), rtol=1e-4, atol=1e-6)


def test_without_min_snr_every_level_counts_alike():
    assert of("epsilon").weights(LEVEL, 0.0).tolist() == [1, 1, 1, 1]


def test_an_offset_moves_a_channel_as_a_whole():
    plain, moved = (draw_noise(torch.Size((2, 3, 8, 8)), torch.Generator().manual_seed(0), at) for at in (0.0, 0.5))
    difference = moved - plain
    assert torch.allclose(difference, difference[:, :, :1, :1]) and difference.abs().max() > 0.05
