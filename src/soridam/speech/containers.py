"""Sound that libsndfile does not read, such as MP4, Matroska, AMR and G.722, through FFmpeg (PyAV).

Begin with `decode_container`; `speech.audio` comes here when libsndfile gives up.
"""

import io
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np

from soridam.core.errors import AudioError

# What FFmpeg may take a recording for. Others name files or addresses of their own (hls, concat, dash, sdp) and open
# them before one can ask what they are: a recording would choose what we read.
_FORMATS = (
    "wav,w64,aiff,au,caf,nistsphere,flac,mp3,aac,ac3,eac3,ogg,matroska,webm,mov,mp4,m4a,3gp,3g2,asf,avi,flv,mpeg,"
    "mpegts,amr,amrnb,amrwb,gsm,g722,wv,ape,tta,dts,mpc,mpc8,rm,sox,voc"
)


def decode_container(source: Path | bytes, label: str) -> tuple[np.ndarray, int]:
    """Mono float32 samples, shape (samples,), and their own rate in Hz. Raises AudioError."""
    with _open(source) as file:
        return _decode(file, label)


def _open(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        raise AudioError(f"{source} cannot be opened: {error.strerror}.", hint="Check the path.") from None


def _decode(file: BinaryIO, label: str) -> tuple[np.ndarray, int]:
    hint = "Convert it to WAV or FLAC, or leave it out."
    try:
        options = {"format_whitelist": _FORMATS}
        with av.open(file, mode="r", metadata_errors="ignore", format=_format_of(label), options=options) as container:
            if not container.streams.audio:
                raise AudioError(f"{label} has no audio track.", hint=hint)
            return _read_stream(container)
    except av.ArgumentError:
        raise AudioError(f"{label} is a playlist or no recording at all.", hint="Give the recording itself.") from None
    except (av.FFmpegError, ValueError, EOFError) as error:
        raise AudioError(f"{label} cannot be decoded: {error}.", hint=hint) from None


def _format_of(label: str) -> str | None:
    """G.722 has no header to recognize it by; everything else FFmpeg finds out from the content."""
    return "g722" if Path(label).suffix.lower() == ".g722" else None


def _read_stream(container: "av.container.InputContainer") -> tuple[np.ndarray, int]:
    stream = container.streams.audio[0]
    resampler = av.AudioResampler(format="flt", layout="mono", rate=stream.rate)
    blocks = [
        block.to_ndarray().reshape(-1) for frame in container.decode(stream) for block in resampler.resample(frame)
    ]
    blocks += [block.to_ndarray().reshape(-1) for block in resampler.resample(None)]
    samples = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)
    return samples, stream.rate
