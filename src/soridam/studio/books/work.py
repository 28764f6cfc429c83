"""The jobs that make and change books: thin functions over `soridam.book`."""

from pathlib import Path
from typing import Any

from soridam.book.change import rewrite_page as write_anew
from soridam.book.draw.cutout.keeping import keep_drawing
from soridam.book.folder import open_book
from soridam.book.make import BookMaker, Step
from soridam.book.names import iter_markers, put_markers
from soridam.book.story import Wish
from soridam.core.files import read_json, write_json
from soridam.image.own_adapter import find_adapter
from soridam.studio.books.drawings import read_png
from soridam.studio.jobs.context import JobContext
from soridam.wiring import build_book_maker, with_adapter

ADAPTER_FILE = "adapter.json"  # in the folder of a book: the LoRA that it is painted with, if one was chosen


def make_book(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Make a book, or finish one that a killed attempt has begun; each page is told as it becomes ready."""

    def tell(step: Step) -> None:
        if step.stage == "story":
            context.sample({"title": step.book.title, "pages": len(step.book.story.pages)})
        if step.stage == "page":
            ready = sum(step.book.sheet(number) is not None for number in step.book.numbers)
            copy.save()
            context.sample({"page": step.number})
            context.progress(ready, len(step.book.numbers))
            context.save_checkpoint(f"pages-{ready}")  # what is in the folder is not made again

    with context.working_copy("books", payload["book"]) as copy:
        if payload.get("drawing"):  # jobs of earlier versions have none
            keep_drawing(copy.folder, read_png(context.copies, payload["drawing"]))
        if payload.get("adapter"):
            write_json(copy.folder / ADAPTER_FILE, payload["adapter"])
        maker = _maker(context, copy.folder)
        book = maker.make(Wish.model_validate(payload["wish"]), copy.folder, tell)
    return {"book": payload["book"], "title": book.title}


def _maker(context: JobContext, folder: Path) -> BookMaker:
    """Build the maker of a book, with the LoRA that was chosen for it. Raises WeightsError if that is gone."""
    settings, chosen = context.settings.book, folder / ADAPTER_FILE
    if chosen.is_file():
        adapter = find_adapter(Path(context.copies.find_weights(read_json(chosen))))
        settings = with_adapter(settings, str(adapter.file))
    return build_book_maker(settings, book=folder)


def redraw_page(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Draw one picture of a book anew."""
    with context.working_copy("books", payload["book"]) as copy:
        maker = _maker(context, copy.folder)
        book = maker.redraw(open_book(copy.folder), payload["number"])
    return {"book": payload["book"], "page": payload["number"], "version": book.made_sheet(payload["number"]).version}


def rewrite_page(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Give one page of a book other words: those of a person, or without any the writer's own, with a new picture."""
    number = payload["number"]
    with context.working_copy("books", payload["book"]) as copy:
        maker = _maker(context, copy.folder)
        opened = open_book(copy.folder)
        if payload["text"]:
            markers = [marker.text for marker in iter_markers(opened.story.pages[number - 1].text)]
            book = maker.rewrite(opened, number, put_markers(payload["text"], markers, opened.story))
        else:
            book = write_anew(maker, opened, number)
    return {"book": payload["book"], "page": number, "version": book.made_sheet(number).version}
