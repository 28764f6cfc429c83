"""What the kinds of jobs do: thin functions over the packages. Each runs in a process of its own."""

from typing import Any

from soridam.settings import read_settings
from soridam.studio.jobs.context import JobContext


def make_book(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Make a book, or finish one that a killed attempt has begun; each page is told as it becomes ready."""
    from soridam.book.make import Step
    from soridam.book.story import Wish
    from soridam.wiring import build_book_maker

    settings = read_settings()

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
        book = build_book_maker(settings.book).make(Wish.model_validate(payload["wish"]), copy.folder, tell)
    return {"book": payload["book"], "title": book.title}


def redraw_page(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Draw one picture of a book anew."""
    from soridam.book.folder import open_book
    from soridam.wiring import build_book_maker

    settings = read_settings()
    with context.working_copy("books", payload["book"]) as copy:
        book = build_book_maker(settings.book).redraw(open_book(copy.folder), payload["number"])
    return {"book": payload["book"], "page": payload["number"], "version": book.made_sheet(payload["number"]).version}


def rewrite_page(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Give one page of a book other words: those of a person, or without any the writer's own, with a new picture."""
    from soridam.book.change import rewrite_page as write_anew
    from soridam.book.folder import open_book
    from soridam.book.names import iter_markers, put_markers
    from soridam.wiring import build_book_maker

    settings, number = read_settings(), payload["number"]
    maker = build_book_maker(settings.book)
    with context.working_copy("books", payload["book"]) as copy:
        opened = open_book(copy.folder)
        if payload["text"]:
            markers = [marker.text for marker in iter_markers(opened.story.pages[number - 1].text)]
            book = maker.rewrite(opened, number, put_markers(payload["text"], markers, opened.story))
        else:
            book = write_anew(maker, opened, number)
    return {"book": payload["book"], "page": number, "version": book.made_sheet(number).version}
