from contextlib import contextmanager

from tests.studio.wait import wait_for

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


def test_what_takes_long_is_named_before_its_first_part_is_done(capsys, monkeypatch):
    monkeypatch.setattr("soridam.core.progress.SECONDS_OF_SILENCE", 0.0)
    with show_progress("Loading", None):
        wait_for(lambda: "Loading …" in capsys.readouterr().err)


def test_what_is_done_at_once_is_not_spoken_of(capsys):
    with show_progress("Loading", None):
        pass
    assert capsys.readouterr().err == ""
