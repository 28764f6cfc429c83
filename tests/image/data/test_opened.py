import numpy as np
import pytest
from PIL import Image
from tests.image.data.small_pictures import as_bytes, draw_picture, write_bomb

from soridam.core.errors import CorpusError
from soridam.image.data.opened import PictureError, decode_picture, is_turned, open_picture


def corner(image: Image.Image) -> tuple[int, ...]:
    return image.getpixel((0, 0))


@pytest.mark.parametrize("suffix", ["png", "jpg", "jpeg", "webp", "bmp"])
def test_pictures_of_every_kind_are_opened_in_color(tmp_path, suffix):
    image = open_picture(draw_picture(tmp_path / f"a.{suffix}"))
    assert (image.mode, image.size) == ("RGB", (64, 48))


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_opened_in_color(tmp_path, mode):
    gray = np.full((8, 8), 52_224, np.uint16)
    image = Image.fromarray(gray) if mode == "I;16" else Image.new("RGB", (8, 8), (204, 204, 204)).convert(mode)
    image.save(tmp_path / "a.png")
    opened = open_picture(tmp_path / "a.png")
    assert opened.mode == "RGB"
    assert mode == "1" or corner(opened) == (204, 204, 204)


def test_what_is_transparent_lies_on_white(tmp_path):
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(tmp_path / "a.png")
    half = Image.new("RGBA", (8, 8), (255, 0, 0, 128))
    half.save(tmp_path / "b.webp", lossless=True)
    assert corner(open_picture(tmp_path / "a.png")) == (255, 255, 255)
    assert corner(open_picture(tmp_path / "b.webp")) == (255, 127, 127)


def test_a_photograph_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    draw_picture(tmp_path / "a.jpg", (64, 48), exif=exif)
    assert open_picture(tmp_path / "a.jpg").size == (48, 64)
    assert not open_picture(tmp_path / "a.jpg").getexif()
    assert is_turned(tmp_path / "a.jpg")
    assert not is_turned(draw_picture(tmp_path / "b.jpg"))


def test_of_an_animated_picture_the_first_frame_is_taken(tmp_path):
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    for name in ("a.webp", "a.png"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], lossless=True)
        assert corner(open_picture(tmp_path / name)) == (255, 0, 0)


def test_bytes_say_what_a_picture_is_and_not_its_extension(tmp_path):
    (tmp_path / "a.jpg").write_bytes(as_bytes(Image.new("RGB", (8, 8)), "PNG"))
    assert open_picture(tmp_path / "a.jpg").size == (8, 8)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unknown-kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown-kind"),
        (b"%PDF-1.7", "unknown-kind"),
        (as_bytes(Image.new("RGB", (8, 8)), "GIF"), "unknown-kind"),
        (as_bytes(Image.new("RGB", (8, 8)), "TIFF"), "unknown-kind"),
        (as_bytes(Image.effect_noise((64, 64), 50), "PNG")[:-900], "broken"),
        (as_bytes(Image.effect_noise((64, 64), 50), "JPEG")[:-900], "broken"),
        (as_bytes(Image.effect_noise((64, 64), 50), "WEBP")[:-900], "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "unknown-kind"),
    ],
)
def test_what_is_no_whole_picture_is_refused_with_its_reason(tmp_path, content, reason):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(PictureError) as refused:
        decode_picture(tmp_path / "a.png")
    assert refused.value.reason == reason
    with pytest.raises(CorpusError, match=r"a\.png cannot be used"):
        open_picture(tmp_path / "a.png")


@pytest.mark.parametrize("side", [8_001, 10_000, 20_000, 2**31 - 1])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, side):
    write_bomb(tmp_path / "a.png", side)
    for look in (decode_picture, is_turned):
        with pytest.raises(PictureError) as refused:
            look(tmp_path / "a.png")
        assert refused.value.reason == "too-large"


def test_a_picture_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="cannot be opened"):
        open_picture(tmp_path / "a.png")
