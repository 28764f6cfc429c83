import pytest
from tests.book.draw.cutout.photos import as_jpeg, photograph, sheet, stick_child

from soridam.book.draw.cutout.cut import cut_out
from soridam.book.draw.cutout.drawing import hero_from
from soridam.book.draw.cutout.keeping import FOLDER, keep_drawing, portrait_of, read_drawing
from soridam.book.draw.heroes import default_hero
from soridam.core.errors import StoryError


@pytest.fixture(scope="module")
def cut():
    return cut_out(as_jpeg(photograph(sheet(stick_child), seed=2)))


def test_a_drawing_is_found_in_the_folder_of_its_book(tmp_path, cut):
    assert keep_drawing(tmp_path, cut.png) == cut.digest
    assert read_drawing(tmp_path, cut.digest) == cut.png


def test_a_drawing_that_is_gone_or_changed_is_named(tmp_path, cut):
    keep_drawing(tmp_path, cut.png)
    (tmp_path / FOLDER / f"{cut.digest}.png").write_bytes(cut.png[:-1])
    for digest in (cut.digest, "0" * 64, "../../etc/passwd"):
        with pytest.raises(StoryError) as raised:
            read_drawing(tmp_path, digest)
        assert raised.value.code == "drawing.gone"


def test_a_hero_takes_the_colors_of_its_drawing(cut):
    hero = hero_from(default_hero("child", "en"), cut.digest, cut.colors)
    assert hero.drawing == cut.digest
    assert hero.coat == cut.colors[0]
    assert hero.look_en.startswith("a child's crayon drawing of")


def test_a_painter_is_shown_the_drawing_on_white(cut):
    hero = hero_from(default_hero("child", "en"), cut.digest, cut.colors)
    shown = portrait_of({cut.digest: cut.png}.__getitem__, hero)
    assert shown.width == shown.height == max(cut.width, cut.height)
    assert shown.getpixel((0, 0)) == (255, 255, 255)
    puppet = portrait_of(None, default_hero("child", "en"))
    assert puppet.size != shown.size
