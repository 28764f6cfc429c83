from pathlib import Path

import numpy as np
import pytest
from starlette.websockets import WebSocketDisconnect

from soridam.speech.audio import decode_audio

RECORDING = Path(__file__).parents[2] / "fixtures" / "speech" / "auth-thankyou.flac"
LIVE = "ws://127.0.0.1:8765/api/live"  # a client for tests asks another host otherwise
SECOND = 32_000  # bytes


def pcm():
    return np.rint(decode_audio(RECORDING) * 32767).astype("<i2").tobytes()


def read_until(socket, *kinds):
    """Messages up to the first of one of these kinds."""
    told = [socket.receive_json()]
    while told[-1]["type"] not in kinds:
        told.append(socket.receive_json())
    return told


@pytest.mark.weights
def test_text_comes_while_somebody_speaks_and_is_final_when_they_have_ended(parts, mina, tiny_english):
    with mina.websocket_connect(f"{LIVE}?model=tiny.en") as socket:
        sound = pcm()
        socket.send_bytes(sound[: len(sound) * 2 // 3])
        assert read_until(socket, "partial")[-1]["text"]
        socket.send_bytes(sound[len(sound) * 2 // 3 :])
        socket.send_text("end")
        told = read_until(socket, "done")
    parts.speech.close()
    assert "thank you" in " ".join(each["text"] for each in told if each["type"] == "final").lower()


@pytest.mark.weights
def test_a_pause_ends_an_utterance(parts, mina, tiny_english):
    with mina.websocket_connect(f"{LIVE}?model=tiny.en") as socket:
        socket.send_bytes(pcm() + bytes(2 * SECOND))
        assert "thank you" in read_until(socket, "final")[-1]["text"].lower()
        socket.send_bytes(bytes(SECOND))
        socket.send_text("end")
        assert [each["type"] for each in read_until(socket, "done")] == ["done"]
    parts.speech.close()


def test_an_unknown_model_is_told(mina):
    with mina.websocket_connect(f"{LIVE}?model=nothing") as socket:
        assert "nothing" in socket.receive_json()["error"]


@pytest.mark.parametrize(("who", "headers"), [("stranger", {}), ("mina", {"Origin": "https://evil.example"})])
def test_a_stranger_and_another_page_hear_nothing(request, who, headers):
    client = request.getfixturevalue(who)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(LIVE, headers=headers):
        pass
