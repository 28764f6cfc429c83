"""Drawings are cut out of photographs: the whole drawing, nothing of the paper around it, and errors that help."""

import io

import numpy as np
import pytest
from PIL import Image
from tests.book.draw.cutout.photos import as_jpeg, crayon_cat, pencil_rabbit, photograph, sheet, stick_child

from soridam.book.draw.cutout.cut import LARGEST, cut_out
from soridam.book.draw.cutout.drawing import MOST_BYTES, CutOut
from soridam.core.errors import StoryError


def pixels_of(cut: CutOut) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(cut.png)).convert("RGBA")).astype(int)


def error_of(photo: bytes) -> str:
    with pytest.raises(StoryError) as raised:
        cut_out(photo)
    assert raised.value.hint
    return raised.value.code


@pytest.fixture(scope="module")
def cat() -> CutOut:
    return cut_out(as_jpeg(photograph(sheet(crayon_cat))))


def test_a_colored_drawing_keeps_its_inner_parts_and_none_of_the_table(cat):
    pixels = pixels_of(cat)
    height, width = pixels.shape[:2]
    assert pixels[height // 2, width // 3 : width // 2, 3].min() == 255  # the body is whole, paper between strokes too
    assert pixels[:3, :3, 3].max() == 0
    assert pixels[-3:, -3:, 3].max() == 0  # beside the legs there is nothing
    shown = pixels[pixels[..., 3] > 200]
    brown = (abs(shown[:, :3] - (0x7A, 0x55, 0x36)).max(axis=1) < 24).mean()
    assert brown < 0.02  # the table
    assert cat.colors[0][1:3] > "d0"  # orange: much red


def test_the_paper_becomes_white_under_uneven_light(cat):
    pixels = pixels_of(cat)
    eye = np.argwhere((pixels[..., :3].min(axis=-1) > 245) & (pixels[..., 3] == 255))
    assert len(eye) > 300  # the whites of the eyes, on paper that was dark and yellow in the photograph


def test_edges_are_soft_and_the_ground_is_clear(cat):
    alpha = pixels_of(cat)[..., 3]
    assert 0.002 < ((alpha > 0) & (alpha < 255)).mean() < 0.1
    assert (alpha == 0).mean() > 0.3


def test_thin_limbs_stay_and_specks_go():
    cut = cut_out(as_jpeg(photograph(sheet(stick_child), tilt=-7.0, specks=60, seed=2)))
    solid = pixels_of(cut)[..., 3] > 128
    height, width = solid.shape
    legs = solid[round(height * 0.85)]
    assert np.count_nonzero(np.diff(legs.astype(int)) == 1) == 2  # two legs, and no web between them
    arms = solid[round(height * 0.28) : round(height * 0.4)].any(axis=0)
    assert arms[: width // 8].any()
    assert arms[-width // 8 :].any()
    assert 0.4 < width / height < 0.62  # no speck on the sheet has made it wider


def test_an_outline_with_a_gap_is_filled():
    cut = cut_out(as_jpeg(photograph(sheet(pencil_rabbit), tilt=2.0, light=0.7, seed=3)))
    alpha = pixels_of(cut)[..., 3]
    height, width = alpha.shape
    assert alpha[round(height * 0.42), width // 2] == 255  # within the head, whose outline is open
    assert alpha[round(height * 0.8), width // 2] == 255


def test_a_scan_without_a_table_and_a_light_table_work_too():
    for table in (None, "#d9d2c6"):
        cut = cut_out(as_jpeg(photograph(sheet(crayon_cat), table=table, seed=5)))
        assert 0.45 < cut.width / cut.height < 0.7


def test_colored_paper_is_taken_for_paper():
    cut = cut_out(as_jpeg(photograph(sheet(stick_child, paper="#f3e6a8"), seed=6)))
    assert 0.4 < cut.width / cut.height < 0.62


def test_the_orientation_of_exif_is_applied_and_nothing_of_it_is_kept(cat):
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by a quarter to the right
    exif[0x010E] = "at home, 37.5 north"
    turned = photograph(sheet(crayon_cat)).transpose(Image.Transpose.ROTATE_90)
    cut = cut_out(as_jpeg(turned, exif=exif))
    assert abs(cut.width / cut.height - cat.width / cat.height) < 0.06
    with Image.open(io.BytesIO(cut.png)) as image:
        assert not image.getexif()
        assert image.info == {}
    assert b"north" not in cut.png


def test_the_same_photograph_gives_the_same_bytes_within_bounds(cat):
    again = cut_out(as_jpeg(photograph(sheet(crayon_cat))))
    assert (again.png, again.digest) == (cat.png, cat.digest)
    assert max(cat.width, cat.height) <= LARGEST


def test_an_empty_sheet_is_named():
    assert error_of(as_jpeg(photograph(sheet()))) == "drawing.none"


def test_a_blurred_photograph_is_named():
    assert error_of(as_jpeg(photograph(sheet(crayon_cat), blur=14))) == "drawing.blurred"


def test_a_drawing_that_is_too_small_is_named():
    small = photograph(sheet(crayon_cat)).resize((352, 272), Image.Resampling.LANCZOS)
    assert error_of(as_jpeg(small)) == "drawing.small"


def test_a_drawing_that_runs_off_the_picture_is_named():
    cut_off = photograph(sheet(crayon_cat), table=None, tilt=0).crop((600, 150, 920, 700))
    assert error_of(as_jpeg(cut_off)) == "drawing.cut-off"
    rng = np.random.default_rng(0)
    colors = Image.fromarray(rng.integers(0, 255, (60, 80, 3), dtype=np.uint8)).resize((1200, 900))
    assert error_of(as_jpeg(colors)) in ("drawing.cut-off", "drawing.none")


@pytest.mark.parametrize(
    "photo", [b"", b"GIF89a" + b"x" * 50, b"\xff\xd8\xff\xe0" + b"x" * 90, b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_what_is_no_picture_is_refused(photo):
    assert error_of(photo) == "drawing.unreadable"


def test_too_many_bytes_or_pixels_are_refused():
    assert error_of(b"x" * (MOST_BYTES + 1)) == "drawing.too-large"
    buffer = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(buffer, "PNG")
    assert error_of(buffer.getvalue()) == "drawing.unreadable"


def lines_of_a_notebook(pen):
    for y in range(60, 1100, 42):
        pen.line((0, y, 1500, y), fill="#b9c6de", width=2)


def sun_in_a_corner(pen):
    pen.ellipse((1150, 80, 1330, 260), fill="#f4d54a", outline="#d8a020", width=6)


def pale_balloon(pen):
    pen.ellipse((500, 250, 1000, 850), outline="#e8e07a", width=16)


@pytest.mark.parametrize("more", [lines_of_a_notebook, sun_in_a_corner])
def test_faint_lines_of_the_paper_and_a_smaller_drawing_are_left_out(cat, more):
    cut = cut_out(as_jpeg(photograph(sheet(more, crayon_cat))))
    assert abs(cut.width / cut.height - cat.width / cat.height) < 0.03


def test_a_pale_yellow_outline_is_seen():
    cut = cut_out(as_jpeg(photograph(sheet(pale_balloon), seed=8)))
    assert 0.7 < cut.width / cut.height < 0.95
    assert pixels_of(cut)[cut.height // 2, cut.width // 2, 3] == 255
