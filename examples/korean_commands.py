"""Korean spoken commands without a single recording: a synthetic corpus, a Whisper tuned on it, and what that brought.

    python examples/korean_commands.py data/commands

Nobody is recorded: the voice is Kokoro-82M, the pitch is moved up to that of children, and the sentences come out of
templates. The voices of the tests are not in the training part, nor are their sentences. The card beside the
recordings says so, as does each file, and as do the columns `region` and `source`.

It takes about an hour on two cores; stopped, the same command goes on where it was. What it shows is whether the way
from recordings to a tuned model works, and not how well children are understood: that takes recordings of children.
"""

import argparse
import csv
import hashlib
import io
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice, product
from pathlib import Path

import numpy as np
import soundfile
import soxr

import soridam
from soridam.core.errors import SoridamError, UsageError
from soridam.core.files import replacing, write_text
from soridam.core.progress import show_progress
from soridam.speech.synthesis.spoken import VOICE_RATE
from soridam.speech.synthesis.voice import Voice

RATE = 16_000  # Hz
SEED = 7
TESTS = {
    "children": "child-like voices",
    "plain": "plain voices",
    "new": "child-like voices, templates that were not trained on",
}
# Kokoro's voices, each on one side only. A man's voice does not become a child's by its pitch.
TRAIN_CHILDREN = ("jf_alpha", "jf_gongitsune")
TRAIN_ADULTS = (*TRAIN_CHILDREN, "jm_kumo")
TEST_VOICES = ("jf_nezumi", "jf_tebukuro")
NOTE = "Synthetic speech: Kokoro-82M, examples/korean_commands.py of Soridam"

TEMPLATES = (
    "[거실|안방|부엌|화장실|내 방|동생 방|현관|베란다] [불|선풍기|에어컨|공기 청정기|가습기|텔레비전|스피커] "
    "[켜 줘|꺼 줘|좀 켜 줄래|좀 꺼 줄래]",
    "[내일|모레|토요일|일요일|오늘 저녁|다음 주 월요일] "
    "[여섯 시|일곱 시|일곱 시 반|여덟 시|아홉 시 십 분|열 시 이십 분|열한 시]에 "
    "[깨워 줘|알람 맞춰 줘|알려 줘|전화해 줘]",
    "[삼|오|칠|십|십오|이십|이십오|삼십|사십오] 분 뒤에 "
    "[알려 줘|불 꺼 줘|노래 꺼 줘|간식 먹으라고 말해 줘|양치하라고 말해 줘|손 씻으라고 말해 줘]",
    "[공룡|토끼|호랑이|고양이|강아지|로봇|공주|소방차|펭귄|상어|나비|거북이|도깨비] 나오는 "
    "[이야기|노래|동화|만화|책] [들려줘|틀어 줘|찾아 줘|보여 줘]",
    "로봇아, [앞으로|뒤로|왼쪽으로|오른쪽으로] [한|두|세|네|다섯|여섯|일곱|열] 걸음 [가|움직여|뛰어 봐|천천히 가]",
    "[빨간|노란|파란|하얀|까만|분홍색|보라색|초록색] [동그라미|세모|네모|별|꽃|자동차|물고기|우산|풍선] "
    "[그려 줘|보여 줘|찾아 줘|색칠해 줘]",
    "[오늘|내일|모레|이번 주말] [서울|부산|대구|광주|강릉|제주도|전주|춘천] "
    "[날씨 어때|날씨 알려 줘|많이 추워|비 와|눈 와|우산 필요해]",
    "[텔레비전|음악|게임|동화책|라디오|전화기|만화] 소리[|를 조금만|를 많이|를 아주 조금] "
    "[키워 줘|줄여 줘|높여 줘|낮춰 줘]",
    "[사자|코끼리|병아리|오리|돼지|부엉이|개구리|말|늑대|고래|귀뚜라미|참새] [울음소리|사진|그림|발자국] "
    "[들려줘|보여 줘|따라 해 봐|찾아 줘]",
    "[김밥|떡볶이|김치찌개|된장국|볶음밥|샌드위치|팬케이크|미역국|잡채|주먹밥|수제비|만두|식혜|비빔밥] "
    "[만드는 법 알려 줘|어떻게 만들어|먹고 싶어|주문해 줘|재료가 뭐야]",
    "[나|동생|친구|아빠|강아지|로봇]하고 [숨바꼭질|끝말잇기|가위바위보|퀴즈|보물찾기|줄넘기] "
    "[하고 싶어|하자|놀이 시작해 줘|몇 번 했어]",
)
NEW_TEMPLATES = (
    "[이 책|그림책|동화책|어제 읽던 책] [첫|세|열|열두|스무|서른] 쪽[부터|까지|만] 읽어 줘",
    "[삼|사|오|육|칠|팔|구|십] [더하기|빼기|곱하기] [일|이|삼|사|오] 얼마야",
    "[엄마|아빠|할머니|할아버지|누나|형|선생님|삼촌]한테 "
    "[사랑한다고|지금 집에 간다고|배고프다고|빨리 오라고|숙제 다 했다고|고맙다고] 문자 보내 줘",
    "[사과|바나나|기차|비행기|달팽이|무지개|눈사람|숟가락|꽃잎|구름] 영어로 [뭐야|말해 줘|어떻게 말해]",
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
    text: str
    speaker: Speaker

    @property
    def file_name(self) -> str:
        return f"{self.speaker.name}-{hashlib.sha256(self.text.encode()).hexdigest()[:10]}.flac"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where recordings, corpus, model and reports go")
    parser.add_argument("--utterances", type=int, default=2_000)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--threads", type=int, default=2, help="utterances that are spoken at once")
    arguments = parser.parse_args()
    try:
        make_corpus(arguments.folder / "synthetic-commands", arguments.utterances, arguments.threads)
        model = tune(arguments.folder, arguments.epochs)
        compare(arguments.folder, model)
    except SoridamError as error:
        print(f"Error: {error.message}\n  Do: {error.hint}", file=sys.stderr)
        return error.exit_code
    return 0


# --- from recordings to a report: each call goes on with, or keeps, what is there -------------------------------------


def tune(folder: Path, epochs: float) -> Path:
    """Recordings become a corpus of train and tests, and that a model."""
    corpus, run = folder / "corpus", folder / "tuned"
    soridam.prepare(folder / "synthetic-commands", folder / "prepared", language="ko")
    if not corpus.exists():
        soridam.split(folder / "prepared", corpus, by="part")
    values = [f"data.corpus={corpus}", f"optimizer.epochs={epochs}", "batches.seconds=30", "validation.metric=cer"]
    soridam.train("base", run, *values, resume=run.exists())
    if not (folder / "model").exists():
        soridam.export(run, folder / "model")
    return run


def compare(folder: Path, model: Path) -> None:
    """Print the character error rates before and after, with their 95 % intervals."""
    lines = []
    for part, what in TESTS.items():
        found = soridam.evaluate(["base", model], folder / "corpus", folder / "reports" / part, split=part)
        rates = [score.scores["cer"].interval for score in found.scores]
        before, after = (f"{rate.rate:6.1%} ({rate.low:.1%} to {rate.high:.1%})" for rate in rates)
        lines.append(f"{before}  {after}  {what}, {rates[0].units} utterances")
    print("\nCharacter error rate on synthetic speech, before and after tuning (95 % interval):")
    print("\n".join(lines))
    print(f"\nReports: {folder / 'reports'}/*/report.html")
    print(f"Try it:  SORIDAM_BOOK__RECOGNIZER={folder / 'model'} soridam book make --voice FILE --language ko")


# --- what is said, and by whom ----------------------------------------------------------------------------------------


def plan(count: int) -> list[Utterance]:
    """Who says what: each sentence once, and no speaker and no sentence of a test in the training part.

    A smaller corpus is the beginning of a larger one.
    """
    chance = random.Random(SEED)
    known, new = (list(iter_sentences(templates)) for templates in (TEMPLATES, NEW_TEMPLATES))
    chance.shuffle(known)
    chance.shuffle(new)
    most = min(len(known) * 10 // 9, len(new) * 10)
    if count > most:
        raise UsageError(
            "commands.too-many",
            "The templates give sentences for {most} utterances.",
            hint="--utterances {most}",
            most=most,
        )
    train = [make_speaker(f"train-child-{number:02}", TRAIN_CHILDREN, chance) for number in range(16)]
    train += [make_speaker(f"train-adult-{number:02}", TRAIN_ADULTS, chance) for number in range(8)]
    children = [make_speaker(f"test-child-{number:02}", TEST_VOICES, chance) for number in range(6)]
    adults = [make_speaker(f"test-adult-{number:02}", TEST_VOICES, chance) for number in range(6)]
    speakers = {"train": cycle(train), "children": cycle(children), "plain": cycle(adults), "new": cycle(children)}
    known_texts, new_texts = iter(known), iter(new)
    return [
        Utterance(part, next(new_texts if part == "new" else known_texts), next(speakers[part]))
        for part in islice(cycle((*TESTS, *["train"] * 7)), count)
    ]


def iter_sentences(templates: Sequence[str]) -> Iterator[str]:
    """Every way to choose one of each [this|that]."""
    for template in templates:
        choices = [piece.split("|") for piece in re.split(r"[\[\]]", template)]
        yield from map("".join, product(*choices))


def make_speaker(name: str, voices: Sequence[str], chance: random.Random) -> Speaker:
    """Two voices mixed. A child's lies higher, and higher yet the younger the child is; it speaks more slowly."""
    first, second = chance.sample(voices, 2)
    share = chance.uniform(0.5, 1.0)
    mix, gender = {first: share, second: 1 - share}, "male" if first == "jm_kumo" else "female"
    if "child" in name:
        age = chance.randint(5, 9)
        height = chance.uniform(1.22, 1.3) + 0.03 * (9 - age)
        return Speaker(name, mix, height, chance.uniform(0.82, 1.0), age, gender="")
    return Speaker(name, mix, chance.uniform(0.94, 1.06), chance.uniform(0.9, 1.1), chance.randint(20, 60), gender)


# --- recordings -------------------------------------------------------------------------------------------------------


def make_corpus(folder: Path, count: int, threads: int) -> None:
    """Speak what is not there yet; then the table that names the recordings, and the card."""
    utterances = plan(count)
    missing = [utterance for utterance in utterances if not (folder / utterance.file_name).exists()]
    voice = Voice(threads=1)
    with (
        show_progress("Speaking", len(utterances), "utterances") as progress,
        ThreadPoolExecutor(threads) as pool,
    ):
        progress.advance(len(utterances) - len(missing))
        for _ in pool.map(lambda utterance: record(utterance, voice, folder), missing):
            progress.advance()
    write_new(folder / "metadata.csv", table(utterances))
    write_new(folder / "README.md", card(utterances))


def record(utterance: Utterance, voice: Voice, folder: Path) -> None:
    with (
        replacing(folder / utterance.file_name) as temporary,
        soundfile.SoundFile(temporary, "w", RATE, 1, format="FLAC") as file,
    ):
        file.comment = NOTE
        file.write(speak(utterance.text, utterance.speaker, voice))


def speak(text: str, speaker: Speaker, voice: Voice) -> np.ndarray:
    """Played faster than it was made, a voice rises; so it is first said that much more slowly."""
    wave = voice.say(f"{text}.", "ko", speaker.mix, speaker.tempo / speaker.height).wave
    wave = soxr.resample(wave, VOICE_RATE * speaker.height, RATE)
    silence = np.zeros(RATE // 5, dtype=np.float32)
    return np.concatenate([silence, wave, silence])


def write_new(path: Path, text: str) -> None:
    """Leave alone what is as it should be: a file that is written again counts as changed when a corpus goes on."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)


def table(utterances: Sequence[Utterance]) -> str:
    rows = [row_of(utterance) for utterance in utterances]
    lines = io.StringIO()
    writer = csv.DictWriter(lines, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def row_of(utterance: Utterance) -> dict[str, object]:
    speaker = utterance.speaker
    return {
        "file_name": utterance.file_name,
        "text": utterance.text,
        "split": utterance.part,
        "speaker": speaker.name,
        "age": speaker.age,
        "gender": speaker.gender,
        "region": "synthetic",
        "source": "synthetic-commands",
    }


def card(utterances: Sequence[Utterance]) -> str:
    speakers = {utterance.speaker.name for utterance in utterances}
    sizes = {part: sum(utterance.part == part for utterance in utterances) for part in ("train", *TESTS)}
    tests = "; ".join(f"`{part}` {sizes[part]:,} ({what})" for part, what in TESTS.items())
    return f"""# Korean commands, synthetic

{sizes["train"]:,} utterances to train on, and three tests: {tests}. {len(speakers)} made-up speakers.
**No person was recorded.** The ages are those that the pitch was moved to, not those of people.

- Made by `examples/korean_commands.py` of Soridam with Kokoro-82M (Apache-2.0) and rules of Korean pronunciation.
- Good for trying things out and for warming up. What is learned here must be measured on recordings of people.
- No voice and no sentence of a test is in the training part. The words of `children` and `plain` are, in other
  sentences of the same templates; the templates of `new` are not.
- License: CC0.
"""


if __name__ == "__main__":
    sys.exit(main())
