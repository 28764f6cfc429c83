"""Make a corpus of spoken Korean commands to try Soridam on: synthetic speech, so that it can be given to anybody.

    python examples/korean_commands.py data/commands

Nobody is recorded: the voice is Kokoro-82M, which `soridam weights get kokoro` fetches. Its five voices are mixed and
moved up in pitch to the range of children. Sentences come out of templates. Speakers and sentences of the test are not
in the training part. A card beside the recordings says all of that, and so does the column `region`.

It takes about half an hour on two cores; interrupted, the same command goes on where it stopped.
"""

import argparse
import csv
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import soundfile
import soxr

from soridam.book.parts import NARRATION_RATE, SpokenPart
from soridam.book.voice.narrate import KokoroNarrator
from soridam.core.errors import SoridamError
from soridam.core.files import replacing, write_text
from soridam.core.progress import show_progress

RATE = 16_000  # Hz
SEED = 7
TEST_SHARE = 0.2
VOICES = ("jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo")
COLUMNS = ("file_name", "text", "speaker", "age", "gender", "region")

TEMPLATES: tuple[tuple[str, Mapping[str, str]], ...] = (
    (
        "{place} {device} {switch}",
        {
            "place": "거실|안방|부엌|화장실|내 방|동생 방|현관|베란다",
            "device": "불|선풍기|에어컨|공기 청정기|가습기|텔레비전|스피커",
            "switch": "켜 줘|꺼 줘|좀 켜 줄래|좀 꺼 줄래",
        },
    ),
    (
        "{day} {time}에 {wake}",
        {
            "day": "내일|모레|토요일|일요일|오늘 저녁",
            "time": "여섯 시|일곱 시|일곱 시 반|여덟 시|아홉 시 십 분|열 시 이십 분|열한 시",
            "wake": "깨워 줘|알람 맞춰 줘|알려 줘|전화해 줘",
        },
    ),
    (
        "{minutes} 분 뒤에 {what}",
        {
            "minutes": "삼|오|십|십오|이십|삼십|사십오",
            "what": "알려 줘|불 꺼 줘|노래 꺼 줘|간식 먹으라고 말해 줘|양치하라고 말해 줘",
        },
    ),
    (
        "{hero} 나오는 {kind} {tell}",
        {
            "hero": "공룡|토끼|호랑이|고양이|강아지|로봇|공주|소방차|펭귄|상어|나비|거북이|도깨비",
            "kind": "이야기|노래|동화|만화|책",
            "tell": "들려줘|틀어 줘|찾아 줘|보여 줘",
        },
    ),
    (
        "로봇아, {direction} {steps} 걸음 {move}",
        {
            "direction": "앞으로|뒤로|왼쪽으로|오른쪽으로",
            "steps": "한|두|세|네|다섯|열",
            "move": "가|움직여|뛰어 봐|천천히 가",
        },
    ),
    (
        "{color} {thing} {draw}",
        {
            "color": "빨간|노란|파란|하얀|까만|분홍색|보라색|초록색",
            "thing": "동그라미|세모|네모|별|꽃|자동차|물고기|우산|풍선",
            "draw": "그려 줘|보여 줘|찾아 줘|색칠해 줘",
        },
    ),
    (
        "{book} {page} 쪽{part} 읽어 줘",
        {
            "book": "이 책|그림책|동화책|어제 읽던 책",
            "page": "첫|세|열|열두|스무|서른",
            "part": "부터|까지|만",
        },
    ),
    (
        "{one} {sign} {other} 얼마야",
        {"one": "삼|사|오|육|칠|팔|구|십", "sign": "더하기|빼기|곱하기", "other": "일|이|삼|사|오"},
    ),
    (
        "{when} {city} {ask}",
        {
            "when": "오늘|내일|모레|이번 주말",
            "city": "서울|부산|대구|광주|강릉|제주도|전주|춘천",
            "ask": "날씨 어때|날씨 알려 줘|많이 추워|비 와|눈 와|우산 필요해",
        },
    ),
    (
        "{person}한테 {message} 문자 보내 줘",
        {
            "person": "엄마|아빠|할머니|할아버지|누나|형|선생님|삼촌",
            "message": "사랑한다고|지금 집에 간다고|배고프다고|빨리 오라고|숙제 다 했다고|고맙다고",
        },
    ),
    (
        "{word} 영어로 {ask}",
        {
            "word": "사과|바나나|기차|비행기|달팽이|무지개|눈사람|숟가락|꽃잎|구름",
            "ask": "뭐야|말해 줘|어떻게 말해",
        },
    ),
    (
        "{what} 소리{degree} {change}",
        {
            "what": "텔레비전|음악|게임|동화책|라디오|전화기|만화",
            "degree": "|를 조금만|를 많이|를 아주 조금",
            "change": "키워 줘|줄여 줘|높여 줘|낮춰 줘",
        },
    ),
    (
        "{animal} {what} {tell}",
        {
            "animal": "사자|코끼리|병아리|오리|돼지|부엉이|개구리|말|늑대|고래|귀뚜라미|참새",
            "what": "울음소리|사진|그림|발자국",
            "tell": "들려줘|보여 줘|따라 해 봐|찾아 줘",
        },
    ),
    (
        "{food} {ask}",
        {
            "food": "김밥|떡볶이|김치찌개|된장국|볶음밥|샌드위치|팬케이크|미역국|잡채|주먹밥",
            "ask": "만드는 법 알려 줘|어떻게 만들어|먹고 싶어|주문해 줘|재료가 뭐야",
        },
    ),
    (
        "{friend}하고 {game} {want}",
        {
            "friend": "나|동생|친구|아빠|강아지|로봇",
            "game": "숨바꼭질|끝말잇기|가위바위보|퀴즈|보물찾기|줄넘기",
            "want": "하고 싶어|하자|놀이 시작해 줘|몇 번 했어",
        },
    ),
)


@dataclass(frozen=True)
class Speaker:
    """A made-up voice: a mix of Kokoro's, `height` times as high, speaking `tempo` times as fast as usual."""

    name: str
    mix: Mapping[str, float]
    height: float
    tempo: float
    age: int
    gender: str


@dataclass(frozen=True)
class Utterance:
    part: str
    number: int
    text: str
    speaker: Speaker

    @property
    def file_name(self) -> str:
        return f"{self.speaker.name}-{self.number:05}.flac"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where to write the recordings and metadata.csv")
    parser.add_argument("--utterances", type=int, default=2_000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    try:
        make_corpus(arguments.folder, arguments.utterances, arguments.threads)
    except SoridamError as error:
        print(f"Error: {error.message}\n  Do: {error.hint}", file=sys.stderr)
        return error.exit_code
    print(f"{arguments.utterances} utterances are in {arguments.folder}.")
    print(f"Next: soridam corpus prepare {arguments.folder} --language ko --out corpora/commands-all")
    print("      soridam corpus split corpora/commands-all --by part --out corpora/commands")
    return 0


def make_corpus(folder: Path, count: int, threads: int) -> None:
    """Write what is missing of a corpus: recordings first, then the tables that name them, then the card."""
    chance = random.Random(SEED)
    utterances = list(plan(count, chance))
    missing = [utterance for utterance in utterances if not (folder / utterance.part / utterance.file_name).exists()]
    for part in ("train", "test"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    narrator = KokoroNarrator(threads=1)
    with (
        show_progress("Speaking", len(utterances), "utterances") as progress,
        ThreadPoolExecutor(threads) as pool,
    ):
        progress.advance(len(utterances) - len(missing))
        for _ in pool.map(lambda utterance: speak(utterance, narrator, folder), missing):
            progress.advance()
    write_tables(folder, utterances)
    write_text(folder / "README.md", card(utterances))


# --- what is said, and by whom ----------------------------------------------------------------------------------------


def plan(count: int, chance: random.Random) -> Iterator[Utterance]:
    """Which speaker says what: each sentence once, no sentence and no speaker in both parts."""
    sentences = list(iter_sentences())
    if count > len(sentences):
        raise SystemExit(f"There are only {len(sentences)} sentences.")
    chance.shuffle(sentences)
    tests = round(count * TEST_SHARE)
    for part, texts, speakers in (
        ("train", sentences[tests:count], make_speakers("train", children=16, adults=8, chance=chance)),
        ("test", sentences[:tests], make_speakers("test", children=6, adults=4, chance=chance)),
    ):
        for number, text in enumerate(texts):
            yield Utterance(part, number, text, speakers[number % len(speakers)])


def iter_sentences() -> Iterator[str]:
    for template, fillers in TEMPLATES:
        for words in product(*(choices.split("|") for choices in fillers.values())):
            yield template.format(**dict(zip(fillers, words, strict=True)))


def make_speakers(part: str, *, children: int, adults: int, chance: random.Random) -> list[Speaker]:
    ages = [chance.randint(5, 9) for _ in range(children)] + [chance.randint(20, 60) for _ in range(adults)]
    return [make_speaker(f"{part}-{number:02}", age, chance) for number, age in enumerate(ages)]


def make_speaker(name: str, age: int, chance: random.Random) -> Speaker:
    """Two voices mixed. A child's voice lies higher the younger the child is."""
    child = age < 10
    first, second = chance.sample(VOICES[:4] if child else VOICES, 2)
    share = chance.uniform(0.5, 1.0)
    height = chance.uniform(1.22, 1.3) + 0.03 * (9 - age) if child else chance.uniform(0.94, 1.06)
    tempo = chance.uniform(0.82, 1.0) if child else chance.uniform(0.9, 1.1)
    gender = "male" if "jm_kumo" in (first, second) and not child else "female"
    return Speaker(name, {first: share, second: 1 - share}, height, tempo, age, "" if child else gender)


# --- sound ------------------------------------------------------------------------------------------------------------


def speak(utterance: Utterance, narrator: KokoroNarrator, folder: Path) -> None:
    """Write one recording. Played faster than it was made, a voice rises; so it is first said that much slower."""
    speaker = utterance.speaker
    own = narrator.with_voice(speaker.mix, speaker.tempo / speaker.height)
    wave = own.narrate([SpokenPart(utterance.text + ".")], "ko").wave
    wave = soxr.resample(wave, NARRATION_RATE * speaker.height, RATE)
    silence = np.zeros(RATE // 5, dtype=np.float32)
    target = folder / utterance.part / utterance.file_name
    with replacing(target) as temporary:
        soundfile.write(temporary, np.concatenate([silence, wave, silence]), RATE, format="FLAC")


# --- tables and card --------------------------------------------------------------------------------------------------


def write_tables(folder: Path, utterances: Sequence[Utterance]) -> None:
    for part in ("train", "test"):
        with replacing(folder / part / "metadata.csv") as temporary, temporary.open("w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=COLUMNS)
            writer.writeheader()
            writer.writerows(row_of(utterance) for utterance in utterances if utterance.part == part)


def row_of(utterance: Utterance) -> dict[str, object]:
    speaker = utterance.speaker
    about = {"speaker": speaker.name, "age": speaker.age, "gender": speaker.gender, "region": "synthetic"}
    return {"file_name": utterance.file_name, "text": utterance.text, **about}


def card(utterances: Sequence[Utterance]) -> str:
    speakers = {utterance.speaker.name: utterance.speaker for utterance in utterances}
    tests = sum(utterance.part == "test" for utterance in utterances)
    lines = [
        "# Korean commands, synthetic",
        "",
        f"{len(utterances) - tests:,} utterances to train on and {tests:,} to test with, in {len(speakers)} voices.",
        "**No person was recorded.** The ages are those that the pitch was moved to, not those of people.",
        "",
        "- Made by `examples/korean_commands.py` of Soridam, with Kokoro-82M (Apache-2.0) and rules of Korean",
        "  pronunciation.",
        "- Good for trying out and for warming up. What is learned here must be measured on recordings of people.",
        "- No sentence and no voice of the test is in the training part; the words of the templates are in both.",
        "- License: CC0.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
