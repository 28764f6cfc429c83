"""What a WAV file's header promises, which decoders that read what is there do not tell. Begin with `missing_seconds`.

Format: "Multimedia Programming Interface and Data Specifications 1.0", IBM and Microsoft, 1991.
"""

import struct
from pathlib import Path

HEADER_BYTES = 4096  # other chunks may stand before the samples
OPEN_ENDED = 0x7FFF_0000  # writers to a pipe promise this much or more, for they do not know


def missing_seconds(path: Path) -> float:
    """How much sound a WAV file lacks of what its header promises; 0 for other files and for streams."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    if header[:4] != b"RIFF" or header[8:12] != b"WAVE":
        return 0.0
    place, bytes_per_second = 12, 0
    while place + 8 <= len(header):
        name, size = struct.unpack_from("<4sI", header, place)
        place += 8
        if name == b"fmt " and place + 12 <= len(header):
            (bytes_per_second,) = struct.unpack_from("<I", header, place + 8)
        elif name == b"data":
            lacking = size - (path.stat().st_size - place)
            return lacking / bytes_per_second if bytes_per_second and lacking > 0 and size < OPEN_ENDED else 0.0
        place += size + size % 2
    return 0.0
