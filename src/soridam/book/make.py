"""From a wish to a book, page by page. Begin with `BookMaker.make`.

Drawing and reading aloud go on side by side; a page is put into the book when both are there. A book that was killed in
the making goes on where it stopped. Pictures depend on nothing but the page, the cast and a seed, so that a page which
a slow writer has already sent is drawn while the next one is being written.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from soridam.book.folder import BOOK_FILE, COVER, Book, MadeBy, NewSheet, open_book
from soridam.book.fonts import writable
from soridam.book.names import fill
from soridam.book.parts import BatchIllustrator, Drawing, Illustrator, Narrator, PictureRequest
from soridam.book.safety import check_text, clean_topic
from soridam.book.story import Page, Story, Wish, with_values
from soridam.book.text import spoken_parts
from soridam.book.writers.checked import CheckedWriter
from soridam.core.errors import BookError, StoryError
from soridam.speech.synthesis.spoken import SpokenText

Stage = Literal["story", "page", "done"]


@dataclass(frozen=True, slots=True)
class Step:
    """StepCallback while a book is made: the story is written, a page (0: the cover) is ready, all is done."""

    stage: Stage
    book: Book
    number: int = COVER


StepCallback = Callable[[Step], None]


def ignore_step(step: Step) -> None:
    """For callers that do not watch."""


def tell_no_story(story: Story) -> None:
    """For callers that wait for the whole story."""


@dataclass(frozen=True)
class BookMaker:
    """Makes and changes books with these parts. `made_by` names them as the book will say it.

    `preview`: new books are held back until a parent has looked at them.
    """

    writer: CheckedWriter
    illustrator: Illustrator
    narrator: Narrator | None
    made_by: MadeBy
    preview: bool = False

    def make(self, wish: Wish, folder: Path, told: StepCallback = ignore_step) -> Book:
        """Make a book in a new folder, or finish one that was begun there for the same wish.

        Raises RefusedWishError for a wish that is not for children, StoryError for such a name or dedication, BookError
        where there is another book; what the parts raise leaves the pages made so far.
        """
        for printed in (wish.hero.name, wish.dedication):
            check_text(printed)
        check_name(wish.hero.name)
        wish = wish.model_copy(update={"topic": clean_topic(wish.topic, wish.language)})
        with _Workshop(self.illustrator, self.narrator, partial(_seed_of, wish.seed)) as workshop:
            book = self._begun(wish, folder) or self._begin(wish, folder, workshop)
            told(Step("story", book))
            missing = [number for number in _reading_order(book.story) if book.sheet(number) is None]
            for together in self._in_turn(missing):
                workshop.ask_for(book.story, together, together)
                for number in together:
                    book = book.with_sheets([workshop.wait_for(book.story, number)])
                    told(Step("page", book, number))
        told(Step("done", book))
        return book

    def redraw(self, book: Book, number: int, seed: int | None = None) -> Book:
        """Draw one picture anew, by default with the next seed. The old picture is kept as a version."""
        used = [sheet.seed for sheet in book.versions(number)]
        chosen = seed if seed is not None else max(used, default=_seed_of(book.record.wish.seed, number)) + 1
        drawing = _draw(self.illustrator, book.story, number, chosen)
        return book.with_sheets([NewSheet(number, chosen, drawing)])

    def rewrite(self, book: Book, number: int, text: str) -> Book:
        """Give a page other words, and read them aloud. Raises BookError for an empty text or the cover."""
        if number == COVER or not text.strip():
            raise BookError(
                "book.no-words",
                "A page needs words, and the cover has its title.",
                hint="Give a page from 1 and a text.",
            )
        check_text(text)
        seed = book.made_sheet(number).seed
        page = book.story.pages[number - 1]
        lines = tuple(line for line in page.speaker_lines if line.text in text)
        story = _with_page(book.story, with_values(page, text=text.strip(), speaker_lines=lines))
        fill(text, story)  # a marker that names nobody is refused before anything is read
        narration = _narrate(self.narrator, story, number)
        return book.with_sheets([NewSheet(number, seed, narration=narration, silent=narration is None)], story)

    def retell(self, book: Book, wish: Wish, told: StepCallback = ignore_step) -> Book:
        """Write the story anew for a changed wish (another language, another hero) and make all that differs."""
        return self.put(book, self.writer.write(wish, tell_no_story).story, wish, told)

    def put(self, book: Book, story: Story, wish: Wish, told: StepCallback = ignore_step) -> Book:
        """Give the book this story: what looks or sounds different is drawn or read anew, and put in at once."""

        def seed_of(number: int) -> int:
            """Return a picture that was redrawn keeps the seed it was redrawn with."""
            shown = book.sheet(number)
            return shown.seed if shown else _seed_of(wish.seed, number)

        with _Workshop(self.illustrator, self.narrator, seed_of) as workshop:
            order = _reading_order(story)
            drawn = [number for number in order if _looks_different(book, story, number)]
            read = [number for number in order if _sounds_different(book, story, number)]
            workshop.ask_for(story, drawn, read)
            sheets = []
            for number in order:
                if number in drawn or number in read or _page(book.story, number) != _page(story, number):
                    sheets.append(workshop.wait_for(story, number))
                    told(Step("page", book, number))
        book = book.with_sheets(sheets, story, wish)
        told(Step("done", book))
        return book

    def _in_turn(self, numbers: list[int]) -> list[list[int]]:
        """What is made at a time: the first page alone, because a child waits for it; a painted batch is never cut."""
        return [numbers] if isinstance(self.illustrator, BatchIllustrator) else [numbers[:1], numbers[1:]]

    def _begun(self, wish: Wish, folder: Path) -> Book | None:
        if not (folder / BOOK_FILE).exists():
            return None
        book = open_book(folder)
        if book.record.wish != wish:
            raise BookError(
                "book.other",
                "There is another book in {folder}.",
                hint="Choose another folder with --out.",
                folder=folder,
            )
        return book

    def _begin(self, wish: Wish, folder: Path, workshop: "_Workshop") -> Book:
        written = self.writer.write(wish, workshop.begin_early)
        made_by = self.made_by.model_copy(update={"writer": written.by})
        return Book.create(folder, wish, written.story, made_by, "waiting" if self.preview else "not-asked")


def check_name(name: str) -> None:
    """Raises StoryError for a name of which the book's fonts can write nothing."""
    if not any(map(str.isalnum, writable(name))):
        raise StoryError(
            "book.unprintable",
            "The name '{name}' cannot be printed with the book's fonts. 책의 글꼴로 쓸 수 없는 이름이에요.",
            hint="Write it in Hangul or Latin letters. 한글이나 로마자로 써 주세요.",
            name=name,
        )


def _reading_order(story: Story) -> list[int]:
    """Return the pages in the order in which they are made: the first, which a child waits for, then the cover."""
    first, *rest = range(1, len(story.pages) + 1)
    return [first, COVER, *rest]


def _seed_of(seed: int, number: int) -> int:
    return seed * 1_000 + number


def _with_page(story: Story, page: Page) -> Story:
    pages = tuple(page if old.number == page.number else old for old in story.pages)
    return story.model_copy(update={"pages": pages})


def _page(story: Story, number: int) -> Page | None:
    """Return None for the cover, and for a page that the story does not have."""
    return story.pages[number - 1] if 0 < number <= len(story.pages) else None


def _looks_different(book: Book, story: Story, number: int) -> bool:
    if book.sheet(number) is None or number not in book.numbers:
        return True
    return _picture_key(book.story, number) != _picture_key(story, number)


def _sounds_different(book: Book, story: Story, number: int) -> bool:
    before, after = _page(book.story, number), _page(story, number)
    if before is None or after is None or book.sheet(number) is None:
        return after is not None
    heard = (book.story.language, spoken_parts(before, book.story))
    return heard != (story.language, spoken_parts(after, story))


def _request(story: Story, number: int, seed: int) -> PictureRequest:
    if number == COVER:
        return PictureRequest(story.cover, story.characters, seed, fill(story.title, story))
    return PictureRequest(story.pages[number - 1].picture, story.characters, seed)


def _draw(illustrator: Illustrator, story: Story, number: int, seed: int) -> Drawing:
    request = _request(story, number, seed)
    return illustrator.draw(request.picture, request.characters, seed=request.seed, title=request.title)


def _nth(drawings: "Future[list[Drawing]]", index: int) -> Drawing:
    return drawings.result()[index]


def _narrate(narrator: Narrator | None, story: Story, number: int) -> SpokenText | None:
    if narrator is None or number == COVER:
        return None
    return narrator.narrate(spoken_parts(story.pages[number - 1], story), story.language, story.age_band)


@dataclass
class _Workshop:
    """Draws in one thread and reads aloud in another.

    Both cores work because the illustrator rasterizes in a process of its own (`raster_process`), and because what runs
    the voice lets go of Python's lock.
    """

    illustrator: Illustrator
    narrator: Narrator | None
    seed_of: Callable[[int], int]
    _wanted: frozenset[int] = frozenset()
    _drawings: dict[str, "Future[Drawing]"] = field(default_factory=dict)
    _narrations: dict[int, "Future[SpokenText | None]"] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._drawer = ThreadPoolExecutor(1, thread_name_prefix="draw")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="read")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self._drawer, self._reader):
            pool.shutdown(wait=True, cancel_futures=True)

    def begin_early(self, story: Story) -> None:
        """Draw what is written so far, in the order in which it is waited for. What changes yet is drawn again.

        An illustrator that works in batches waits for the whole story.
        """
        if not isinstance(self.illustrator, BatchIllustrator):
            for number in _reading_order(story):
                self._drawing(story, number)

    def ask_for(self, story: Story, drawn: Sequence[int], read: Sequence[int]) -> None:
        """Begin with the pictures and the voices of these sheets."""
        self._wanted = frozenset(drawn)
        if drawn and isinstance(self.illustrator, BatchIllustrator):
            self._draw_together(self.illustrator, story, drawn)
        for number in drawn:
            self._drawing(story, number)
        for number in read:
            self._narrations[number] = self._reader.submit(_narrate, self.narrator, story, number)

    def _draw_together(self, illustrator: BatchIllustrator, story: Story, numbers: Sequence[int]) -> None:
        requests = [_request(story, number, self.seed_of(number)) for number in numbers]
        together = self._drawer.submit(illustrator.draw_all, requests)
        for index, number in enumerate(numbers):  # the drawer's one thread comes here when all are painted
            self._drawings[_picture_key(story, number)] = self._drawer.submit(_nth, together, index)

    def wait_for(self, story: Story, number: int) -> NewSheet:
        """Return what was asked for of a sheet, once it is there."""
        drawing = self._drawing(story, number).result() if number in self._wanted else None
        read = self._narrations.pop(number, None)
        narration = read.result() if read else None
        return NewSheet(number, self.seed_of(number), drawing, narration, silent=bool(read) and narration is None)

    def _drawing(self, story: Story, number: int) -> "Future[Drawing]":
        key = _picture_key(story, number)
        if key not in self._drawings:
            seed = self.seed_of(number)
            self._drawings[key] = self._drawer.submit(_draw, self.illustrator, story, number, seed)
        return self._drawings[key]


def _picture_key(story: Story, number: int) -> str:
    shown = story.cover if number == COVER else story.pages[number - 1].picture
    title = fill(story.title, story) if number == COVER else ""
    cast = [character.model_dump_json(exclude={"name"}) for character in story.characters]  # no picture shows names
    return "\n".join([str(number), title, shown.model_dump_json(), *cast])
