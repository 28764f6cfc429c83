import pytest

from soridam.core.errors import CorpusError
from soridam.radio.clock import Moment
from soridam.radio.lists import Around, read_lists


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


SEEN = """time,callsign,airport
2026-11-30T14:05:00Z,KAL701,RKSI
2026-11-30T14:40:00Z,DLH123,RKSI
2026-11-30T14:06:00Z,BAW2A,RKSS
,AAR221,
"""


def test_only_names_seen_about_a_time_and_at_an_airport_are_taken(tmp_path):
    (tmp_path / "a.csv").write_text(SEEN)
    at_two = Around(Moment(14 * 3600), 15.0)
    assert read_lists(tmp_path / "a.csv", at_two).callsigns == ("KAL701", "BAW2A", "AAR221")
    assert read_lists(tmp_path / "a.csv", Around(airport="RKSI")).callsigns == ("KAL701", "DLH123", "AAR221")
    assert read_lists(tmp_path / "a.csv", Around(Moment(14 * 3600), 60.0, "RKSS")).callsigns == ("BAW2A", "AAR221")


def test_objects_of_json_have_times_and_the_words_in_which_they_are_said(tmp_path):
    (tmp_path / "a.json").write_text(
        '{"callsigns": [{"callsign": "BST42", "time": "14:05", "spoken": "blue stork four two"},'
        ' {"callsign": "KAL701", "time": "18:00"}]}'
    )
    found = read_lists(tmp_path / "a.json", Around(Moment(14 * 3600), 15.0))
    assert (found.callsigns, found.telephony) == (("BST42",), (("BST42", "blue stork four two"),))
    (tmp_path / "b.info").write_text("airport: LKPR\nwaypoints: KOLAD\n")
    assert read_lists(tmp_path / "b.info", Around(airport="RKSI")).waypoints == ()
