"""Characters and spaces of any transcript: one composed form, one width, single spaces. Begin with `tidy`."""

import unicodedata

# Soft hyphen, zero-width spaces and joiners, direction marks and the byte-order mark: unseen, yet they count as edits.
INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])


def tidy(text: str) -> str:
    """Compose characters (NFC), fold full- and half-width forms, drop invisible ones, collapse spaces.

    Conjoining jamo become syllables; compatibility jamo such as ㅋㅋ stay, because people write them on purpose.
    """
    composed = unicodedata.normalize("NFC", _fold_width(text.translate(INVISIBLE)))
    return " ".join(composed.split())


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
