import contextlib
from pathlib import Path

import pytest
from corpus_builders import reasons, utterances, write, write_zip
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.speech.corpus.readers.ksponspeech import iter_utterances

PCM = b"\x00\x01" * 1600
PLACE = "KsponSpeech_01/KsponSpeech_0001"


def write_corpus(folder: Path, *texts: str, script: str = "train") -> None:
    names = [f"{PLACE}/KsponSpeech_{number:06}.pcm" for number, _ in enumerate(texts)]
    lines = [f"{name} :: {text}" for name, text in zip(names, texts, strict=True)]
    write(folder / "KsponSpeech_scripts" / f"{script}.trn", "\n".join(lines) + "\n")
    for name in names:
        write(folder / name, PCM)


def test_a_line_of_a_script_is_a_path_and_a_text(tmp_path: Path) -> None:
    write_corpus(tmp_path, "소리야")
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.clip.path.name, row.readings, row.part) == ("KsponSpeech_000000.pcm", ("소리야",), "train")


def test_recordings_are_headerless_at_16_khz(tmp_path: Path) -> None:
    write_corpus(tmp_path, "소리야")
    assert utterances(list(iter_utterances(tmp_path)))[0].clip.pcm_rate == 16_000


def test_recordings_that_somebody_converted_have_a_header(tmp_path: Path) -> None:
    write(tmp_path / "train.trn", "a/x.pcm :: 소리야\n")
    write(tmp_path / "a" / "x.flac", b"fLaC")
    assert utterances(list(iter_utterances(tmp_path)))[0].clip.pcm_rate is None


def test_the_example_line_of_the_guide_gives_both_readings(tmp_path: Path) -> None:
    write_corpus(tmp_path, "b/ 아/ 모+ 몬 소리야 (70%)/(칠 십 퍼센트) 확률이라니 n/")
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert row.readings == ("아 모 몬 소리야 70% 확률이라니", "아 모 몬 소리야 칠 십 퍼센트 확률이라니")


def test_fillers_can_be_left_out(tmp_path: Path) -> None:
    write_corpus(tmp_path, "아/ 모+ 몬 소리야")
    assert utterances(list(iter_utterances(tmp_path, keep_fillers=False)))[0].readings == ("모 몬 소리야",)


def test_a_unit_with_a_slash_keeps_its_letter(tmp_path: Path) -> None:
    write_corpus(tmp_path, "시속 60 km/h 로")
    assert utterances(list(iter_utterances(tmp_path)))[0].readings == ("시속 60 km/h 로",)


def test_rows_are_set_aside_with_a_reason_each(tmp_path: Path) -> None:
    write_corpus(tmp_path, "좋아", "u/", "(칠십)/(70", "", "n/ b/", "좋네")
    expected = ["", "empty-after-marks", "broken-marks", "no-transcript", "empty-after-marks", ""]
    assert reasons(list(iter_utterances(tmp_path))) == expected


def test_a_line_without_colons_is_set_aside(tmp_path: Path) -> None:
    write(tmp_path / "train.trn", "nothing of use\n\na/x.pcm :: 네\n")
    write(tmp_path / "a" / "x.pcm", PCM)
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label", ""]


def test_without_scripts_the_texts_beside_are_read_in_korean_windows_encoding(tmp_path: Path) -> None:
    write(tmp_path / PLACE / "x.txt", "아/ 몬 소리야\n", encoding="cp949")
    write(tmp_path / PLACE / "x.pcm", PCM)
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.readings, row.clip.pcm_rate) == (("아 몬 소리야",), 16_000)


def test_archives_are_read(tmp_path: Path) -> None:
    write(tmp_path / "train.trn", f"{PLACE}/x.pcm :: 네\n")
    write_zip(tmp_path / "KsponSpeech_01.zip", {f"{PLACE}/x.pcm": PCM})
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.clip.member, row.clip.pcm_rate) == (f"{PLACE}/x.pcm", 16_000)


def test_a_wrong_folder_is_told_what_was_found(tmp_path: Path) -> None:
    write(tmp_path / "x.pcm", PCM)
    with pytest.raises(CorpusError, match=r"found x\.pcm"):
        list(iter_utterances(tmp_path))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=200))
def test_random_bytes_never_raise_another_error(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "train.trn", content)
    with contextlib.suppress(CorpusError):  # nothing but blank lines: no corpus at all
        assert all(reasons(list(iter_utterances(tmp_path))))
