"""The events of a Korean wish: clauses cut at their connectives, retold in the past, of the hero instead of "I"."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from soridam.book.topic.korean import noun_phrases
from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.parts import Noun
from soridam.book.topic.wanted import untold
from soridam.text.morphemes import korean_analyzer

if TYPE_CHECKING:
    from kiwipiepy import Token

Events = tuple[tuple[str, ...], str, Noun | None]

_CONTENT = ("VV", "VA", "XSV", "XSA", "VCP", "VCN")
_CUTS = ("는데", "ᆫ데", "은데", "던데", "더니", "지만", "니까", "으니까", "길래")
_MAY_CUT = ("고", "으면서", "면서")  # where a sentence would be long otherwise
_LONG = 8  # words
_WISHES = re.compile(
    r"(?:싶|(?<!배)고파$)|(?:할|갈|볼|먹을|될|ᆯ|을)\s?래|줄래|거야|거예요|게요|하자|좋겠|주세요|줘$|어떡|할까|[가-힣]까요?$"
)
_ASKS = re.compile(r"(?<!\S)(?:왜|어디|어디서|어떻게|언제|누가|무슨|뭘|뭐|무엇)(?!\S)")
_HEARD = re.compile(r"^(?:[는ᆫ]?대(?:요)?|[이]?래(?:요)?|다며|다던데)$")
_SAID_OF_ITSELF = (
    (r"(?:나는|난|저는|나는요|저는요|내는)", "{hero:은}"),
    (r"(?:내가|제가|내가요)", "{hero:이}"),
    (r"(?:나를|저를)", "{hero:을}"),
    (r"(?:나한테|저한테|내게|나에게|제게|저에게)", "{hero:에게}"),
    (r"(?:나랑|저랑|나하고|저하고|나와)", "{hero:이랑}"),
    (r"(?:나도|저도)", "{hero:도}"),
    (r"(?:나만|저만)", "{hero:만}"),
    (r"(?:내|제|나의|저의)", "{hero:의}"),
    (r"(?:나|저)", "{hero:은}"),
)
_DROPPED = re.compile(
    r"(?<!\S)(?:(?:오늘|어제|아까|방금|지금|저번에|지난번에|그저께)(?:는|은|요)?|"
    r"있잖아요?|그니까|막|되게|음+|어+|아+|그게|우리(?= [가-힣]))(?=\s|$)"
)
_DIALECT = (
    (r"할매", "할머니"), (r"할배", "할아버지"), (r"형아", "형"), (r"(?<!\S)넘(?= )", "너무"), (r"해가지고", "해서"),
    (r"(?<=[가-힣])(은|는|이|가|를|을|에서|에)요(?=\s)", r"\1"), (r"(?<!\S)근데(?=\s)", "그런데"),
    (r"(?<=점) 맞(?=[았아])", " 받"), (r"핸드폰", "전화기"), (r"치카치카", "이 닦기"),
)  # fmt: skip


def read_events(text: str) -> Events | None:
    """Return the sentences, the clause before "날", and who else takes part; None for a wish, a question, a noun."""
    text = _DROPPED.sub("", text)
    for said, meant in _DIALECT:
        text = re.sub(said, meant, text)
    text = " ".join(re.sub(r"[.,!~]+", " ", text).split())
    tokens = korean_analyzer().tokenize(text)
    if any(token.tag.startswith("V") and token.form in untold("ko") for token in tokens):
        return None
    if not tokens or "?" in text or _WISHES.search(text) or _ASKS.search(text):
        return None
    cuts = _cuts(text, tokens)
    if cuts is None:
        return None
    clauses = [_clause(text, tokens, start, stop) for start, stop in cuts]
    told = [each for each in clauses if each]
    if not told:
        return None
    star = _star(text, tokens)
    events = tuple(_whole(body, stem, at == 0, star) for at, (body, stem, _) in enumerate(told))
    body, _, attribute = told[0]
    clause = re.sub(r"\{hero:은\}", "{hero:이}", f"{body} {attribute}".strip())
    return events, clause, star


def _cuts(text: str, tokens: Sequence["Token"]) -> list[tuple[int, int]] | None:
    """Return where clauses begin and end, as indices of tokens; None if the text ends as no sentence does."""
    found, start = list[tuple[int, int]](), 0
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if at < start:
            continue
        words = len(text[tokens[start].start : token.start + token.len].split())
        ends = token.tag == "EF" or (token.tag == "EC" and token.form.endswith(_CUTS))
        ends |= token.tag == "EC" and token.form in _MAY_CUT and words >= _LONG
        follows_verb = after is not None and after.tag.startswith(("VX", "E"))
        if ends and not follows_verb and any(each.tag.split("-")[0] in _CONTENT for each in tokens[start:at]):
            found.append((start, at))
            start = at + 1
            while start < len(tokens) and tokens[start].tag.startswith(("J", "SF", "SP", "IC")):
                start += 1
    rest = tokens[start:]
    if rest:
        last = next((at for at in range(len(tokens) - 1, start, -1) if tokens[at].tag.startswith(("ETM", "EC"))), None)
        tail = [each.form for each in tokens[last + 1 :]] if last is not None else []
        is_told = last is not None and all(form in ("거", "것", "이야기", "얘기", "이", "요", "ᆫ가") for form in tail)
        if not is_told:
            return None
        found.append((start, int(last or 0)))
    return found


def _clause(text: str, tokens: Sequence["Token"], start: int, ending: int) -> tuple[str, str, str] | None:
    """Return (what stands before the verb, the verb in the past, the verb before a noun) of a clause."""
    verb = ending - 1
    while verb > start and tokens[verb].tag.split("-")[0] not in _CONTENT:
        verb -= 1
    if tokens[verb].tag.split("-")[0] not in _CONTENT:
        return None
    if tokens[verb].tag.split("-")[0] in ("XSV", "XSA", "VCP") and verb > start:
        verb -= 1
    stem = [(each.form, each.tag) for each in tokens[verb:ending]]
    while stem and stem[-1][1] == "EP":
        stem.pop()
    if (
        verb > start
        and tokens[verb].tag == "VV"
        and tokens[verb].start == tokens[verb - 1].start + tokens[verb - 1].len
    ):
        verb -= 1  # 김장했어요 is one word
        stem = [
            (tokens[verb].form, tokens[verb].tag),
            (stem[0][0], "XSV" if stem[0][0] == "하" else stem[0][1]),
            *stem[1:],
        ]
    body = _of_the_hero(text[tokens[start].start : tokens[verb].start].strip())
    join = korean_analyzer().join
    is_state = stem[-1][1].split("-")[0] in ("VA", "XSA", "VCP", "VCN") or stem[-1][0] in ("있", "없", "싶")
    if _HEARD.match(tokens[ending].form):
        stem += [("다고" if is_state else "는다고", "EC"), ("하", "VV")]
        is_state = False
    past = join([*stem, ("었", "EP"), ("어요", "EF")])
    before = join([*stem, ("었", "EP"), ("던", "ETM")] if is_state else [*stem, ("은", "ETM")])
    return body, past, before


def _of_the_hero(body: str) -> str:
    for said, told in _SAID_OF_ITSELF:
        body = re.sub(rf"(?<!\S){said}(?=\s|$)", told, body)
    return re.sub(r"(?<!\S)나(?=[가-힣]*(?:혼자))", "{hero:은} ", body)


def _whole(body: str, verb: str, is_first: bool, star: Noun | None) -> str:
    """Return the sentence; who is not said in a first one is the hero."""
    words = body.split()
    named = any(re.search(r"(?:\}|[가-힣](?:이|가|은|는|도|께서))$", word) for word in words)
    named = named or "{hero" in body
    if star and words and words[0] == star.text and not named:
        from soridam.book.names import with_particle

        words[0] = with_particle(star.text, "은")
        named = True
    told = " ".join([*words, verb])
    is_feeling = not words
    if (is_first and not named) or is_feeling:
        told = f"{{hero:은}} {told}"
    return f"{told}."


def _star(text: str, tokens: Sequence["Token"]) -> Noun | None:
    """Return the first noun that does something: a creature, or a thing that acts like one."""
    phrases = noun_phrases(text, tokens)
    subjects = [each for each in phrases if each.is_subject]
    creatures = [each.noun for each in subjects if each.noun.is_creature]
    bare = [each.noun for each in phrases[:1] if not each.particle and _is_somebody(each.noun)]
    if creatures or bare:
        return (creatures or bare)[0]
    acting = ("food", "toy", "vehicle", "thing", "plant")
    first = subjects[0].noun if subjects else None
    acts = first is not None and first.concept is not None and first.concept.noun_class in acting
    alone = lexicon().noun(first.head, "ko") if first else None
    return first if acts and alone and not re.search(r"\{hero|내가|나는|제가|저는", text) else None


def _is_somebody(noun: Noun) -> bool:
    return noun.concept is not None and noun.concept.noun_class in ("family", "person")
