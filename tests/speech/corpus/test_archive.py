import os
import stat
import struct
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.speech.corpus.archive import (
    open_archive,
    read_clip,
    read_member,
)
from soridam.speech.corpus.parts import find_archives, parts_of
from soridam.speech.corpus.utterance import Clip


def write_zip(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def split_file(path: Path, sizes: list[int], *, by_offset: bool = False, pattern: str = ".part{}") -> Path:
    content, start = path.read_bytes(), 0
    for index, size in enumerate([*sizes, len(content)]):
        part = path.with_name(path.name + pattern.format(start if by_offset else index))
        part.write_bytes(content[start : start + size])
        start += size
    path.unlink()
    return path.with_name(path.name + pattern.format(0))


def test_a_member_is_read_by_its_name(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"x/one.wav": b"1" * 50, "x/two.wav": b"2"})
    assert read_member(path, "x/two.wav") == b"2"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_every_usual_compression_is_read(tmp_path: Path, method: int) -> None:
    content = os.urandom(3000) + b"0" * 3000
    assert read_member(write_zip(tmp_path / "a.zip", {"a.wav": content}, method), "a.wav") == content


def test_parts_are_joined_in_numeric_order_not_in_the_order_of_their_names(tmp_path: Path) -> None:
    content = os.urandom(1300)
    path = write_zip(tmp_path / "[원천]명령어_1.zip", {"a.wav": content})
    first = split_file(path, [100] * 11)
    assert [part.name[-7:] for part in parts_of(first)][-2:] == [".part10", ".part11"]
    assert read_member(first, "a.wav") == content


def test_parts_named_by_the_byte_where_they_begin_are_joined(tmp_path: Path) -> None:
    content = os.urandom(1000)
    first = split_file(write_zip(tmp_path / "a.zip", {"a.wav": content}), [300, 300], by_offset=True)
    assert read_member(first, "a.wav") == content


def test_parts_counted_from_001_are_joined(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.wav": b"sound"})
    content = path.read_bytes()
    (tmp_path / "a.zip.001").write_bytes(content[:40])
    (tmp_path / "a.zip.002").write_bytes(content[40:])
    path.unlink()
    assert read_member(tmp_path / "a.zip.001", "a.wav") == b"sound"


def test_the_whole_name_opens_the_parts(tmp_path: Path) -> None:
    split_file(write_zip(tmp_path / "a.zip", {"a.wav": b"sound"}), [40])
    assert read_member(tmp_path / "a.zip", "a.wav") == b"sound"


@pytest.mark.parametrize("missing", [0, 1])
def test_a_missing_part_is_named(tmp_path: Path, missing: int) -> None:
    split_file(write_zip(tmp_path / "a.zip", {"a.wav": os.urandom(500)}), [100, 100, 100])
    (tmp_path / f"a.zip.part{missing}").unlink()
    with pytest.raises(CorpusError, match=f"part {missing} is missing"):
        open_archive(tmp_path / "a.zip.part2")


def test_a_missing_last_part_is_told_apart_from_a_good_archive(tmp_path: Path) -> None:
    first = split_file(write_zip(tmp_path / "a.zip", {"a.wav": os.urandom(500)}), [100, 100])
    (tmp_path / "a.zip.part2").unlink()
    with pytest.raises(CorpusError, match="damaged or incomplete"):
        open_archive(first)


def rename_raw(path: Path, old: bytes, new: bytes, flags: int) -> None:
    """Replace a name by raw bytes of the same length, and the flag bits that tell its encoding."""
    content = bytearray(path.read_bytes().replace(old, new))
    for signature, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.find(signature)
        struct.pack_into("<H", content, start + at, flags)
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(("encoding", "flags"), [("utf-8", 0x800), ("utf-8", 0), ("cp949", 0)])
def test_korean_names_are_read_whatever_the_tool_wrote(tmp_path: Path, encoding: str, flags: int) -> None:
    raw = "원천/명령어.wav".encode(encoding)
    path = write_zip(tmp_path / "a.zip", {"x" * len(raw): b"sound"})
    rename_raw(path, b"x" * len(raw), raw, flags)
    assert [member.name for member in open_archive(path).members()] == ["원천/명령어.wav"]


def test_a_name_in_separate_letters_is_found_by_its_composed_form(tmp_path: Path) -> None:
    import unicodedata

    path = write_zip(tmp_path / "a.zip", {unicodedata.normalize("NFD", "가나.wav"): b"sound"})
    assert read_member(path, "가나.wav") == b"sound"


def test_members_are_found_by_their_stem_in_whatever_folder(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a/x.wav": b"1", "b/x.wav": b"2", "b/y.wav": b"3"})
    assert {member.name for member in open_archive(path).with_stem("x")} == {"a/x.wav", "b/x.wav"}


def test_a_list_longer_than_one_window_is_walked_whole(tmp_path: Path) -> None:
    files = {f"{'folder' * 30}/{number:06}.json": b"{}" for number in range(9000)}
    path = write_zip(tmp_path / "a.zip", files, zipfile.ZIP_STORED)
    assert path.stat().st_size > 2**21
    assert [member.name for member in open_archive(path).members()] == list(files)


def test_a_64_bit_archive_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)  # writes the 64-bit end record without 65,536 entries
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a.wav", "b.wav"):
            with archive.open(name, "w", force_zip64=True) as file:
                file.write(name.encode())
    assert b"PK\x06\x06" in path.read_bytes() and read_member(path, "b.wav") == b"b.wav"


def test_an_archive_behind_other_bytes_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.wav": b"sound"})
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())
    assert read_member(path, "a.wav") == b"sound"


def test_a_member_over_the_limit_is_refused_before_it_is_expanded(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.json": b"0" * 5000})
    with pytest.raises(CorpusError, match="zip bomb"):
        read_member(path, "a.json", limit_bytes=1000)


def test_a_member_that_expands_beyond_its_declared_size_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.json": b"0" * 5000})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 5000), struct.pack("<L", 50)))
    with pytest.raises(CorpusError, match="not what the archive says"):
        read_member(path, "a.json")


def test_a_list_that_promises_absurd_sizes_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.json": b"0" * 5000})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 5000), struct.pack("<L", 2**31)))
    with pytest.raises(CorpusError, match="zip bomb"):
        list(open_archive(path).members())


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.json": os.urandom(5000)})
    content = path.read_bytes()
    directory = content[content.find(b"PK\x01\x02") : content.find(b"PK\x05\x06")]
    start = content.find(b"PK\x01\x02")
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 40, 40, 40 * len(directory), start, 0)
    path.write_bytes(content[:start] + directory * 40 + end)
    with pytest.raises(CorpusError, match="zip bomb"):
        list(open_archive(path).members())


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("a.wav")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(CorpusError, match="link"):
        read_member(path, "a.wav")


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.wav": b"sound" * 20}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"soundsound", b"soundsOund", 1))
    with pytest.raises(CorpusError, match="not what the archive says"):
        read_member(path, "a.wav")


def test_a_missing_member_is_an_error_with_a_hint(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.wav": b"sound"})
    with pytest.raises(CorpusError, match=r"holds no b\.wav") as caught:
        read_member(path, "b.wav")
    assert caught.value.hint


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_archive_raises_nothing_but_a_corpus_error(tmp_path: Path, data: st.DataObject) -> None:
    path = write_zip(tmp_path / "a.zip", {"a/x.json": b"{}" * 30, "한글.wav": b"sound"})
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content[: data.draw(st.integers(0, len(content)))]))
    try:
        archive = open_archive(path)
        for member in archive.members():
            archive.read(member, 10_000)
    except CorpusError:
        pass


def test_a_child_process_opens_an_archive_anew(tmp_path: Path) -> None:
    """With its parent's open file it would move the position that the parent reads from."""
    path = write_zip(tmp_path / "a.zip", {"a.wav": b"sound"})
    inherited = open_archive(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        os._exit(0 if open_archive(path) is not inherited and read_member(path, "a.wav") == b"sound" else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_archives_are_listed_once_however_many_parts_they_have(tmp_path: Path) -> None:
    write_zip(tmp_path / "b.zip", {"a": b""})
    (tmp_path / "sub").mkdir()
    split_file(write_zip(tmp_path / "sub" / "a.zip", {"a": b""}), [10] * 11)
    assert [path.name for path in find_archives(tmp_path)] == ["b.zip", "a.zip.part0"]


def test_a_clip_of_a_plain_file_gives_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"sound")
    assert read_clip(Clip(tmp_path / "a.wav")) == b"sound"


def test_a_clip_of_a_missing_file_is_a_corpus_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be read"):
        read_clip(Clip(tmp_path / "a.wav"))


def test_walking_an_archive_takes_the_same_memory_however_many_entries_it_has(tmp_path: Path) -> None:
    peaks = []
    for count in (6_000, 18_000):  # 2 and 7 MB of list, of which one is held at a time
        names = (f"{'folder' * 50}/{number:08}.json" for number in range(count))
        path = write_zip(tmp_path / f"{count}.zip", dict.fromkeys(names, b""), zipfile.ZIP_STORED)
        archive = open_archive(path)
        tracemalloc.start()
        assert sum(1 for _ in archive.members()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
