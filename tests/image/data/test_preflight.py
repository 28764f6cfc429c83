import json
import shutil

import pytest
from PIL import Image
from tests.image.data.small_pictures import draw_picture

from soridam.core.errors import CorpusError
from soridam.core.files import read_json
from soridam.image.data.preflight import check_pictures, choose_pictures, picture_statistics, write_preflight


class Words:
    """A tokenizer that takes words for tokens."""

    def __call__(self, text, verbose=True):
        self.input_ids = text.split()
        return self


@pytest.fixture
def corpus(tmp_path):
    return write_corpus(tmp_path / "set", 10)


def write_corpus(folder, count, start=0):
    for number in range(start, start + count):
        draw_picture(folder / f"{number:02}.png", seed=number).with_suffix(".txt").write_text(f"picture {number}")
    return folder


def choose(corpus, **values):
    return choose_pictures(corpus, **{"side": 64, "bucket_step": 8, "seed": 7, **values})


def places(part):
    return [one.picture.place for one in part]


def test_a_share_is_held_out_always_the_same_by_seed(corpus):
    rows = choose(corpus, held_out=0.3)
    assert (len(rows.train), len(rows.validation)) == (7, 3)
    assert sorted(places(rows.train + rows.validation)) == [f"{number:02}.png" for number in range(10)]
    assert rows == choose(corpus, held_out=0.3)
    assert places(choose(corpus, held_out=0.3, seed=8).validation) != places(rows.validation)


def test_the_folders_of_a_corpus_say_its_parts(tmp_path):
    write_corpus(tmp_path / "train", 4)
    write_corpus(tmp_path / "val", 2, start=4)
    write_corpus(tmp_path / "test", 1, start=6)
    rows = choose(tmp_path)
    assert places(rows.train) == [f"train/{number:02}.png" for number in range(4)]
    assert places(rows.validation) == ["val/04.png", "val/05.png"]


def test_validation_may_lie_elsewhere_and_what_it_shares_with_training_is_a_leak(corpus, tmp_path):
    other = write_corpus(tmp_path / "other", 2, start=20)
    shutil.copy(corpus / "03.png", other / "copy.png")
    (other / "copy.txt").write_text("the third")
    with pytest.raises(CorpusError, match=r"03\.png: leak \(it is almost the same as other/copy\.png of validation"):
        choose(corpus, validation=other)
    rows = choose(corpus, validation=other, drop_bad=True)
    assert places(rows.validation) == ["other/20.png", "other/21.png", "other/copy.png"]
    assert places(rows.train) == [f"{number:02}.png" for number in range(10) if number != 3]


def test_bad_pictures_stop_the_run_and_are_named_or_are_left_out(corpus):
    draw_picture(corpus / "small.png", (40, 40))
    draw_picture(corpus / "silent.png", seed=30)
    shutil.copy(corpus / "01.png", corpus / "twin.png")
    (corpus / "cut.jpg").write_bytes(draw_picture(corpus / "whole.jpg", seed=31).read_bytes()[:500])
    (corpus / "whole.jpg").unlink()
    with pytest.raises(CorpusError) as refused:
        choose(corpus)
    assert refused.value.code == "run.bad-pictures"
    assert "data.caption" in refused.value.hint
    expected = {"small.png": "too-small", "silent.png": "no-caption", "twin.png": "duplicate", "cut.jpg": "broken"}
    assert all(f"{place}: {reason}" in refused.value.message for place, reason in expected.items())
    rows = choose(corpus, drop_bad=True)
    assert {one.place: one.reason for one in rows.rejections} == expected
    assert len(rows.train) + len(rows.validation) == 10


def test_pictures_without_a_caption_take_that_of_the_config(corpus):
    draw_picture(corpus / "silent.png", seed=30)
    rows = choose(corpus, caption="a fox")
    captions = {one.picture.place: one.picture.caption for one in rows.train + rows.validation}
    assert captions["silent.png"] == "a fox"
    assert captions["00.png"] == "picture 0"


def test_pictures_that_are_almost_the_same_are_kept_on_one_side(corpus):
    for number in range(10):
        Image.open(corpus / f"{number:02}.png").save(corpus / f"{number:02}-again.jpg", quality=98, subsampling=0)
        (corpus / f"{number:02}-again.txt").write_text("again")
    for seed in range(5):
        rows = choose(corpus, seed=seed, held_out=0.3)
        assert {one.alike for one in rows.train} & {one.alike for one in rows.validation} == set()
        assert len(rows.validation) == 6
    assert rows.warnings == (
        "Some pictures are almost the same; they are kept on one side of training and validation.",
    )


def test_what_is_odd_is_noted_and_warned_about_and_no_reason_to_stop(corpus):
    exif = Image.Exif()
    exif[0x0112] = 6
    draw_picture(corpus / "turned.jpg", (80, 60), seed=40, exif=exif).with_suffix(".txt").write_text("turned")
    draw_picture(corpus / "wide.png", (600, 60), seed=41).with_suffix(".txt").write_text("wide")
    (corpus / "00.txt").write_text("word " * 78)
    rows = choose(corpus, tokenizer=Words())
    assert {note.place: note.reason for note in rows.notes} == {
        "00.png": "long-caption",
        "turned.jpg": "turned",
        "wide.png": "cut",
    }
    assert len(rows.warnings) == 3
    turned = next(one for one in rows.train + rows.validation if one.picture.place == "turned.jpg")
    assert turned.size == (60, 80)
    assert turned.bucket.width < turned.bucket.height


def test_class_pictures_are_checked_and_kept_apart(corpus, tmp_path):
    prior = write_corpus(tmp_path / "prior", 3, start=50)
    rows = choose(corpus, prior=prior)
    assert places(rows.prior) == ["50.png", "51.png", "52.png"]
    assert len(rows.train) + len(rows.validation) == 10
    (prior / "50.png").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"50\.png: unknown-kind"):
        choose(corpus, prior=prior)


def test_without_pictures_to_train_or_validate_on_nothing_begins(tmp_path):
    one = write_corpus(tmp_path / "one", 1)
    with pytest.raises(CorpusError, match="nothing is left to validate on"):
        choose(one)
    draw_picture(tmp_path / "silent/a.png")
    with pytest.raises(CorpusError, match="nothing is left to train on: 1 of 1 pictures are bad"):
        choose(tmp_path / "silent", drop_bad=True)


def test_the_fingerprint_is_that_of_the_content_and_not_of_the_names(corpus, tmp_path):
    first = choose(corpus).fingerprint()
    moved = tmp_path / "elsewhere"
    shutil.copytree(corpus, moved)
    assert choose(moved).fingerprint() == first
    (moved / "04.txt").write_text("another caption")
    assert choose(moved).fingerprint() != first
    shutil.copy(corpus / "04.txt", moved / "04.txt")
    draw_picture(moved / "04.png", seed=60)
    assert choose(moved).fingerprint() != first
    assert choose(corpus, bucket_step=64).fingerprint() != first


def test_what_was_found_is_written_for_the_run(corpus, tmp_path):
    draw_picture(corpus / "silent.png", seed=30)
    repeated = tmp_path / "set/5_fox"
    draw_picture(repeated / "a.png", (64, 64), seed=70)
    rows = choose(corpus, drop_bad=True)
    write_preflight(tmp_path, rows)
    assert read_json(tmp_path / "preflight.json") == [
        {"id": "silent.png", "reason": "no-caption", "detail": "nothing is said about it"}
    ]
    written = read_json(tmp_path / "pictures.json")
    assert written["left_out"] == {"no-caption": 1}
    assert json.dumps(written["pictures"]) == '{"train": 10, "validation": 1, "prior": 0}'
    assert picture_statistics(rows)["buckets"].keys() <= {"64x64", "64x48"}


def test_a_check_alone_refuses_nothing(corpus):
    draw_picture(corpus / "silent.png", seed=30)
    checked = check_pictures(corpus, side=64, step=8)
    assert len(checked.found) == 10
    assert [one.reason for one in checked.rejected] == ["no-caption"]


def test_pictures_of_the_same_name_in_both_folders_are_not_taken_for_the_same(tmp_path):
    for folder, shade in (("train", 60), ("held", 200)):
        (tmp_path / folder).mkdir()
        for number in range(2):
            image = Image.new("RGB", (64, 64), (shade, 80 * number, 120))
            image.save(tmp_path / folder / f"{number}.png")
            (tmp_path / folder / f"{number}.txt").write_text("a color")
    rows = choose_pictures(tmp_path / "train", side=64, seed=0, validation=tmp_path / "held")
    assert (len(rows.train), len(rows.validation), rows.rejections) == (2, 2, ())
