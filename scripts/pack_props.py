"""Pack the drawings of the prop dictionary: from two icon packages of npm into `draw/props/icons.zip`.

Run where both packages are unpacked (`npm pack @iconify-json/fluent-emoji @iconify-json/noto`, then `tar xzf`):

    python scripts/pack_props.py fluent-emoji/package noto/package

What changes on the way: blur and inner-shadow filters go (they cost a second a page, and gradients already shade the
shapes), numbers keep three decimals, definitions get short ids, and the frame is cut to what is drawn, so that the
lower edge of an icon is where it stands. The same packages and dictionary give the same bytes.
"""

import copy
import io
import json
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import resvg_py
from PIL import Image

PROPS = Path(__file__).parents[1] / "src" / "soridam" / "book" / "draw" / "props"
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
BLURRING = {"feFlood", "feBlend", "feGaussianBlur"}  # a filter of only these blurs a whole shape: a soft highlight
DEFINITIONS = {"linearGradient", "radialGradient", "clipPath", "mask"}
PIXELS = 512  # an icon's longest side while its frame is measured
REFERENCE = re.compile(r"url\(#([^)]+)\)")


def main(arguments: list[str]) -> None:
    if len(arguments) != 2:
        sys.exit(__doc__)
    sets = {"fluent-emoji": Path(arguments[0]), "noto": Path(arguments[1])}
    icons = {name: json.loads((folder / "icons.json").read_text()) for name, folder in sets.items()}
    groups = tomllib.loads((PROPS / "props.toml").read_text(encoding="utf-8"))
    props = {name: prop["icon"] for group in groups.values() for name, prop in group.items()}
    with zipfile.ZipFile(PROPS / "icons.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, icon in sorted(props.items()):
            entry = zipfile.ZipInfo(f"{name}.svg", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, packed(icon, icons))
    size = (PROPS / "icons.zip").stat().st_size
    sys.stdout.write(f"{len(props)} icons, {size / 1e6:.2f} MB\n")


def packed(icon: str, sets: Mapping[str, dict]) -> str:
    """The SVG of `set:name`, cleaned and cut to its frame."""
    set_name, _, name = icon.partition(":")
    icons = sets[set_name]
    found = icons["icons"].get(name) or icons["icons"][icons["aliases"][name]["parent"]]
    width, height = found.get("width", icons["width"]), found.get("height", icons["height"])
    root = ElementTree.fromstring(f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}">{found["body"]}</svg>')
    drop_filters(root)
    write_repeated(root)
    gather_definitions(root)
    for node in root.iter():
        tidy_attributes(node)
    frame = drawn_frame(written(root, (0, 0, width, height)), width, height)
    return written(root, frame)


def drop_filters(root: Element) -> None:
    """Shapes that would be blurred vanish; shapes with inner shadows stay, without them."""
    filters = {node.get("id"): node for node in root.iter(f"{{{SVG}}}filter")}
    for parent in list(root.iter()):
        for child in list(parent):
            used = REFERENCE.fullmatch(child.attrib.pop("filter", ""))
            is_blurred = used and {local(step) for step in filters[used[1]]} <= BLURRING
            if is_blurred or local(child) == "filter":
                parent.remove(child)


def write_repeated(root: Element) -> None:
    """Put what `href` points at, a shape or a gradient's colors, where it is pointed at."""
    targets = {f"#{node.get('id')}": node for node in root.iter() if node.get("id")}
    for node in list(root.iter()):
        link = node.attrib.pop("href", None) or node.attrib.pop(f"{{{XLINK}}}href", None)
        if link:
            target = targets[link]
            node.tag = target.tag if local(node) == "use" else node.tag
            node.extend(copy.deepcopy(list(target)))
            for key, value in target.attrib.items():
                if key != "id" and key not in node.attrib:
                    node.set(key, value)


def gather_definitions(root: Element) -> None:
    """Those that are used, in one `defs` in front, named a0, a1, …"""
    found = {node: str(node.get("id")) for node in root.iter() if local(node) in DEFINITIONS}
    for parent in list(root.iter()):
        for child in [child for child in parent if child in found or local(child) == "defs"]:
            parent.remove(child)
    wanted = set(references(root, found))
    used = [node for node, name in found.items() if name in wanted]
    names = {found[node]: f"a{number}" for number, node in enumerate(used)}
    front = Element(f"{{{SVG}}}defs")
    front.extend(used)
    root.insert(0, front)
    for node in root.iter():
        for key, value in node.attrib.items():
            node.set(key, REFERENCE.sub(lambda match: f"url(#{names[match[1]]})", value))
        if (name := node.attrib.pop("id", None)) and node in found:
            node.set("id", names[name])


def references(root: Element, definitions: Mapping[Element, str]) -> Iterator[str]:
    """Ids that the drawing points at, and those that these definitions point at."""
    by_id = {name: node for node, name in definitions.items()}
    waiting = [root]
    while waiting:
        for node in waiting.pop().iter():
            for value in node.attrib.values():
                for name in REFERENCE.findall(value):
                    if name in by_id:
                        yield name
                        waiting.append(by_id.pop(name))


def tidy_attributes(node: Element) -> None:
    for key in ("style", "data-name", "class"):
        node.attrib.pop(key, None)
    for key, value in node.attrib.items():
        node.set(key, re.sub(r"(\.\d{3})\d+", r"\1", value))


def drawn_frame(svg: str, width: float, height: float) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is not transparent, in the units of the icon."""
    zoom = PIXELS / max(width, height)
    image = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=PIXELS, skip_system_fonts=True)))
    opaque = np.asarray(image.convert("RGBA"))[..., 3] > 24
    rows, columns = np.flatnonzero(opaque.any(axis=1)), np.flatnonzero(opaque.any(axis=0))
    left, top, right, bottom = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    return float(left / zoom), float(top / zoom), float((right - left) / zoom), float((bottom - top) / zoom)


def written(root: Element, frame: tuple[float, float, float, float]) -> str:
    root.set("viewBox", " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in frame))
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode")


def local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


if __name__ == "__main__":
    main(sys.argv[1:])
