"""A dozen drawings of one hero with captions, to see how a model learns somebody it has never seen.

Begin with `draw_sample`. The hero has a name that is no word, so that the model learns it and forgets nothing else.
"""

from pathlib import Path

from soridam.book.drawn_pictures import NEW_HERO, draw_pictures, pose_hero
from soridam.studio.storage.places import CorpusPlace

COUNT, SEED = 12, 7
SIDE = 512  # pixels


def draw_sample(place: CorpusPlace) -> Path:
    """Draw the pictures among the uploads of a corpus; returns their folder."""
    folder = place.files / "tokti"
    draw_pictures(folder, pose_hero(NEW_HERO, COUNT, seed=SEED), side=SIDE)
    return folder
