"""Unique names of results, after their recordings. Begin with `name_results`."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import PurePath


def name_results(recordings: Sequence[str]) -> list[str]:
    """Return a unique name without suffix for each recording, folders kept.

    `a.wav` gives `a`; if `a.mp3` is in the same folder, both keep their suffix; what is equal even then gets a number.
    Names that differ in case or in Unicode's form alone count as equal, as they do for the disks of some systems.
    """
    stems = [str(PurePath(name).with_suffix("")) for name in recordings]
    common = Counter(map(key_of, stems))
    wanted = [name if common[key_of(stem)] > 1 else stem for name, stem in zip(recordings, stems, strict=True)]
    taken: set[str] = set()
    names = []
    for name in wanted:
        names.append(free_name(name, taken))
        taken.add(key_of(names[-1]))
    return names


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name, or the first of its numbered ones whose key is not taken."""
    path, number, found = PurePath(name), 2, name
    while key_of(found) in taken:
        found = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        number += 1
    return found


def key_of(name: str) -> str:
    """Equal for names that a disk may take for one."""
    return unicodedata.normalize("NFC", name).casefold()
