"""Pictures of drawn heroes with captions, for teaching and testing picture models. Begin with `draw_pictures`.

Each picture is square and shows one hero before a plain place; its caption says what is in it, in the words that
picture models are asked with. The folder has the layout that trainers read: PNG files and metadata.jsonl.
"""

import io
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, get_args

import resvg_py
from PIL import Image

from soridam.book.draw.cast import draw_figure
from soridam.book.draw.svg import Stop, SvgCanvas, circle, ellipse, group, path, rect, translate
from soridam.book.draw.wardrobe import describe_look
from soridam.book.story import Accessory, Character, Garment, Kind, Mood, Outfit, Pose
from soridam.core.files import write_text
from soridam.core.progress import show_progress

Backdrop = Literal["meadow", "beach", "night", "snow", "room"]
BACKDROPS: tuple[Backdrop, ...] = get_args(Backdrop)
COATS = {
    "orange": "#f08a33", "brown": "#8f5a34", "gray": "#9a9aa6", "cream": "#f3e2bd", "blue": "#5b8fe0",
    "pink": "#f2a0bd", "green": "#6fb557", "purple": "#8d6cc8",
}  # fmt: skip
CLOTHES = {
    "red": "#e0433c", "yellow": "#f5c93a", "green": "#3f9c57", "blue": "#3569cf", "purple": "#7a4bb5",
    "white": "#f7f4ee",
}  # fmt: skip
POSES: dict[Pose, str] = {"stand": "standing", "wave": "waving", "jump": "jumping", "sit": "sitting"}
MOODS: dict[Mood, str] = {"smile": "smiling", "surprise": "surprised", "sad": "sad"}
PLACES: dict[Backdrop, str] = {
    "meadow": "in a meadow", "beach": "on a beach", "night": "at night", "snow": "in the snow", "room": "in a room",
}  # fmt: skip
GARMENTS: dict[Garment, str] = {
    "overalls": "overalls", "dress": "a dress", "shirt": "a shirt", "raincoat": "a raincoat",
}  # fmt: skip
# Kinds that look different at 64 pixels, and two that are kept for what a model has never seen.
KINDS: tuple[Kind, ...] = ("cat", "rabbit", "bear", "fox", "panda", "dog", "tiger", "mouse", "frog")
NEW_KINDS: tuple[Kind, ...] = ("dinosaur", "penguin")
SIDE = 64  # pixels of a picture
CANVAS = 256.0  # units of the drawing's side
METADATA = "metadata.jsonl"


@dataclass(frozen=True, slots=True)
class Subject:
    """The parts of a picture, each by the word that its caption has for it."""

    kind: Kind
    coat: str
    garment: Garment
    color: str
    pose: Pose
    mood: Mood
    backdrop: Backdrop
    accessories: tuple[Accessory, ...] = ()
    name: str = ""  # a word for this very hero, in place of its looks

    @property
    def caption(self) -> str:
        """Return what is in the picture, as picture models are asked for it."""
        article = "an" if self.coat[0] in "aeiou" else "a"
        dressed = f"{article} {self.coat} {self.kind} in {_colored(self.garment, self.color)}"
        return ", ".join((self.name or dressed, POSES[self.pose], MOODS[self.mood], PLACES[self.backdrop]))

    def to_json(self) -> dict[str, str]:
        """Return the words of each part, for who judges a generated picture."""
        return {"kind": self.kind, "coat": self.coat, "color": self.color, "pose": self.pose, "place": self.backdrop}


# A hero to be learned from a few pictures. Its name is no word, so that it means nothing else.
NEW_HERO = Subject("dinosaur", "green", "overalls", "red", "stand", "smile", "meadow", name="tokti")


def choose_subjects(count: int, *, seed: int, kinds: Sequence[Kind] = KINDS) -> list[Subject]:
    """Return so many different subjects, drawn at random from the seed."""
    rng = random.Random(seed)
    found: dict[Subject, None] = {}
    while len(found) < count:
        found[_choose(rng, kinds)] = None
    return list(found)


def pose_hero(hero: Subject, count: int, *, seed: int) -> list[Subject]:
    """Return one hero in so many poses, moods and places, all different."""
    rng = random.Random(seed)
    every = [
        Subject(hero.kind, hero.coat, hero.garment, hero.color, pose, mood, place, hero.accessories, hero.name)
        for pose in POSES
        for mood in MOODS
        for place in BACKDROPS
    ]
    return rng.sample(every, count)


def draw_pictures(folder: Path, subjects: Sequence[Subject], *, side: int = SIDE, processes: int = 1) -> None:
    """Draw each subject and write metadata.jsonl and PNG files to `folder`.

    Pictures of the same subjects that are there already are kept, so that drawing that was stopped is finished by the
    next call; those of others are drawn anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{number:05d}.png" for number in range(len(subjects))]
    _write_metadata(folder, names, subjects)
    missing = [
        (folder / name, each) for name, each in zip(names, subjects, strict=True) if not (folder / name).exists()
    ]
    with show_progress("Drawing pictures", len(missing), "pictures") as progress:
        for _ in _drawn(missing, side, processes):
            progress.advance()


def draw_picture(subject: Subject, side: int = SIDE) -> Image.Image:
    """Draw one subject, `side` pixels wide and high."""
    canvas = SvgCanvas()
    figure = draw_figure(_character(subject), subject.pose, subject.mood, height=100, canvas=SvgCanvas()).body
    height = min(100 * 0.9 * CANVAS / figure.height, 100 * 0.94 * CANVAS / figure.width)
    figured = draw_figure(_character(subject), subject.pose, subject.mood, height=height, canvas=canvas)
    place = translate(CANVAS / 2 - figured.body.center[0], 0.96 * CANVAS - figured.body.bottom)
    body = _draw_backdrop(subject.backdrop, canvas) + group(figured.svg, transform=place)
    svg = canvas.document(body, CANVAS, CANVAS)
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=2 * side, height=2 * side, skip_system_fonts=True))
    with Image.open(io.BytesIO(png)) as drawn:
        return drawn.convert("RGB").resize((side, side), Image.Resampling.BOX)


def _write_metadata(folder: Path, names: Sequence[str], subjects: Sequence[Subject]) -> None:
    """Write the captions; pictures that were drawn for other captions are deleted first."""
    rows = [
        {"file_name": name, "text": each.caption, **each.to_json()} for name, each in zip(names, subjects, strict=True)
    ]
    text, path = "".join(json.dumps(row) + "\n" for row in rows), folder / METADATA
    if path.is_file() and path.read_text(encoding="utf-8") != text:
        for name in names:
            (folder / name).unlink(missing_ok=True)
    write_text(path, text)


def _drawn(missing: Sequence[tuple[Path, Subject]], side: int, processes: int) -> Iterator[Path]:
    if processes == 1:
        yield from (_write(each, side=side) for each in missing)
        return
    with ProcessPoolExecutor(processes) as pool:
        results: Iterable[Path] = pool.map(partial(_write, side=side), missing, chunksize=32)
        yield from results


def _write(wanted: tuple[Path, Subject], *, side: int) -> Path:
    path, subject = wanted
    temporary = path.with_suffix(".tmp")
    draw_picture(subject, side).save(temporary, "PNG")
    return temporary.replace(path)


def _choose(rng: random.Random, kinds: Sequence[Kind]) -> Subject:
    return Subject(
        kind=rng.choice(kinds),
        coat=rng.choice(list(COATS)),
        garment=rng.choice(list(GARMENTS)),
        color=rng.choice(list(CLOTHES)),
        pose=rng.choice(list(POSES)),
        mood=rng.choice(list(MOODS)),
        backdrop=rng.choice(BACKDROPS),
    )


def _colored(garment: Garment, color: str) -> str:
    words = GARMENTS[garment]
    return f"a {color} {words.removeprefix('a ')}" if words.startswith("a ") else f"{color} {words}"


def _character(subject: Subject) -> Character:
    outfit = Outfit(
        garment=subject.garment, color=CLOTHES[subject.color], accent="#6b4a3a", accessories=subject.accessories
    )
    coat = COATS[subject.coat]
    look = describe_look(subject.kind, coat, outfit, "#3a2722", "short")
    return Character(id="hero", name="Hero", kind=subject.kind, look_en=look, coat=coat, outfit=outfit)


def _draw_backdrop(backdrop: Backdrop, canvas: SvgCanvas) -> str:
    """Draw a plain place over the whole canvas."""
    match backdrop:
        case "meadow":
            return _sky(canvas, "#9fd8f6", "#e2f5fb") + circle(212, 40, 22, "#ffe27a") + _ground("#8ccb5e", 170)
        case "beach":
            sea = rect(0, 110, CANVAS, 70, "#3fa7c9")
            return _sky(canvas, "#bfe8f7", "#f4fbff") + sea + _ground("#f1d89a", 172)
        case "night":
            moon = circle(46, 44, 20, "#fdf3c4") + circle(55, 38, 17, "#232a5c")
            return _sky(canvas, "#1b2150", "#39407c") + moon + _ground("#2f4a4a", 176)
        case "snow":
            hills = path("M0 150 L70 90 L130 150 L190 80 L256 150 Z", "#c3d3e4")
            return _sky(canvas, "#d5dfea", "#eef3f8") + hills + _ground("#ffffff", 160)
        case "room":
            window = rect(24, 28, 62, 62, "#bfe6ff", stroke="#ffffff", stroke_width=6)
            return rect(0, 0, CANVAS, CANVAS, "#f3c6a5") + window + rect(0, 182, CANVAS, 74, "#a8714a")


def _sky(canvas: SvgCanvas, above: str, below: str) -> str:
    paint = canvas.linear((Stop(0, above), Stop(1, below)), start=(0, 0), end=(0, 1))
    return rect(0, 0, CANVAS, CANVAS, paint)


def _ground(color: str, top: float) -> str:
    return ellipse(CANVAS / 2, top + 100, CANVAS, 100, color)
