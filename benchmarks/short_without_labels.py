"""Short speech without labels: what `soridam shorten` costs and keeps, in four languages.

    python benchmarks/short_without_labels.py --json benchmarks/results/short_without_labels.json

The model hears recordings without their texts: telephone prompts in English, Spanish and Italian (human speech,
examples/telephone_prompts.py), and Korean that the packaged voice says. The same weights are then compared in int8:
untouched at 30 s, untouched in short windows, and taught in short windows, on prompts of the same speakers whose texts
do not occur among those that were heard. `--default` adds a model that heard no recordings at all, but the speech that
`soridam shorten` makes by itself.

Texts are scored without accents, since the Spanish ones have none, and with numbers in words. Each system decodes
greedily, without fallback to 30 s and without a guard against silence; "as served" is the recognizer with both.
Processor seconds are those of the process with one thread, so that other work on the machine matters little.
"""

import csv
import hashlib
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import soundfile
import soxr
from measure import Results, benchmark_arguments, finish

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "data" / "benchmarks" / "short"
HUMAN = ("en", "es", "it")
LANGUAGES = (*HUMAN, "ko")
HELD_OUT = 40  # percent of the texts
KOREAN = (100, 40)  # utterances that are heard, and that are asked
TRAIN_VOICES, TEST_VOICES = ("jf_alpha", "jf_gongitsune", "jm_kumo"), ("jf_nezumi", "jf_tebukuro")
TIMED = (2.0, 4.0)  # seconds of the utterances whose latency is measured: some 3 s
RUNAWAYS = 1000  # utterances
DRAWS = 1000
RATE = 16_000


# --- recordings ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prompt:
    """A recording that is asked, and what is said in it."""

    file: Path
    text: str
    language: str


def make_recordings() -> list[Prompt]:
    """Write the recordings that are heard to WORK/heard/LANGUAGE; return those that are asked."""
    if not (WORK / "asked.json").exists():
        asked = [prompt for language in HUMAN for prompt in _part(language)] + _speak_korean()
        rows = [[str(prompt.file), prompt.text, prompt.language] for prompt in asked]
        (WORK / "asked.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    return [
        Prompt(Path(file), text, language) for file, text, language in json.loads((WORK / "asked.json").read_text())
    ]


def _part(language: str) -> list[Prompt]:
    """Fetch the prompts of a language and copy those that are heard, without their texts."""
    source, heard = WORK / "prompts" / language, WORK / "heard" / language
    script = [sys.executable, str(ROOT / "examples/telephone_prompts.py"), str(source), "--language", language]
    subprocess.run(script, check=True, stdout=sys.stderr)
    heard.mkdir(parents=True, exist_ok=True)
    asked = []
    with (source / "metadata.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            digest = hashlib.sha256(bare(row["text"], language).encode()).digest()
            if digest[0] * 100 < HELD_OUT * 256:
                asked.append(Prompt(source / row["file_name"], row["text"], language))
            else:
                shutil.copyfile(source / row["file_name"], heard / row["file_name"].replace("/", "-"))
    return asked


def _speak_korean() -> list[Prompt]:
    """Let the voice say sentences of `soridam shorten` to be heard, and others in other voices to be asked."""
    from soridam.speech.shortening.voices import draw_sentence, read_sentences
    from soridam.speech.synthesis.voice import Voice

    sys.path.insert(0, str(ROOT / "examples"))
    from korean_commands import NEW_TEMPLATES, TEMPLATES

    rng, voice = np.random.default_rng(7), Voice()
    parts = ((read_sentences()["ko"], TRAIN_VOICES), ((*TEMPLATES, *NEW_TEMPLATES), TEST_VOICES))
    asked = []
    for (templates, voices), count, name in zip(parts, KOREAN, ("heard", "asked"), strict=True):
        folder = WORK / name / "ko"
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(count):
            text = draw_sentence(templates[number % len(templates)], rng)
            speaker, speed = {str(rng.choice(voices)): 1.0}, float(rng.uniform(0.9, 1.2))
            file = folder / f"{number:03d}.flac"
            if not file.exists():
                soundfile.write(file, soxr.resample(voice.say(text, "ko", speaker, speed).wave, 24_000, RATE), RATE)
            if name == "asked":
                asked.append(Prompt(file, text, "ko"))
    return asked


# --- models ----------------------------------------------------------------------------------------------------------


def make_model(model: str, name: str, folders: Sequence[Path], values: Sequence[str]) -> Path:
    """Teach and export; what is there already is kept. Returns the folder of the export."""
    run, export = WORK / "runs" / name, WORK / "models" / name
    if not (export / "parity.json").exists():
        audio = [word for folder in folders for word in ("--audio", str(folder))]
        started, before = time.perf_counter(), _children_seconds()
        if not (run / "model/README.md").exists():
            _soridam("shorten", model, *audio, "--out", str(run), *values)
            spent = {"wall": time.perf_counter() - started, "processor": _children_seconds() - before}
            (run / "cost.json").write_text(json.dumps(spent))
        _soridam("export", str(run), "--out", str(export))
    return export


def _soridam(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "soridam", *words], check=True, stdout=sys.stderr)


def _children_seconds() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# --- texts -----------------------------------------------------------------------------------------------------------

ONES = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis "
    "veintisiete veintiocho veintinueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove venti ventuno ventidue ventitre ventiquattro venticinque ventisei ventisette "
    "ventotto ventinove",
    "ko": "",
}
TENS = {
    "en": "thirty forty fifty sixty seventy eighty ninety hundred",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "ko": "",
}


def bare(text: str, language: str) -> str:
    """Words in small letters without accents and marks; numbers of one word in words. Korean without spaces."""
    if language == "ko":
        return "".join(character for character in text if character.isalnum())
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    words = re.findall(r"[a-z]+|[0-9]+", plain)
    return " ".join(_number(word, language) for word in words)


def _number(word: str, language: str) -> str:
    ones, tens = ONES[language].split(), TENS[language].split()
    if not word.isdigit():
        return word
    value = int(word)
    if value < len(ones):
        return ones[value]
    return tens[value // 10 - 3] if 30 <= value <= 100 and value % 10 == 0 else word


def errors_of(prompts: Sequence[Prompt], texts: Sequence[str]) -> np.ndarray:
    """Return errors and length of the reference of each utterance, in words, of Korean in letters; (utterances, 2)."""
    from soridam.text.error_rates import Pair, as_ratios, utterance_errors

    language = prompts[0].language
    pairs = [
        Pair(references=(bare(prompt.text, language),), hypothesis=bare(text, language))
        for prompt, text in zip(prompts, texts, strict=True)
    ]
    return as_ratios(utterance_errors(pairs, "cer" if language == "ko" else "wer"))


def rate(errors: np.ndarray) -> float:
    """Percent of all words, or letters, that are wrong."""
    return float(100 * errors[:, 0].sum() / errors[:, 1].sum())


# --- systems ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """What a system wrote for one utterance, and the language that it heard. Seconds are those of the processor."""

    text: str
    ran_away: bool
    seconds: float
    language: str = ""


Write = Callable[[np.ndarray, str], Written]


def at_window(folder: Path, *, short: bool) -> Write:
    """Greedy decoding in one window, without fallback and guard; the language is told in it, too."""
    from soridam.speech.recognition.engine import Decoding, Engine
    from soridam.speech.window import FULL_WINDOW, ShortContext, is_runaway

    engine = Engine.load(folder, device="cpu", precision="int8", threads=1)
    window = ShortContext().window if short else lambda _: FULL_WINDOW

    def write(wave: np.ndarray, language: str) -> Written:
        before = time.process_time()
        encoded = engine.encode([wave], window(len(wave) / RATE))
        (found,) = engine.write(encoded, Decoding(language))
        seconds = time.process_time() - before
        heard = engine.detect_language(encoded)[0][0]
        return Written(found.text, is_runaway(found.text, ended=found.ended), seconds, heard)

    return write


def as_served(folder: Path) -> Write:
    from soridam import TranscriptionOptions, load_recognizer

    recognizer = load_recognizer(folder, device="cpu", precision="int8", threads=1)

    def write(wave: np.ndarray, language: str) -> Written:
        before = time.process_time()
        text = recognizer.transcribe(wave, TranscriptionOptions(language=language, words=False)).text
        return Written(text, False, time.process_time() - before)

    return write


def faster_whisper(folder: Path, beam: int | None) -> Write:
    """Untouched weights, int8; without a beam as it comes."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
    options = {"beam_size": beam} if beam else {}

    def write(wave: np.ndarray, language: str) -> Written:
        before = time.process_time()
        segments, _ = model.transcribe(wave, language=language, **options)
        text = " ".join(segment.text for segment in segments)
        return Written(text, False, time.process_time() - before)

    return write


# --- the comparison --------------------------------------------------------------------------------------------------


def compare(asked: Sequence[Prompt], untouched: Path, taught: dict[str, Path], results: Results) -> None:
    systems = untouched_systems(untouched)
    systems |= {f"{name}, short": partial(at_window, folder, short=True) for name, folder in taught.items()}
    systems |= {f"{name}, as served": partial(as_served, folder) for name, folder in taught.items()}
    written = {name: write_all(name, load, asked) for name, load in systems.items()}
    for language in LANGUAGES:
        prompts = [prompt for prompt in asked if prompt.language == language]
        errors: dict[str, np.ndarray] = {}
        for name in systems:
            found = [written[name][str(prompt.file)] for prompt in prompts]
            errors[name] = errors_of(prompts, [each.text for each in found])
            results.add(name, f"errors_{language}", rate(errors[name]), "%")
            add_difference(results, name, language, errors[name], errors["untouched, 30 s"])
            if not name.endswith("as served"):
                alike = sum(each.language == language for each in found)
                results.add(name, f"language_{language}", 100 * alike / len(found), "%")
                results.add(name, f"runaways_{language}", sum(each.ran_away for each in found), "")
            results.add(name, f"seconds_{language}", sum(each.seconds for each in found) / len(found), "s of processor")
        results.add("asked", f"utterances_{language}", len(prompts), "")


def untouched_systems(folder: Path) -> dict[str, Callable[[], Write]]:
    return {
        "untouched, 30 s": partial(at_window, folder, short=False),
        "untouched, short": partial(at_window, folder, short=True),
    }


def write_all(name: str, load: Callable[[], Write], asked: Sequence[Prompt]) -> dict[str, Written]:
    """Return what a system writes for each file. What it wrote in an earlier execution is kept."""
    kept = WORK / "written" / f"{name.replace(', ', '-').replace(' ', '-')}.json"
    kept.parent.mkdir(exist_ok=True)
    rows = json.loads(kept.read_text()) if kept.exists() else {}
    missing = [prompt for prompt in asked if str(prompt.file) not in rows]
    if missing:
        write = load()
        write(read(missing[0].file), missing[0].language)  # the first takes longer
        for number, prompt in enumerate(missing):
            rows[str(prompt.file)] = asdict(write(read(prompt.file), prompt.language))
            if number % 10 == 9 or number == len(missing) - 1:
                kept.write_text(json.dumps(rows, ensure_ascii=False))
                print(f"{name}: {number + 1} of {len(missing)}", file=sys.stderr)
    return {file: Written(**row) for file, row in rows.items()}


def add_difference(results: Results, name: str, language: str, errors: np.ndarray, first: np.ndarray) -> None:
    """Add the difference to the untouched model in 30 s, with what 1,000 draws of the utterances leave of it."""
    if errors is first:
        return
    rng = np.random.default_rng(7)
    drawn = [rng.integers(0, len(first), len(first)) for _ in range(DRAWS)]
    values = [rate(errors[rows]) - rate(first[rows]) for rows in drawn]
    least, most = np.percentile(values, (2.5, 97.5))
    for suffix, value in (("", rate(errors) - rate(first)), ("_least", least), ("_most", most)):
        results.add(name, f"difference_{language}{suffix}", value, "points")


def measure_latency(
    asked: Sequence[Prompt], untouched: Path, taught: dict[str, Path], results: Results, *, most: int
) -> None:
    """Median processor seconds of utterances of some 3 s, the systems in turn, one utterance after the other."""
    rng = random.Random(7)
    prompts = [prompt for prompt in asked if TIMED[0] <= len(read(prompt.file)) / RATE <= TIMED[1]]
    prompts = rng.sample(prompts, min(most, len(prompts)))
    systems: dict[str, Write] = {
        "faster-whisper": faster_whisper(untouched, None),
        "faster-whisper, beam 1": faster_whisper(untouched, 1),
    }
    systems |= {f"{name}, as served": as_served(folder) for name, folder in taught.items()}
    for write in systems.values():
        write(read(prompts[0].file), prompts[0].language)
    seconds: dict[str, list[float]] = {name: [] for name in systems}
    clock: dict[str, list[float]] = {name: [] for name in systems}
    for prompt in prompts:
        wave = read(prompt.file)
        for name in rng.sample(list(systems), len(systems)):
            started = time.perf_counter()
            seconds[name].append(systems[name](wave, prompt.language).seconds)
            clock[name].append(time.perf_counter() - started)
    for name in systems:
        results.add(name, "processor_seconds_at_3_s", statistics.median(seconds[name]), "s")
        results.add(name, "clock_seconds_at_3_s_beside_other_work", statistics.median(clock[name]), "s")
    results.add("asked", "utterances_timed", len(prompts), "")


def count_runaways(asked: Sequence[Prompt], untouched: Path, taught: dict[str, Path], results: Results) -> None:
    """Let each taught model write 1,000 utterances in short windows: those that are asked, as they are, and cut."""
    rng = np.random.default_rng(7)
    for name, folder in taught.items():
        write = at_window(folder, short=True)
        count = 0
        for number in range(RUNAWAYS):
            prompt = asked[number % len(asked)]
            wave = read(prompt.file)
            if number >= len(asked):  # another part of it, of 0.3 s and more
                length = int(rng.integers(min(len(wave), round(0.3 * RATE)), len(wave) + 1))
                first = int(rng.integers(0, len(wave) - length + 1))
                wave = wave[first : first + length]
            count += write(wave, prompt.language).ran_away
        results.add(f"{name}, short", "runaways_in_1000", count, "")


def draw(asked: Sequence[Prompt], most: int) -> list[Prompt]:
    """Draw so many utterances of each language."""
    chosen = []
    for language in LANGUAGES:
        prompts = [prompt for prompt in asked if prompt.language == language]
        chosen += random.Random(7).sample(prompts, min(most, len(prompts)))
    return chosen


def read(file: Path) -> np.ndarray:
    from soridam.speech.audio import decode_audio

    return decode_audio(file)


def main() -> None:
    parser = benchmark_arguments((__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default="base")
    parser.add_argument("--default", action="store_true", help="also teach on made speech alone")
    parser.add_argument("--limit", type=int, default=0, help="use that many utterances of each language only")
    parser.add_argument("--timed", type=int, default=40, help="utterances whose latency is measured")
    parser.add_argument("values", nargs="*", metavar="NAME=VALUE", help="values for soridam shorten")
    arguments = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    asked = make_recordings()
    if arguments.limit:
        asked = draw(asked, arguments.limit)
    from soridam.speech.weights import find_whisper

    untouched = find_whisper(arguments.model, form="ctranslate2")
    heard = [WORK / "heard" / language for language in LANGUAGES]
    taught = {"taught": make_model(arguments.model, f"{arguments.model}-recordings", heard, arguments.values)}
    if arguments.default:
        taught["taught on made speech"] = make_model(arguments.model, f"{arguments.model}-made", [], arguments.values)
    results = Results("short_without_labels")
    for work in (partial(measure_latency, most=arguments.timed), compare, count_runaways):
        work(asked, untouched, taught, results)
        if arguments.json:
            results.write(arguments.json)  # what is measured so far
    for name, run in (("taught", "recordings"), ("taught on made speech", "made")):
        cost = WORK / "runs" / f"{arguments.model}-{run}" / "cost.json"
        if name in taught and cost.exists():
            for kind, seconds in json.loads(cost.read_text()).items():
                results.add(name, f"teaching_{kind}_seconds", seconds, "s")
    finish(results, arguments.json)


if __name__ == "__main__":
    main()
