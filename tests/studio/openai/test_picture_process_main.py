"""The painting process from inside, where the check can be another one."""

import pytest
from tests.book.paint.tiny_diffusion import write_tiny_sd

from soridam.core.errors import UsageError
from soridam.image.fit import ANOTHER_SEED
from soridam.settings import DiffusionSettings
from soridam.studio.openai.picture_process_main import Painters

ASKED = {"model": "", "prompt": "a fox", "count": 2, "seed": 5, "width": 32, "height": 32}


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = write_tiny_sd(tmp_path_factory.mktemp("tiny"))
    return DiffusionSettings(model=str(folder), steps=2, device="cpu")


def test_a_picture_that_does_not_pass_comes_of_another_seed(settings):
    verdicts = iter([True, False, True])
    told = Painters(settings, lambda _: next(verdicts)).reply(ASKED, b"")
    assert [picture["seed"] for picture in told["pictures"]] == [5, 6 + ANOTHER_SEED]


def test_what_does_not_pass_twice_is_refused(settings):
    with pytest.raises(UsageError, match="may be shown"):
        Painters(settings, lambda _: False).reply(ASKED, b"")
