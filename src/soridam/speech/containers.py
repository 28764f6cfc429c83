"""Sound in anything but plain WAV, through FFmpeg (PyAV), packet by packet: what is damaged is skipped and counted.

Begin with `read_container`; `speech.audio` comes here for all that is no plain WAV.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import av
import av.logging
import numpy as np

from soridam.core.errors import AudioError
from soridam.speech.formats import describe_failure, describe_other_format, is_shorter_than_it_says, mp3_frames
from soridam.speech.heads import with_true_sizes
from soridam.speech.ogg import ends_without_its_last_page, with_a_whole_last_page
from soridam.speech.sound import LEAST_RATE, MOST_CHANNELS, MOST_RATE, SHORT, Piece, Report, refuse_rate

# What FFmpeg may take a recording for. Others name files or addresses of their own (hls, concat, dash, sdp) and open
# them before one can ask what they are: a recording would choose what we read.
_FORMATS = (
    "wav,w64,aiff,au,caf,nistsphere,flac,mp3,aac,ac3,eac3,ogg,matroska,webm,mov,mp4,m4a,3gp,3g2,asf,avi,flv,mpeg,"
    "mpegts,amr,amrnb,amrwb,gsm,g722,wv,ape,tta,dts,mpc,mpc8,rm,sox,voc"
)
# Decoders of sound alone: pictures in a film are never decoded, also not to find out what they are.
_CODECS = (
    "aac,aac_latm,ac3,eac3,alac,ape,dca,flac,g722,gsm,gsm_ms,libopencore_amrnb,libopencore_amrwb,amrnb,amrwb,"
    "mp1,mp1float,mp2,mp2float,mp3,mp3float,mp3adu,mp3adufloat,mpc7,mpc8,opus,libopus,vorbis,speex,nellymoser,"
    "ra_144,ra_288,real_144,real_288,cook,sipr,shorten,tta,wavpack,wmav1,wmav2,wmapro,wmavoice,wmalossless,truespeech,"
    "pcm_alaw,pcm_mulaw,pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,"
    "pcm_f64le,pcm_f64be,pcm_s64le,pcm_s64be,pcm_s16le_planar,pcm_s24le_planar,pcm_s32le_planar,pcm_s16be_planar,"
    "pcm_s8_planar,pcm_u16le,pcm_u16be,pcm_u24le,pcm_u24be,pcm_u32le,pcm_u32be,pcm_bluray,pcm_dvd,adpcm_ms,"
    "adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,adpcm_yamaha,adpcm_g726,g726,g726le,g723_1,g729,s302m"
)
_OPTIONS = {"format_whitelist": _FORMATS, "codec_whitelist": _CODECS, "max_streams": "64"}
# Formats that hold how long they are. Of others FFmpeg guesses it from the size and the first bytes.
_KNOW_THEIR_LENGTH = frozenset({"matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2", "flac", "wav", "w64", "aiff", "caf", "au",
                                "asf", "avi", "wv", "tta", "ape", "nistsphere"})  # fmt: skip
_TIMED = frozenset({"matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2", "ogg", "asf", "mpegts"})  # with times that can jump
_SAYS_CUT_OFF = ("File ended prematurely", "partial file", "Truncat", "truncated")
_SAYS_DAMAGED = ("EBML", "invalid as first byte", "exceeds containing master", "CRC mismatch", "invalid frame header",
                 "Invalid NAL", "sync code not found")  # fmt: skip
_LOSSLESS = frozenset({"flac", "wv", "tta", "ape"})
EXACT: Final = 0.05  # seconds
GAP: Final = 0.5  # seconds; an encoder that sends nothing during silence leaves up to 0.4
MPEG_1: Final = 32_000  # Hz; what has less is MPEG-2, whose frames have half as many samples
MOST_PLANES: Final = 8  # PyAV counts the planes of a frame until a null that frames of so many do not have
GATHERED: Final = 2**16  # samples that make a piece
MOST_STUMBLES = 64  # errors in a row, without a packet between them, after which nothing more is expected

logging.getLogger("libav").addHandler(logging.NullHandler())  # what FFmpeg says is captured, and never printed
logging.getLogger("libav").propagate = False


def read_container(file: BinaryIO, label: str, report: Report) -> Iterator[Piece]:
    """Yield the sound of the first track that can be decoded, in pieces as they come.

    What was lost is in `report` once the last piece was taken. Raises AudioError.
    """
    av.logging.set_level(av.logging.ERROR)
    begins = file.read(4)
    whole = (with_a_whole_last_page(file) if begins == b"OggS" else with_true_sizes(file)) or file
    whole.seek(0)
    with av.logging.Capture() as said:
        try:
            container = av.open(whole, mode="r", metadata_errors="ignore", format=_format_of(label), options=_OPTIONS)
        except av.ArgumentError:
            raise describe_other_format(file, label) from None
        except (av.FFmpegError, ValueError, EOFError) as error:
            raise describe_failure(file, label, str(error)) from None
        with container:
            stream = _choose_stream(container, label)
            yield from _read_stream(container, stream, label, report)
            _look_at_the_end(container, stream, file, report)
        _note_what_was_said([text for _, _, text in said], report)


def _format_of(label: str) -> str | None:
    """G.722 and raw GSM have no header to recognize them by; everything else FFmpeg finds out from the content."""
    return {".g722": "g722", ".gsm": "gsm"}.get(Path(label).suffix.lower())


def _choose_stream(container: Any, label: str) -> Any:
    hint = "Convert it to WAV or FLAC, or leave it out."
    if not container.streams.audio:
        raise AudioError("audio.no-track", "{file} has no audio track.", hint=hint, file=label)
    for stream in container.streams.audio:
        if getattr(stream, "codec_context", None) is not None and stream.codec_context.name in _CODECS.split(","):
            return stream
    raise AudioError("audio.no-decoder", "{file} has an encoding that cannot be read here.", hint=hint, file=label)


def _read_stream(container: Any, stream: Any, label: str, report: Report) -> Iterator[Piece]:
    stream.codec_context.thread_count = 1
    timed = container.format.name in _TIMED
    gathered = _Gathered()
    for packet in _iter_packets(container, stream, report):
        for frame in _frames_of(packet, report):
            if not frame.samples:
                continue
            _refuse_odd(frame, label)
            if not gathered.takes(frame):
                yield gathered.piece()
            gathered.add(frame)
            _note_time(frame, timed, report)
    if gathered.count:
        yield gathered.piece()


class _Gathered:
    """Frames of one kind on their way to a piece: one for each would cost more than decoding it."""

    def __init__(self) -> None:
        self._kind: tuple[int, int, str] | None = None
        self._arrays: list[np.ndarray] = []
        self.count = 0  # samples of a channel

    def takes(self, frame: Any) -> bool:
        return not self.count or (self.count < GATHERED and self._kind == _kind_of(frame))

    def add(self, frame: Any) -> None:
        self._kind = rate, channels, _ = _kind_of(frame)
        if frame.format.is_planar and channels >= MOST_PLANES:
            to_packed = av.AudioResampler(format=frame.format.packed, layout=frame.layout, rate=rate)
            frames = to_packed.resample(frame)
        else:
            frames = [frame]
        for one in frames:
            samples = one.to_ndarray()
            self._arrays.append(samples if one.format.is_planar else samples.reshape(-1, channels).T)
            self.count += one.samples

    def piece(self) -> Piece:
        assert self._kind is not None
        arrays, self._arrays, self.count = self._arrays, [], 0
        return Piece(self._kind[0], _as_float(arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=1)))


def _kind_of(frame: Any) -> tuple[int, int, str]:
    return frame.sample_rate, frame.layout.nb_channels, frame.format.name


def _refuse_odd(frame: Any, label: str) -> None:
    rate, channels, _ = _kind_of(frame)
    if not 0 < channels <= MOST_CHANNELS or not LEAST_RATE <= rate <= MOST_RATE:
        raise refuse_rate(label, rate, channels)


def _note_time(frame: Any, timed: bool, report: Report) -> None:
    """Note a jump in the format's timestamps as missing sound."""
    start = frame.time
    if start is None:
        return
    if timed and report.end and start - report.end > GAP:
        report.missing += start - report.end
    report.end = max(report.end, start + frame.samples / frame.sample_rate)


def _iter_packets(container: Any, stream: Any, report: Report) -> Iterator[Any]:
    """Yield all packets; after an error the format is asked for the next one, which it finds where it can."""
    stumbles = 0
    while stumbles < MOST_STUMBLES:
        try:
            for packet in container.demux(stream):
                stumbles = 0
                yield packet
            return
        except EOFError:
            return
        except (av.FFmpegError, ValueError, IndexError):  # the last for a stream that PyAV has not met yet
            stumbles += 1
            if stumbles == 1:
                report.lose(0.0)


def _frames_of(packet: Any, report: Report) -> list[Any]:
    report.packets += 1
    try:
        frames: list[Any] = packet.decode()
    except EOFError:
        return []
    except (av.FFmpegError, ValueError):
        report.lose(float(packet.duration * packet.time_base) if packet.duration and packet.time_base else 0.0)
        return []
    return frames


def _as_float(samples: np.ndarray) -> np.ndarray:
    """Convert integers of any width to floats in [-1, 1]; shape (channels, samples)."""
    if samples.dtype.kind == "f":
        return samples.astype(np.float32, copy=False)
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - 128) / 128
    return np.multiply(samples, np.float32(-1 / float(np.iinfo(samples.dtype).min)), dtype=np.float32)


def _look_at_the_end(container: Any, stream: Any, file: BinaryIO, report: Report) -> None:
    """Is there less than the recording says of itself?"""
    name = container.format.name
    if (name == "ogg" and ends_without_its_last_page(file)) or is_shorter_than_it_says(file):
        report.is_cut_off = True
    promised = _promised_seconds(container, stream, file)
    there = max(report.end, report.seconds)
    if promised and promised - there > (EXACT if name in _LOSSLESS else max(SHORT, promised * 0.001)):
        report.promised = max(report.promised, promised)


def _promised_seconds(container: Any, stream: Any, file: BinaryIO) -> float:
    name = container.format.name
    if name == "mp3" and stream.rate:
        return mp3_frames(file) * (1152 if stream.rate >= MPEG_1 else 576) / stream.rate
    if name not in _KNOW_THEIR_LENGTH:
        return 0.0
    if stream.duration and stream.time_base:
        return float((stream.duration + max(0, stream.start_time or 0)) * stream.time_base)
    if container.duration and len(container.streams) == 1:  # that of a film is that of its pictures
        return float(container.duration) / av.time_base
    return 0.0


def _note_what_was_said(lines: list[str], report: Report) -> None:
    """FFmpeg steps over damage in a container without an error, but not without a word."""
    if any(mark in line for line in lines for mark in _SAYS_CUT_OFF):
        report.is_cut_off = True
    if any(mark in line for line in lines for mark in _SAYS_DAMAGED):
        report.is_damaged = True
