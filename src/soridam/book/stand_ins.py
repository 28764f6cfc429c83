"""Made-up heroes instead of those of somebody else, and of real people. Begin with `with_stand_ins`."""

import re
import tomllib
from functools import cache
from importlib import resources

from soridam.book.names import with_particle
from soridam.book.story import Language

_PARTICLES = ("이랑", "랑", "은", "는", "이", "가", "을", "를", "과", "와", "아", "야", "으로", "로")


def with_stand_ins(topic: str, language: Language) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the topic with made-up heroes, and (what was said, what came in its place) for each."""
    met: list[tuple[str, str]] = []

    def korean(match: re.Match[str]) -> str:
        stand_in = _lists()["ko"][match[1]]
        met.append((match[1], stand_in))
        return with_particle(stand_in, match[2]) if match[2] else stand_in

    def english(match: re.Match[str]) -> str:
        stand_in = _lists()["en"][match[2].lower()]
        met.append((match[2], stand_in))
        return f"{match[1]}{re.sub(r'^an? ', '', stand_in)}" if match[1] else stand_in

    topic = re.sub(r"(?<!\S)(\S+) \1(?=\s|$)", r"\1", _pattern("ko").sub(korean, topic))  # 대통령 대통령
    topic = _pattern("en").sub(english, topic)
    return topic, tuple(dict.fromkeys(met))


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_lists()[language], key=len, reverse=True)))
    if language == "en":
        return re.compile(rf"\b((?:a|an|the|my|another|two|three) )?({words})(?!\w)", re.IGNORECASE)
    particles = "|".join(_PARTICLES)
    return re.compile(
        rf"(?<![가-힣])({words})(?:({particles})(?![가-힣])|(?=의|도|만|한테|에게|네|처럼|하고|이야기|얘기|[^가-힣]|$))"
    )


@cache
def _lists() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("stand_ins.toml").read_text(encoding="utf-8")
    data: dict[str, dict[str, str]] = tomllib.loads(text)
    return data
