"""The recipes that a page offers: which values may be changed, between which limits, and what each means.

Begin with `list_recipes`. What is not named here cannot be set from a page: no folder, no file, no other corpus.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from soridam.core.errors import ConfigError
from soridam.recipes import read_recipe, recipe_names
from soridam.speech.tuning.config import RecipeConfig

Scalar = bool | int | float | str
ValueKind = Literal["number", "integer", "choice", "boolean", "text"]


@dataclass(frozen=True, slots=True)
class Explained:
    """A value of a recipe in plain words. `main` ones are shown first."""

    name: str
    korean: tuple[str, str]  # title, explanation
    english: tuple[str, str]
    unit: str = ""
    main: bool = False


EXPLAINED: tuple[Explained, ...] = (
    Explained(
        "tuning.method",
        ("학습 방법", "full은 모든 가중치를, lora는 덧붙인 작은 가중치만 배웁니다. lora는 메모리가 적게 들고 빨라요."),
        ("Method", "full teaches all weights; lora only small added ones, which takes less memory and time."),
        main=True,
    ),
    Explained(
        "optimizer.epochs",
        ("반복 횟수", "자료 전체를 몇 번 배울지. 적으면 덜 배우고, 너무 많으면 외워 버려요."),
        ("Epochs", "How often all of the data is learned from. Few teach little; very many make it learn by heart."),
        main=True,
    ),
    Explained(
        "optimizer.steps",
        ("스텝 수", "0이면 반복 횟수만큼. 정해 두면 그만큼만 배웁니다. 시험 삼아 돌려 볼 때 좋아요."),
        ("Steps", "0: as many as the epochs take. A fixed number is handy for a first try."),
        main=True,
    ),
    Explained(
        "optimizer.learning_rate",
        ("학습률", "한 번에 얼마나 크게 고칠지. 크면 빨리 배우지만 흔들리고, 작으면 느리지만 안정돼요."),
        (
            "Learning rate",
            "How much each step changes. Larger learns faster and may go astray; smaller is slower.",
        ),
        main=True,
    ),
    Explained(
        "batches.seconds",
        ("배치 길이", "한 번에 듣는 소리의 길이. 길수록 메모리가 더 들어요. 메모리가 모자라면 줄이세요."),
        (
            "Seconds in a batch",
            "How much sound is heard at once. Lower it when memory runs out.",
        ),
        unit="s",
        main=True,
    ),
    Explained(
        "data.language",
        ("언어", "비워 두면 자료에 적힌 대로. ko, en 같은 코드."),
        ("Language", "Empty: as the data says. A code such as ko or en."),
        main=True,
    ),
    Explained(
        "data.drop_bad",
        ("나쁜 행 빼기", "쓸 수 없는 행이 있을 때 멈추지 않고 빼고 배웁니다. 무엇을 뺐는지는 남겨요."),
        (
            "Leave bad rows out",
            "Rows that cannot be used are left out, and noted, instead of stopping the run.",
        ),
        main=True,
    ),
    Explained(
        "validation.every",
        ("검증 간격", "몇 스텝마다 얼마나 잘하는지 재고 저장할지."),
        ("Validate every", "After how many steps it is measured how good the model is, and a checkpoint is saved."),
        unit="steps",
        main=True,
    ),
    Explained(
        "validation.metric",
        ("기준", "가장 좋은 모델을 고르는 오류율. 영어는 단어(wer), 한국어는 글자(cer)."),
        ("Score", "The error rate that chooses the best model: words (wer) for English, letters (cer) for Korean."),
        main=True,
    ),
    Explained(
        "validation.patience",
        ("기다리기", "이만큼 검증해도 나아지지 않으면 멈춥니다. 0이면 끝까지."),
        ("Patience", "Stop after so many validations without gain. 0: never."),
    ),
    Explained(
        "validation.rows",
        ("검증 행 수", "잴 때마다 듣는 행의 수. 많으면 정확하고 느려요."),
        ("Rows to validate on", "How many rows each validation hears. More is more exact, and slower."),
    ),
    Explained(
        "validation.samples",
        ("보기", "검증할 때마다 보여 주는 예문의 수."),
        ("Samples", "How many transcripts are shown with each validation."),
    ),
    Explained(
        "optimizer.schedule",
        ("학습률의 흐름", "배우는 동안 학습률이 어떻게 줄어드는지."),
        ("Schedule", "How the learning rate falls during the run."),
    ),
    Explained(
        "optimizer.warmup",
        ("준비 운동", "처음에 학습률을 천천히 올리는 구간의 비율."),
        ("Warm-up", "The share of steps in which the learning rate rises slowly."),
    ),
    Explained(
        "optimizer.weight_decay",
        ("가중치 감쇠", "가중치가 커지지 않게 누르는 힘. 외우는 것을 막아 줘요."),
        ("Weight decay", "Keeps weights small, against learning by heart."),
    ),
    Explained(
        "batches.rows",
        ("배치 행 수", "한 번에 듣는 발화의 최대 수."),
        ("Rows in a batch", "At most so many utterances at once."),
    ),
    Explained(
        "batches.accumulate",
        ("모아 배우기", "배치 몇 개를 모아 한 스텝으로 배울지. 메모리가 적을 때 배치를 줄이고 이것을 늘리세요."),
        ("Accumulate", "How many batches make one step. With little memory lower the batch and raise this."),
    ),
    Explained(
        "model.gradient_checkpointing",
        ("메모리 아끼기", "메모리를 훨씬 적게 쓰는 대신 3분의 1쯤 느려져요."),
        ("Save memory", "Takes far less memory, and a third more time."),
    ),
    Explained(
        "tuning.rank",
        ("LoRA 크기", "lora로 배울 때 덧붙이는 가중치의 크기. 크면 더 많이 배우고 더 무거워요."),
        ("LoRA rank", "The size of what lora adds. Larger learns more and weighs more."),
    ),
    Explained(
        "data.held_out",
        ("떼어 둘 비율", "검증용 분할이 없을 때 검증하려고 떼어 두는 문장의 비율."),
        ("Held out", "The share of sentences that is kept for validation where the corpus has no such split."),
    ),
    Explained(
        "data.share",
        ("쓸 비율", "배울 행의 비율. 자료를 줄이면 얼마나 나빠지는지 볼 때 씁니다."),
        ("Share of the data", "Train on this share of the rows, to see how much the data matters."),
    ),
    Explained(
        "data.allow_leaks",
        ("겹침 허용", "배우는 행과 검증하는 행에 같은 문장이 있어도 멈추지 않습니다. 점수가 좋아 보일 수 있어요."),
        ("Allow leaks", "Shared sentences are no reason to stop. The score may look better than it is."),
    ),
    Explained(
        "window.short",
        ("짧은 창", "소리 길이에 맞춰 듣습니다. 몇 배 빠르고, 끄면 늘 30초씩 들어요."),
        ("Short context", "Hears each utterance at its own length: several times faster. Off: always 30 s."),
    ),
    Explained(
        "mixture.timestamps",
        ("시간 표시", "시간 정보를 함께 배우는 발화의 비율. 자막 시간을 잊지 않게 해요."),
        ("With times", "The share of utterances that carry times, so that subtitles stay in time."),
    ),
    Explained(
        "mixture.no_speech",
        ("무음", "아무도 말하지 않는 소리의 비율. 조용할 때 지어내지 않게 해요."),
        ("Without speech", "The share of silence and noise, so that it does not invent words where nobody speaks."),
    ),
    Explained(
        "mixture.long_form",
        ("긴 녹음", "여러 발화를 이어 붙여 긴 녹음으로 배우는 비율."),
        ("Long recordings", "The share of utterances that are joined to recordings of up to 30 s."),
    ),
    Explained(
        "augmentation.noise",
        ("잡음 섞기", "잡음을 섞어 배우는 발화의 비율. 시끄러운 곳에서 강해져요."),
        ("Add noise", "The share of utterances with added noise, for noisy places."),
    ),
    Explained(
        "augmentation.speed",
        ("속도 바꾸기", "빠르거나 느리게 바꿔 배우는 발화의 비율."),
        ("Change speed", "The share of utterances that are played faster or slower."),
    ),
    Explained(
        "augmentation.gain",
        ("크기 바꾸기", "소리를 키우거나 줄여 배우는 발화의 비율."),
        ("Change loudness", "The share of utterances that are made louder or quieter."),
    ),
    Explained(
        "augmentation.telephone",
        ("전화 소리", "전화처럼 바꿔 배우는 발화의 비율."),
        ("Telephone", "The share of utterances that are sent through a telephone line."),
    ),
    Explained(
        "augmentation.radio",
        ("무전 소리", "무전기처럼 바꿔 배우는 발화의 비율."),
        ("Radio", "The share of utterances that are sent through a radio."),
    ),
    Explained(
        "augmentation.spec_augment",
        ("가리기", "소리의 일부를 가리고 배우는 발화의 비율. 자료가 적을 때 도움이 돼요."),
        ("Mask", "The share of utterances of which parts are hidden; it helps where there is little data."),
    ),
    Explained(
        "seed",
        ("씨앗", "같은 수면 같은 순서로 배웁니다."),
        ("Seed", "Equal numbers give equal runs."),
    ),
)
BY_NAME = {explained.name: explained for explained in EXPLAINED}
# Sensible upper ends where the config itself has none: what a page's slider may reach.
MAXIMUMS = {
    "optimizer.epochs": 100.0,
    "optimizer.steps": 1_000_000,
    "optimizer.learning_rate": 0.1,
    "optimizer.weight_decay": 1.0,
    "batches.seconds": 3_000.0,
    "batches.rows": 1_024,
    "batches.accumulate": 256,
    "tuning.rank": 512,
    "validation.every": 100_000,
    "validation.rows": 10_000,
    "validation.samples": 200,
    "validation.patience": 1_000,
    "seed": 2**31 - 1,
}

# Titles and a sentence on each recipe: (Korean title, Korean, English title, English).
ABOUT = {
    "air-traffic": (
        "항공 관제",
        "잡음 많은 영어 관제 교신에 맞춘 값입니다.",
        "Air traffic",
        "Values for noisy English radio of controllers and pilots.",
    ),
    "korean-children": (
        "한국어 어린이",
        "명령어를 읽는 한국어 어린이 목소리에 맞춘 값입니다.",
        "Korean children",
        "Values for Korean children who give commands.",
    ),
    "korean-telephone": (
        "한국어 전화",
        "한국어 전화 통화에 맞춘 값입니다.",
        "Korean telephone",
        "Values for Korean telephone calls.",
    ),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a recipe and what it may be."""

    explained: Explained
    value: Scalar
    kind: ValueKind
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Recipe:
    """A recipe as a page shows it. `titles` and `abouts` are Korean and English."""

    name: str
    titles: tuple[str, str]
    abouts: tuple[str, str]
    config: RecipeConfig
    values: tuple[Value, ...]


def list_recipes(language: str = "") -> list[Recipe]:
    """The smallest model first, those for a special purpose last; with the values that suit a language."""
    sizes = ("tiny", "base", "small", "medium", "turbo", "large-v2", "large-v3")
    order = {size: number for number, size in enumerate(sizes)}

    def place(recipe: Recipe) -> tuple[bool, int, str]:
        return recipe.name in ABOUT, order.get(recipe.config.model.name, len(sizes)), recipe.name

    return sorted((_recipe(name, language) for name in recipe_names()), key=place)


def language_values(recipe: str, language: str) -> dict[str, Scalar]:
    """The values that a recipe leaves to the language: the error rate that its speakers look at first."""
    from soridam.speech.evaluation.testsets import leading_metric

    is_open = recipe in recipe_names() and "metric" not in read_recipe(recipe).validation.model_fields_set
    return {"validation.metric": leading_metric(language)} if is_open and language else {}


def build_config(recipe: str, values: Mapping[str, Scalar], model: str, corpus: Path) -> RecipeConfig:
    """A recipe with the values of a page. Raises ConfigError for a name that a page may not set, and for bad values."""
    for name, value in values.items():
        if name not in BY_NAME:
            raise ConfigError(
                "run.cannot-set",
                "'{name}' cannot be set here.",
                hint="Use {names} and so on.",
                name=name,
                names=", ".join(list(BY_NAME)[:5]),
            )
        if isinstance(value, int | float) and value > MAXIMUMS.get(name, value):
            raise ConfigError(
                "run.at-most",
                "{name} is at most {most}.",
                hint="Choose a smaller value.",
                name=name,
                most=MAXIMUMS[name],
            )
    if recipe not in recipe_names():
        raise ConfigError(
            "run.no-recipe",
            "There is no recipe '{name}'.",
            hint="Use one of: {names}.",
            name=recipe[:80],
            names=", ".join(recipe_names()),
        )
    places = [f"data.corpus={json.dumps(str(corpus))}", *([f"model.name={json.dumps(model)}"] if model else [])]
    return read_recipe(recipe, [*_validation_split(corpus), *_overrides(values), *places])


def changed_values(config: RecipeConfig) -> dict[str, Scalar]:
    """The values that a page may set, as the config has them."""
    return {name: _value(config, name) for name in BY_NAME}


def _validation_split(corpus: Path) -> list[str]:
    """A corpus that has a split for validation is validated on that."""
    has_it = any((corpus / "data").glob("validation-*.parquet"))
    return ['data.validation="validation"'] if has_it else []


def _overrides(values: Mapping[str, Scalar]) -> list[str]:
    return [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]


def _recipe(name: str, language: str) -> Recipe:
    config = read_recipe(name, _overrides(language_values(name, language)))
    titles, abouts = _words(name, config)
    return Recipe(name, titles, abouts, config, tuple(_describe(config, explained) for explained in EXPLAINED))


def _words(name: str, config: RecipeConfig) -> tuple[tuple[str, str], tuple[str, str]]:
    if name in ABOUT:
        korean, korean_about, english, english_about = ABOUT[name]
        return (korean, english), (korean_about, english_about)
    model = config.model.name
    if config.tuning.method == "full":
        about = (f"Whisper {model}의 모든 가중치를 배웁니다.", f"Teaches all weights of Whisper {model}.")
        return (f"{model}, 전체", f"{model}, all weights"), about
    about = (
        f"Whisper {model}에 작은 가중치를 덧붙여 배웁니다. 가볍고 빨라요.",
        f"Adds small weights to Whisper {model}: light and quick.",
    )
    return (f"{model}, LoRA", f"{model}, LoRA"), about


def _value(config: RecipeConfig, name: str) -> Any:
    section: Any = config
    for part in name.split("."):
        section = getattr(section, part)
    return section


def _field(name: str) -> FieldInfo:
    section: type[BaseModel] = RecipeConfig
    *outer, last = name.split(".")
    for part in outer:
        inner = section.model_fields[part].annotation
        assert isinstance(inner, type)
        section = inner
    return section.model_fields[last]


def _describe(config: RecipeConfig, explained: Explained) -> Value:
    field = _field(explained.name)
    value = _value(config, explained.name)
    lowest, highest = _limits(field)
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    highest = MAXIMUMS.get(explained.name) if highest is None else highest
    return Value(explained, value, _kind(value, choices), lowest, highest, tuple(map(str, choices)))


def _kind(value: Scalar, choices: tuple[str, ...]) -> ValueKind:
    if choices:
        return "choice"
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
    return "text"


def _limits(field: FieldInfo) -> tuple[float | None, float | None]:
    lowest = highest = None
    for rule in field.metadata:
        match rule:
            case Ge(ge=bound) | Gt(gt=bound):
                lowest = float(bound)  # type: ignore[arg-type]  # our configs bound numbers by numbers
            case Le(le=bound) | Lt(lt=bound):
                highest = float(bound)  # type: ignore[arg-type]
    return lowest, highest
