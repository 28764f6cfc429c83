"""`soridam book` from wish to export, with drawn pictures and the story grammar; the voice has tests of its own."""

import json
from pathlib import Path
from typing import get_args

import pytest
import torch
from safetensors.torch import save_file
from tests.book.draw.cutout.photos import as_jpeg, crayon_cat, photograph, sheet

from soridam.book.draw.heroes import default_hero
from soridam.book.folder import COVER, open_book
from soridam.book.story import Accessory, Garment, Kind, Wish
from soridam.cli.book import _folder_name
from soridam.cli.main import run

WISH = ["--topic", "a rabbit who looks for the moon", "--hero", "rabbit", "--name", "Tori", "--age", "3-4"]
PROMPT = Path(__file__).parents[1] / "fixtures" / "speech" / "auth-thankyou.flac"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One small book, made once; tests that change it change other pages."""
    folder = tmp_path_factory.mktemp("books") / "moon"
    patch = pytest.MonkeyPatch()
    patch.setenv("SORIDAM_BOOK__NARRATOR", "none")
    assert run(["book", "make", *WISH, "--out", str(folder)]) == 0
    yield folder
    patch.undo()


def test_a_typed_wish_becomes_a_complete_book(made):
    book = open_book(made)
    assert book.is_complete
    assert len(book.story.pages) == 8
    assert (book.story.hero.kind, book.story.hero.name) == ("rabbit", "Tori")
    assert book.record.made_by.writer == "grammar"
    assert any("moon" in page.text.lower() for page in book.story.pages)


def test_the_same_command_again_finds_the_book_finished(made, capsys):
    before = (made / "book.json").read_bytes()
    words = [
        "--topic",
        "a rabbit who looks for the moon",
        "--hero",
        "rabbit",
        "--name",
        "Tori",
        "--age",
        "3-4",
        "--json",
    ]
    assert run(["book", "make", *words, "--out", str(made)]) == 0
    assert json.loads(capsys.readouterr().out)["book"] == str(made)
    assert (made / "book.json").read_bytes() == before


def test_a_page_is_written_anew_by_the_grammar_and_the_old_one_is_kept(made):
    before = open_book(made)
    assert run(["book", "edit", str(made), "--rewrite", "4"]) == 0
    book = open_book(made)
    assert book.story.pages[3].text != before.story.pages[3].text
    assert len(book.versions(4)) == 2
    assert run(["book", "edit", str(made), "--page", "4", "--version-of-page", "1"]) == 0


def test_a_page_is_rewritten_and_redrawn_and_the_old_ones_are_kept(made):
    assert run(["book", "edit", str(made), "--page", "2", "--text", "{hero} looked up."]) == 0
    assert run(["book", "redraw", str(made), "--page", "2"]) == 0
    book = open_book(made)
    assert book.story.pages[1].text == "{hero} looked up."
    assert len(book.versions(2)) == 3
    assert run(["book", "edit", str(made), "--page", "2", "--version-of-page", "1"]) == 0
    assert open_book(made).made_sheet(2).version == 1


def test_a_dedication_and_a_title_change_the_cover_only(made):
    before = {number: open_book(made).made_sheet(number).version for number in open_book(made).numbers}
    assert run(["book", "edit", str(made), "--title", "Moon, where are you?", "--dedication", "For Mina"]) == 0
    book = open_book(made)
    changed = [number for number in book.numbers if book.made_sheet(number).version != before[number]]
    assert changed == [COVER]
    assert (book.story.title, book.record.wish.dedication) == ("Moon, where are you?", "For Mina")


def test_a_book_is_opened_and_exported(made, tmp_path, capsys):
    assert run(["book", "open", str(made), "--no-browser"]) == 0
    assert (made / "book.html").stat().st_size > 100_000
    assert run(["book", "export", str(made), "-f", "pdf", "-f", "epub", "--out", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"book.pdf", "book.epub"}


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["make"], 2, "one wish"),
        (["make", "--topic", "x", "--voice", "y"], 2, "one wish"),
        (["make", "--voice", "nothing.wav"], 2, "nothing.wav"),
        (["make", "--topic", "kill the dragon"], 1, "another story"),
        (["open", "nowhere"], 1, "no book"),
        (["redraw", "nowhere", "--page", "1"], 1, "no book"),
        (["approve", "nowhere"], 1, "no book"),
        (["make", "--topic", "x", "--hero", "wolf"], 2, "fox 여우"),
        (["make", "--topic", "x", "--color", "무지개"], 2, "blue 파랑"),
        (["make", "--topic", "x", "--outfit", "suit"], 2, "raincoat 비옷"),
        (["make", "--topic", "x", "--accessory", "sword"], 2, "scarf 목도리"),
        (["make", "--topic", "x", "--name", "a" * 25], 1, "name does not fit"),
        (["make", "--topic", "x", "--dedication", "a" * 201], 1, "dedication does not fit"),
        (["make", "--topic", "x" * 2001], 1, "topic does not fit"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line_with_what_to_do(words, code, told, capsys):
    assert run(["book", *words]) == code
    error = capsys.readouterr().err
    assert told in error
    assert "Do:" in error


@pytest.mark.parametrize(
    ("topic", "folder"),
    [
        ("A Rabbit, who looks/for ../the moon tonight again", "a-rabbit-who-looks-for-the-en-0"),
        ("가" * 500, "가" * 60 + "-en-0"),
        ("!?", "en-0"),
    ],
)
def test_a_folder_is_named_by_the_wish_and_never_too_long(topic, folder):
    wish = Wish(topic=topic, hero=default_hero("fox", "en"), language="en")
    assert _folder_name(wish) == folder


def test_help_names_every_hero_outfit_and_accessory(capsys):
    assert run(["book", "make", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in (*get_args(Kind), *get_args(Garment), *get_args(Accessory)))


def test_a_hero_is_dressed_in_words_of_either_language(made):
    assert run(["book", "edit", str(made), "--color", "파란색", "--outfit", "raincoat", "--accessory", "왕관"]) == 0
    hero = open_book(made).story.hero
    assert (hero.coat, hero.outfit.garment, hero.outfit.accessories) == ("#4a86d8", "raincoat", ("crown",))
    assert hero.look_en.startswith("a small blue rabbit")
    assert hero.name == "Tori"


def test_a_book_waits_for_a_parent_where_settings_ask_for_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SORIDAM_BOOK__NARRATOR", "none")
    monkeypatch.setenv("SORIDAM_BOOK__PREVIEW", "true")
    book = tmp_path / "held"
    assert run(["book", "make", *WISH, "--out", str(book)]) == 0
    assert "soridam book preview" in capsys.readouterr().out
    for refused in (["open", str(book), "--no-browser"], ["export", str(book)]):
        assert run(["book", *refused]) == 1
        assert "soridam book approve" in capsys.readouterr().err
    assert not (book / "book.html").exists()
    assert run(["book", "preview", str(book), "--no-browser"]) == 0
    assert "this book waits for your approval" in (book / "preview.html").read_text()
    assert run(["book", "approve", str(book)]) == 0
    assert not (book / "preview.html").exists()
    assert run(["book", "open", str(book), "--no-browser"]) == 0
    assert "waits for your approval" not in (book / "book.html").read_text()


def test_an_edit_that_changes_nothing_says_so(made, capsys):
    assert run(["book", "edit", str(made)]) == 2
    assert "Nothing to change" in capsys.readouterr().err


@pytest.mark.weights
def test_a_wish_is_taken_from_a_recording(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SORIDAM_BOOK__NARRATOR", "none")
    out = tmp_path / "book"
    chosen = ["--reading", "1"]  # the recording only says thank you
    said = ["--voice", str(PROMPT), "--language", "en", "--age", "3-4"]
    assert run(["book", "make", *said, "--out", str(out), *chosen]) == 0
    assert "Heard:" in capsys.readouterr().err
    assert open_book(out).is_complete


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_a_disclosure_gets_a_warm_sentence_and_a_card_and_no_book(tmp_path, capsys, extra):
    assert run(["book", "make", "--topic", "아빠가 나를 때려요", "--out", str(tmp_path / "book"), *extra]) == 0
    printed = capsys.readouterr().out
    assert "말해 줘서 고마워요" in printed
    assert "1577-1391" in printed and "아빠가 나를 때려요" in printed
    assert not (tmp_path / "book").exists()


@pytest.mark.parametrize(
    ("said", "told_class", "plot"),
    [
        ("아빠가 나를 때려요", "disclosure", ""),
        ("햄스터가 하늘나라로 갔어요", "tender", "tender/pet"),
        ("a rabbit finds a carrot", "ordinary", "do"),
        ("토끼가 당근을 훔쳤어요", "ordinary", ""),
    ],
)
def test_a_dry_run_says_what_was_understood_and_writes_nothing(tmp_path, capsys, monkeypatch, said, told_class, plot):
    monkeypatch.chdir(tmp_path)
    assert run(["book", "make", "--topic", said, "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["class"], told["plot"]) == (told_class, plot)
    assert {"readings", "left_out"} <= told.keys()
    assert list(tmp_path.iterdir()) == []


def test_an_unclear_wish_is_asked_back_and_a_reading_can_be_chosen(tmp_path, capsys):
    asked = ["book", "make", "--topic", "토끼가 당근을 훔쳤어요", "--out", str(tmp_path / "book")]
    assert run(asked) == 2
    assert "--reading" in capsys.readouterr().err
    assert not (tmp_path / "book").exists()
    assert run([*asked, "--reading", "9"]) == 2


def test_a_photographed_drawing_is_the_hero_of_all_pages_and_stays_with_the_book(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SORIDAM_BOOK__NARRATOR", "none")
    photo, folder = tmp_path / "drawing.jpg", tmp_path / "book"
    photo.write_bytes(as_jpeg(photograph(sheet(crayon_cat))))
    words = ["--topic", "a cat who wants to fly", "--hero", "cat", "--name", "Momo", "--age", "3-4"]
    assert run(["book", "make", *words, "--hero-drawing", str(photo), "--out", str(folder)]) == 0
    photo.unlink()
    book = open_book(folder)
    assert book.is_complete
    digest = book.story.hero.drawing
    assert digest is not None
    assert (folder / "drawings" / f"{digest}.png").is_file()
    for number in (COVER, *(page.number for page in book.story.pages)):
        picture = book.story.cover if number == COVER else book.story.pages[number - 1].picture
        svg = (folder / book.made_sheet(number).picture).with_suffix(".svg").read_text(encoding="utf-8")
        assert ("data:image/png" in svg) == any(member.id == book.story.hero.id for member in picture.cast)
    last = book.story.pages[-1]
    assert any(member.id == book.story.hero.id for member in last.picture.cast)
    assert run(["book", "redraw", str(folder), "--page", "1"]) == 0
    assert run(["book", "edit", str(folder), "--hero", "fox"]) == 0
    assert open_book(folder).story.hero.drawing is None


def test_a_picture_without_a_drawing_makes_no_book(tmp_path, monkeypatch, capsys):
    photo = tmp_path / "empty.jpg"
    photo.write_bytes(as_jpeg(photograph(sheet())))
    words = ["--topic", "a cat who wants to fly", "--out", str(tmp_path / "book")]
    assert run(["book", "make", *words, "--hero-drawing", str(photo)]) == 1
    assert "No drawing was found" in capsys.readouterr().err
    assert run(["book", "make", *words, "--hero-drawing", str(tmp_path / "none.jpg")]) == 2
    assert not (tmp_path / "book").exists()


def test_a_lora_is_for_painted_pictures_and_is_looked_for_before_anything_is_made(tmp_path, monkeypatch, capsys):
    words = ["book", "make", "--topic", "a cat who wants to fly", "--out", str(tmp_path / "book")]
    assert run([*words, "--adapter", str(tmp_path / "nothing")]) == 1
    assert "holds no LoRA" in capsys.readouterr().err
    (tmp_path / "lora").mkdir()
    save_file({"x": torch.zeros(1)}, tmp_path / "lora" / "pytorch_lora_weights.safetensors")
    assert run([*words, "--adapter", str(tmp_path / "lora")]) == 2
    assert "pictures are drawn here" in capsys.readouterr().err
    assert not (tmp_path / "book").exists()
