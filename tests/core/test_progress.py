from contextlib import contextmanager

from soridam.core.progress import LineProgress, SilentProgress, progress_shown_by, show_progress


def test_inside_of_a_block_progress_is_shown_by_whoever_asked_for_it():
    shown = []

    @contextmanager
    def show(title, total, unit="it"):
        shown.append((title, total, unit))
        yield SilentProgress()

    with progress_shown_by(show), show_progress("Training", 3, "steps") as progress:
        progress.advance()
    assert shown == [("Training", 3, "steps")]
    with show_progress("Training", 3) as progress:
        assert isinstance(progress, LineProgress)
