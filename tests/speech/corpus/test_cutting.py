from pathlib import Path

from soridam.speech.corpus.cutting import PlannedRow, plan_cuts
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance


def segment(start: float | None, end: float | None, text: str = "x", **facts: object) -> Utterance:
    readings = facts.pop("readings", (text,))
    clip = Clip(Path(str(facts.pop("path", "long.wav"))), start=start, end=end)
    return Utterance(id=f"at-{start}", clip=clip, transcript=text, readings=readings, **facts)  # type: ignore[arg-type]


def planned(*rows: Utterance | Rejection, join: bool = False, max_seconds: float = 30) -> list[PlannedRow]:
    return [row for row in plan_cuts(rows, join=join, max_seconds=max_seconds) if isinstance(row, PlannedRow)]


def test_cuts_may_move_to_the_middle_of_the_gap_at_most() -> None:
    first, second = planned(segment(0.0, 1.0), segment(1.2, 2.0))
    assert (round(first.margin.after, 3), round(second.margin.before, 3)) == (0.1, 0.1)


def test_far_from_neighbors_cuts_move_by_three_tenths_of_a_second() -> None:
    [row] = planned(segment(5.0, 6.0))
    assert (row.margin.before, row.margin.after) == (0.3, 0.3)


def test_overlapping_segments_have_no_room() -> None:
    first, second = planned(segment(0.0, 1.5), segment(1.0, 2.0))
    assert (first.margin.after, second.margin.before) == (0.0, 0.0)


def test_whole_recordings_are_not_cut() -> None:
    [row] = planned(segment(None, None))
    assert (row.margin.before, row.margin.after) == (0.0, 0.0)


def test_neighbors_are_joined_up_to_the_limit() -> None:
    rows = planned(*(segment(10.0 * n, 10.0 * n + 9, f"part{n}") for n in range(5)), join=True)
    assert [(row.utterance.transcript, row.segments) for row in rows] == [
        ("part0 part1 part2", 3),
        ("part3 part4", 2),
    ]


def test_a_joined_row_reaches_from_the_first_start_to_the_last_end() -> None:
    [row] = planned(segment(1.0, 2.0), segment(2.5, 4.0), join=True)
    assert (row.utterance.clip.start, row.utterance.clip.end) == (1.0, 4.0)


def test_speakers_are_not_joined() -> None:
    assert len(planned(segment(0.0, 1.0, speaker="a"), segment(1.1, 2.0, speaker="b"), join=True)) == 2


def test_recordings_are_not_joined() -> None:
    assert len(planned(segment(0.0, 1.0), segment(1.1, 2.0, path="other.wav"), join=True)) == 2


def test_a_long_pause_is_not_bridged() -> None:
    assert len(planned(segment(0.0, 1.0), segment(3.5, 4.0), join=True)) == 2


def test_both_readings_survive_joining_with_a_neighbor_that_has_one() -> None:
    [row] = planned(segment(0, 1, readings=("70%", "칠십 퍼센트")), segment(1.1, 2, "확률"), join=True)
    assert row.utterance.readings == ("70% 확률", "칠십 퍼센트 확률")


def test_rejections_pass_through() -> None:
    rows = list(plan_cuts([segment(0, 1), Rejection("x", "no-label"), segment(1, 2)], join=True, max_seconds=30))
    assert sum(isinstance(row, Rejection) for row in rows) == 1
