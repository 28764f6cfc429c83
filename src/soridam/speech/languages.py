"""The languages that Whisper knows, by code and by English name, as its users type them."""

import difflib

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
_BY_NAME = {name.lower(): code for code, name in LANGUAGES.items()} | {
    "한국어": "ko",
    "영어": "en",
    "일본어": "ja",
    "중국어": "zh",
    "mandarin": "zh",
    "castilian": "es",
    "flemish": "nl",
    "burmese": "my",
    "farsi": "fa",
}


def language_code(name: str) -> str:
    """The code of a language given by code (`ko`, `ko-KR`) or by name. Raises UsageError with the nearest one."""
    asked = name.strip().lower()
    code = asked.replace("_", "-").partition("-")[0]
    if code in LANGUAGES:
        return code
    if asked in _BY_NAME:
        return _BY_NAME[asked]
    near = difflib.get_close_matches(asked, [*_BY_NAME, *LANGUAGES], n=1)
    use_code = Message("Use a code such as ko, en, ja, de.")
    hint = Message("Did you mean '{name}'?", name=near[0]) if near else use_code
    raise UsageError("language.unknown", "Whisper knows no language '{name}'.", hint=hint, name=name)
