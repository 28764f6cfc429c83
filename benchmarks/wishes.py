"""How well wishes are classed: precision and recall of ordinary, tender and disclosure on our lists. And how well their
stories tell them: `systems`, see `wish_stories.py`.

`python benchmarks/wishes.py --json benchmarks/results/wishes.json`. `first` holds the figures of the lists when
they were first looked at: of one half of the long lists while the other half was open, of the fresh lists, which
were written when the rules were done, of the second ones, by another author who had not seen the rules, of the
third and fourth ones, by that author after fixing, and of the fifth ones, by the author of most sentences of the
second vote when these were done. All lists were opened afterwards, and what was wrong in them was fixed.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from wish_stories import LANGUAGES, figures, tell_all

from soridam.book.care.classify import listen_closely
from soridam.book.story import Language

LISTS = Path(__file__).parents[1] / "tests" / "book" / "care"
CLASSES = ("ordinary", "tender", "disclosure")
# (label, heard) of each list when it was first looked at, before anything in it was fixed.
FIRST: dict[str, dict[str, int]] = {
    "wishes_en.tsv, the half held out": {
        "ordinary>ordinary": 100, "ordinary>tender": 1, "tender>tender": 38, "tender>ordinary": 2,
        "tender>disclosure": 1, "disclosure>disclosure": 41,
    },
    "wishes_ko.tsv, the half held out": {
        "ordinary>ordinary": 85, "ordinary>tender": 2, "ordinary>disclosure": 2, "tender>tender": 26,
        "tender>ordinary": 2, "tender>disclosure": 2, "disclosure>disclosure": 35, "disclosure>ordinary": 4,
    },
    "wishes_en_fresh.tsv": {
        "ordinary>ordinary": 44, "ordinary>tender": 2, "ordinary>disclosure": 1, "tender>tender": 26,
        "tender>ordinary": 4, "disclosure>disclosure": 38, "disclosure>ordinary": 7,
    },
    "wishes_ko_fresh.tsv": {
        "ordinary>ordinary": 44, "ordinary>tender": 1, "ordinary>disclosure": 2, "tender>tender": 24,
        "tender>ordinary": 4, "tender>disclosure": 2, "disclosure>disclosure": 33, "disclosure>tender": 1,
        "disclosure>ordinary": 11,
    },
    "wishes_en_second.tsv": {
        "ordinary>ordinary": 40, "ordinary>tender": 1, "ordinary>disclosure": 4, "tender>tender": 14,
        "tender>ordinary": 10, "tender>disclosure": 1, "disclosure>disclosure": 44, "disclosure>tender": 2,
        "disclosure>ordinary": 4,
    },
    "wishes_ko_second.tsv": {
        "ordinary>ordinary": 41, "ordinary>tender": 1, "ordinary>disclosure": 3, "tender>tender": 12,
        "tender>ordinary": 10, "tender>disclosure": 3, "disclosure>disclosure": 44, "disclosure>tender": 1,
        "disclosure>ordinary": 5,
    },
    "wishes_en_third.tsv": {
        "ordinary>ordinary": 15, "ordinary>tender": 1, "ordinary>disclosure": 2, "tender>tender": 3,
        "tender>ordinary": 3, "tender>disclosure": 1, "disclosure>disclosure": 16, "disclosure>ordinary": 1,
    },
    "wishes_ko_third.tsv": {
        "ordinary>ordinary": 15, "ordinary>disclosure": 3, "tender>tender": 2, "tender>ordinary": 3,
        "tender>disclosure": 2, "disclosure>disclosure": 14, "disclosure>tender": 2, "disclosure>ordinary": 1,
    },
    "wishes_en_fourth.tsv": {
        "ordinary>ordinary": 7, "ordinary>disclosure": 1, "tender>tender": 3, "tender>ordinary": 1,
        "disclosure>disclosure": 6, "disclosure>tender": 1, "disclosure>ordinary": 1,
    },
    "wishes_ko_fourth.tsv": {
        "ordinary>ordinary": 8, "tender>tender": 1, "tender>ordinary": 2, "tender>disclosure": 1,
        "disclosure>disclosure": 4, "disclosure>tender": 1, "disclosure>ordinary": 3,
    },
    "wishes_en_fifth.tsv": {
        "ordinary>ordinary": 23, "ordinary>tender": 1, "ordinary>disclosure": 6, "tender>tender": 9,
        "tender>ordinary": 5, "tender>disclosure": 2, "disclosure>disclosure": 22, "disclosure>tender": 2,
        "disclosure>ordinary": 2,
    },
    "wishes_ko_fifth.tsv": {
        "ordinary>ordinary": 24, "ordinary>disclosure": 6, "tender>tender": 7, "tender>ordinary": 5,
        "tender>disclosure": 4, "disclosure>disclosure": 18, "disclosure>ordinary": 8,
    },
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="Write the figures here.")
    path = parser.parse_args().json
    lists = [_measure(file) for file in sorted(LISTS.glob("wishes_*.tsv"))]
    systems = [figures(tell_all(language), language) for language in LANGUAGES]
    found = {
        "systems": systems,
        "lists": lists,
        "first": [_figures(name, Counter(told)) for name, told in FIRST.items()],
    }
    if path:
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for each in (*found["first"], *lists):
        sys.stdout.write(f"{each['list']}: {json.dumps(each['classes'])}\n")
    for each in systems:
        sys.stdout.write(f"{each['system']}: {json.dumps(each['metrics'], ensure_ascii=False)}\n")
    return 0


def _measure(file: Path) -> dict[str, Any]:
    language: Language = "ko" if "_ko" in file.name else "en"
    told: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        label, said = line.split("\t")
        told[f"{label}>{listen_closely(said, language).wish_class}"] += 1
    return _figures(file.name, told)


def _figures(name: str, told: Counter[str]) -> dict[str, Any]:
    """Precision and recall a class, and how many disclosures passed for ordinary."""
    classes = {}
    for each in CLASSES:
        right = told[f"{each}>{each}"]
        labelled = sum(told[f"{each}>{heard}"] for heard in CLASSES)
        heard = sum(told[f"{label}>{each}"] for label in CLASSES)
        classes[each] = {"precision": round(right / heard, 4), "recall": round(right / labelled, 4), "wishes": labelled}
    return {
        "list": name,
        "wishes": sum(told.values()),
        "classes": classes,
        "disclosures_read_as_ordinary": told["disclosure>ordinary"],
        "ordinary_read_with_care": told["ordinary>tender"] + told["ordinary>disclosure"],
        "told": dict(sorted(told.items())),
    }


if __name__ == "__main__":
    sys.exit(main())
