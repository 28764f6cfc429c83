import io

import numpy as np
import pytest
import soundfile

from soridam.speech.audio import decode_recording

SAMPLES = (0.4 * np.sin(np.arange(48_000) / 7)).astype(np.float32)  # three seconds


def recording(container: str, channels: int = 2) -> bytearray:
    buffer = io.BytesIO()
    soundfile.write(buffer, np.stack([SAMPLES] * channels, axis=1), 16_000, format=container, subtype="PCM_16")
    return bytearray(buffer.getvalue())


def killed(container: str) -> bytes:
    """As its recorder leaves it that is killed: the sizes were to be written last."""
    data = recording(container)
    match container:
        case "AU":
            data[8:12] = bytes(4)
        case "AIFF":
            common, sound = data.find(b"COMM"), data.find(b"SSND")
            data[4:8] = data[common + 10 : common + 14] = data[sound + 4 : sound + 8] = bytes(4)
        case "W64":
            place = data.find(b"data")
            data[16:24] = data[place + 16 : place + 24] = bytes(8)
    return bytes(data)


@pytest.mark.parametrize("container", ["AU", "AIFF", "W64"])
def test_of_a_killed_recorder_all_that_is_there_is_sound(container: str) -> None:
    decoded = decode_recording(killed(container))
    assert decoded.flaws == ()
    np.testing.assert_allclose(decoded.samples, decode_recording(bytes(recording(container))).samples, atol=1e-6)
    assert len(decoded.samples) == 48_000


@pytest.mark.parametrize("container", ["AU", "AIFF", "W64", "CAF", "RF64"])
def test_what_is_shorter_than_it_says_is_cut_off(container: str) -> None:
    data = bytes(recording(container))
    assert [flaw.kind for flaw in decode_recording(data[: len(data) // 2]).flaws] == ["truncated"]
