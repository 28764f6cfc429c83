"""What the speech process does: `python -m soridam.studio.openai.speech_process_main` answers on standard input.

Begin with `WORK`. Each request is a line of JSON and bytes; each answer too; the last one says `end`.
"""

import io
import json
import os
import sys
import traceback
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from soridam.core.errors import AudioError, MistakeError, SoridamError, UsageError, as_report
from soridam.core.messages import as_json
from soridam.settings import read_settings
from soridam.speech.activity import quietest_moment
from soridam.speech.audio import SAMPLE_RATE, TOO_LONG, Decoded, decode_pcm, duration_of
from soridam.speech.decoding import decode_apart
from soridam.speech.recognition.guard import listen as find_speech
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer, load_recognizer
from soridam.speech.recognition.subtitles import FORMATS, Layout
from soridam.speech.recognition.transcript import Transcript
from soridam.studio.resident import ModelCache
from soridam.studio.storage.extents import SERVING
from soridam.studio.tuning.serving import MOST_SECONDS, serving_folder

if TYPE_CHECKING:
    import numpy as np

    from soridam.speech.synthesis.voice import Voice
    from soridam.studio.openai.radio_sessions import RadioSessions

PIECE = 28.0  # seconds after which a stream tells what it has heard
STANDARD_VOICES = {"ko": ("jf_nezumi",), "en": ("af_heart", "jf_nezumi")}  # the first that there is

Send = Callable[[dict[str, Any], bytes], None]


class LoadedModels:
    """The models that were asked for, loaded once. `recognizer` is the one for requests that name none."""

    def __init__(self, recognizer: str) -> None:
        self._standard = recognizer
        self._recognizers: ModelCache[Recognizer] = ModelCache(_load_recognizer)
        self._voice: Voice | None = None
        self._radio: RadioSessions | None = None

    def recognizer(self, model: str) -> Recognizer:
        """Load a recognizer by folder or name; empty means that of the settings. A run is exported at its first use."""
        return self._recognizers.find(model or self._standard)

    def voice(self) -> "Voice":
        from soridam.speech.synthesis.voice import Voice

        if self._voice is None:
            self._voice = Voice()
        return self._voice

    def radio(self) -> "RadioSessions":
        from soridam.studio.openai.radio_sessions import RadioSessions

        if self._radio is None:
            self._radio = RadioSessions()
        return self._radio


def _load_recognizer(model: str) -> Recognizer:
    return load_recognizer(serving_folder(model, Path(model) / SERVING[-1]))


def transcribe(models: LoadedModels, request: dict[str, Any], data: bytes, send: Send) -> None:
    """Sends {"segment"} for each as it is heard where `stream` is true, then {"transcript", "text"}.

    The text is in `format`, a name of `subtitles.FORMATS`, or empty without one.
    """
    decoded = _decode(request, data)
    options = TranscriptionOptions(**request["options"])
    recognizer = models.recognizer(request["model"])
    if request["stream"]:
        transcript = _transcribe_in_pieces(recognizer, decoded.samples, options, send)
    else:
        transcript = recognizer.transcribe(decoded.samples, options)
    text = FORMATS[request["format"]](transcript, Layout.of(transcript.language)) if request["format"] else ""
    warnings = [as_json(flaw.message) for flaw in decoded.flaws]
    send({"transcript": transcript.to_json(), "text": text, "warnings": warnings}, b"")


def _decode(request: dict[str, Any], data: bytes) -> Decoded:
    """Return the recording in `data`, or in the file at the request's `path`; its `name` may tell what it is."""
    source = Path(request["path"]) if request.get("path") else data
    try:
        return decode_apart(source, name=request.get("name") or "The recording", most_seconds=MOST_SECONDS)
    except AudioError as error:
        if error.code != TOO_LONG:
            raise
        raise AudioError(
            "audio.too-long-hours",
            "The recording is longer than {hours} h.",
            hint="Send it in parts.",
            hours=f"{MOST_SECONDS / 3600:.0f}",
        ) from None


def _transcribe_in_pieces(recognizer: Recognizer, wave: "np.ndarray", options: Any, send: Send) -> Transcript:
    """Transcribe piece by piece into one transcript; each piece is sent while the next ones still wait."""
    segments, language, probability = [], options.language, 1.0
    for start, piece in _pieces(wave):
        heard = recognizer.transcribe(piece, replace(options, language=language))
        if heard.segments and language is None:
            language, probability = heard.language, heard.language_probability
        for segment in heard.segments:
            segments.append(_moved(segment, start))
            send({"segment": segments[-1].to_json(len(segments) - 1)}, b"")
    known = language or "und"
    return Transcript(tuple(segments), known, probability, duration_of(wave), options.task)


def _pieces(wave: "np.ndarray") -> Iterator[tuple[float, "np.ndarray"]]:
    """Start in seconds and samples, cut at quiet moments."""
    start = 0
    while start < len(wave):
        rest = wave[start:]
        cut = len(rest)
        if duration_of(rest) > PIECE:
            cut = round(quietest_moment(rest, PIECE / 2, PIECE) * SAMPLE_RATE)
        yield start / SAMPLE_RATE, rest[:cut]
        start += cut


def _moved(segment: Any, by: float) -> Any:
    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in segment.words)
    return replace(segment, start=segment.start + by, end=segment.end + by, words=words)


def listen(models: LoadedModels, request: dict[str, Any], data: bytes, send: Send) -> None:
    """An utterance that may go on, as 16 kHz, 16-bit samples: sends {"text", "silence"}, seconds of it at the end."""
    wave = decode_pcm(data, pcm_rate=SAMPLE_RATE)
    speech = find_speech(wave)
    seconds = len(wave) / SAMPLE_RATE
    if not speech.is_speech:
        send({"text": "", "silence": seconds}, b"")
        return
    options = TranscriptionOptions(language=request["language"], words=False)
    heard = models.recognizer(request["model"]).transcribe(wave, options)
    send({"text": heard.text, "silence": seconds - speech.end}, b"")


def listen_to_radio(models: LoadedModels, request: dict[str, Any], data: bytes, send: Send) -> None:
    """Hear the next piece of radio, as 16-bit samples at `rate`: sends {"message"} for each transmission that ended."""
    from soridam.radio.correct.snapping import Lists
    from soridam.radio.pipeline import RadioOptions

    sessions = models.radio()
    session = sessions.find(request["session"], request["at"], request["number"], request["rate"])
    options = RadioOptions(lists=Lists(tuple(request["callsigns"]), tuple(request["waypoints"])))
    recognizer = models.recognizer(request["model"])
    for message in session.hear(data, recognizer, options, is_last=request["last"]):
        send({"message": message.to_json()}, b"")
    if request["last"]:
        sessions.end(request["session"])


def speak(models: LoadedModels, request: dict[str, Any], _: bytes, send: Send) -> None:
    """Sends the sound."""

    known = models.voice().names(request["language"])
    voice = request["voice"] or next(name for name in STANDARD_VOICES[request["language"]] if name in known)
    if voice not in known:
        raise UsageError(
            "openai.no-voice",
            "There is no voice '{name}'.",
            hint="Use one of {names}.",
            name=voice,
            names=", ".join(known),
        )
    _refuse_unsayable(request["text"])
    spoken = models.voice().say(request["text"], request["language"], {voice: 1.0}, request["speed"])
    if not spoken.words:
        raise _unsayable(request["text"])
    send({}, encode_sound(spoken.wave, request["format"]))


def _refuse_unsayable(text: str) -> None:
    """Raises UsageError for words in letters that the voice does not read: it would leave them out in silence."""
    strange = [word for word in text.split() if any(map(_is_strange, word))]
    if strange:
        raise _unsayable(" ".join(strange))


def _is_strange(letter: str) -> bool:
    return letter.isalpha() and not unicodedata.name(letter, "").startswith(("LATIN", "HANGUL", "FULLWIDTH LATIN"))


def _unsayable(text: str) -> UsageError:
    return UsageError(
        "voice.cannot-say",
        "The voice cannot say '{text}'.",
        hint="It reads Korean and English; write it in their letters.",
        text=text[:200],
    )


WORK: dict[str, Callable[[LoadedModels, dict[str, Any], bytes, Send], None]] = {
    "transcribe": transcribe,
    "listen": listen,
    "radio": listen_to_radio,
    "speak": speak,
}

SOUNDFILE = {"wav": ("WAV", "PCM_16"), "flac": ("FLAC", "PCM_16"), "mp3": ("MP3", None), "opus": ("OGG", "OPUS")}


def encode_sound(wave: "np.ndarray", name: str) -> bytes:
    """24 kHz samples as mp3, opus, aac, flac, wav, or pcm (16 bits, little-endian, without a head)."""
    import numpy as np
    import soundfile

    from soridam.speech.synthesis.spoken import VOICE_RATE

    samples = np.clip(np.rint(wave * 32767), -32768, 32767).astype("<i2")
    if name == "pcm":
        return samples.tobytes()
    target = io.BytesIO()
    if name == "aac":
        _write_aac(target, samples, VOICE_RATE)
    else:
        container, codec = SOUNDFILE[name]
        soundfile.write(target, samples, VOICE_RATE, format=container, subtype=codec)
    return target.getvalue()


def _write_aac(target: IO[bytes], samples: "np.ndarray", rate: int) -> None:
    """libsndfile writes no AAC."""
    import av

    with av.open(target, "w", format="adts") as output:
        stream = output.add_stream("aac", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            output.mux(packet)


def main(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer each request on `source`, until it ends."""

    def send(body: dict[str, Any], data: bytes) -> None:
        target.write(json.dumps({**body, "bytes": len(data)}, ensure_ascii=False).encode() + b"\n" + data)
        target.flush()

    models = LoadedModels(read_settings().book.recognizer)
    while line := source.readline():
        asked = json.loads(line)
        data = source.read(asked["bytes"])
        try:
            WORK[asked["work"]](models, asked["request"], data, send)
            end = None
        except SoridamError as error:
            end = {"kind": type(error).__name__, "error": as_report(error)}
        except Exception:
            traceback.print_exc()
            mistake = MistakeError("job.server-mistake", "The server had an internal error.", hint="Tell its owner.")
            end = {"kind": "SoridamError", "error": as_report(mistake)}
        send({"end": end}, b"")


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not come between the answers
    main(sys.stdin.buffer, answers)
