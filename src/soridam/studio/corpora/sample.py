"""A corpus to begin with: short sentences, read by the built-in voices. Nothing is fetched but those voices.

It shows how a corpus looks and how tuning goes; no model will be better for it. Begin with `make_sample`.
"""

import csv
from pathlib import Path
from typing import Any

from soridam.book.story import Language
from soridam.core.files import replacing
from soridam.core.progress import show_progress
from soridam.speech.audio import SAMPLE_RATE, encode_flac, resample
from soridam.speech.corpus.folder import prepare_folder
from soridam.speech.corpus.prepare import Preparation
from soridam.speech.synthesis.spoken import VOICE_RATE
from soridam.speech.synthesis.voice import Voice
from soridam.studio.corpora.making import make_ready
from soridam.studio.corpora.prepare_pictures import add_pictures
from soridam.studio.corpora.sample_pictures import draw_sample
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.places import CorpusPlace

VOICES = ("jf_alpha", "jf_gongitsune", "jf_tebukuro", "jm_kumo")
SPEED = 1.0
SENTENCES: dict[Language, tuple[str, ...]] = {
    "ko": (
        "거실 불을 켜 줘.",
        "오늘 날씨가 어때?",
        "다음 노래를 틀어 줘.",
        "알람을 일곱 시에 맞춰 줘.",
        "창문을 조금만 열어 줘.",
        "엄마한테 전화해 줘.",
        "소리를 조금 줄여 줘.",
        "고래 이야기를 들려줘.",
    ),
    "en": (
        "Turn on the lights, please.",
        "What is the weather today?",
        "Play the next song.",
        "Wake me up at seven.",
        "Open the window a little.",
        "Call my mother.",
        "Turn down the volume.",
        "Tell me a story about a whale.",
    ),
}


def make_sample(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Read the sentences aloud, each in every voice, and prepare what comes of it; or draw pictures of a hero."""
    if payload["family"] == "image":
        return add_pictures(context, payload["corpus"], draw_sample)

    def make(place: CorpusPlace, out: Path) -> Preparation:
        _read_aloud(place.files, payload["language"])
        return prepare_folder(place.files, out, reader="audiofolder", language=payload["language"])

    return make_ready(context, payload, make)


def _read_aloud(folder: Path, language: Language) -> None:
    """Read all sentences but those that a killed attempt has read. The table is written last."""
    speech = Voice()
    rows = [(voice, number, text) for voice in VOICES for number, text in enumerate(SENTENCES[language])]
    with show_progress("Reading aloud", len(rows), "sentences") as progress:
        for voice, number, text in rows:
            path = folder / _name(voice, number)
            if not path.is_file():
                said = speech.say(text, language, {voice: 1.0}, SPEED)
                with replacing(path) as temporary:
                    temporary.write_bytes(encode_flac(resample(said.wave, VOICE_RATE, SAMPLE_RATE)))
            progress.advance()
    with replacing(folder / "metadata.csv") as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["file_name", "text", "speaker"])
        table.writerows([_name(voice, number), text, voice] for voice, number, text in rows)


def _name(voice: str, number: int) -> str:
    return f"{voice}-{number:02d}.flac"
