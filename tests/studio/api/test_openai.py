"""The routes for programs, by the stock `openai` client, over a real socket."""

import io
import json
import re
import tracemalloc
from pathlib import Path

import av
import httpx
import numpy as np
import openai
import pysubs2
import pytest
import soundfile
from tests.speech.tiny_whisper import TEXT_TOKENS, build_tiny_whisper
from tests.studio.databases import fresh_database
from tests.studio.serving import served

from soridam.settings import StudioSettings
from soridam.speech.audio import decode_audio, encode_flac
from soridam.speech.export import export_model
from soridam.speech.tuned import Tuned
from soridam.speech.window import ShortContext
from soridam.studio.app import build_app
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.parts import build_parts

SOUND = Path(__file__).parents[2] / "fixtures" / "sound"
RECORDING = Path(__file__).parents[2] / "fixtures" / "speech" / "auth-thankyou.flac"


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studio")
    with fresh_database("sqlite", folder) as address:
        built = build_parts(StudioSettings(folder=str(folder), database=address))
        yield built
        built.close()


@pytest.fixture(scope="module")
def address(parts):
    with served(build_app(parts)) as address:
        yield f"{address}/v1"


@pytest.fixture(scope="module")
def connect(parts, address):
    user = parts.accounts.create("mina", "maker")

    def make(scope):
        key = parts.accounts.issue(user, "token", 600, scope)
        return openai.OpenAI(base_url=address, api_key=key, max_retries=0)

    return make


@pytest.fixture(scope="module")
def client(connect, tiny_english):
    return connect("speech")


def as_webm(path):
    """As a browser records it: Opus in WebM."""
    samples = np.rint(decode_audio(path, rate=48_000) * 32767).astype("<i2")
    target = io.BytesIO()
    with av.open(target, "w", format="webm") as output:
        stream = output.add_stream("libopus", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = 48_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            output.mux(packet)
    return target.getvalue()


@pytest.mark.weights
def test_a_file_and_a_browser_s_recording_are_transcribed(client):
    for file in (RECORDING, ("wish.webm", as_webm(RECORDING), "audio/webm")):
        heard = client.audio.transcriptions.create(file=file, model="tiny.en")
        assert "thank you" in heard.text.lower()


@pytest.mark.weights
def test_every_form_of_a_transcript_is_given(client):
    def ask(form, **more):
        return client.audio.transcriptions.create(file=RECORDING, model="tiny.en", response_format=form, **more)

    verbose = ask("verbose_json", timestamp_granularities=["word", "segment"])
    assert verbose.language == "en"
    assert verbose.duration == pytest.approx(float(verbose.usage.seconds), abs=1)
    assert " ".join(segment.text.strip() for segment in verbose.segments) == verbose.text
    assert [word.start for word in verbose.words] == sorted(word.start for word in verbose.words)
    assert ask("verbose_json").words is None
    assert ask("text").strip() == verbose.text
    diarized = ask("diarized_json")
    assert (diarized.text, {segment.speaker for segment in diarized.segments}) == (verbose.text, {"A"})
    assert diarized.segments[0].end > diarized.segments[0].start
    assert len({segment.id for segment in diarized.segments}) == len(diarized.segments)
    for form in ("srt", "vtt"):
        (cue, *_) = pysubs2.SSAFile.from_string(ask(form), format_=form)
        assert cue.text.split()[0] in verbose.text


def give_tuned_model(parts, user, name, folder):
    """An export that a job of this user's has finished."""
    whisper = build_tiny_whisper()
    whisper.record_tuned(Tuned(ShortContext(), ("en",), silence=True))
    whisper.generation.suppress_tokens = list(range(TEXT_TOKENS + 1, whisper.config.vocab_size))
    whisper.save(folder / "model")
    runs = parts.runs
    run = runs.start(user, runs.create(user, "export", name, {"base": "tiny"}), {})  # the only job that waits
    export_model(str(folder), run.folder / "model", precision="float32")
    Attempt(parts.jobs, parts.jobs.claim("test", ["cpu", "gpu"], 60)).finish({})


def test_a_tuned_model_is_used_by_its_name_and_by_nobody_else(parts, connect, client, address, tmp_path):
    mina = parts.accounts.find(client.api_key, "token")
    give_tuned_model(parts, mina, "관제 모델", tmp_path / "run")
    assert "관제 모델" in [model.id for model in client.models.list()]
    heard = client.audio.transcriptions.create(file=RECORDING, model="관제 모델")
    assert isinstance(heard.text, str)
    jun = parts.accounts.issue(parts.accounts.create("jun", "maker"), "token", 60, "speech")
    with pytest.raises(openai.NotFoundError):
        openai.OpenAI(base_url=address, api_key=jun, max_retries=0).models.retrieve("관제 모델")


@pytest.mark.weights
def test_a_long_recording_is_streamed_piece_by_piece(client):
    speech = decode_audio(RECORDING)
    pause = np.zeros(16_000 * 12, dtype=np.float32)
    recording = encode_flac(np.concatenate([speech, pause, speech, pause, speech, pause, speech]))
    events = list(
        client.audio.transcriptions.create(file=("long.flac", recording), model="tiny.en", stream=True, language="en")
    )
    deltas = [event.delta for event in events if event.type == "transcript.text.delta"]
    assert len(deltas) > 1
    assert events[-1].type == "transcript.text.done"
    assert events[-1].text == "".join(deltas)
    assert len(re.findall("thank you", events[-1].text.lower())) >= 3


@pytest.mark.weights
@pytest.mark.parametrize("form", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
def test_text_is_read_aloud_in_every_format(client, form):
    spoken = client.audio.speech.create(model="tts-1", voice="alloy", input="Hello.", response_format=form).content
    if form == "pcm":
        assert len(spoken) > 24_000 * 2 * 0.3
    else:
        assert 0.2 < len(decode_audio(spoken)) / 16_000 < 4


@pytest.mark.weights
def test_what_is_read_aloud_is_heard_again(client):
    text = "The fox went into the forest."
    spoken = client.audio.speech.create(model="tts-1", voice="jf_nezumi", input=text, response_format="wav")
    heard = client.audio.transcriptions.create(file=("x.wav", spoken.content), model="tiny.en").text
    assert {"fox", "forest"} <= set(re.findall(r"[a-z]+", heard.lower()))


def test_models_are_listed_and_found_by_name(client):
    names = [model.id for model in client.models.list()]
    assert {"whisper-1", "tts-1"} <= set(names)
    assert client.models.retrieve("whisper-1").id == "whisper-1"
    with pytest.raises(openai.NotFoundError, match="whisper-1"):
        client.models.retrieve("gpt-9")


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_format": "docx"},
        {"temperature": 7},
        {"language": "klingon"},
        {"response_format": "srt", "stream": True},
    ],
)
def test_bad_values_are_400_in_the_api_s_own_words(client, wrong):
    with pytest.raises(openai.BadRequestError) as refusal:
        list(client.audio.transcriptions.create(file=RECORDING, model="tiny.en", **wrong))
    assert refusal.value.body["type"] == "invalid_request_error"
    assert refusal.value.body["message"]


@pytest.mark.weights
def test_what_is_no_sound_is_told(client):
    with pytest.raises(openai.BadRequestError):
        client.audio.transcriptions.create(file=("x.wav", b"<html>"), model="tiny.en")


@pytest.mark.weights
def test_a_format_without_a_header_is_told_by_its_name(client):
    heard = client.audio.transcriptions.create(
        file=SOUND / "g722.g722", model="tiny.en", response_format="verbose_json"
    )
    assert heard.duration == pytest.approx(0.7, abs=0.01)


@pytest.mark.weights
def test_what_is_lost_of_a_recording_is_told(client):
    heard = client.audio.transcriptions.create(file=SOUND / "webm_truncated.webm", model="tiny.en")
    assert heard.model_extra["warnings"] == ["It is cut off after 0.4 s."]


@pytest.mark.weights
@pytest.mark.parametrize("name", ["timestamp_granularities", "timestamp_granularities[]"])
def test_granularities_are_understood_with_brackets_and_without(address, client, name):
    data = {"model": "tiny.en", "response_format": "verbose_json", name: ["word"]}
    with RECORDING.open("rb") as file:
        answer = httpx.post(
            f"{address}/audio/transcriptions",
            headers={"Authorization": f"Bearer {client.api_key}"},
            data=data,
            files={"file": file},
            timeout=120,
        )
    assert "words" in answer.json()
    assert "segments" not in answer.json()


@pytest.mark.weights
@pytest.mark.parametrize("name", ["wav_float_nan.wav", "wav_int16_range_in_float.wav", "very_quiet.wav"])
def test_times_are_numbers_and_never_before_the_beginning(client, name):
    heard = client.audio.transcriptions.create(file=SOUND / name, model="tiny.en", response_format="verbose_json")
    json.dumps(heard.model_dump(), allow_nan=False)
    assert all(0 <= segment.start <= segment.end for segment in heard.segments)


@pytest.mark.weights
def test_a_large_upload_is_not_held_in_the_server_s_memory(client):
    target = io.BytesIO()
    soundfile.write(target, np.zeros((16_000 * 300, 5), dtype=np.int16), 16_000, format="WAV")
    data = target.getvalue()  # five minutes of five channels: 48 MB
    tracemalloc.start()
    heard = client.audio.transcriptions.create(
        file=("long.wav", data), model="tiny.en", response_format="verbose_json", timeout=300
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert heard.duration == pytest.approx(300)
    assert peak < 1.6 * len(data)  # the client's own copy; the server would add another


FORM = {"Content-Type": "multipart/form-data"}


@pytest.mark.parametrize(
    ("method", "place", "sent", "status"),
    [
        ("GET", "audio/transcriptions", {}, 405),
        ("POST", "audio/transcriptions", {"headers": FORM, "content": b"nothing"}, 400),  # without its boundary
        ("POST", "audio/speech", {"json": {"input": None}}, 400),
        ("POST", "audio/speech", {"content": b"{"}, 400),
        ("GET", "audio/nothing", {}, 404),
    ],
)
def test_whatever_is_refused_is_refused_in_their_form(address, client, method, place, sent, status):
    headers = {**sent.pop("headers", {}), "Authorization": f"Bearer {client.api_key}"}
    answer = httpx.request(method, f"{address}/{place}", headers=headers, **sent)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


@pytest.mark.weights
def test_null_stands_for_what_nobody_chose(address, client):
    body = {"input": "Hello.", "model": "tts-1", "voice": None, "speed": None, "response_format": None}
    headers = {"Authorization": f"Bearer {client.api_key}"}
    answer = httpx.post(f"{address}/audio/speech", headers=headers, json=body, timeout=120)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mpeg")


@pytest.mark.weights
@pytest.mark.parametrize("text", ["你好", "Hello, мир!", "...", "🙂"])
def test_what_the_voice_cannot_say_is_refused_by_name(client, text):
    with pytest.raises(openai.BadRequestError, match="cannot say") as refusal:
        client.audio.speech.create(model="tts-1", voice="alloy", input=text)
    assert text.split()[-1] in refusal.value.body["message"]


def test_a_full_queue_is_told_at_once_with_a_time_to_come_again(parts, client):
    taken = 0
    while parts.speech._places.acquire(blocking=False):
        taken += 1
    try:
        with pytest.raises(openai.InternalServerError) as refusal:
            client.audio.transcriptions.create(file=RECORDING, model="whisper-1")
    finally:
        for _ in range(taken):
            parts.speech._places.release()
    assert refusal.value.status_code == 503
    assert int(refusal.value.response.headers["retry-after"]) >= 1
    assert refusal.value.body["type"] == "server_error"


def test_a_mistake_of_ours_is_500_in_their_form(client, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("ours")

    monkeypatch.setattr("soridam.studio.openai.speech_models.SpeechModels.all", fail)
    with pytest.raises(openai.InternalServerError) as refusal:
        client.models.list()
    assert (refusal.value.status_code, refusal.value.body["type"]) == (500, "server_error")


def test_fields_that_nobody_knows_are_ignored(client):
    with pytest.raises(openai.NotFoundError):
        client.audio.transcriptions.create(file=RECORDING, model="unknown", extra_body={"chunking_strategy": "auto"})


def test_a_key_of_another_scope_and_no_key_at_all_are_told_apart(connect, address):
    with pytest.raises(openai.PermissionDeniedError):
        connect("books").models.list()
    with pytest.raises(openai.AuthenticationError):
        openai.OpenAI(base_url=address, api_key="x", max_retries=0).models.list()


def test_too_many_requests_are_told_with_a_time_to_wait(parts, connect, client):
    limits = parts.limits
    key = client.api_key
    user = parts.accounts.find(key, "token")
    rate = limits._rates["speech"]
    for _ in range(rate.amount):
        limits._limiter.hit(rate, "speech", user.id)
    with pytest.raises(openai.RateLimitError) as refusal:
        client.audio.transcriptions.create(file=RECORDING, model="unknown")
    assert int(refusal.value.response.headers["retry-after"]) >= 1
    limits._limiter.clear(rate, "speech", user.id)


def test_nothing_is_fetched_because_somebody_names_it(client):
    with pytest.raises(openai.NotFoundError):
        client.audio.transcriptions.create(file=RECORDING, model="openai/whisper-large-v3")
