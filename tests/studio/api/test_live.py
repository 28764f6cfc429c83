from pathlib import Path

import numpy as np
import pytest
from starlette.websockets import WebSocketDisconnect

from soridam.radio.material.channel import Airband, transmit
from soridam.radio.material.voices import list_voices, say
from soridam.speech.audio import SAMPLE_RATE, decode_audio, resample

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


RADIO = f"{LIVE}/radio"
SENTENCES = (
    "lufthansa one two three descend flight level one eight zero",
    "descending flight level one six zero lufthansa one two three",
)


@pytest.fixture(scope="module")
def radio() -> np.ndarray:
    """Two transmissions, with a closed squelch around them, at 16 kHz."""
    airband = Airband(clipped_start=0.0, overlap=0.0, signal_to_noise=(20.0, 20.0))
    rng, voices = np.random.default_rng(3), list_voices("test")
    pieces = [np.zeros(8_000, np.float32)]
    for voice, text in zip(voices, SENTENCES, strict=False):
        pieces += [transmit(say(text, voice), None, airband, rng).samples, np.zeros(16_000, np.float32)]
    return np.concatenate(pieces)


def sixteen_bits(samples: np.ndarray) -> bytes:
    return (samples * 32767).astype("<i2").tobytes()


@pytest.mark.weights
@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_transmissions_of_radio_come_as_they_end(parts, mina, tiny_english, radio, rate):
    with mina.websocket_connect(f"{RADIO}?model=tiny.en&rate={rate}") as socket:
        socket.send_text('{"callsigns": "DLH123", "waypoints": ""}')
        sound = sixteen_bits(resample(radio, SAMPLE_RATE, rate))
        for first in range(0, len(sound), 9_999):
            socket.send_bytes(sound[first : first + 9_999])
        told = [socket.receive_json(), socket.receive_json()]  # before the end is said
        socket.send_text("end")
        assert socket.receive_json() == {"type": "done"}
    parts.speech.close()
    assert [(one["type"], one["number"]) for one in told] == [("transmission", 0), ("transmission", 1)]
    first, second = (one["message"] for one in told)
    assert first["start"] < 1 < first["end"] < second["start"]
    assert first["spoken"] and {"speaker", "entities", "changes", "written"} <= first.keys()


@pytest.mark.weights
def test_what_goes_on_when_radio_ends_is_told_and_half_a_sample_is_none(parts, mina, tiny_english, radio):
    with mina.websocket_connect(f"{RADIO}?model=tiny.en") as socket:
        socket.send_bytes(sixteen_bits(radio[:48_000]) + b"\0")
        socket.send_text("end")
        assert [each["type"] for each in read_until(socket, "done")] == ["transmission", "done"]
    parts.speech.close()


@pytest.mark.weights
def test_a_speech_process_that_dies_costs_what_it_was_hearing_and_times_go_on(parts, mina, tiny_english, radio):
    sound = sixteen_bits(radio)
    with mina.websocket_connect(f"{RADIO}?model=tiny.en") as socket:
        socket.send_bytes(sound)
        first = [socket.receive_json(), socket.receive_json()]
        parts.speech.close()
        socket.send_bytes(sound)
        second = [socket.receive_json(), socket.receive_json()]
        socket.send_text("end")
        read_until(socket, "done")
    parts.speech.close()
    assert [one["number"] for one in (*first, *second)] == [0, 1, 2, 3]
    later = len(sound) / 2 / SAMPLE_RATE
    starts = [one["message"]["start"] for one in (*first, *second)]
    assert starts[2:] == pytest.approx([start + later for start in starts[:2]], abs=0.5)


@pytest.mark.weights
def test_names_that_are_none_are_refused_and_an_unknown_model_is_told_for_radio_too(parts, mina, tiny_english):
    with mina.websocket_connect(f"{RADIO}?model=tiny.en") as socket:
        socket.send_text('{"callsigns": 7}')
        assert socket.receive_json()["code"] == "live.names"
        socket.send_text("end")
        read_until(socket, "done")
    parts.speech.close()
    with mina.websocket_connect(f"{RADIO}?model=nothing") as socket:
        assert "nothing" in socket.receive_json()["error"]


@pytest.mark.parametrize("rate", ["1", "x", "1000000"])
def test_a_rate_that_no_microphone_has_is_refused(mina, rate):
    with pytest.raises(WebSocketDisconnect), mina.websocket_connect(f"{RADIO}?rate={rate}"):
        pass


def test_an_unknown_model_is_told(mina):
    with mina.websocket_connect(f"{LIVE}?model=nothing") as socket:
        assert "nothing" in socket.receive_json()["error"]


@pytest.mark.parametrize("address", [LIVE, RADIO])
@pytest.mark.parametrize(("who", "headers"), [("stranger", {}), ("mina", {"Origin": "https://evil.example"})])
def test_a_stranger_and_another_page_hear_nothing(request, who, headers, address):
    client = request.getfixturevalue(who)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(address, headers=headers):
        pass
