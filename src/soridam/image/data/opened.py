"""Opening of pictures that may come from anybody. Begin with `open_picture`.

A picture is what its bytes say: the extension decides nothing, and only four plain kinds are decoded. The size is
looked at before a pixel is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image, ImageOps

from soridam.core.errors import CorpusError
from soridam.core.messages import Message

KINDS = ("PNG", "JPEG", "WEBP", "BMP")
MOST_PIXELS = 64_000_000  # 8,000 x 8,000: 192 MB of RGB
ORIENTATION = 0x0112  # the tag of EXIF


class PictureError(ValueError):
    """What is wrong with a picture: one of the kinds in `reasons`, and the same in words."""

    def __init__(self, reason: str, detail: Message) -> None:
        super().__init__(str(detail))
        self.reason = reason
        self.detail = detail


def open_picture(path: Path) -> Image.Image:
    """Return the picture in RGB, turned upright by its EXIF, on white where it is transparent.

    Of an animated one the first frame is taken. It has no EXIF any more, and nothing else beside its pixels. Raises
    CorpusError for what is no picture or has too many pixels.
    """
    try:
        return decode_picture(path)
    except PictureError as fault:
        raise CorpusError(
            "picture.unusable",
            "The picture {path} cannot be used: {reason}.",
            hint="Replace it, or take it out of the folder.",
            path=path,
            reason=fault.detail,
        ) from None


def decode_picture(source: Path | IO[bytes]) -> Image.Image:
    """Do what `open_picture` does, also with an open file. Raises PictureError instead of CorpusError."""
    with _opened(source) as image:
        image.load()
        return _without_facts(_in_color(ImageOps.exif_transpose(image)))


def is_turned(path: Path) -> bool:
    """Return whether EXIF says that the picture lies on its side, on its head or is mirrored. Raises PictureError."""
    with _opened(path) as image:
        return image.getexif().get(ORIENTATION, 1) in range(2, 9)


@contextmanager
def _opened(source: Path | IO[bytes]) -> Iterator[Image.Image]:
    """Open a picture; whatever goes wrong with it becomes a PictureError."""
    try:
        with Image.open(source, formats=KINDS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _too_large()
            yield image
    except PictureError:
        raise
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise PictureError("missing", Message("it cannot be opened ({reason})", reason=error.strerror)) from None
    except Image.UnidentifiedImageError:
        raise PictureError("unknown-kind", Message("it is none of {kinds}", kinds=", ".join(KINDS))) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):  # Pillow's own limits are higher
        raise _too_large() from None
    except Exception as error:  # decoders meet foreign bytes: whatever they raise is this picture's own
        raise PictureError("broken", Message("it is damaged ({reason})", reason=error)) from None


def _too_large() -> PictureError:
    return PictureError("too-large", Message("it has more than {count} million pixels", count=MOST_PIXELS // 1_000_000))


def _in_color(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # gray with 16 bits, which Pillow would cut at 255
        image = Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _without_facts(image: Image.Image) -> Image.Image:
    """Return the pixels alone: EXIF, comments and profiles would be saved with them again."""
    plain = image.copy()
    plain.info = {}
    return plain
