import asyncio
import io
import zipfile
from pathlib import Path

from soridam.studio.api.zips import send_zip


def test_a_name_with_a_slash_is_one_name_and_not_a_path():
    header = send_zip('가/../b "c".txt', []).headers["content-disposition"]
    assert header == "attachment; filename*=utf-8''%EA%B0%80%2F..%2Fb%20%22c%22.txt.zip"


def test_files_lie_under_the_names_that_they_are_given(tmp_path: Path):
    (tmp_path / "1").write_text("one")
    answer = send_zip("all", [(tmp_path / "1", "a.wav.txt"), (tmp_path / "1", "a.flac.txt")])

    async def read() -> bytes:
        return b"".join([piece async for piece in answer.body_iterator])  # type: ignore[misc]

    with zipfile.ZipFile(io.BytesIO(asyncio.run(read()))) as packed:
        assert packed.namelist() == ["a.wav.txt", "a.flac.txt"]
