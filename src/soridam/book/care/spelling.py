"""Readings of a misspelled wish: disguised letters, spaced letters, single jamo, and the spelling of children.

Begin with `spellings`. All is done in time linear to the text.
"""

import re
import unicodedata
from functools import cache

from soridam.book.care.signs import signs

MOST_CHARACTERS = 2_000  # of a wish, as `story.Wish` takes it

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "_ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_LEET = str.maketrans("013457@$", "oieastas")
_INSIDE = re.compile(r"(?<=\w)[.*_~·\-+^]+(?=\w)")
_LONG = re.compile(r"(.)\1{2,}")
# How small children, hurried parents and recognizers write what they mean.
_CHILD_KOREAN = (
    ("떄", "때"), ("떼려", "때려"), ("떼렸", "때렸"), ("때료", "때려"), ("떄료", "때려"), ("때여", "때려"),
    ("마자써", "맞았어"), ("마잤어", "맞았어"), ("마젔", "맞았"), ("마졌", "맞았"), ("마자떠", "맞았어"),
    ("맞앗", "맞았"), ("때렷", "때렸"), ("만젔", "만졌"), ("만졋", "만졌"), ("만저", "만져"), ("주거", "죽어"),
    ("주것", "죽었"), ("죽엇", "죽었"), ("죽꼬", "죽고"), ("주꼬", "죽고"), ("죽구", "죽고"), ("쥬금", "죽음"),
    ("쥭", "죽"), ("시퍼", "싶어"), ("시포", "싶어"), ("싶오", "싶어"), ("십어", "싶어"), ("시픔", "싶음"),
    ("실퍼", "싫어"), ("시러", "싫어"), ("시른", "싫은"), ("무서어", "무서워"), ("무셔", "무서"),
    ("괴롭펴", "괴롭혀"), ("괴로펴", "괴롭혀"), ("놀려써", "놀렸어"), ("혼나써", "혼났어"),
    ("돌아가셧", "돌아가셨"), ("도라가셨", "돌아가셨"), ("아포", "아파"), ("아푸", "아프"), ("았써", "았어"),
    ("엇어", "었어"), ("앗어", "았어"), ("써요", "어요"), ("떠요", "어요"), ("여요", "어요"),
)  # fmt: skip
_LATE = ("써요", "떠요", "여요")  # endings: only at the end of a word is this meant
_EARLY = ("주거", "주꼬", "시러", "시른", "죽구")  # only at its beginning: 해 주거라
_ENGLISH_WORDS = {
    "im": "i am", "ive": "i have", "id": "i would", "dont": "do not", "doesnt": "does not", "didnt": "did not",
    "cant": "can not", "cannot": "can not", "wont": "will not", "isnt": "is not", "arent": "are not",
    "wasnt": "was not", "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not", "hasnt": "has not",
    "havent": "have not", "aint": "is not", "wanna": "want to", "gonna": "going to", "gotta": "got to",
    "lets": "let us", "hes": "he is", "shes": "she is", "theyre": "they are", "hits": "hits", "u": "you",
    "hitted": "hit", "hitting": "hitting", "hited": "hit", "hurted": "hurt", "beated": "beat", "cutted": "cut",
    "dieded": "died", "goed": "went", "taked": "took", "maked": "made", "tooked": "took", "throwed": "threw",
    "broked": "broke", "hitten": "hit", "feeled": "felt", "sleeped": "slept", "runned": "ran", "comed": "came",
    "wif": "with", "dat": "that", "da": "the", "em": "them", "cuz": "because", "bcuz": "because", "coz": "because",
    "mah": "my", "me's": "my", "hitz": "hits", "kil": "kill", "killl": "kill", "di": "die", "suicde": "suicide",
    "sucide": "suicide", "tuches": "touches", "toches": "touches", "tuched": "touched", "thouches": "touches",
    "tutches": "touches", "scard": "scared", "sceared": "scared", "skared": "scared", "afraud": "afraid",
    "divorse": "divorce", "devorced": "divorced", "divorsed": "divorced", "hurtz": "hurts", "hurst": "hurts",
    "slaped": "slapped", "kiked": "kicked", "beet": "beat", "wated": "wanted", "dady": "daddy", "mommie": "mommy",
    "unkle": "uncle", "granpa": "grandpa", "gramma": "grandma", "granma": "grandma", "teecher": "teacher",
    "brudder": "brother", "bruther": "brother", "sista": "sister", "freind": "friend", "frend": "friend",
    "dyed": "died", "deid": "died", "strager": "stranger", "foller": "follow", "sez": "says", "folow": "follow",
    "folows": "follows", "folowed": "followed", "loked": "locked", "wanto": "want to", "wana": "want to",
}  # fmt: skip


def spellings(said: str) -> tuple[str, ...]:
    """Return the readings of a wish, each once, the plainest first."""
    plain = _plain(said)
    seen = dict.fromkeys([plain])
    apart = _INSIDE.sub("", plain)
    seen.setdefault(apart)
    seen.setdefault(_together(apart))
    for text in list(seen):
        seen.setdefault(_as_children_write(text))
        seen.setdefault(_as_words(text))
        seen.setdefault(" ".join(_unmasked(word) for word in text.split()))
    return tuple(text for text in seen if text.strip())


def english_words(text: str) -> list[str]:
    """Return the Latin words of a text in lower case, with contractions written out."""
    text = text.replace("’", "'").replace("n't", " not").replace("ca not", "can not").replace("wo not", "will not")
    for short, whole in (("'m", " am"), ("'ve", " have"), ("'re", " are"), ("'ll", " will"), ("'d", " would")):
        text = text.replace(short, whole)
    text = re.sub(r"\b(he|she|it|that|there|who|what|let)'s\b", r"\1 is", text)
    words = re.findall(r"[a-z]+(?:-[a-z]+)*(?:'s)?|[.,!?;]", text)
    return [each for word in words for each in _ENGLISH_WORDS.get(word, word).split()]


def _plain(said: str) -> str:
    """Normalize to one line in lower case, in compatibility form, without invisible characters, jamo composed."""
    text = unicodedata.normalize("NFC", said[:MOST_CHARACTERS])
    shown = "".join(" " if each.isspace() else each for each in text if unicodedata.category(each) != "Cf")
    jamo = _composed(shown)
    folded = unicodedata.normalize("NFKC", jamo).lower()
    return " ".join(_LONG.sub(r"\1", folded).split())


def _composed(text: str) -> str:
    """Compose single jamo, ㅈㅏㅅㅏㄹ into 자살, also with spaces or dots between them."""
    letters = [at for at, each in enumerate(text) if each in _LEADS or each in _VOWELS]
    if not any(text[at] in _VOWELS for at in letters):
        return text
    squeezed = re.sub(r"(?<=[ㄱ-ㅣ])[\s.*_~·\-]+(?=[ㄱ-ㅣ])", "", text)
    out, at = [], 0
    while at < len(squeezed):
        if squeezed[at] in _LEADS and squeezed[at + 1 : at + 2] and squeezed[at + 1] in _VOWELS:
            lead, vowel = _LEADS.index(squeezed[at]), _VOWELS.index(squeezed[at + 1])
            tail = squeezed[at + 2 : at + 3]
            ends = bool(tail) and tail in _TAILS and squeezed[at + 3 : at + 4] not in tuple(_VOWELS)
            out.append(chr(0xAC00 + (lead * 21 + vowel) * 28 + (_TAILS.index(tail) if ends else 0)))
            at += 3 if ends else 2
        else:
            out.append(squeezed[at])
            at += 1
    return "".join(out)


def _together(text: str) -> str:
    """Join letters that stand alone side by side: 자 살, d i e."""
    out: list[str] = []
    alone = False
    for word in text.split():
        single = len(word) == 1 and word.isalnum()
        if single and alone:
            out[-1] += word
        else:
            out.append(word)
        alone = single
    return " ".join(out)


def _as_children_write(text: str) -> str:
    for said, meant in _CHILD_KOREAN:
        end, begin = r"(?=\s|$|[.!?])" if said in _LATE else "", "(?<![가-힣])" if said in _EARLY else ""
        text = re.sub(begin + said + end, meant, text)
    return text


def _as_words(text: str) -> str:
    """Replace unknown Latin words by the nearest word that matters here (daddi), or by several (mydadhitsme)."""
    return " ".join(
        word if not word.isascii() or not word.isalpha() or len(word) < 5 or _is_word(word) else _guessed(word)
        for word in text.split()
    )


def _guessed(word: str) -> str:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    near = process.extractOne(word, _words_that_matter(), scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return str(near[0]) if near else _parted(word)


def _parted(word: str) -> str:
    """Cut mydadhitsme into my dad hits me, if all of it is made of words that matter here."""
    ways: list[list[str] | None] = [[], *[None] * len(word)]
    for stop in range(1, len(word) + 1):
        for start in range(max(0, stop - 12), stop):
            before, piece = ways[start], word[start:stop]
            if (
                before is not None
                and piece in _words_that_matter()
                and (ways[stop] is None or len(before) < len(ways[stop] or []))
            ):
                ways[stop] = [*before, piece]
    return " ".join(ways[-1]) if ways[-1] else word


@cache
def _is_word(word: str) -> bool:
    import lemminflect

    return bool(lemminflect.getAllLemmas(word)) or word in _words_that_matter()


@cache
def _words_that_matter() -> frozenset[str]:
    """Return people, deeds and body parts in all their forms, and the small words between them."""
    import lemminflect

    known = signs("en")
    deeds = known.deeds["harm"] | known.deeds["touch"] | known.deeds["yell"] | {"die", "kill", "want", "live", "scare"}
    forms = {
        form for deed in deeds for told in lemminflect.getAllInflections(deed, upos="VERB").values() for form in told
    }
    people = frozenset[str]().union(*known.people.values())
    things = frozenset[str]().union(*known.things.values())
    return people | deeds | forms | things | frozenset(_SMALL_WORDS.split())


_SMALL_WORDS = (
    "i to not do does dont and a the at in on with at night every day school hurt am is was so very always wanna "
    "with of from by for when where there here he she they him her them his our this that it if no never home house "
    "room bed car gun beer drunk secret because go going goes come comes run away tell told says said make makes made "
    "like scared afraid alone hungry sad mad mean bad big kill killed again all time please help stop game play "
    "naked clothes off take takes sleep cry cries blood under into out too still will would can could"
)


def _unmasked(word: str) -> str:
    """Replace digits in words by the letters that they stand for: k1ll by kill. Numbers stay."""
    if not any("a" <= each <= "z" for each in word):
        return word
    return re.sub(r"!(?=[a-z])", "i", word).translate(_LEET)
