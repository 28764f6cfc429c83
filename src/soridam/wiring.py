"""From settings to parts: the only place that chooses an implementation. Parts load what they need when used."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from soridam import __version__
from soridam.book.folder import MadeBy
from soridam.book.listen import WhisperListener
from soridam.book.make import BookMaker
from soridam.book.parts import Illustrator, Narrator, WatchPainting, Writer
from soridam.book.writers.checked import CheckedWriter
from soridam.core.errors import DependencyError, UsageError, WeightsError
from soridam.settings import AUTO, BookSettings, DiffusionSettings, api_key

if TYPE_CHECKING:
    from soridam.image.generate import Pipeline

log = logging.getLogger(__name__)


def build_listener(settings: BookSettings) -> WhisperListener:
    """Return the ear: this project's recognizer, with the user's own model where the settings name one."""
    from soridam.book.topic import find_topic
    from soridam.speech.recognition.recognizer import load_recognizer

    return WhisperListener(partial(load_recognizer, settings.recognizer), find_topic)


def build_book_maker(settings: BookSettings, watch: WatchPainting | None = None, book: Path | None = None) -> BookMaker:
    """Build the book maker; `watch` is called with the progress of painting.

    `book` is the folder of the book that is made or changed: drawings that its heroes are shown as are read there.
    """
    settings = with_painter(settings)
    made_by = MadeBy(
        writer=settings.writer, illustrator=settings.illustrator, narrator=settings.narrator, version=__version__
    )
    illustrator = build_illustrator(settings, watch, book)
    return BookMaker(build_writer(settings), illustrator, build_narrator(settings), made_by, settings.preview)


def build_writer(settings: BookSettings) -> CheckedWriter:
    from soridam.book.writers.checks import check_story
    from soridam.book.writers.grammar import GrammarWriter

    grammar = GrammarWriter()
    return CheckedWriter(settings.writer, _build_bare_writer(settings) or grammar, grammar, check_story)


def _build_bare_writer(settings: BookSettings) -> Writer | None:
    """Build the chosen writer; None for the grammar, which is also the fallback of all others."""
    if settings.writer == "api":
        from soridam.book.writers.api import ApiWriter

        return ApiWriter(settings.api.url, settings.api.model, api_key(), settings.api.timeout)
    if settings.writer == "local":
        from soridam.book.writers.local import LocalWriter

        return LocalWriter(settings.local.model, settings.local.device)
    return None


def build_illustrator(
    settings: BookSettings, watch: WatchPainting | None = None, book: Path | None = None
) -> Illustrator:
    from soridam.book.draw.cutout.keeping import read_drawing
    from soridam.book.draw.illustrator import DrawnIllustrator
    from soridam.book.draw.raster_process import RasterProcess

    drawings = partial(read_drawing, book) if book else None
    drawn = DrawnIllustrator(RasterProcess(), drawings)
    settings = with_painter(settings)
    if settings.illustrator != "diffusion":
        return drawn
    return _build_painter(settings.diffusion, drawn, watch, drawings)


def _build_painter(
    settings: DiffusionSettings,
    drawn: Illustrator,
    watch: WatchPainting | None,
    drawings: Callable[[str], bytes] | None = None,
) -> Illustrator:
    """Loads pipeline and detector at the first picture. Raises DependencyError without diffusers."""
    _require_diffusers()
    from soridam.book.draw.cutout.keeping import portrait_of
    from soridam.book.paint.check import load_check
    from soridam.book.paint.painter import Painter
    from soridam.image.own_adapter import find_adapter

    portrait = partial(portrait_of, drawings) if settings.ip_adapter else None
    load = cache(partial(build_pipeline, settings))
    trigger = find_adapter(Path(settings.adapter)).trigger if settings.adapter else ""
    return Painter(
        load, load_check(), drawn, portrait, watch, continues_drawing=settings.structure > 0, trigger=trigger
    )


def with_adapter(settings: BookSettings, adapter: str) -> BookSettings:
    """Return the settings with a LoRA of one's own to paint with. Raises UsageError where pictures are drawn."""
    if settings.illustrator != "diffusion":
        raise UsageError(
            "book.no-painter",
            "A LoRA is for painted pictures, and pictures are drawn here.",
            hint='Set book.illustrator = "diffusion" in the settings, and book.diffusion.model to its model.',
        )
    return settings.model_copy(update={"diffusion": settings.diffusion.model_copy(update={"adapter": adapter})})


def with_painter(settings: BookSettings) -> BookSettings:
    """Return the settings with the picture model that is chosen for this machine; pictures are drawn where none fits.

    Raises DependencyError without diffusers.
    """
    if settings.illustrator != "diffusion" or settings.diffusion.model != AUTO:
        return settings
    _require_diffusers()
    chosen = _with_model(settings.diffusion)
    if chosen is None:
        log.warning("No picture model fits this machine: it has no GPU with 6 GB. Pictures are drawn.")
        return settings.model_copy(update={"illustrator": "drawn"})
    return settings.model_copy(update={"diffusion": chosen})


def build_pipeline(settings: DiffusionSettings) -> "Pipeline":
    """Load what paints. Raises DependencyError without diffusers, WeightsError for what cannot be loaded."""
    _require_diffusers()
    from soridam.image.choice import find_license
    from soridam.image.generate import load_pipeline
    from soridam.image.loading import PipelineOptions

    chosen = _with_model(settings)
    if chosen is None:
        raise WeightsError(
            "image.no-model",
            "No picture model fits this machine: it has no GPU with 6 GB.",
            hint="Name one in the settings, in book.diffusion.model.",
        )
    for name in (chosen.model, chosen.refiner, chosen.lora):
        known = find_license(name)
        if known is not None and not known.is_free:
            log.warning("%s has the license '%s': %s.", known.hub_id, known.license, known.reason)
    return load_pipeline(PipelineOptions(**chosen.model_dump()))


def _with_model(settings: DiffusionSettings) -> DiffusionSettings | None:
    """Return the settings with a model for the GPU of this machine where they leave that open; None if none fits."""
    from soridam.image.choice import choose_model, gpu_memory

    if settings.model != AUTO:
        return settings
    choice = choose_model(0 if settings.device == "cpu" else gpu_memory())
    return None if choice is None else settings.model_copy(update=asdict(choice))


def _require_diffusers() -> None:
    try:
        import diffusers  # noqa: F401
    except ImportError:
        raise DependencyError(
            "settings.no-diffusers",
            "Painting needs diffusers, which is not installed.",
            hint='Run: pip install "soridam[diffusion]"',
        ) from None


def build_narrator(settings: BookSettings) -> Narrator | None:
    if settings.narrator == "none":
        return None
    from soridam.book.narrate import KokoroNarrator

    return KokoroNarrator()
