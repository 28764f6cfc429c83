import pytest
from tests.speech.evaluation.evaluated import Parrot, candidate, evaluate_rows

from soridam.evaluation.significance import Comparison
from soridam.speech.evaluation.findings import Attempt, PairedTest
from soridam.speech.evaluation.report_views import (
    HEIGHT,
    MOST_VALUES,
    WIDTH,
    aligned,
    by_duration,
    draw_durations,
    group_slices,
    round_up,
    verdict,
    worst_utterances,
)

LABEL = "corpus/test"
ROWS = [
    {"text": "one two three four", "speaker": f"speaker {number}", "duration": [0.5, 1.5, 3.0][number % 3]}
    for number in range(15)
]
TEXTS = ["one two three four"] * 12 + ["one two", "nothing of it at all here", "one too three four"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    models = [candidate("first", Parrot(TEXTS)), candidate("second", Parrot([row["text"] for row in ROWS]))]
    return evaluate_rows(tmp_path_factory.mktemp("views"), ROWS, models)


def test_the_worst_come_first_and_the_right_ones_never(found):
    assert [utterance.row for utterance in worst_utterances(found, LABEL)] == [13, 12, 14]


def test_of_many_speakers_the_worst_are_shown_and_the_others_counted(found):
    (speakers,) = (factor for factor in group_slices(found, LABEL) if factor.name == "speaker")
    assert (len(speakers.rows), speakers.left_out) == (MOST_VALUES, 3)
    assert {row.value for row in speakers.rows[:3]} == {"speaker 12", "speaker 13", "speaker 14"}


def test_each_row_has_a_slice_for_each_model_in_order(found):
    (speakers,) = (factor for factor in group_slices(found, LABEL) if factor.name == "speaker")
    first, second = speakers.rows[0].slices
    assert first.scores["wer"].counts.errors > 0 == second.scores["wer"].counts.errors


def test_the_drawing_stays_in_its_frame(found):
    drawing = draw_durations(by_duration(found, LABEL))
    assert [tick.text for tick in drawing.buckets] == ["0-1", "1-2", "2-4"]
    points = [point for line in drawing.lines for point in line]
    assert all(0 < point.x < WIDTH and 0 < point.high <= point.y <= point.low < HEIGHT for point in points)


def test_one_bucket_is_no_drawing(tmp_path):
    single = evaluate_rows(tmp_path, ROWS[:1], [candidate("first", Parrot(TEXTS))])
    assert draw_durations(by_duration(single, LABEL)) is None


@pytest.mark.parametrize(
    ("metric", "stretches"),
    [
        ("wer", [("equal", "불", ""), ("substituted", "꺼", "커"), ("deleted", "줘", "")]),
        ("cer", [("equal", "불 ", ""), ("substituted", "꺼", "커"), ("deleted", " 줘", "")]),
    ],
)
def test_differences_are_aligned_by_what_counts(metric, stretches):
    attempt = Attempt("불 커", scored="불 커", reading="불 꺼 줘", errors={}, seconds=0.0)
    seen = [(s.kind, s.reference, s.hypothesis if s.kind != "equal" else "") for s in aligned(attempt, metric)]
    assert seen == stretches


@pytest.mark.parametrize(
    ("difference", "p", "word"), [(-0.1, 0.01, "better"), (0.1, 0.01, "worse"), (-0.1, 0.05, "unclear")]
)
def test_a_difference_counts_below_five_percent(difference, p, word):
    test = PairedTest("set", "wer", "a", "b", Comparison(difference, 0, 0, p), p, None)
    assert verdict(test) == word


@pytest.mark.parametrize(("rate", "top"), [(0.0, 0.01), (0.031, 0.05), (0.05, 0.05), (0.21, 0.25), (1.2, 2.0)])
def test_scales_end_on_even_numbers(rate, top):
    assert round_up(rate) == pytest.approx(top)
