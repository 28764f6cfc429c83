import io

import pytest
from PIL import Image
from tests.book.test_story import HERO

from soridam.book.paint.painter import Painter
from soridam.book.paint.prompts import STYLE, page_prompt
from soridam.book.parts import Drawing, PictureRequest
from soridam.book.story import CastMember, Picture
from soridam.image.fit import ANOTHER_SEED
from soridam.image.memory import too_large

PICTURE = Picture(
    place="living-room", weather="rain", cast=(CastMember(id="hero", pose="run", mood="joy"),),
    props=("kite", "rain-cloud"), prompt_en="chasing a kite",
)  # fmt: skip


class Canvas:
    """Stands for a pipeline: paints the seed as a color and remembers each batch."""

    def __init__(self) -> None:
        self.jobs = []

    def paint(self, job, preview=None, size=None):
        self.jobs.append(job)
        return [Image.new("RGB", (64, 48), (seed % 256, 0, 0)) for seed in job.seeds]


class Pencil:
    def draw(self, picture, characters, *, seed, title=None):
        return Drawing(f"drawn {seed} {title}".encode())


def request(seed, title=None):
    return PictureRequest(PICTURE, (HERO,), seed, title)


def painter(canvas, is_fit=lambda _: True):
    return Painter(lambda: canvas, is_fit, Pencil())


def test_the_hero_s_looks_open_every_prompt_and_its_name_is_in_none():
    prompt = page_prompt(PICTURE, (HERO,))
    assert prompt.startswith(HERO.look_en)
    assert prompt.endswith(STYLE)
    assert "running" in prompt
    assert "rain, kite, rain cloud" in prompt
    assert HERO.name not in prompt


def test_a_book_is_painted_as_one_batch_and_its_cover_is_drawn():
    canvas = Canvas()
    drawings = painter(canvas).draw_all([request(1), request(0, "The Kite"), request(2)])
    assert [list(job.seeds) for job in canvas.jobs] == [[1, 2]]
    assert drawings[1].png == b"drawn 0 The Kite"
    picture = Image.open(io.BytesIO(drawings[2].png))
    assert picture.size == (1536, 1152)
    assert "trainedAlgorithmicMedia" in picture.info["XML:com.adobe.xmp"]


def test_a_picture_that_does_not_pass_is_painted_once_more_with_another_seed():
    canvas = Canvas()
    drawings = painter(canvas, lambda image: image.getpixel((0, 0))[0] != 2).draw_all([request(1), request(2)])
    assert [list(job.seeds) for job in canvas.jobs] == [[1, 2], [2 + ANOTHER_SEED]]
    assert all(drawing.png.startswith(b"\x89PNG") for drawing in drawings)


def test_what_fails_twice_is_drawn():
    drawings = painter(Canvas(), lambda _: False).draw_all([request(5)])
    assert drawings[0].png == b"drawn 5 None"


def test_the_model_continues_the_drawn_pages_where_that_is_wanted():
    canvas, ink = Canvas(), Image.new("RGB", (64, 48), "navy")
    buffer = io.BytesIO()
    ink.save(buffer, "PNG")

    class Inker:
        def draw(self, picture, characters, *, seed, title=None):
            return Drawing(buffer.getvalue())

    Painter(lambda: canvas, lambda _: True, Inker(), continues_drawing=True).draw_all([request(1), request(2)])
    assert [drawn.getpixel((0, 0)) for drawn in canvas.jobs[0].drawn] == [(0, 0, 128)] * 2
    painter(canvas).draw_all([request(1)])
    assert not canvas.jobs[1].drawn


def test_a_book_that_is_too_large_for_the_memory_is_drawn():
    class Full:
        def paint(self, job, preview=None, size=None):
            raise too_large()

    assert [drawing.png for drawing in painter(Full()).draw_all([request(1), request(2)])] == [
        b"drawn 1 None",
        b"drawn 2 None",
    ]


@pytest.mark.parametrize("title", [None, "A Title"])
def test_a_single_picture_is_a_batch_of_one(title):
    drawing = painter(Canvas()).draw(PICTURE, [HERO], seed=3, title=title)
    assert drawing.png.startswith(b"drawn" if title else b"\x89PNG")


def test_the_word_of_a_lora_stands_in_place_of_the_hero_s_looks():
    canvas = Canvas()
    Painter(lambda: canvas, lambda _: True, Pencil(), trigger="a drawing of tokti").draw_all([request(1)])
    (prompt,) = canvas.jobs[0].prompts
    assert prompt.startswith("a drawing of tokti, running")
    assert HERO.look_en not in prompt


def test_pages_of_somebody_s_drawing_are_drawn_where_the_painter_does_not_see_it():
    hero = HERO.model_copy(update={"drawing": "0" * 64})
    asked = PictureRequest(PICTURE, (hero,), 1, None)
    canvas = Canvas()
    assert painter(canvas).draw_all([asked])[0].png == b"drawn 1 None"
    assert canvas.jobs == []
