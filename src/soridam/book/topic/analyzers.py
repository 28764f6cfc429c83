"""The analyzers, loaded when first used and kept: kiwipiepy for Korean, HanTa for English. Neither fetches anything.

Measured on one core: kiwipiepy 0.24 takes 0.9 s and 340 MB of memory (105 MB on disk; 2.6 s and 530 MB with its
dictionary of multi-word names, which we leave out); HanTa 1.2 takes 0.25 s (14 MB on disk), lemminflect 0.2 s.
"""

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from HanTa.HanoverTagger import HanoverTagger
    from kiwipiepy import Kiwi


@cache
def korean_analyzer() -> "Kiwi":
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1, load_multi_dict=False, load_typo_dict=False)


@cache
def english_tagger() -> "HanoverTagger":
    from HanTa.HanoverTagger import HanoverTagger

    # By its whole path: HanTa would rather unpickle a file of that name from the current folder than its own.
    with resources.as_file(resources.files("HanTa") / "morphmodel_en.pgz") as path:
        return HanoverTagger(str(path))
