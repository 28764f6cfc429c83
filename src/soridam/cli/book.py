"""`soridam book`: make a picture book from a wish, open it, change it, take it along."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from soridam.book.draw.choose import Look
    from soridam.book.draw.cutout.drawing import CutOut
    from soridam.book.make import BookMaker, Step
    from soridam.book.story import Character, Language, Wish
    from soridam.book.understanding import Understanding
    from soridam.settings import BookSettings

PREVIEW_FILE = "preview.html"  # beside the book, until it is approved

app = typer.Typer(
    name="book", help="Picture books from a child's wish. 아이의 소원으로 그림책을 만듭니다.", no_args_is_help=True
)


class LanguageChoice(StrEnum):
    KO = "ko"
    EN = "en"


class AgeChoice(StrEnum):
    THREE = "3-4"
    FIVE = "5-6"
    SEVEN = "7-8"


class FormatChoice(StrEnum):
    HTML = "html"
    PDF = "pdf"
    PRINT = "print"
    COLORING = "coloring"
    EPUB = "epub"
    PNG = "png"
    AUDIO = "audio"
    JSON = "json"


BookFolder = Annotated[Path, typer.Argument(metavar="BOOK", help="The book's folder.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="A settings file other than the usual one.")]
HERO_HELP = "cat, rabbit, bear, fox, panda, dog, tiger, mouse, penguin, frog, dinosaur, child. 주인공."
ColorWord = Annotated[
    str, typer.Option("--color", help="Color of fur or skin: a word such as blue, or #4a86d8. 몸 색깔.")
]
OutfitWord = Annotated[str, typer.Option("--outfit", help="overalls, dress, shirt, raincoat, pajamas, none. 옷.")]
OutfitColorWord = Annotated[str, typer.Option("--outfit-color", help="Color of the clothes. 옷 색깔.")]
AccessoryWords = Annotated[
    list[str] | None,
    typer.Option(
        "--accessory", help="scarf, cape, bow, hat, leaf, crown, glasses, backpack or none; may be repeated. 소품."
    ),
]
AdapterPath = Annotated[
    Path | None,
    typer.Option(
        "--adapter",
        help="Paint with a LoRA of your own: a run, its folder adapter, or a file. 학습한 주인공으로 그리기.",
    ),
]
PageNumber = Annotated[int, typer.Option("--page", "-p", min=0, help="Page number from 1; 0 is the cover.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def make(
    topic: Annotated[str, typer.Option("--topic", "-t", help="What the story is about, in a sentence.")] = "",
    voice: Annotated[Path | None, typer.Option("--voice", help="A recording of the wish, in any format.")] = None,
    microphone: Annotated[bool, typer.Option("--microphone", help="Say the wish now; ends with a pause.")] = False,
    hero: Annotated[str, typer.Option("--hero", help=HERO_HELP)] = "rabbit",
    hero_drawing: Annotated[
        Path | None,
        typer.Option("--hero-drawing", help="A photograph of a drawing on paper, to be the hero. 직접 그린 주인공."),
    ] = None,
    adapter: AdapterPath = None,
    name: Annotated[str, typer.Option("--name", "-n", help="The hero's first name.")] = "",
    color: ColorWord = "",
    outfit: OutfitWord = "",
    outfit_color: OutfitColorWord = "",
    accessory: AccessoryWords = None,
    age: Annotated[AgeChoice, typer.Option("--age", help="How old the listener is.")] = AgeChoice.FIVE,
    language: Annotated[
        LanguageChoice | None, typer.Option("--language", "-l", help="Default: the language of the wish.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The book's folder. Default: books/TITLE.")] = None,
    dedication: Annotated[str, typer.Option("--dedication", help="Printed before the first page.")] = "",
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same wish and seed give the same book.")] = 0,
    reading: Annotated[int, typer.Option("--reading", min=0, help="Choose a reading if a wish was ambiguous.")] = 0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what was understood; write and draw nothing. 알아들은 것만 보기.")
    ] = False,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a book. It can be opened afterwards, and changed later.

    주제를 쓰거나 말하면 그림책을 만듭니다.
    """
    from soridam.book.draw.choose import find_hero, with_look
    from soridam.book.draw.cutout.drawing import hero_from
    from soridam.book.draw.cutout.keeping import keep_drawing

    look = _look(color, outfit, outfit_color, accessory)
    with_look(find_hero(hero, "en"), look)  # an unknown word is reported before a wish is transcribed
    cut = _cut_out(hero_drawing)
    chosen = _settings(settings, adapter)
    given, spoken = _wish_text(topic, voice, microphone, language, chosen)
    tongue = spoken or _language_of(given, language)
    character = with_look(find_hero(hero, tongue, name), look)
    if cut is not None:
        character = hero_from(character, cut.digest, cut.colors)
    wish = _wish(given, character, tongue, age, seed, dedication)
    understood = _understand(wish, chosen)
    if dry_run or understood.care:
        _print_understanding(understood, as_json)
        return
    wish = _as_meant(wish, understood, reading)
    folder = out or Path("books") / _folder_name(wish)
    if cut is not None:
        keep_drawing(folder, cut.png)
    book = _maker(chosen, folder).make(wish, folder, _tell)
    if as_json:
        facts = {"book": str(folder), "title": book.title, "topic": wish.topic, "held_back": book.is_held_back}
        facts |= {"class": understood.wish_class, "left_out": list(understood.left_out)}
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        typer.echo(f"{book.title}: {folder}\nNext: soridam book {'preview' if book.is_held_back else 'open'} {folder}")


@app.command(name="open")
def open_(
    book: BookFolder,
    show: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the reader in a browser.")] = True,
) -> None:
    """Write the reader (one HTML file, works offline) and open it. 그림책을 펼칩니다."""
    from soridam.book.folder import open_book
    from soridam.book.pages.html import write_reader

    _show(write_reader(open_book(book), book / "book.html"), show)


@app.command()
def preview(
    book: BookFolder,
    show: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in a browser.")] = True,
) -> None:
    """For parents: preview a book that is held back (`book.preview` in the settings). 아이보다 먼저 책을 봅니다."""
    from soridam.book.folder import open_book
    from soridam.book.pages.html import write_preview

    _show(write_preview(open_book(book), book / PREVIEW_FILE), show)
    typer.echo(f"Next: soridam book approve {book}")


@app.command()
def approve(book: BookFolder) -> None:
    """For parents: let a book be opened and exported, until it is changed again. 아이가 볼 수 있게 합니다."""
    from soridam.book.folder import open_book

    approved = open_book(book).approved()
    (book / PREVIEW_FILE).unlink(missing_ok=True)
    typer.echo(f"{approved.title}: {book}\nNext: soridam book open {book}")


@app.command()
def edit(
    book: BookFolder,
    page: PageNumber = 0,
    text: Annotated[str, typer.Option("--text", help="New words for the page; {hero} stands for the name.")] = "",
    title: Annotated[str, typer.Option("--title", help="A new title.")] = "",
    name: Annotated[str, typer.Option("--name", "-n", help="A new name for the hero.")] = "",
    hero: Annotated[str, typer.Option("--hero", help="Another one: " + HERO_HELP)] = "",
    color: ColorWord = "",
    outfit: OutfitWord = "",
    outfit_color: OutfitColorWord = "",
    accessory: AccessoryWords = None,
    language: Annotated[
        LanguageChoice | None, typer.Option("--language", "-l", help="Write the story in this language.")
    ] = None,
    dedication: Annotated[str, typer.Option("--dedication", help="Printed before the first page.")] = "",
    version: Annotated[int, typer.Option("--version-of-page", min=0, help="Show this earlier version again.")] = 0,
    rewrite: Annotated[int, typer.Option("--rewrite", min=0, help="Have this page rewritten, from 1.")] = 0,
    adapter: AdapterPath = None,
    settings: SettingsFile = None,
) -> None:
    """Change words, title, hero, name or language. Changed pages are drawn and read again; earlier versions are kept.

    글, 제목, 주인공, 이름, 언어를 바꿉니다. 이전 쪽은 보관됩니다.
    """
    from soridam.book.change import Change, change_book, rewrite_page
    from soridam.book.draw.choose import find_hero
    from soridam.book.folder import open_book

    opened = open_book(book)
    change = Change(
        title=title,
        name=name,
        hero=find_hero(hero, opened.story.language) if hero else None,
        look=_look(color, outfit, outfit_color, accessory),
        language=language.value if language else None,
        dedication=dedication,
    )
    if not (text or version or rewrite) and change == Change():
        raise UsageError("edit.nothing", "Nothing to change was given.", hint="Run: soridam book edit --help")
    changed = opened.with_version(page, version) if version else opened
    if text:
        changed = _maker(_settings(settings, adapter), book).rewrite(changed, page, text)
    if rewrite:
        changed = rewrite_page(_maker(_settings(settings, adapter), book), changed, rewrite, _tell)
    if change != Change():
        changed = change_book(_maker(_settings(settings, adapter), book), changed, change, _tell)
    typer.echo(f"{changed.title}: {book}")


@app.command()
def redraw(
    book: BookFolder,
    page: PageNumber,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="Default: a new one.")] = None,
    adapter: AdapterPath = None,
    settings: SettingsFile = None,
) -> None:
    """Redraw one picture; the old one is kept. 한 쪽의 그림을 다시 그립니다."""
    from soridam.book.folder import open_book

    drawn = _maker(_settings(settings, adapter), book).redraw(open_book(book), page, seed)
    sheet = drawn.made_sheet(page)
    typer.echo(f"{book / sheet.picture} (version {sheet.version})")


@app.command()
def export(
    book: BookFolder,
    formats: Annotated[
        list[FormatChoice] | None, typer.Option("--format", "-f", help="May be repeated. Default: all.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A folder. Default: exports in the book's.")] = None,
) -> None:
    """Export the book: HTML, PDF for screen and print, EPUB, pictures, sound, JSON. 책을 내보냅니다."""
    from soridam.book.folder import open_book
    from soridam.book.pages.export import export_book

    wanted = tuple(each.value for each in formats or FormatChoice)
    for path in export_book(open_book(book), out or book / "exports", wanted):
        typer.echo(str(path))


def _understand(wish: "Wish", settings: "BookSettings") -> "Understanding":
    from soridam.book.understanding import understand

    return understand(wish, [(line.name, line.number) for line in settings.help_lines])


def _print_understanding(understood: "Understanding", as_json: bool) -> None:
    """Print the plan for a wish; if a child discloses harm, a warm sentence and a card for the grown-up."""
    if as_json:
        typer.echo(json.dumps(understood.as_json(), ensure_ascii=False))
        return
    readings = [f"  {number}. {text}" for number, text in enumerate(understood.readings, start=1)]
    card = ["", understood.care.card.as_text()] if understood.care else []
    plot = [f"Class: {understood.wish_class}. Plot: {understood.plot or 'none'}."] if not understood.care else []
    typer.echo("\n".join([understood.say, *readings, *understood.notes, *plot, *card]))


def _as_meant(wish: "Wish", understood: "Understanding", reading: int) -> "Wish":
    """Return the wish, or its chosen reading. Raises UsageError if one must be chosen or does not exist."""
    for note in understood.notes:
        sys.stderr.write(f"{note}\n")
    if reading > len(understood.readings):
        raise UsageError(
            "book.no-reading",
            "There is no reading {number}; there are {count}.",
            hint="Run it with --dry-run to see them.",
            number=reading,
            count=len(understood.readings),
        )
    if reading:
        return wish.model_copy(update={"topic": understood.readings[reading - 1]})
    if understood.wish_class != "declined" and understood.readings:
        listed = "; ".join(f"{number}: {text}" for number, text in enumerate(understood.readings, start=1))
        raise UsageError(
            "book.unclear-wish",
            "It is not clear which story is meant. {readings}",
            hint="Choose one with --reading N, or say the wish in other words.",
            readings=listed,
        )
    return wish


def _settings(path: Path | None, adapter: Path | None = None) -> "BookSettings":
    """Read the settings, with a LoRA to paint with. Raises UsageError where pictures are drawn, or WeightsError."""
    from soridam.settings import read_settings

    settings = read_settings(path).book
    if adapter is None:
        return settings
    from soridam.image.own_adapter import find_adapter
    from soridam.wiring import with_adapter

    return with_adapter(settings, str(find_adapter(adapter).file))


def _maker(settings: "BookSettings", book: Path) -> "BookMaker":
    from soridam.wiring import build_book_maker

    return build_book_maker(settings, _watch, book)


def _cut_out(photo: Path | None) -> "CutOut | None":
    """Cut a photographed drawing out. Raises StoryError as `cut_out` does, UsageError for what cannot be read."""
    if photo is None:
        return None
    from soridam.book.draw.cutout.cut import cut_out
    from soridam.book.draw.cutout.drawing import MOST_BYTES

    return cut_out(_read(photo, MOST_BYTES + 1))


def _wish_text(
    topic: str, voice: Path | None, microphone: bool, language: LanguageChoice | None, settings: "BookSettings"
) -> tuple[str, "Language | None"]:
    """Return the topic of the story and the language it was spoken in; None if it was typed."""
    if sum((bool(topic), voice is not None, microphone)) != 1:
        raise UsageError(
            "wish.one",
            "A book needs one wish: typed, recorded, or said.",
            hint='Run: soridam book make --topic "a rabbit who looks for the moon" (or --voice FILE, or --microphone)',
        )
    if topic:
        return topic, None
    from soridam.wiring import build_listener

    recording = _record() if microphone else _read(voice) if voice else b""
    heard = build_listener(settings).listen(recording, language.value if language else None)
    sys.stderr.write(f"Heard: {heard.transcript}\nTopic: {heard.topic}\n")
    return heard.topic, heard.language


def _read(path: Path, most: int = -1) -> bytes:
    """Return the file, or its first `most` bytes. Raises UsageError for what cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise UsageError(
            "corpus.archive-unreadable",
            "{file} cannot be read: {reason}.",
            hint="Check the path.",
            file=path,
            reason=error.strerror,
        ) from None


def _record() -> bytes:
    """Record one utterance from the microphone as FLAC in memory."""
    from soridam.speech.audio import encode_flac
    from soridam.speech.recognition.microphone import iter_microphone, iter_utterances

    sys.stderr.write("Say what the story should be about. 어떤 이야기를 들려줄까요?\n")
    return encode_flac(next(iter_utterances(iter_microphone())))


def _language_of(topic: str, language: LanguageChoice | None) -> "Language":
    if language is not None:
        return language.value
    from soridam.book.topic.language import language_of

    return language_of(topic)


def _wish(topic: str, hero: "Character", language: "Language", age: AgeChoice, seed: int, dedication: str) -> "Wish":
    from soridam.book.story import Wish, checked

    values = {"topic": topic, "hero": hero, "language": language, "dedication": dedication}
    return checked(Wish, **values, age_band=age.value, seed=seed)


def _look(color: str, outfit: str, outfit_color: str, accessory: list[str] | None) -> "Look":
    from soridam.book.draw.choose import Look, find_accessories, find_color, find_garment

    return Look(
        coat=find_color(color) if color else None,
        garment=find_garment(outfit) if outfit else None,
        color=find_color(outfit_color) if outfit_color else None,
        accessories=find_accessories(accessory) if accessory else None,
    )


def _show(page: Path, show: bool) -> None:
    typer.echo(str(page))
    if show:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())


def _folder_name(wish: "Wish") -> str:
    """Return a name of the topic's letters and digits, the same for the same wish, so that a book is resumed."""
    words = "".join(character if character.isalnum() else " " for character in wish.topic.lower()).split()
    return "-".join(["-".join(words[:6])[:60].strip("-"), wish.language, str(wish.seed)]).lstrip("-")


def _tell(step: "Step") -> None:
    sheets = len(step.book.numbers)
    if step.stage == "story":
        sys.stderr.write(f"Story: {step.book.title}\n")
    elif step.stage == "page":
        done = sum(step.book.sheet(number) is not None for number in step.book.numbers)
        what = f"page {step.number}" if step.number else "cover"
        sys.stderr.write(f"Ready: {what} ({done} of {sheets})\n")


def _watch(step: int, pictures: list[bytes]) -> None:
    sys.stderr.write(f"Painting: step {step + 1} ({len(pictures)} pictures)\n")
