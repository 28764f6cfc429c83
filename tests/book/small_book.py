"""A small finished book with plain pictures and tones for a voice: what the forms of a book are tested on."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from soridam.book.folder import COVER, Book, MadeBy, NewSheet
from soridam.book.pages.view import split_words
from soridam.book.parts import Drawing
from soridam.book.story import CastMember, Character, Language, Page, Picture, SpeakerLine, Story, Wish
from soridam.book.text import page_text
from soridam.speech.synthesis.spoken import VOICE_RATE, SpokenText, TimedWord

TITLES = {"ko": "토리와 잃어버린 별", "en": "Tori & the <Lost> Star"}
TEXTS: dict[Language, tuple[str, ...]] = {
    "ko": (
        "{hero:은} 창밖을 보았어요. 별 하나가 똑, 떨어졌어요.",
        '"별아, 어디 있니?" {hero:이} 불렀어요. 바람이 살랑살랑 대답했어요.',
        "{hero:은} 별을 꼭 안았어요.",
    ),
    "en": (
        "{hero} looked out of the window. Plop! A star fell down.",
        '"Star, where are you?" called {hero}. The wind went whoosh.',
        "{hero} held the star <b>tight</b> & slept.",
    ),
}
SAID = {"ko": '"별아, 어디 있니?"', "en": '"Star, where are you?"'}


def write_small_book(folder: Path, language: Language = "ko", *, voice: bool = True, seconds: float = 1.2) -> Book:
    hero = Character(
        id="hero", name="토리" if language == "ko" else "Tori", kind="fox", look_en="a fox", coat="#ee7d3b"
    )
    story = _story(language, hero)
    wish = Wish(topic="별", hero=hero, language=language, dedication="For Mina" if language == "en" else "미나에게")
    made_by = MadeBy(writer="grammar", illustrator="drawn", narrator="kokoro" if voice else "none", version="0")
    sheets = [NewSheet(COVER, 0, _drawing(0))]
    for page in story.pages:
        heard = _narration(page_text(page, story), seconds) if voice else None
        sheets.append(NewSheet(page.number, page.number, _drawing(page.number), heard))
    return Book.create(folder, wish, story, made_by).with_sheets(sheets)


def _story(language: Language, hero: Character) -> Story:
    picture = Picture(place="bedroom", time="night", cast=(CastMember(id="hero"),))
    pages = tuple(
        Page(
            number=number,
            beat="try",
            text=text,
            picture=picture,
            question="별은 어디에 있었을까?" if language == "ko" else "Where was the star?",
            speaker_lines=(SpeakerLine(character="hero", text=SAID[language]),) if SAID[language] in text else (),
        )
        for number, text in enumerate(TEXTS[language], start=1)
    )
    return Story(
        title=TITLES[language],
        language=language,
        age_band="5-6",
        lesson="작은 빛도 길을 밝혀요." if language == "ko" else "A small light shows the way.",
        characters=(hero,),
        cover=picture,
        pages=pages,
    )


def _drawing(number: int) -> Drawing:
    buffer = io.BytesIO()
    Image.new("RGB", (192, 144), (80 + 40 * number, 120, 200)).save(buffer, "PNG")
    return Drawing(buffer.getvalue())


def _narration(text: str, seconds: float) -> SpokenText:
    """A tone, and words of equal length across it."""
    wave = np.sin(np.arange(round(seconds * VOICE_RATE)) * 0.06).astype(np.float32) / 5
    words, at = [], 0
    pieces = list(split_words(text))
    for index, word in enumerate(pieces):
        start, end = (edge * seconds / len(pieces) for edge in (index, index + 1))
        words.append(TimedWord(at, at + len(word.text), start, end))
        at += len(word.text) + len(word.after)
    return SpokenText(wave, tuple(words))
