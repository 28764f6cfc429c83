import numpy as np
import pytest
from PIL import Image

from soridam.book.draw.cast.portrait import portrait_picture
from soridam.book.draw.heroes import default_hero
from soridam.book.paint.check import CLASSES, SIDE, UNFIT, PictureCheck, to_input
from soridam.core.weights import find_weights


class Answer:
    """Stands for the detector's session: sure of one class in one box."""

    def __init__(self, name: str, sure: float) -> None:
        self.output = np.zeros((1, 4 + len(CLASSES), 3), dtype=np.float32)
        self.output[0, 4 + CLASSES.index(name), 1] = sure

    def get_inputs(self):
        return [type("Input", (), {"name": "images"})]

    def run(self, _, given):
        assert given["images"].shape == (1, 3, SIDE, SIDE)
        return [self.output]


def check(name: str, sure: float) -> PictureCheck:
    made = PictureCheck.__new__(PictureCheck)
    made.__dict__["_session"] = Answer(name, sure)
    return made


@pytest.mark.weights
def test_the_real_detector_lets_a_drawn_hero_pass():
    assert PictureCheck(find_weights("nudenet") / "model.onnx").is_fit(portrait_picture(default_hero("child", "ko")))


@pytest.mark.parametrize("name", sorted(UNFIT))
def test_what_does_not_belong_into_a_book_is_found(name):
    assert not check(name, 0.4).is_fit(Image.new("RGB", (64, 48)))
    assert check(name, 0.1).is_fit(Image.new("RGB", (64, 48)))


def test_a_face_is_nothing_to_worry_about():
    assert check("female face", 0.99).is_fit(Image.new("RGB", (64, 48)))


def test_a_picture_is_padded_at_right_and_below():
    given = to_input(Image.new("RGB", (640, 320), (255, 0, 0)))
    assert given[0, 2, :158].min() == 1.0  # red comes last
    assert given[0, :, 170:].max() == 0.0
