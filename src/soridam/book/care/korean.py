"""The rules for Korean wishes: who does what to whom. Begin with `korean_signs`.

Clauses come from kiwipiepy's morphemes: a particle tells who does it (이/가), to whom (을/를) and from whom it comes
(한테 맞다). Children leave particles, subjects and spaces out; where nothing says otherwise, it happened to the child.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from soridam.book.care.kinds import Sign, disclosed, tender
from soridam.book.care.patterns import pattern_signs
from soridam.book.care.signs import signs
from soridam.book.topic.lexicon import lexicon, words_of
from soridam.text.morphemes import korean_analyzer

if TYPE_CHECKING:
    from kiwipiepy import Token

Role = Literal["subject", "object", "from", "place", "bare", "of"]

_NOUNS = ("NNG", "NNP", "NP", "XR", "SL", "NNB")
_ROLES: dict[str, Role] = {"JKS": "subject", "JKO": "object", "JKG": "of"}
_FROM = words_of("한테 에게 께 한테서 에게서 더러 보고")
_BOUND = words_of("것 거 꿈 이야기 얘기 날 때 적 일 척 줄 수 동화 책 놀이 게임 노래 그림")
_TALE_PEOPLE = words_of(
    "공주 왕자 왕 여왕 해적 마법사 마녀 요정 도깨비 괴물 귀신 유령 좀비 해골 뱀파이어 드라큘라 산타 "
    "슈퍼히어로 영웅 거인 인어 닌자 외계인 로봇 용 히어로 악당 임금 임금님 임금 신하 병사 장군 몬스터 트롤 "
    "눈사람 허수아비 흥부 놀부 콩쥐 팥쥐 나무꾼 선녀 백설공주 신데렐라 피노키오 심청이 인형 모기 벌"
)
_PLAY = words_of(
    "놀이 게임 장난감 가위바위보 눈싸움 물총 베개 베개싸움 숨바꼭질 술래잡기 태권도 씨름 피구 축구 야구 "
    "간지럼 딱지 제기 윷 물싸움 눈뭉치 술래 그네 썰매 목말 비행기 레슬링"
)
_PATIENT_THINGS = words_of(
    "공 북 드럼 홈런 장구 징 꽹과리 못 벽 문 콩 호두 밤 풍선 박 종 팽이 딱지 샌드백 반죽 떡 이불 빨래 골 슛 "
    "볼 북채 실로폰 심벌즈"
)
_GLAD = words_of(
    "그네 썰매 사진 공 유모차 목말 자전거 수레 비행기 신발 머리 기저귀 목욕 놀이터 동물원 공원 수영장 물놀이 "
    "바다 튜브 장난 깔깔 까르르 이불 눈썰매 킥보드 침대 하늘"
)
_WASHING = ("목욕", "샤워", "수영장", "물놀이", "신발", "양말", "모자")
_LAUGHTER = ("까르르", "깔깔", "신나", "재밌", "재미있", "하하", "히히", "받아 줘", "받아줘")
_SHOTS = words_of("주사 침 예방접종 백신 물총 화살 링거")
_MET_THINGS = words_of(
    "주사 비 침 예방접종 백신 답 정답 눈 햇빛 바람 공 점수 백점 서리 소나기 물벼락 상 링거 딱 화살 물총 시간 크기 발 옷"
)
_PLAINLY_BEATEN = words_of("얻어맞 두들겨맞 쳐맞 처맞 학대당하 폭행당하")
_SUFFERED_IN_BODY = _PLAINLY_BEATEN | {"맞", "갇히", "끌려가"}
_WHERE_BEATEN = words_of("집 밤 어제 매일 학교 또 유치원 어린이집")
_TOUCHED = words_of("만지 더듬 건드리 주무르 만지작거리 쪼물거리 추행하 성추행하")


@dataclass(frozen=True, slots=True)
class _Argument:
    """A noun of a clause. `role` follows from its particle; `bare` means that it has none."""

    word: str
    role: Role
    after_me: bool = False  # 내 몸, 우리 아빠


@dataclass(frozen=True, slots=True)
class _Clause:
    """A verb with the nouns before it. `head` is the noun that a relative clause describes (나를 때리는 아빠)."""

    stem: str
    arguments: tuple[_Argument, ...]
    carried: tuple[_Argument, ...]  # subjects of the clauses before, which may still be meant
    endings: tuple[str, ...]
    head: str = ""

    def words(self, *roles: Role) -> list[str]:
        return [each.word for each in self.arguments if each.role in roles]


def korean_signs(text: str) -> tuple[Sign, ...]:
    """Return all signs that the rules find. Takes any text and raises nothing."""
    if not any("가" <= each <= "힣" for each in text):
        return ()
    tokens = korean_analyzer().tokenize(text)
    clauses = tuple(_clauses(tokens))
    if any(word in text for word in _LAUGHTER):
        clauses = tuple(clause for clause in clauses if clause.stem not in signs("ko").deeds["soft"])
    told = [sign for clause in clauses for rule in _RULES for sign in rule(clause)]
    creatures = [_is_told_of(token.form) for token in tokens if _tag(token) in _NOUNS]
    return (*told, *pattern_signs(text, "ko", creatures))


def names_korean_people(text: str) -> bool:
    """Return whether a Korean text is about the child or a person, and not about an animal or a fairy-tale figure."""
    if not any("가" <= each <= "힣" for each in text):
        return False
    words = [token.form for token in korean_analyzer().tokenize(text) if _tag(token) in _NOUNS]
    return any(_is_me(word) or _is_person(word) for word in words) and not any(map(_is_creature, words))


# from tokens to clauses


def _clauses(tokens: Sequence["Token"]) -> Iterator[_Clause]:
    arguments: list[_Argument] = []
    carried: list[_Argument] = []
    at = 0
    while at < len(tokens):
        tag = _tag(tokens[at])
        if tag in _NOUNS:
            at = _read_noun(tokens, at, arguments)
        elif tag in ("VV", "VA", "VCP", "XSV", "XSA", "VX"):
            clause, at = _read_verb(tokens, at, arguments, carried)
            yield clause
            carried = [each for each in arguments if each.role == "subject"] or carried
            keeps = clause.endings[-1:] and clause.endings[-1].startswith("ETM")
            arguments = [] if not keeps else [each for each in arguments if each.role == "subject" and not clause.head]
        else:
            at += 1
    if arguments and not carried:
        yield _Clause("", tuple(arguments), (), ())


def _tag(token: "Token") -> str:
    return str(token.tag).split("-")[0]


def _read_noun(tokens: Sequence["Token"], at: int, arguments: list[_Argument]) -> int:
    """Read a noun with its suffix (선생+님, 친구+들) and its particle, and whether it belongs to the child."""
    word, stop = tokens[at].form, at + 1
    while stop < len(tokens) and _tag(tokens[stop]) in ("XSN",):
        word, stop = word + tokens[stop].form, stop + 1
    if stop < len(tokens) and _tag(tokens[stop]) in ("XSV", "XSA"):
        return _as_verb(word, stop, arguments)
    role: Role = "bare"
    while stop < len(tokens) and _tag(tokens[stop]).startswith("J"):
        role = _role_of(tokens[stop], role)
        stop += 1
    mine = bool(arguments) and arguments[-1].word in _people("me") and arguments[-1].role in ("of", "bare")
    arguments.append(_Argument(word.removesuffix("들") if len(word) > 2 else word, role, mine))
    return stop


def _as_verb(word: str, at: int, arguments: list[_Argument]) -> int:
    """Return whether a noun is part of the verb after it, as in 이혼+하."""
    arguments.append(_Argument(f"+{word}", "bare"))
    return at


def _role_of(token: "Token", before: Role) -> Role:
    if _tag(token) == "JKB":
        return "from" if token.form in _FROM else "place"
    if _tag(token) == "JX":
        return "subject" if token.form in ("은", "는", "ᆫ", "도", "만") and before == "bare" else before
    return _ROLES.get(_tag(token), before)


def _read_verb(
    tokens: Sequence["Token"], at: int, arguments: list[_Argument], carried: list[_Argument]
) -> tuple[_Clause, int]:
    stem, stop = tokens[at].form, at + 1
    given = list(arguments)
    if given and given[-1].word.startswith("+"):
        stem = given.pop().word[1:] + stem
    endings: list[str] = []
    while stop < len(tokens) and (_tag(tokens[stop]).startswith("E") or _tag(tokens[stop]) in ("VX", "JKQ")):
        endings.append(f"{_tag(tokens[stop])}/{tokens[stop].form}")
        stop += 1
        if endings[-1].startswith("EC") and stop < len(tokens) and _tag(tokens[stop]) == "VV":
            if tokens[stop].form in ("하", "버리", "주", "놓", "그러"):  # 벗으라고 하다, 때려 버리다
                endings.append(f"VX/{tokens[stop].form}")
                stop += 1
            else:
                break
    head = _head_after(tokens, stop) if endings[-1:] and endings[-1].startswith("ETM") else ""
    clean = tuple(each for each in given if not each.word.startswith("+"))
    return _Clause(stem, clean, tuple(carried), tuple(endings), head), stop


def _head_after(tokens: Sequence["Token"], at: int) -> str:
    """Return the noun after a relative clause; none where it is only 것, 꿈 or 이야기."""
    word = ""
    while at < len(tokens) and _tag(tokens[at]) in (*_NOUNS, "XSN", "MM"):
        if _tag(tokens[at]) != "MM":
            word = word + tokens[at].form if _tag(tokens[at]) == "XSN" else tokens[at].form
        at += 1
        if at < len(tokens) and _tag(tokens[at]).startswith("J"):
            break
    return "" if word in _BOUND else word.removesuffix("들") if len(word) > 2 else word


# who is who


@cache
def _people(name: str) -> frozenset[str]:
    return signs("ko").people[name]


def _is_me(word: str) -> bool:
    return word in _people("me")


def _is_person(word: str) -> bool:
    plain = word.removesuffix("님") if len(word) > 2 else word
    return any(each in _people(name) for name in ("kin", "adult", "peer") for each in (word, plain))


def _is_creature(word: str) -> bool:
    if word in _TALE_PEOPLE:
        return True
    if _is_person(word) or _is_me(word):
        return False
    concept = lexicon().noun(word, "ko")
    return concept is not None and concept.noun_class in ("animal", "fantasy")


def _is_told_of(word: str) -> bool:
    """Return whether it is an animal or a fairy-tale figure; not a pet, nor 말 and 벌, which are ambiguous."""
    if word in _people("pets") or word in ("돼지", "인형", "벌", "모기"):
        return False
    return _is_creature(word) and (len(word) > 1 or word in ("곰", "용", "쥐"))


def _is_thing(word: str) -> bool:
    return not (_is_person(word) or _is_me(word) or _is_creature(word) or word in _bodies())


@cache
def _bodies() -> frozenset[str]:
    return signs("ko").things["body"] | signs("ko").things["private"]


def _doers(clause: _Clause) -> list[str]:
    """Return who does it: the subject, else the head of a relative clause, else the subject of the clause before."""
    own = clause.words("subject")
    if own:
        return own
    if clause.head:
        return [clause.head]
    bare = [
        each.word
        for each in clause.arguments
        if each.role == "bare" and (_is_person(each.word) or _is_creature(each.word))
    ]
    return bare or [each.word for each in clause.carried]


def _is_play(clause: _Clause) -> bool:
    return any(each.word in _PLAY for each in clause.arguments)


# rules


def _deed(clause: _Clause, name: str) -> bool:
    return clause.stem in signs("ko").deeds[name]


def _violence(clause: _Clause) -> Iterator[Sign]:
    doers = _doers(clause)
    if not _deed(clause, "harm") or _is_play(clause) or any(map(_is_creature, doers)):
        return
    objects = clause.words("object")
    targets = [each for each in (*objects, *clause.words("from", "place", "bare", "of")) if each not in doers]
    hurt_me, hurt_body = any(map(_is_me, targets)), any(each in _bodies() for each in targets)
    hurt_person = any(map(_is_person, targets))
    things = [each for each in objects if _is_thing(each)]
    things = things or [each for each in clause.words("bare") if each in _PATIENT_THINGS]
    by_person, is_soft = any(map(_is_person, doers)), clause.stem in signs("ko").deeds["soft"]
    if any(map(_is_me, doers)) and not _is_person(clause.head):
        yield from _self_hurt(clause, objects)
    elif is_soft and (not (hurt_me or hurt_body or hurt_person) or _is_kindly(clause)):
        return
    elif things and not hurt_me and not hurt_body:
        yield from _rage(clause, doers, things)
    elif by_person and (hurt_me or hurt_person or (hurt_body and clause.stem != "찍")):
        yield disclosed("violence", "a person hurts somebody")
    elif not doers and hurt_me and not is_soft and clause.stem not in ("죽이", "해치"):
        yield disclosed("violence", "somebody hurts the child")
    elif clause.stem in signs("ko").deeds["strong"] and not objects and (by_person or _is_unsaid(clause, doers)):
        yield disclosed("violence", "a person hurts, and it is not said whom")


def _self_hurt(clause: _Clause, objects: Sequence[str]) -> Iterator[Sign]:
    if clause.stem in ("죽이", "해치", "찌르", "때리") and set(objects) & {"자신", "자기", "내", "나"}:
        yield disclosed("self-harm", "the child hurts itself")


def _rage(clause: _Clause, doers: Sequence[str], things: Sequence[str]) -> Iterator[Sign]:
    throws = clause.stem in ("던지", "집어던지", "부수", "휘두르") and any(each in _people("parents") for each in doers)
    if throws and not any(each in _PATIENT_THINGS for each in things):
        yield disclosed("danger", "somebody rages at home")


def _is_unsaid(clause: _Clause, doers: Sequence[str]) -> bool:
    """Return whether a verb stands alone, as in 때렸어요: neither who nor whom."""
    return not doers and clause.stem not in ("죽이", "해치")


def _is_kindly(clause: _Clause) -> bool:
    """Return whether it is done for the child: 밀어 줘요, 안아 줘요, 사진을 찍어요."""
    return _is_done_for(clause) or any(each.word in _GLAD for each in clause.arguments)


def _is_done_for(clause: _Clause) -> bool:
    return any(each in ("VX/주", "VX/달") for each in clause.endings)


def _suffering(clause: _Clause) -> Iterator[Sign]:
    """Find what the child suffers from somebody: 아빠한테 맞았어요, 형한테 꼬집혔어요."""
    if not _deed(clause, "suffer"):
        return
    sources = clause.words("from")
    things = [each for each in clause.words("object", "subject", "bare", "place") if each in _MET_THINGS]
    if any(map(_is_person, sources)) and clause.stem != "잡히":
        if not set(things) & _SHOTS:
            yield disclosed("violence", "somebody was hurt by a person")
    elif any(map(_is_creature, (*sources, *clause.words("subject"), clause.head))):
        return
    elif _is_beaten(clause, bool(things)):
        yield disclosed("violence", "the child was hit")


def _is_beaten(clause: _Clause, by_a_thing: bool) -> bool:
    """Return whether 맞다 and the like, with nobody named, mean a child that was hit: not rain, nor a vaccination."""
    by_weapon = any(each in signs("ko").things["weapons"] for each in clause.words("place"))
    in_body = clause.stem in _SUFFERED_IN_BODY and any(each in _bodies() for each in clause.words("subject", "object"))
    return (
        by_weapon
        or clause.stem in _PLAINLY_BEATEN
        or (in_body and not by_a_thing)
        or (clause.stem == "맞" and not by_a_thing and _is_hit_child(clause))
    )


def _is_hit_child(clause: _Clause) -> bool:
    """Return whether the child was hit by somebody who is not named: 나 어제 맞았어요, 집에서 또 맞았어요."""
    nobody_else = all(map(_is_me, clause.words("subject", "object", "bare")))
    past = any(each.startswith(("EP/었", "EP/았")) for each in clause.endings)
    said_where = any(each.word in _WHERE_BEATEN or _is_me(each.word) for each in clause.arguments)
    return nobody_else and past and said_where


def _touch(clause: _Clause) -> Iterator[Sign]:
    doers = _doers(clause)
    by_creature, by_me = any(map(_is_creature, doers)), any(map(_is_me, doers))
    if clause.stem not in signs("ko").deeds["touch"] or by_creature or (by_me and not _is_made_to(clause)):
        return
    private = [each.word for each in clause.arguments if each.word in signs("ko").things["private"]]
    me = any(_is_me(each.word) for each in clause.arguments if each.role != "subject")
    targets = [each.word for each in clause.arguments if each.word not in doers]
    if clause.stem in ("벗", "벗기"):
        yield from _undressing(clause, doers, targets)
    elif clause.stem in signs("ko").deeds["innocent_touch"] | {"키스하"}:
        yield from _odd_kindness(clause, doers, private, me)
    elif _is_touched(clause, doers, private, me, targets):
        yield disclosed("touch", "a person touches somebody")


def _is_touched(
    clause: _Clause, doers: Sequence[str], private: Sequence[str], me: bool, targets: Sequence[str]
) -> bool:
    by_person = any(map(_is_person, doers))
    if by_person and (private or me or any(map(_is_person, targets))) and not _is_done_for(clause):
        return True
    of_nothing_else = by_person and not any(_is_thing(each) or _is_creature(each) for each in targets)
    return clause.stem in _TOUCHED and (of_nothing_else or (not doers and bool(private)))


def _undressing(clause: _Clause, doers: Sequence[str], targets: Sequence[str]) -> Iterator[Sign]:
    washes = any(each.word in _WASHING for each in clause.arguments)
    made_to = _is_made_to(clause) or clause.stem == "벗기" or _is_adult_man(doers)
    has_clothes = any(each in signs("ko").things["clothes"] for each in targets)
    if has_clothes and made_to and any(map(_is_person, doers)) and not washes:
        yield disclosed("touch", "made to undress")


def _odd_kindness(clause: _Clause, doers: Sequence[str], private: Sequence[str], me: bool) -> Iterator[Sign]:
    """Find kissing, stroking, showing and taking pictures, which are kind unless it is of a private part."""
    plainly = [each for each in private if each not in ("몸", "밑", "아래", "가슴", "거기")]
    shown = plainly or (private if clause.stem not in ("보여주", "안", "껴안") else [])
    homely = set(doers) & {"엄마", "할머니"} and clause.stem in ("주무르", "쓰다듬", "비비", "문지르", "안", "껴안")
    licked = clause.stem in ("핥", "키스하") and me
    if any(map(_is_person, doers)) and (shown or licked) and not homely:
        yield disclosed("touch", "a private part is touched or shown")


def _is_adult_man(doers: Sequence[str]) -> bool:
    return any(
        each
        in (
            "아저씨",
            "삼촌",
            "할아버지",
            "오빠",
            "새아빠",
            "선생님",
            "코치",
            "코치님",
            "사람",
            "남자",
            "사촌오빠",
            "외삼촌",
            "고모부",
            "이모부",
            "관장님",
        )
        for each in doers
    )


def _is_made_to(clause: _Clause) -> bool:
    """Return whether the child is made to do it: 벗으라고 하다, 벗으래요, 벗게 하다, 벗겨 달라고 하다."""
    told = " ".join(clause.endings)
    return (
        any(each in told for each in ("라고", "으라", "래", "게 VX/하", "게", "자고", "달라", "라"))
        and "EF/라" not in told.split(" ")[-1:]
    )


def _taking(clause: _Clause) -> Iterator[Sign]:
    """Find a stranger who follows the child or takes it along."""
    if not _deed(clause, "take") or _is_play(clause):
        return
    doers = _doers(clause)
    strangers = [each for each in doers if each in _people("adult") and each not in _people("teachers")]
    me = any(_is_me(each.word) for each in clause.arguments if each.role != "subject")
    kind_places = (
        "놀이터",
        "동물원",
        "공원",
        "학교",
        "유치원",
        "바다",
        "병원",
        "어린이집",
        "놀이공원",
        "소풍",
        "마트",
        "집",
        "수영장",
        "캠핑",
        "여행",
    )
    if any(_is_creature(each) for each in doers) or any(_is_me(each) for each in doers):
        return
    places = [each.word for each in clause.arguments if each.word in kind_places]
    if strangers and not (
        [each for each in places if each not in ("집",)]
        and not set(strangers) & {"아저씨", "아줌마", "사람", "남자", "누구"}
    ):
        if me or clause.stem in (
            "따라오",
            "따라다니",
            "쫓아오",
            "쫓아다니",
            "뒤따라오",
            "미행하",
            "납치하",
            "유괴하",
            "끌고가",
            "잡아가",
            "데려가",
            "쫓아가",
        ):
            yield disclosed("stranger", "somebody follows or takes the child")
    elif clause.stem in ("납치하", "유괴하", "끌고가", "잡아가") and (me or any(_is_person(each) for each in doers)):
        yield disclosed("stranger", "somebody takes the child")


def _yelling(clause: _Clause) -> Iterator[Sign]:
    stem = clause.stem
    doers = _doers(clause)
    if any(_is_creature(each) for each in doers):
        return
    if stem in signs("ko").deeds["scolded"]:
        if not any(_is_creature(each) for each in (*doers, *clause.words("from"))):
            yield tender("scolded", "scolded")
    elif (
        _deed(clause, "yell")
        or (stem in ("지르", "치") and set(clause.words("bare", "object")) & {"소리", "고함", "호통", "야단", "버럭"})
        or (stem == "내" and set(clause.words("bare", "object")) & {"화", "짜증"})
    ):
        grown = [
            each
            for each in doers
            if each
            in _people("parents")
            | _people("teachers")
            | _people("grandparents")
            | {"삼촌", "이모", "고모", "누나", "형", "오빠", "언니", "아저씨"}
        ]
        if grown:
            yield tender("scolded", "scolded")


def _teasing(clause: _Clause) -> Iterator[Sign]:
    doers = _doers(clause)
    if any(_is_creature(each) for each in doers) or (any(_is_me(each) for each in doers) and not clause.words("from")):
        return
    persons = any(_is_person(each) for each in (*doers, *clause.words("from")))
    if clause.stem in (
        "놀리",
        "따돌리",
        "왕따시키",
        "흉보",
        "비웃",
        "무시하",
        "따돌림당하",
        "놀림받",
        "괴롭힘당하",
        "왕따당하",
        "따당하",
        "놀림당하",
        "조롱하",
        "째려보",
        "노려보",
    ):
        if persons or clause.stem.endswith(("당하", "받")) or any(_is_me(each.word) for each in clause.arguments):
            yield tender("teased", "teased or left out")
    elif clause.stem == "욕하" and persons:
        if any(each in _people("parents") for each in doers):
            yield disclosed("violence", "a parent curses at the child")
        else:
            yield tender("teased", "called names")


def _unkind(clause: _Clause) -> Iterator[Sign]:
    """Find any other deed to the child that is not on the reviewed list of kind ones."""
    deeds, doers = signs("ko").deeds, _doers(clause)
    objects = [each for each in clause.arguments if each.role == "object"]
    to_me = any(_is_me(each.word) or (each.after_me and each.word in _bodies()) for each in objects)
    known = clause.stem in deeds["kind"] | deeds["told"] | deeds["yell"] or _is_kindly(clause) or not clause.stem
    if not to_me or known or not any(_is_person(each) for each in doers):
        return
    if not any(_is_me(each) or _is_creature(each) for each in doers):
        yield disclosed("violence", "a person does something to the child that is not known to be kind")


_RULES = (_violence, _unkind, _suffering, _touch, _taking, _yelling, _teasing)
