import io

import numpy as np
from PIL import Image

from soridam.book.drawn_pictures import Subject, draw_picture, pose_hero
from soridam.image.data.likeness import find_alike, reduce_colors

HERO = Subject("dinosaur", "green", "overalls", "red", "stand", "smile", "meadow")


def saved_anew(image, kind, **how):
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return Image.open(buffer).convert("RGB")


def test_poses_of_one_hero_are_not_alike():
    drawn = [draw_picture(subject) for subject in pose_hero(HERO, 30, seed=1)]
    assert find_alike([reduce_colors(image) for image in drawn]) == list(range(30))


def test_copies_are_like_their_originals():
    originals = [draw_picture(subject, 256) for subject in pose_hero(HERO, 4, seed=2)]
    copies = [
        saved_anew(originals[0], "JPEG", quality=75),
        saved_anew(originals[1], "WEBP", quality=50),
        originals[2].resize((128, 128), Image.Resampling.LANCZOS),
        originals[3].resize((512, 512), Image.Resampling.BICUBIC),
    ]
    assert find_alike([reduce_colors(image) for image in [*originals, *copies]]) == [0, 1, 2, 3] * 2


def test_likeness_goes_on_through_others_whatever_their_order():
    first = np.full(768, 100, np.int16)
    chain = [first, first + 1, first + 30]
    assert find_alike(chain) == [0, 0, 2]
    steps = [first.copy() for _ in range(4)]
    for number, step in enumerate(steps):
        step[:10] += 10 * number  # each is near its neighbor only
    shuffled = [steps[index] for index in (2, 0, 3, 1)]
    assert find_alike(shuffled) == [0, 0, 0, 0]


def test_thousands_are_compared_in_seconds_and_none_is_no_error():
    rng = np.random.default_rng(3)
    many = list(rng.integers(0, 256, (1_500, 768), dtype=np.int16))
    many.append(many[17] + 1)
    assert find_alike(many)[-1] == 17
    assert find_alike([]) == []
