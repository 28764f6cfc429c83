import pytest

from soridam.core.errors import CorpusError
from soridam.radio.lists import read_lists


def test_json_info_and_csv_are_read_and_a_folder_joins_them(tmp_path):
    (tmp_path / "a.json").write_text('{"callsigns": ["KAL701"], "waypoints": ["ABLAN"], "runways": ["33L"]}')
    (tmp_path / "b.info").write_text(
        "airport: LKPR\nwaypoints: KOLAD\ncallsigns:\nBLA131 : All Charter One Three One\n"
    )
    (tmp_path / "c.csv").write_text("time,Callsign\n1,dlh123\n2,DLH123\n3,\n")
    assert read_lists(tmp_path / "a.json").callsigns == ("KAL701",)
    assert read_lists(tmp_path / "c.csv").callsigns == ("DLH123",)
    both = read_lists(tmp_path)
    assert (both.callsigns, both.waypoints) == (("KAL701", "BLA131", "DLH123"), ("ABLAN", "KOLAD"))


@pytest.mark.parametrize(("name", "content"), [("x.json", "[1]"), ("x.json", "no"), ("x.txt", "KAL701")])
def test_what_is_no_list_is_refused(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    with pytest.raises(CorpusError, match="holds no lists"):
        read_lists(tmp_path / name)


def test_a_missing_path_and_a_folder_without_lists_are_told(tmp_path):
    with pytest.raises(CorpusError, match="There are no lists"):
        read_lists(tmp_path / "nowhere.json")
    with pytest.raises(CorpusError, match="holds no lists"):
        read_lists(tmp_path)


def test_an_info_file_and_json_may_say_how_a_callsign_is_spoken(tmp_path):
    (tmp_path / "b.info").write_text("callsigns:\nBLA131 : All Charter One Three One\n")
    (tmp_path / "c.json").write_text('{"callsigns": {"XYZ7": "nowhere seven"}}')
    assert read_lists(tmp_path).spoken() == ("all charter one three one", "nowhere seven")


def test_names_are_given_as_they_are_spoken(tmp_path):
    (tmp_path / "a.json").write_text('{"callsigns": ["KAL701", "D-EABC"], "waypoints": ["ABLAN"]}')
    assert read_lists(tmp_path).spoken() == ("korean air seven zero one", "delta echo alfa bravo charlie", "ablan")
