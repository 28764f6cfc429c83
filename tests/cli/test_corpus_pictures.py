import json

import pytest
from tests.image.data.small_pictures import draw_picture

from soridam.cli.main import run


@pytest.fixture
def folder(tmp_path):
    for number in range(3):
        draw_picture(tmp_path / f"10_tokti fox/{number}.png", (640, 480), seed=number)
    draw_picture(tmp_path / "small.png", (90, 60), seed=7)
    return tmp_path


def test_show_names_what_is_there_and_what_cannot_be_used(folder, capsys):
    assert run(["corpus", "show", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "3 pictures can be used, 30 with their repeats; 1 cannot" in told
    assert "Sizes: 640 x 480 to 640 x 480" in told
    assert "Cut to, for 512 x 512: 576x448 (3)" in told
    assert "Cannot be used: too-small x 1: it is smaller than the pictures that are learned\n    small.png" in told


def test_show_prints_json_for_programs_and_ends_well_where_all_can_be_used(folder, capsys):
    (folder / "small.png").unlink()
    assert run(["corpus", "show", str(folder), "--json", "--side", "128", "--step", "8"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["place"], one["caption"], one["repeats"]) for one in told["pictures"]] == [
        (f"10_tokti fox/{number}.png", "tokti fox", 10) for number in range(3)
    ]
    assert told["rejected"] == told["notes"] == []


def test_show_says_what_is_odd(folder, capsys):
    draw_picture(folder / "wide.png", (2000, 300), seed=9).with_suffix(".txt").write_text("wide")
    (folder / "small.png").unlink()
    assert run(["corpus", "show", str(folder)]) == 0
    assert "Odd: cut x 1: it is so long that more than a quarter is cut off\n    wide.png" in capsys.readouterr().out
