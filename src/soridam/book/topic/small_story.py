"""A wish that is a small story of its own, sentence by sentence. Begin with `read_small_story`.

What the child said of itself is told of the hero: the sentences hold the markers of `names`, such as {hero:은}.
"""

import re
from dataclasses import dataclass
from typing import Literal

from soridam.book.story import Language
from soridam.book.topic.parts import Noun

Tone = Literal["good", "bad", "silly", "between"]

_NEAR = ("friend", "teacher", "child", "neighbor", "nurse")  # people whom a child lives with
MOST_WORDS = 18  # of a sentence; a page for the youngest holds twenty
MOST_EVENTS = 5

_BAD = {
    "ko": re.compile(
        r"울|눈물|슬[퍼프펐픈]|속상|녹|무너|떨어뜨|떨어졌|쏟|엎|깨졌|깨트|깨뜨|부서|부쉈|부러|찢|잃어|빵점|틀렸|졌어|꼴찌|넘어|"
        r"넘어졌|다쳤|까졌|못 갔|못 했|못했|"
        r"놓쳤|빠졌|들켰|혼자만|나만|다 먹어 버|없어졌|걸렸|매웠|무서|숨었|짜증|아팠|심심"
    ),
    "en": re.compile(
        r"\b(?:fell|broke|broken|lost|cried|cry|sad|melted|spilled|dropped|missed|tore|ripped|popped|ruined|stuck|"
        r"last place|lost the|wrong|nobody|did not|could not|scared|afraid|hurt|scraped|mud|stole|steal|escaped)\b",
        re.IGNORECASE,
    ),
}
_MENDED = {
    "ko": re.compile(r"찾았|나눠|꺼내 줬|다시 일어|괜찮|고쳐|도와|안 아팠|화해|미안하다고|옮겨"),
    "en": re.compile(
        r"\b(?:found|got back|back on|fixed|shared|helped|got it down|did not hurt|made up|hug|hugged|gave it)\b",
        re.IGNORECASE,
    ),
}
_BETWEEN = {
    "ko": re.compile(
        r"부쉈|뺏|때렸|못생겼|안 놀|안 시켜|안 줘|안 해 ?줘|자꾸|맨날|만 봐|만 봤|만 안아|늦게 와|늦게 왔|놀렸|말을 안|"
        r"나만|"
        r"간대|간다고|헤어|시끄러"
    ),
    "en": re.compile(
        r"\b(?:always|never|too much|too little|too busy|mean|only|said no|picked me|a turn|won't|will not|"
        r"yells?|broke|took|grabbed|pushed|ate my)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class SmallStory:
    """`events` are told in the past; `clause` is the last of them as it stands before or after "the day".

    star: who else it happened to or did it, if anybody; tone: how it went.
    """

    events: tuple[str, ...]
    clause: str
    star: Noun | None
    tone: Tone


def read_small_story(text: str, language: Language) -> SmallStory | None:
    """Return the story in a wish that has been freed from its request; None if it tells nothing that happened."""
    if language == "ko":
        from soridam.book.topic.small_story_ko import read_events
    else:
        from soridam.book.topic.small_story_en import read_events
    found = read_events(text)
    if found is None:
        return None
    events, clause, star = found
    if (
        not events
        or re.search(r"싫었어요", " ".join(events))
        or len(events) > MOST_EVENTS
        or any(len(each.split()) > MOST_WORDS for each in events)
    ):
        return None
    return SmallStory(events, clause, star, _tone(" ".join([text, *events]), star, language))


def _tone(text: str, star: Noun | None, language: Language) -> Tone:
    bad, mended = _BAD[language].search(text), _MENDED[language].search(text)
    concept = star.concept if star is not None else None
    is_person = concept is not None and (concept.noun_class == "family" or concept.english in _NEAR)
    if is_person and _BETWEEN[language].search(text) and not mended:
        return "between"
    if star is not None and not is_person and "{hero" not in text:
        return "silly"
    if mended:
        return "good"
    return "bad" if bad else "good"
