import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.speech.corpus.riff import missing_seconds

BUFFER = io.BytesIO()
soundfile.write(BUFFER, np.zeros(16_000), 16_000, format="WAV", subtype="PCM_16")
WAV = BUFFER.getvalue()  # one second


def save(folder: Path, content: bytes) -> Path:
    (folder / "a.wav").write_bytes(content)
    return folder / "a.wav"


@pytest.mark.parametrize(("kept", "missing"), [(len(WAV), 0.0), (len(WAV) - 8_000, 0.25), (len(WAV) - 32_000, 1.0)])
def test_a_download_that_broke_off_lacks_what_its_header_promises(tmp_path: Path, kept: int, missing: float) -> None:
    assert missing_seconds(save(tmp_path, WAV[:kept])) == missing


def test_chunks_before_the_samples_are_passed_over(tmp_path: Path) -> None:
    note = b"LIST" + struct.pack("<I", 5) + b"noise\0"  # odd sizes are padded
    assert missing_seconds(save(tmp_path, WAV[:36] + note + WAV[36:-16_000])) == 0.5


@pytest.mark.parametrize("size", [0, 0x7FFF_F000, 0xFFFF_FFFF])
def test_a_stream_promises_nothing(tmp_path: Path, size: int) -> None:
    assert missing_seconds(save(tmp_path, WAV[:40] + struct.pack("<I", size) + WAV[44:])) == 0.0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(max_size=80))
def test_any_bytes_have_an_answer(tmp_path: Path, content: bytes) -> None:
    assert missing_seconds(save(tmp_path, b"RIFF0000WAVE" + content)) >= 0
