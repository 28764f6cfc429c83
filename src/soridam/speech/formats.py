"""Suffixes of sound files, and descriptions of files that cannot be decoded. Begin with `AUDIO_SUFFIXES`."""

from typing import BinaryIO, Final

from soridam.core.errors import AudioError

# What decodes here, by the name of the file: the one list for folders, labels, uploads and drafts. The commonest first.
SUFFIXES: Final = (
    ".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus", ".webm", ".mp4", ".aac", ".wma", ".mkv", ".mov", ".aiff", ".aif",
    ".aifc", ".au", ".snd", ".oga", ".ogv", ".spx", ".mka", ".m4b", ".m4v", ".3gp", ".3g2", ".3gpp", ".amr", ".awb",
    ".caf", ".avi", ".wmv", ".asf", ".mpga", ".mp2", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".flv", ".f4v", ".ac3",
    ".eac3", ".dts", ".wv", ".ape", ".tta", ".mpc", ".w64", ".rf64", ".bwf", ".voc", ".sph", ".g722", ".gsm", ".weba",
    ".qt", ".ra", ".rm",
)  # fmt: skip
AUDIO_SUFFIXES: Final = frozenset(SUFFIXES)

HEAD = 4096  # bytes that identify a file
TAIL = 4096
OPEN_ENDED = 0x7FFF_0000  # writers to a pipe promise this much or more, for they do not know
SLACK = 1024  # bytes that may be missing of what a head promises
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_WEB = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
_WEBM_PIECE = (b"\x1f\x43\xb6\x75", b"\xa3", b"\x1c\x53\xbb\x6b")  # a cluster, a block, cues: what follows a head
_PICTURE_BRANDS = (b"heic", b"mif1", b"avif")
_KNOWN = (b"OggS", b"\x1a\x45\xdf\xa3", b"fLaC", b"RIFF", b"FORM", b"ID3", b"caff")
_MP4_BOXES = (b"ftyp", b"mdat", b"free", b"skip", b"wide", b"moof", b"styp", b"sidx")


def describe_failure(file: BinaryIO, label: str, said: str) -> AudioError:
    """The error for a file that no decoder opens, by what its bytes look like; `said` is the decoder's own word."""
    head, tail, size = _ends_of(file)
    return (
        _never_arrived(head, tail, size, label)
        or _something_else(head, label)
        or _broken_off(head, label)
        or AudioError(
            "audio.cannot-decode",
            "{file} cannot be decoded: {reason}.",
            hint="Convert it to WAV or FLAC, or leave it out.",
            file=label,
            reason=said.partition(":")[0],
        )
    )


def describe_other_format(file: BinaryIO, label: str) -> AudioError:
    """Return the error for a format that the decoder knows but recordings do not have."""
    head, _, _ = _ends_of(file)
    found = _something_else(head, label)
    if found is not None and found.code != "audio.text":  # playlists are text, too
        return found
    return AudioError(
        "audio.no-recording",
        "{file} is a playlist or not a recording at all.",
        hint="Use the recording itself.",
        file=label,
    )


def describe_silence(file: BinaryIO, label: str) -> AudioError:
    """Return the error for what a decoder opened, and in which it found nothing: some open whatever they are given."""
    head, tail, size = _ends_of(file)
    return (
        _never_arrived(head, tail, size, label)
        or _something_else(head, label)
        or AudioError(
            "audio.silent-file", "{file} holds no sound.", hint="Leave it out, or record it again.", file=label
        )
    )


def _never_arrived(head: bytes, tail: bytes, size: int, label: str) -> AudioError | None:
    hint = "Copy or download it again."
    if not size:
        return AudioError("audio.empty-file", "{file} is an empty file.", hint=hint, file=label)
    if not any(head) and not any(tail):
        return AudioError("audio.zeros", "{file} holds nothing but zeros.", hint=hint, file=label)
    return None


def _something_else(head: bytes, label: str) -> AudioError | None:
    hint = "Use the recording itself."
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if bare.startswith(_WEB):
        return AudioError(
            "audio.web-page",
            "{file} is a web page, not a recording.",
            hint="Download the recording itself; the address gave a page, often one that asks for a login.",
            file=label,
        )
    if bare.startswith(b"version https://git-lfs"):
        return AudioError(
            "audio.lfs",
            "{file} is a pointer of Git LFS, not a recording.",
            hint="Fetch the recordings: git lfs pull",
            file=label,
        )
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[8:12] in _PICTURE_BRANDS:
        return AudioError("audio.picture", "{file} is a picture, not a recording.", hint=hint, file=label)
    if head.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        return AudioError("audio.document", "{file} is a document, not a recording.", hint=hint, file=label)
    if head.startswith(_ARCHIVES):
        return AudioError(
            "audio.archive",
            "{file} is an archive, not a recording.",
            hint="Unpack it, and use the recordings in it.",
            file=label,
        )
    if _is_text(head):
        return AudioError("audio.text", "{file} holds text, not a recording.", hint=hint, file=label)
    return None


def _broken_off(head: bytes, label: str) -> AudioError | None:
    if head.startswith(_WEBM_PIECE):
        return AudioError(
            "audio.webm-without-head",
            "{file} is a piece of a WebM recording without its beginning.",
            hint="Join the pieces in their order, the first one included: cat first second > whole.webm",
            file=label,
        )
    if head[4:8] in _MP4_BOXES:
        return AudioError(
            "audio.mp4-without-index",
            "{file} is an MP4 recording without its index (moov): its recorder was stopped before writing it.",
            hint="Copy it again. If it is so at its source, a program such as untrunc can fix it.",
            file=label,
        )
    if head.startswith(_KNOWN):
        return AudioError(
            "audio.no-whole-packet",
            "{file} is cut off or damaged before its first sound.",
            hint="Copy or download it again.",
            file=label,
        )
    return None


def _is_text(head: bytes) -> bool:
    """Return whether it is text only, and enough of it; the last character may be cut in the middle."""
    text = head.decode("utf-8", "ignore")
    whole = len(text.encode()) >= len(head) - 3
    return whole and all(letter.isprintable() or letter in "\n\r\t\f" for letter in text)


def mp3_frames(file: BinaryIO) -> int:
    """Return how many frames follow, as its first frame may hold (Xing's and LAME's tag); 0 where nobody knows."""
    head, _, _ = _ends_of(file, 4 * HEAD)
    for mark in (b"Xing", b"Info"):
        place = head.find(mark)
        if place >= 0 and place + 12 <= len(head) and head[place + 7] & 1:
            return int.from_bytes(head[place + 8 : place + 12])
    return 0


def is_shorter_than_it_says(file: BinaryIO) -> bool:
    """Does the outermost size of the file (RIFF, AIFF, W64, CAF) go beyond its end?"""
    head, _, size = _ends_of(file)
    promised = 0
    match head[:4]:
        case b"RIFF":
            promised = 8 + int.from_bytes(head[4:8], "little")
            promised = 0 if promised >= OPEN_ENDED else promised
        case b"FORM":
            promised = 8 + int.from_bytes(head[4:8])
        case b"riff" if len(head) > 24:  # Sony's Wave64
            promised = int.from_bytes(head[16:24], "little")
        case b"caff":
            promised = _caf_size(head)
    return promised - size > SLACK


def _caf_size(head: bytes) -> int:
    """Return where the chunk of sound ends; 0 where that is not known (Core Audio Format, 2.3)."""
    place = 8
    while place + 12 <= len(head):
        length = int.from_bytes(head[place + 4 : place + 12], signed=True)
        place += 12
        if length < 0 or head[place - 12 : place - 8] == b"data":
            return max(0, place + length) if length > 0 else 0
        place += length
    return 0


def _ends_of(file: BinaryIO, count: int = HEAD) -> tuple[bytes, bytes, int]:
    """Return the first bytes, the last ones, and the size."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    file.seek(0)
    return file.read(count), tail, size
