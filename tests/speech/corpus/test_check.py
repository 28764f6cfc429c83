from pathlib import Path

import numpy as np
import pytest
from tests.speech.corpus.small_corpus import healthy_rows, row, speechlike, write_corpus

from soridam.core.errors import CorpusError
from soridam.speech.corpus.check import Severity, check_corpus, count_by_kind


def kinds(folder: Path, rows: list[dict]) -> dict[str, int]:
    return count_by_kind(check_corpus(write_corpus(folder, rows)).findings)


def test_a_healthy_corpus_has_no_findings(tmp_path: Path) -> None:
    assert kinds(tmp_path, healthy_rows(25)) == {}


def test_sound_that_cannot_be_decoded_is_an_error_with_its_row(tmp_path: Path) -> None:
    rows = healthy_rows(3)
    rows[1]["audio"]["bytes"] = b"fLaC but no more"
    [error] = check_corpus(write_corpus(tmp_path, rows)).errors
    assert (error.kind, error.split, error.row, error.id) == ("unreadable", "train", 1, "row-1")


def test_truncated_flac_is_an_error(tmp_path: Path) -> None:
    rows = healthy_rows(3)
    rows[1]["audio"]["bytes"] = rows[1]["audio"]["bytes"][:20_000]
    assert set(kinds(tmp_path, rows)) & {"unreadable", "wrong-duration"}


def test_a_duration_that_is_not_the_sounds_is_an_error(tmp_path: Path) -> None:
    assert kinds(tmp_path, [row(0, speechlike(2), "a b c", duration=2.5)]) == {"wrong-duration": 1}


def test_empty_text_is_an_error(tmp_path: Path) -> None:
    assert kinds(tmp_path, [row(0, speechlike(2), " ?!")]) == {"no-text": 1}


def test_the_same_sound_twice_is_found(tmp_path: Path) -> None:
    rows = [row(0, speechlike(2, 5), "one"), row(1, speechlike(2, 5), "two")]
    assert kinds(tmp_path, rows) == {"same-sound": 1}


def test_the_same_speaker_saying_the_same_again_is_found(tmp_path: Path) -> None:
    rows = [row(0, speechlike(2, 1), "Hello there"), row(3, speechlike(2, 2), "hello, there!")]
    assert kinds(tmp_path, rows) == {"same-text": 1}


def test_another_speaker_may_say_the_same(tmp_path: Path) -> None:
    assert kinds(tmp_path, [row(0, speechlike(2, 1), "hello"), row(1, speechlike(2, 2), "hello")]) == {}


def test_the_same_id_twice_is_an_error(tmp_path: Path) -> None:
    assert kinds(tmp_path, [row(0, speechlike(2, 1), "one"), row(0, speechlike(2, 2), "two")]) == {"same-id": 1}


def test_quiet_speech_is_found(tmp_path: Path) -> None:
    assert kinds(tmp_path, [row(0, speechlike(2, level=0.004), "one")]) == {"quiet": 1}


def test_clipping_is_found(tmp_path: Path) -> None:
    assert kinds(tmp_path, [row(0, np.clip(speechlike(2) * 30, -1, 1), "one")]) == {"clipped": 1}


def test_a_word_in_a_long_silence_is_found(tmp_path: Path) -> None:
    samples = np.concatenate(
        [np.zeros(16_000 * 10, dtype=np.float32), speechlike(0.5), np.zeros(1600, dtype=np.float32)]
    )
    assert kinds(tmp_path, [row(0, samples, "one")]) == {"mostly-silent": 1}


def test_sound_that_stops_in_the_middle_is_found(tmp_path: Path) -> None:
    assert kinds(tmp_path, [row(0, speechlike(3)[: 16_000 * 3 // 2], "one")]) == {"cut-off": 1}


@pytest.mark.parametrize("text", ["x", "far too many words for two seconds of sound " * 8])
def test_a_text_that_does_not_fit_its_sound_is_found(tmp_path: Path, text: str) -> None:
    rows = [*healthy_rows(24), row(99, speechlike(2, 99), text)]
    assert kinds(tmp_path, rows) == {"odd-rate": 1}


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    rows = [row(0, speechlike(2, level=0.004), "one"), row(1, speechlike(2, 1), "")]
    severities = [finding.severity for finding in check_corpus(write_corpus(tmp_path, rows)).findings]
    assert severities == [Severity.ERROR, Severity.WARNING]


def test_a_folder_that_is_no_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        check_corpus(tmp_path)
    assert "soridam corpus prepare" in caught.value.hint
