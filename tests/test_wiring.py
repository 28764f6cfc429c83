import logging

import pytest
import torch
from tests.book.paint.tiny_diffusion import write_tiny_sd

from soridam.book.draw.illustrator import DrawnIllustrator
from soridam.book.paint.painter import Painter
from soridam.core.errors import WeightsError
from soridam.image import choice
from soridam.settings import BookSettings, DiffusionSettings
from soridam.wiring import build_book_maker, build_illustrator, build_pipeline, with_painter

AUTO = BookSettings(illustrator="diffusion", narrator="none")


@pytest.fixture
def memory(monkeypatch):
    """Set the bytes of the GPU that this machine seems to have."""
    return lambda size: monkeypatch.setattr(choice, "gpu_memory", lambda: size)


def test_a_model_is_chosen_for_the_gpu_where_the_settings_leave_it_open(memory):
    memory(12 * choice.GB)
    assert with_painter(AUTO).diffusion.model == "black-forest-labs/FLUX.2-klein-4B"
    memory(8 * choice.GB)
    chosen = with_painter(AUTO).diffusion
    assert (chosen.preset, chosen.steps) == ("lightning", 8)
    assert isinstance(build_illustrator(AUTO), Painter)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_pictures_are_drawn_where_no_model_fits_and_the_book_says_so(caplog):
    with caplog.at_level(logging.WARNING):
        maker = build_book_maker(AUTO)
    assert isinstance(maker.illustrator, DrawnIllustrator)
    assert maker.made_by.illustrator == "drawn"
    assert "Pictures are drawn" in caplog.text
    with pytest.raises(WeightsError, match="no GPU with 6 GB"):
        build_pipeline(DiffusionSettings())


def test_a_model_of_the_settings_is_taken_as_it_is(tmp_path):
    settings = DiffusionSettings(model=str(write_tiny_sd(tmp_path / "model")), device="cpu")
    assert build_pipeline(settings).kind.name == "sd"


def test_a_license_that_is_not_for_everybody_is_told(caplog, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with caplog.at_level(logging.WARNING), pytest.raises(WeightsError):
        build_pipeline(DiffusionSettings(model="black-forest-labs/FLUX.2-klein-9B"))
    assert "FLUX non-commercial" in caplog.text
