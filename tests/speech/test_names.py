from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.names import key_of, name_results


@pytest.mark.parametrize(
    ("recordings", "names"),
    [
        (["a.wav", "day/a.wav"], ["a", "day/a"]),
        (["a.wav", "a.flac", "b.wav"], ["a.wav", "a.flac", "b"]),
        (["a.wav", "a.wav"], ["a.wav", "a-2.wav"]),
        (["A.wav", "a.mp3"], ["A.wav", "a.mp3"]),
        (["a.wav", "a.mp3", "a.wav.ogg"], ["a.wav", "a.mp3", "a-2.wav"]),
        (["\uac00.wav", "\u1100\u1161.mp3"], ["\uac00.wav", "\u1100\u1161.mp3"]),
    ],
)
def test_names_are_short_where_they_can_be_and_never_equal(recordings: list[str], names: list[str]) -> None:
    assert name_results(recordings) == names


NAMES = st.from_regex(r"([abAB가]/)?[abA가](\.wav|\.mp3|-2\.wav)(\.ogg)?", fullmatch=True)


@given(st.lists(NAMES, max_size=12))
def test_no_two_results_have_one_name(recordings: list[str]) -> None:
    names = name_results(recordings)
    assert len(set(map(key_of, names))) == len(recordings)
    assert [PurePath(name).parent for name in names] == [PurePath(name).parent for name in recordings]
