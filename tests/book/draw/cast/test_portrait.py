import io
import re
from xml.etree import ElementTree

import numpy as np
import resvg_py
from PIL import Image

from soridam.book.draw.cast import draw_portrait
from soridam.book.draw.heroes import default_heroes


def test_portraits_of_different_heroes_share_a_page_without_sharing_ids():
    seen: set[str] = set()
    for hero in default_heroes("en"):
        portrait = draw_portrait(hero)
        ids = {item.get("id") for item in ElementTree.fromstring(portrait).iter() if item.get("id")}
        assert set(re.findall(r"url\(#([^)]+)\)", portrait)) == ids
        assert not ids & seen
        seen |= ids


def test_a_portrait_leaves_its_corners_clear_and_no_ear_is_cut_off():
    for hero in default_heroes("ko"):
        png = bytes(resvg_py.svg_to_bytes(svg_string=draw_portrait(hero), skip_system_fonts=True))
        alpha = np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))[..., 3]
        assert alpha.shape == (240, 240)
        assert alpha[200:, :10].max() == alpha[200:, -10:].max() == 0
        assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0
