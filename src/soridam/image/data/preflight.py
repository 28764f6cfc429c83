"""Checks before training: which pictures are learned, which are for validation, and which are unusable and why.

Begin with `choose_pictures`. Unusable pictures raise a CorpusError that names them, or are dropped if asked for.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np

from soridam.core.errors import CorpusError
from soridam.core.files import sha256_of, write_json
from soridam.core.progress import show_progress
from soridam.image.data.buckets import Bucket, place_in, share_kept
from soridam.image.data.likeness import find_alike, reduce_colors
from soridam.image.data.opened import PictureError, decode_picture, is_turned
from soridam.image.data.picture import CaptionedPicture, Rejection
from soridam.image.data.readers import list_pictures
from soridam.training.run_folder import PREFLIGHT_FILE

Part = Literal["train", "validation", "test"]
PARTS: dict[str, Part] = {
    "train": "train", "validation": "validation", "valid": "validation", "val": "validation", "dev": "validation",
    "test": "test",
}  # fmt: skip
STATISTICS_FILE = "pictures.json"
NAMED = 5  # in an error; all are in the run's preflight.json
MOST_TOKENS = 77  # that text encoders of the CLIP family read, with their first and last one
LEAST_AREA = 0.5  # of side x side: a picture with fewer pixels is too small
LEAST_KEPT = 0.75  # of a picture that is cut to its bucket
THREADS = 4  # decoders work beside one another
WARNINGS = {
    "alike": "Some pictures are almost the same; they are kept on one side of training and validation.",
    "long-caption": "Some captions are longer than 77 tokens: text encoders cut off their ends.",
    "turned": "Some pictures lay on their sides and are turned upright.",
    "cut": "Some pictures are so long that more than a quarter of them is cut off.",
}


@dataclass(frozen=True, slots=True)
class CheckedPicture:
    """A picture that can be learned, its size upright, the bucket it is cut to, and the hash of its bytes.

    `alike` is the place of the first picture that it is almost the same as, or its own.
    """

    picture: CaptionedPicture
    part: Part
    size: tuple[int, int]
    bucket: Bucket
    digest: str
    alike: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in folders of pictures: those that can be learned, those that cannot, and what is odd."""

    found: tuple[CheckedPicture, ...]
    rejected: tuple[Rejection, ...]
    notes: tuple[Rejection, ...]

    def of_part(self, part: Part) -> tuple[CheckedPicture, ...]:
        return tuple(one for one in self.found if one.part == part)


@dataclass(frozen=True, slots=True)
class Rows:
    """The pictures of a run, those of its class (the prior), those left out, and what is odd about others."""

    train: tuple[CheckedPicture, ...]
    validation: tuple[CheckedPicture, ...]
    prior: tuple[CheckedPicture, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[Rejection, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return a sentence for each kind of note that there is."""
        kinds = {note.reason for note in self.notes}
        return tuple(sentence for kind, sentence in WARNINGS.items() if kind in kinds)

    def fingerprint(self) -> str:
        """Return a hash that changes when a picture is added, dropped, moved, changed, or captioned otherwise."""
        digest = hashlib.sha256()
        for part in (self.train, self.validation, self.prior):
            rows = [(one.digest, one.picture.caption, one.picture.repeats, str(one.bucket)) for one in part]
            digest.update(repr(rows).encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Look:
    """What decoding a picture has shown."""

    size: tuple[int, int]
    digest: str
    turned: bool
    colors: np.ndarray


def choose_pictures(
    corpus: Path,
    *,
    side: int,
    seed: int,
    validation: Path | None = None,
    held_out: float = 0.1,
    bucket_step: int = 64,
    caption: str = "",
    drop_bad: bool = False,
    prior: Path | None = None,
    tokenizer: Any = None,
) -> Rows:
    """Read and check everything, and keep training and validation apart.

    `caption` is that of pictures without one; `prior` is a folder of class pictures; a tokenizer counts the tokens of
    captions. Without a folder for validation it is that of the corpus which is named so, or a share is held out, always
    the same by `seed`. Raises CorpusError if a picture is bad and `drop_bad` is not set, or if nothing is left to train
    or to validate on; ValueError as `place_in` does.
    """
    check = partial(check_pictures, side=side, step=bucket_step, caption=caption, tokenizer=tokenizer)
    checked = check(corpus, validation=validation)
    of_class = check(prior) if prior else Checked((), (), ())
    rejected = [*checked.rejected, *of_class.rejected]
    train, held = checked.of_part("train"), checked.of_part("validation")
    if not held:
        train, held = hold_out(train, held_out, seed)
    train = _without_leaks(train, (*held, *checked.of_part("test")), rejected)
    rows = Rows(train, held, of_class.found, tuple(rejected), (*checked.notes, *of_class.notes))
    _refuse(rows, corpus, drop_bad=drop_bad, no_caption=not caption)
    return rows


def check_pictures(
    corpus: Path,
    *,
    side: int,
    step: int,
    caption: str = "",
    tokenizer: Any = None,
    validation: Path | None = None,
) -> Checked:
    """Decode every picture and return which can be learned, which cannot, and what is odd. Raises as the readers do."""
    listed, apart = list_pictures(corpus), list_pictures(validation) if validation else None
    rejected = [*listed.rejected, *(apart.rejected if apart else ())]
    given: list[tuple[CaptionedPicture, Part]] = [(picture, part_of(picture)) for picture in listed.found]
    # Both folders may have a picture of the same name: those of validation are named with their folder.
    inside = validation.resolve().name if validation else ""
    given += [
        (replace(picture, place=f"{inside}/{picture.place}"), "validation")
        for picture in (apart.found if apart else ())
    ]
    looked = []
    seen: dict[tuple[Part, str], str] = {}  # places by the hash of their bytes; in another part it is a leak
    for (picture, part), look in zip(given, _look_at_all([picture for picture, _ in given]), strict=True):
        captioned = picture if picture.caption else replace(picture, caption=caption)
        if isinstance(look, Rejection):
            rejected.append(look)
        elif (refused := _refused(captioned, look, side, seen.get((part, look.digest)))) is not None:
            rejected.append(refused)
        else:
            seen[part, look.digest] = picture.place
            looked.append((captioned, part, look))
    alike = find_alike([look.colors for _, _, look in looked])
    found = tuple(
        CheckedPicture(picture, part, look.size, place_in(look.size, side, step), look.digest, looked[first][0].place)
        for (picture, part, look), first in zip(looked, alike, strict=True)
    )
    notes = [note for one, (_, _, look) in zip(found, looked, strict=True) for note in _notes(one, look, tokenizer)]
    return Checked(found, tuple(rejected), tuple(notes))


def part_of(picture: CaptionedPicture) -> Part:
    """Return the part that a folder above the picture says; train if none does."""
    folders = picture.place.split("/")[:-1]
    return next((PARTS[name.casefold()] for name in folders if name.casefold() in PARTS), "train")


def _look_at_all(pictures: Sequence[CaptionedPicture]) -> list[_Look | Rejection]:
    looks = []
    with (
        show_progress("Checking pictures", len(pictures), "pictures") as progress,
        ThreadPoolExecutor(THREADS) as pool,
    ):
        for look in pool.map(_look_at, pictures):
            looks.append(look)
            progress.advance()
    return looks


def _look_at(picture: CaptionedPicture) -> _Look | Rejection:
    try:
        image = decode_picture(picture.path)
        return _Look(image.size, sha256_of(picture.path), is_turned(picture.path), reduce_colors(image))
    except PictureError as error:
        return Rejection(picture.place, error.reason, str(error))


def _refused(picture: CaptionedPicture, look: _Look, side: int, same: str | None) -> Rejection | None:
    """Return why a whole picture cannot be learned all the same, or None. `same` has equal bytes."""
    if same is not None:
        return Rejection(picture.place, "duplicate", f"it is the same as {same}")
    width, height = look.size
    if width * height < LEAST_AREA * side * side:
        return Rejection(picture.place, "too-small", f"{width} x {height} pixels for {side} x {side}")
    if not picture.caption:
        return Rejection(picture.place, "no-caption", "nothing is said about it")
    return None


def _notes(one: CheckedPicture, look: _Look, tokenizer: Any) -> Iterable[Rejection]:
    """Yield what is odd about a picture that is learned."""
    place = one.picture.place
    if one.alike != place:
        yield Rejection(place, "alike", f"it is almost the same as {one.alike}")
    if look.turned:
        yield Rejection(place, "turned", "it is turned upright")
    if (kept := share_kept(one.size, one.bucket)) < LEAST_KEPT:
        yield Rejection(place, "cut", f"{kept:.0%} of it is kept")
    tokens = len(tokenizer(one.picture.caption, verbose=False).input_ids) if tokenizer else 0
    if tokens > MOST_TOKENS:
        yield Rejection(place, "long-caption", f"{tokens} tokens, and {MOST_TOKENS} are read")


def hold_out(
    pictures: tuple[CheckedPicture, ...], share: float, seed: int
) -> tuple[tuple[CheckedPicture, ...], tuple[CheckedPicture, ...]]:
    """Keep a share of the pictures for validation, at least one; those that are almost the same stay together."""
    groups = sorted({one.alike: one.digest for one in reversed(pictures)}.items(), key=lambda group: group[1])
    order = np.random.default_rng([seed, 0]).permutation(len(groups))
    count = max(1, round(len(groups) * share)) if len(groups) > 1 else 0
    held = {groups[index][0] for index in order[:count]}
    train = tuple(one for one in pictures if one.alike not in held)
    return train, tuple(one for one in pictures if one.alike in held)


def _without_leaks(
    train: Iterable[CheckedPicture], others: Iterable[CheckedPicture], rejected: list[Rejection]
) -> tuple[CheckedPicture, ...]:
    """Leave out training pictures that are almost the same as one of validation or test."""
    held = {one.alike: one for one in others}
    kept = []
    for one in train:
        found = held.get(one.alike)
        if found is None:
            kept.append(one)
        else:
            detail = f"it is almost the same as {found.picture.place} of {found.part}"
            rejected.append(Rejection(one.picture.place, "leak", detail))
    return tuple(kept)


def _refuse(rows: Rows, corpus: Path, *, drop_bad: bool, no_caption: bool) -> None:
    bad = len(rows.rejections)
    total = bad + len(rows.train) + len(rows.validation) + len(rows.prior)
    if not rows.train or not rows.validation:
        raise CorpusError(
            "run.no-picture-left",
            "{corpus}: nothing is left {where}: {bad} of {rows} pictures are bad. {why}",
            hint="Add pictures, or name others with data.corpus and data.validation.",
            corpus=corpus,
            where="to validate on" if rows.train else "to train on",
            bad=bad,
            rows=total,
            why=name_some(rows.rejections),
        )
    if bad and not drop_bad:
        uncaptioned = no_caption and any(rejection.reason == "no-caption" for rejection in rows.rejections)
        raise CorpusError(
            "run.bad-pictures",
            "{corpus}: {bad} of {rows} pictures cannot be used. {why}",
            hint="Correct them, or leave them out with --drop-bad{more}.",
            corpus=corpus,
            bad=bad,
            rows=total,
            why=name_some(rows.rejections),
            more=', or give a caption to those without one: data.caption="a fox"' if uncaptioned else "",
        )


def name_some(rejections: Sequence[Rejection]) -> str:
    """Describe the first few rejections in one line, and how many more there are."""
    more = f"; and {len(rejections) - NAMED} more" if len(rejections) > NAMED else ""
    return "; ".join(map(str, rejections[:NAMED])) + more + "." if rejections else ""


def picture_statistics(rows: Rows) -> dict[str, Any]:
    """Return counts of pictures by part and bucket, of what was left out, and of what is odd."""
    learned = (*rows.train, *rows.prior)
    return {
        "pictures": {"train": len(rows.train), "validation": len(rows.validation), "prior": len(rows.prior)},
        "seen_in_an_epoch": sum(one.picture.repeats for one in learned),
        "buckets": {str(bucket): count for bucket, count in sorted(Counter(one.bucket for one in learned).items())},
        "left_out": dict(Counter(rejection.reason for rejection in rows.rejections)),
        "odd": dict(Counter(note.reason for note in rows.notes)),
    }


def write_preflight(folder: Path, rows: Rows) -> None:
    """Write what was left out and why, and the statistics with all that is odd."""
    write_json(folder / PREFLIGHT_FILE, [rejection.to_json() for rejection in rows.rejections])
    odd = [note.to_json() for note in rows.notes]
    write_json(folder / STATISTICS_FILE, {**picture_statistics(rows), "notes": odd})
