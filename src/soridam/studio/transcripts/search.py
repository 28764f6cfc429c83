"""Search in what was transcribed. Begin with `search_batch`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from soridam.studio.transcripts.results import read_corrections, read_results, read_transcript


@dataclass(frozen=True, slots=True)
class Found:
    """A segment that holds all words: of which recording, where it begins in seconds, and its text."""

    number: int
    name: str
    start: float
    text: str


def search_batch(folder: Path, words: str) -> Iterator[Found]:
    """Yield the segments of a batch in which all words occur, in capitals or not, in the order of the recordings."""
    wanted = words.casefold().split()
    for result in read_results(folder) if wanted else ():
        if result["error"]:
            continue
        for start, text, more in _segments(folder, result["number"]):
            said = f"{text} {more}".casefold()
            if all(word in said for word in wanted):
                yield Found(result["number"], result["name"], start, text)


def _segments(folder: Path, number: int) -> Iterator[tuple[float, str, str]]:
    """Yield where each segment begins, its text, and what else it is found by: of radio the words that were said."""
    if (folder / "results" / f"{number:05d}.radio").is_file():
        from soridam.studio.transcripts.radio import read_radio

        for message in read_radio(folder, number)["messages"]:
            values = " ".join(entity["value"] for entity in message["entities"])
            yield message["start"], message["written"], f"{message['spoken']} {values}"
        return
    corrections = read_corrections(folder, number)
    for id, segment in enumerate(read_transcript(folder, number).segments):
        yield segment.start, corrections.get(id, segment.text), ""
