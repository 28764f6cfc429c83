"""Characters and spaces of any transcript: one composed form, one width, single spaces. Begin with `tidy`."""

import unicodedata

# Soft hyphen, combining grapheme joiner, Arabic letter mark, zero-width spaces and joiners, direction marks, invisible
# operators, the byte-order mark, and selectors of variants and tags of emoji: unseen, yet they count as edits.
INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
        *(*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0)),
    ]
)


def tidy(text: str) -> str:
    """Compose characters (NFC), fold full- and half-width forms, drop invisible ones, collapse spaces.

    Conjoining jamo become syllables; compatibility jamo such as ㅋㅋ stay, because people write them on purpose.
    """
    composed = unicodedata.normalize("NFC", _fold_width(drop_invisible(text)))
    return " ".join(composed.split())


def drop_invisible(text: str) -> str:
    return text.translate(INVISIBLE)


def drop_punctuation(text: str) -> str:
    """Put a space in place of punctuation and symbols (Unicode categories P and S), then collapse spaces."""
    kept = (" " if unicodedata.category(character)[0] in "PS" else character for character in text)
    return " ".join("".join(kept).split())


def _fold_width(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", character) if "\uff00" <= character <= "\uffef" else character
        for character in text
    )
