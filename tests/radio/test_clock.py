import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.radio.clock import Moment, drop_moments, find_moments, moment_of_name, moment_of_value

HALF_PAST_TWO = 14 * 3600 + 1200


@pytest.mark.parametrize(
    "text",
    [
        "at 14:20",
        "14:20:00?",
        "2:20 pm",
        "02:20 P.M.",
        "1420Z",
        "1420 UTC",
        "14시 20분에",
        "오후 2시 20분",
        "오후 2:20",
    ],
)
def test_a_time_is_found_in_every_form(text):
    assert find_moments(text) == [Moment(HALF_PAST_TWO)]


def test_times_are_found_in_their_order_and_half_an_hour_is_thirty_minutes():
    assert find_moments("14시 반부터 15:00까지") == [Moment(14 * 3600 + 1800), Moment(15 * 3600)]
    assert find_moments("from noon to 3 pm, 자정") == [Moment(12 * 3600), Moment(15 * 3600), Moment(0)]
    assert find_moments("새벽 3시, 밤 10시, 밤 12시, 밤 2시, 낮 12시") == [
        Moment(hour * 3600) for hour in (3, 22, 0, 2, 12)
    ]
    assert find_moments("2026-11-30T14:20 or 12:00 pm") == [Moment(HALF_PAST_TWO, "2026-11-30"), Moment(12 * 3600)]


@pytest.mark.parametrize("text", ["FL180", "121.750", "runway 33", "25:00", "12:75", "활주로 33"])
def test_other_numbers_are_no_times(text):
    assert find_moments(text) == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("LKPR_RUZYNE_Tower_134_560MHz_20201026_142000", "2020-10-26"),
        ("2020-10-26T14-20-00", "2020-10-26"),
        ("20201026T142000Z", "2020-10-26"),
        ("tower-14-20", ""),
        ("tower 1420Z", ""),
    ],
)
def test_the_name_of_a_file_says_when_its_recording_began(name, day):
    assert moment_of_name(name) == Moment(HALF_PAST_TWO, day)


@pytest.mark.parametrize("name", ["tower", "KAL701", "20209999_142000", "118350", "utterance-00014"])
def test_a_name_without_a_time_says_none(name):
    assert moment_of_name(name) is None


def test_cells_hold_written_times_and_seconds_since_1970():
    assert moment_of_value("1606573200") == Moment(14 * 3600 + 1200, "2020-11-28")
    assert moment_of_value("1606573200000") == moment_of_value("1606573200.0")
    assert moment_of_value("2020-11-28 14:20:00") == moment_of_value("1606573200")
    assert (moment_of_value("12"), moment_of_value(""), moment_of_value("x")) == (None, None, None)


def test_midnight_lies_between_two_days():
    late = Moment(86_390, "2026-11-30")
    assert late.plus(20) == Moment(10, "2026-12-01")
    assert late.plus(20).since(late) == 20
    assert Moment(10).since(late) == 20
    assert late.since(Moment(10)) == -20


@given(st.integers(0, 86_399), st.dates())
def test_a_written_moment_is_read_again(seconds, day):
    moment = Moment(seconds, day.isoformat())
    assert moment_of_value(moment.written) == moment
    assert drop_moments(moment.written).strip() == ""


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    assert all(0 <= moment.seconds < 86_400 for moment in find_moments(text))
    moment_of_name(text)
    moment_of_value(text)
