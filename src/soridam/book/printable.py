"""Text as pages can show it. Begin with `printable`."""

import unicodedata
from typing import Any

# Marks that turn the direction of all that follows; a word in another direction needs none of them.
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def printable(text: Any) -> Any:
    """Text in composed form (NFC), without control characters, which no e-book may hold. Else what was given."""
    if not isinstance(text, str):
        return text
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(character for character in plain if character == "\n" or _shows(character))


def _shows(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character) not in ("Cc", "Cs") and code not in _TURNING and code & 0xFFFE != 0xFFFE
