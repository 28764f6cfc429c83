"""The languages that Whisper knows, by code and by English name, as its users type them."""

import difflib
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from soridam.core.errors import UsageError
from soridam.core.messages import Message

# Code and name of each language in the order of Whisper's tokens; large-v3 added Cantonese.
_LISTED = """
en English, zh Chinese, de German, es Spanish, ru Russian, ko Korean, fr French, ja Japanese, pt Portuguese,
tr Turkish, pl Polish, ca Catalan, nl Dutch, ar Arabic, sv Swedish, it Italian, id Indonesian, hi Hindi, fi Finnish,
vi Vietnamese, he Hebrew, uk Ukrainian, el Greek, ms Malay, cs Czech, ro Romanian, da Danish, hu Hungarian, ta Tamil,
no Norwegian, th Thai, ur Urdu, hr Croatian, bg Bulgarian, lt Lithuanian, la Latin, mi Maori, ml Malayalam, cy Welsh,
sk Slovak, te Telugu, fa Persian, lv Latvian, bn Bengali, sr Serbian, az Azerbaijani, sl Slovenian, kn Kannada,
et Estonian, mk Macedonian, br Breton, eu Basque, is Icelandic, hy Armenian, ne Nepali, mn Mongolian, bs Bosnian,
kk Kazakh, sq Albanian, sw Swahili, gl Galician, mr Marathi, pa Punjabi, si Sinhala, km Khmer, sn Shona, yo Yoruba,
so Somali, af Afrikaans, oc Occitan, ka Georgian, be Belarusian, tg Tajik, sd Sindhi, gu Gujarati, am Amharic,
yi Yiddish, lo Lao, uz Uzbek, fo Faroese, ht Haitian Creole, ps Pashto, tk Turkmen, nn Nynorsk, mt Maltese,
sa Sanskrit, lb Luxembourgish, my Myanmar, bo Tibetan, tl Tagalog, mg Malagasy, as Assamese, tt Tatar, haw Hawaiian,
ln Lingala, ha Hausa, ba Bashkir, jw Javanese, su Sundanese, yue Cantonese
"""
LANGUAGES: dict[str, str] = {
    code: name for code, _, name in (entry.strip().partition(" ") for entry in _LISTED.split(","))
}


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A language that Whisper does not have, and the code of a related one whose token a model of it is tuned on."""

    name: str
    code: str


_LISTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_BY_NAME = {name.lower(): code for code, name in LANGUAGES.items()} | {
    name: code for code, names in _LISTS["also"].items() for name in names
}
NEIGHBORS: dict[str, Neighbor] = {code: Neighbor(name, token) for code, (name, token) in _LISTS["neighbors"].items()}
_NEIGHBORS_BY_NAME = {neighbor.name.lower(): neighbor for neighbor in NEIGHBORS.values()}
SHORTEST_NAME = 4  # letters: codes have fewer, and no nearest one


def language_code(name: str) -> str:
    """Return the code of a language given by code (`ko`, `kor`, `ko-KR`) or by name in its own or another language.

    Raises UsageError with the nearest name, or for a language that Whisper does not have with a related one.
    """
    asked = " ".join(unicodedata.normalize("NFC", name).lower().split())
    code = asked.replace("_", "-").partition("-")[0]
    for written in (asked, code):
        if written in LANGUAGES:
            return written
        if written in _BY_NAME:
            return _BY_NAME[written]
    if neighbor := NEIGHBORS.get(code) or _NEIGHBORS_BY_NAME.get(asked):
        raise UsageError(
            "language.none-of-whisper",
            "Whisper does not have {name}.",
            hint="Tune a model for it on the token of a related language: --language {code} ({related}). "
            "See docs/guide/languages.md",
            name=neighbor.name,
            code=neighbor.code,
            related=LANGUAGES[neighbor.code],
        )
    raise UsageError("language.unknown", "Whisper knows no language '{name}'.", hint=_suggestion(asked), name=name[:80])


def _suggestion(asked: str) -> Message:
    names = [name for name in (*_BY_NAME, *_NEIGHBORS_BY_NAME) if len(name) >= SHORTEST_NAME]
    near = difflib.get_close_matches(asked, names, n=1, cutoff=0.75) if len(asked) >= SHORTEST_NAME else []
    if near:
        return Message("Did you mean '{name}'?", name=near[0])
    return Message("Use a code such as ko, en, ja, de. They are listed in docs/guide/languages.md")
