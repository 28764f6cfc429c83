import json
import os

import pytest
from PIL import Image
from tests.image.data.small_pictures import as_bytes, draw_picture, write_bomb

from soridam.core.errors import CorpusError
from soridam.image.data.readers import list_pictures, read_pictures


def captions(folder):
    return {picture.place: picture.caption for picture in read_pictures(folder).found}


def reasons(folder):
    return {rejection.place: rejection.reason for rejection in read_pictures(folder).rejected}


def write_metadata(folder, *records):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "metadata.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def test_captions_stand_beside_the_pictures(tmp_path):
    for name in ("b.jpg", "a.png", "inner/c.WEBP", "d.bmp"):
        draw_picture(tmp_path / name)
    (tmp_path / "a.txt").write_text("a fox,\n in a garden\n", encoding="utf-8-sig")
    (tmp_path / "inner/c.txt").write_bytes("숲속의 여우".encode("cp949"))
    assert captions(tmp_path) == {
        "a.png": "a fox, in a garden",
        "b.jpg": "",
        "d.bmp": "",
        "inner/c.WEBP": "숲속의 여우",
    }
    assert read_pictures(tmp_path).rejected == ()


def test_the_order_is_that_of_the_places_whatever_the_disk_says(tmp_path):
    for name in ("b/1.png", "a.png", "b.png", "B.png", "a/2.png", "a/10.png"):
        draw_picture(tmp_path / name)
    places = [picture.place for picture in list_pictures(tmp_path).found]
    assert places == sorted(places) == ["B.png", "a.png", "a/10.png", "a/2.png", "b.png", "b/1.png"]


def test_captions_stand_in_the_metadata_of_an_imagefolder(tmp_path):
    for name in ("train/a.png", "train/x/b.png", "train/c.png"):
        draw_picture(tmp_path / name)
    write_metadata(
        tmp_path / "train",
        {"file_name": "a.png", "text": "a fox"},
        {"file_name": "x/b.png", "caption": "곰", "other": 3},
    )
    assert captions(tmp_path) == {"train/a.png": "a fox", "train/c.png": "", "train/x/b.png": "곰"}


def test_lines_of_metadata_that_name_no_picture_are_rejected_with_their_number(tmp_path):
    draw_picture(tmp_path / "secret.png")
    draw_picture(tmp_path / "set/a.png")
    write_metadata(
        tmp_path / "set",
        {"file_name": "../secret.png", "text": "x"},
        {"file_name": str(tmp_path / "secret.png"), "text": "x"},
        {"file_name": "none.png", "text": "x"},
        {"file_name": "a.png", "text": "a fox"},
        {"file_name": "a.png", "text": "a bear"},
        {"file_name": "a.png", "text": 7},
        {"text": "x"},
        ["a.png"],
        {"file_name": "metadata.jsonl", "text": "x"},
    )
    with (tmp_path / "set/metadata.jsonl").open("a") as file:
        file.write("{\n\n" + "[" * 100_000)
    found = [(one.place, one.reason) for one in read_pictures(tmp_path / "set").rejected]
    assert sorted(found, key=lambda one: int(one[0].partition(":")[2])) == [
        ("metadata.jsonl:1", "outside"),
        ("metadata.jsonl:2", "outside"),
        ("metadata.jsonl:3", "missing"),
        ("metadata.jsonl:5", "named-twice"),
        ("metadata.jsonl:6", "unreadable"),
        ("metadata.jsonl:7", "unreadable"),
        ("metadata.jsonl:8", "unreadable"),
        ("metadata.jsonl:9", "unknown-kind"),
        ("metadata.jsonl:10", "unreadable"),
        ("metadata.jsonl:12", "unreadable"),
    ]
    assert captions(tmp_path / "set") == {"a.png": "a fox"}


def test_folders_of_kohya_say_repeats_and_captions(tmp_path):
    for name in ("10_tokti fox/a.png", "10_tokti fox/b.png", "3_bear/inner/c.png", "2026_summer/d.png", "0_off/e.png"):
        draw_picture(tmp_path / name)
    (tmp_path / "10_tokti fox/b.txt").write_text("tokti fox, sitting")
    found = {one.place: (one.caption, one.repeats) for one in read_pictures(tmp_path).found}
    assert found == {
        "0_off/e.png": ("off", 1),
        "10_tokti fox/a.png": ("tokti fox", 10),
        "10_tokti fox/b.png": ("tokti fox, sitting", 10),
        "2026_summer/d.png": ("", 1),
        "3_bear/inner/c.png": ("bear", 3),
    }
    named_itself = read_pictures(tmp_path / "10_tokti fox").found
    assert {(one.place, one.repeats) for one in named_itself} == {("a.png", 10), ("b.png", 10)}


def test_hidden_files_and_those_that_are_no_pictures_are_passed_over(tmp_path):
    draw_picture(tmp_path / "a.png")
    for name in (".b.png", "__MACOSX/a.png", ".trash/c.png"):
        draw_picture(tmp_path / name)
    (tmp_path / "._a.jpg").write_bytes(b"\0")
    (tmp_path / "README.md").write_text("Pictures")
    (tmp_path / "Thumbs.db").write_bytes(b"\0")
    assert captions(tmp_path) == {"a.png": ""}
    assert read_pictures(tmp_path).rejected == ()


def test_each_hostile_file_is_rejected_with_its_reason_and_the_rest_is_read(tmp_path):
    outside = draw_picture(tmp_path / "outside/private.png")
    (tmp_path / "outside/private.txt").write_text("a secret")
    folder = tmp_path / "set"
    whole = draw_picture(folder / "whole.png").read_bytes()
    (folder / "cut.png").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.png").write_bytes(b"")
    (folder / "page.png").write_text("<html></html>")
    (folder / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "hidden-drawing.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "dance.gif").write_bytes(as_bytes(Image.new("RGB", (8, 8)), "GIF"))
    (folder / "film.png").write_bytes(as_bytes(Image.new("RGB", (8, 8)), "GIF"))
    write_bomb(folder / "bomb.png", 50_000)
    (folder / "link.png").symlink_to(outside)
    (folder / "loop.png").symlink_to(folder / "loop.png")
    (folder / "away").symlink_to(outside.parent)
    (folder / "inside.png").symlink_to(folder / "whole.png")
    (folder / "folder.png").mkdir()
    os.mkfifo(folder / "pipe.png")
    draw_picture(folder / "quoted.png")
    (folder / "quoted.txt").symlink_to(outside.with_suffix(".txt"))
    draw_picture(folder / "wordy.png")
    (folder / "wordy.txt").write_bytes(b"a" * 1_000_000)
    assert reasons(folder) == {
        "away": "outside",
        "bomb.png": "too-large",
        "cut.png": "broken",
        "dance.gif": "unknown-kind",
        "drawing.svg": "unknown-kind",
        "empty.png": "unknown-kind",
        "film.png": "unknown-kind",
        "hidden-drawing.png": "unknown-kind",
        "link.png": "outside",
        "loop.png": "outside",
        "page.png": "unknown-kind",
        "pipe.png": "broken",
        "quoted.png": "outside",
        "wordy.png": "unreadable",
    }
    assert captions(folder) == {"inside.png": "", "whole.png": ""}


def test_names_that_are_no_utf8_can_be_written_into_messages(tmp_path):
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "a.png").rename(tmp_path / os.fsdecode(b"\xff.png"))
    (rejected,) = read_pictures(tmp_path).rejected
    assert rejected.place == "�.png"
    json.dumps(rejected.to_json()).encode()


@pytest.mark.parametrize("name", ["none", "empty", "file.png"])
def test_a_folder_without_pictures_is_refused(tmp_path, name):
    (tmp_path / "empty").mkdir()
    draw_picture(tmp_path / "file.png")
    with pytest.raises(CorpusError) as refused:
        read_pictures(tmp_path / name)
    assert refused.value.code in ("picture.no-folder", "picture.none")
