import json

import pytest
from PIL import Image
from tests.book.test_make import STORY, WISH, maker

from soridam.book.draw.illustrator import DrawnIllustrator
from soridam.image.data.readers import read_pictures

HERO_LOOK = STORY.hero.look_en


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A folder with one drawn book, the cover of which was drawn twice."""
    folder = tmp_path_factory.mktemp("library")
    made = maker(DrawnIllustrator())
    made.redraw(made.make(WISH, folder / "kite"), 0)
    return folder


def test_the_pages_of_a_book_are_found_as_they_are_shown_now(library):
    found = read_pictures(library / "kite")
    places = [picture.place for picture in found.found]
    assert places == ["pictures/cover-v2.png", *(f"pictures/page-{number:02}-v1.png" for number in (1, 2, 3))]
    assert found.rejected == ()
    assert {picture.caption.partition(HERO_LOOK)[0] for picture in found.found} == {""}  # the hero's look stands first
    assert all(Image.open(picture.path).size[0] > 1_000 for picture in found.found)


def test_books_lie_in_a_folder_beside_other_pictures(library):
    assert next(picture.place for picture in read_pictures(library).found) == "kite/pictures/cover-v2.png"


def test_the_scene_is_what_the_writer_says_or_place_and_time(tmp_path):
    write_book(tmp_path, {"prompt_en": "the fox sings"}, {})
    captions = [picture.caption for picture in read_pictures(tmp_path).found]
    assert captions == ["a small fox, the fox sings", "a small fox, living room, night"]


@pytest.mark.parametrize("name", ["../private.png", "/etc/hostname", "none.png"])
def test_a_book_that_names_other_files_is_rejected(tmp_path, name):
    Image.new("RGB", (8, 8)).save(tmp_path / "private.png")
    write_book(tmp_path / "book", {}, {}, cover=name)
    found = read_pictures(tmp_path / "book")
    assert [(one.place, one.reason) for one in found.rejected] == [
        ("book.json", "missing" if name == "none.png" else "outside")
    ]
    assert len(found.found) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"story": 3}', '{"story": {"characters": [{}]}}', "[" * 100_000])
def test_what_is_no_book_is_rejected(tmp_path, text):
    (tmp_path / "book.json").write_text(text)
    assert [(one.place, one.reason) for one in read_pictures(tmp_path).rejected] == [("book.json", "unreadable")]


def write_book(folder, cover_picture, page_picture, cover="cover.png"):
    folder.mkdir(exist_ok=True)
    for number, stem in enumerate(("cover", "page")):
        Image.new("RGB", (8, 8), (number, 0, 0)).save(folder / f"{stem}.png")
    plain = {"place": "living-room", "time": "night", "cast": [{"id": "hero"}]}
    story = {"characters": [{"id": "hero", "look_en": "a small fox"}], "cover": {**plain, **cover_picture}}
    sheets = [
        {"number": 0, "picture": cover, "page": None},
        {"number": 1, "picture": "page.png", "page": {"picture": {**plain, **page_picture}}},
    ]
    (folder / "book.json").write_text(json.dumps({"story": story, "sheets": sheets}))
