"""Painted pictures as PNG that says what it is: made by a model. Begin with `write_png`."""

import io

from PIL import Image

from soridam.book.pages.label import SOURCE_TYPES, xmp_packet


def write_png(image: Image.Image) -> bytes:
    """Return the picture as PNG, labeled as generated in the terms of IPTC."""
    from PIL.PngImagePlugin import PngInfo

    facts = PngInfo()
    facts.add_itxt("XML:com.adobe.xmp", xmp_packet(SOURCE_TYPES["diffusion"]).decode())
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "PNG", pnginfo=facts)
    return buffer.getvalue()
