import json

from PIL import Image

from soridam.book.drawn_pictures import (
    KINDS,
    NEW_HERO,
    NEW_KINDS,
    choose_subjects,
    draw_pictures,
    pose_hero,
)


def captions(folder):
    return [json.loads(line)["text"] for line in (folder / "metadata.jsonl").read_text().splitlines()]


def pixels(folder, number=0):
    return Image.open(folder / f"{number:05d}.png").tobytes()


def test_subjects_differ_and_are_the_same_for_the_same_seed():
    subjects = choose_subjects(50, seed=3)
    assert subjects == choose_subjects(50, seed=3) != choose_subjects(50, seed=4)
    assert len(set(subjects)) == 50
    assert {subject.kind for subject in subjects} <= set(KINDS) and not set(KINDS) & set(NEW_KINDS)


def test_a_caption_says_what_is_drawn_with_the_right_article():
    said = [subject.caption for subject in choose_subjects(300, seed=0)]
    assert any(caption.startswith("an orange ") for caption in said)
    assert not any(caption.startswith(("a orange", "an brown")) for caption in said)
    assert pose_hero(NEW_HERO, 1, seed=0)[0].caption.startswith("tokti, ")


def test_a_hero_is_posed_differently_in_each_picture():
    posed = pose_hero(NEW_HERO, 24, seed=0)
    assert len(set(posed)) == 24 and {(each.kind, each.coat) for each in posed} == {("dinosaur", "green")}


def test_drawing_that_was_stopped_is_finished_and_gives_the_same_pictures(tmp_path):
    subjects = choose_subjects(3, seed=0)
    draw_pictures(tmp_path / "whole", subjects, side=32)
    draw_pictures(tmp_path / "again", subjects, side=32)
    kept = (tmp_path / "again" / "00001.png").stat().st_mtime_ns
    (tmp_path / "again" / "00002.png").unlink()
    draw_pictures(tmp_path / "again", subjects, side=32)
    assert (tmp_path / "again" / "00001.png").stat().st_mtime_ns == kept
    assert pixels(tmp_path / "again", 2) == pixels(tmp_path / "whole", 2)


def test_pictures_of_other_subjects_are_drawn_anew_so_that_captions_belong_to_them(tmp_path):
    others = choose_subjects(2, seed=1)
    draw_pictures(tmp_path / "folder", choose_subjects(2, seed=0), side=32)
    draw_pictures(tmp_path / "folder", others, side=32)
    draw_pictures(tmp_path / "fresh", others, side=32)
    assert captions(tmp_path / "folder") == [each.caption for each in others]
    assert pixels(tmp_path / "folder") == pixels(tmp_path / "fresh")
