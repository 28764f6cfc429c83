"""The process that holds language models and answers for everybody, a token of each answer in turn.

The other side is `process`. A line of JSON in is a question, `{id, work, …}`; lines out carry its `id`, the last one
`last`, and an error is a line too. Begin with `Desk`.
"""

import json
import queue
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from soridam.core.errors import SoridamError, as_report
from soridam.studio.resident import ModelCache

if TYPE_CHECKING:
    from soridam.language.model import LanguageModel
    from soridam.training.adjust import Adjustment

Event = Mapping[str, Any]


class Desk:
    """Works on all questions in turns, a step of each, so that nobody waits for another's long answer."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        self._source, self._target = source, target
        self._arrived: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._open: dict[str, Iterator[Event]] = {}
        self._models: ModelCache[LanguageModel] = ModelCache(_load)

    def run(self) -> None:
        """Answer until the source ends."""
        threading.Thread(target=self._read, daemon=True).start()
        while self._take_arrived():
            for question, events in list(self._open.items()):
                self._advance(question, events)

    def _read(self) -> None:
        for line in self._source:
            self._arrived.put(json.loads(line))
        self._arrived.put(None)

    def _take_arrived(self) -> bool:
        """Take what has arrived, and wait only if there is nothing else to do; False where the source has ended."""
        while not self._open or not self._arrived.empty():
            asked = self._arrived.get()
            if asked is None:
                return False
            if asked["work"] == "stop":
                self._open.pop(asked["id"], None)
            else:
                self._open[asked["id"]] = self._begin(asked)
        return True

    def _advance(self, question: str, events: Iterator[Event]) -> None:
        """Write the next event of a question, or that it was the last."""
        try:
            event = next(events, None)
        except SoridamError as error:
            event = {"error": {"kind": type(error).__name__, **as_report(error)}, "last": True}
        if event is None or event.get("last"):
            del self._open[question]
        self._write({"id": question, **(event or {"last": True})})

    def _write(self, event: Event) -> None:
        self._target.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")
        self._target.flush()

    def _begin(self, asked: dict[str, Any]) -> Iterator[Event]:
        match asked["work"]:
            case "open":
                return self._describe(asked)
            case "answer":
                return self._answer(asked)
            case "inner":
                return self._look_inside(asked)
        raise ValueError(asked["work"])

    def _describe(self, asked: dict[str, Any]) -> Iterator[Event]:
        """Yield the facts of a model that the page shows beside its sliders."""
        model = self._models.find(asked["model"])
        adjustable = model.adjustable
        yield {
            "kind": type(model.network).__name__,
            "is_chat": model.is_chat,
            "most_tokens": model.most_tokens,
            "layers": adjustable.layers,
            "epsilon": adjustable.epsilon,
            "norms": len(adjustable.norms),
            "all_tensors": len(adjustable.sizes),
            "all_parameters": sum(adjustable.sizes),
            "sites": [
                {"branch": site.branch, "layer": site.layer, "name": site.name, "sizes": site.sizes}
                for site in adjustable.sites
            ],
        }

    def _answer(self, asked: dict[str, Any]) -> Iterator[Event]:
        from soridam.language.generate import Sampling, answer
        from soridam.training.processes import core_count

        model = self._models.find(asked["model"])
        prompt = _prompt(model, asked)
        yield {"prompt_tokens": len(prompt)}
        values = asked["sampling"]
        sampling = Sampling(**{**values, "stops": tuple(values.get("stops", ()))})
        _compute_on(core_count())
        for piece in answer(model, prompt, _adjustments(asked), sampling):
            _compute_on(core_count() - 1)
            event: dict[str, Any] = {"row": piece.row, "text": piece.text, "end": piece.end}
            if piece.choice is not None:
                event["choice"] = asdict(piece.choice)
            yield event

    def _look_inside(self, asked: dict[str, Any]) -> Iterator[Event]:
        from soridam.language.inner import look_inside

        model = self._models.find(asked["model"])
        adjustments = _adjustments(asked)
        yield look_inside(model, _prompt(model, asked), adjustments, position=asked["position"]).to_json()


def _load(name: str) -> "LanguageModel":
    from soridam.language.model import LanguageModel
    from soridam.language.quick import quicken

    model = LanguageModel.load(name)
    quicken(model.network)
    return model


def _compute_on(cores: int) -> None:
    """Compute on so many cores: a prompt on all of them, single tokens on one less.

    A token is a few hundred short computations; where another process holds one of the cores, such as the browser that
    shows the answer, each of them would wait for it.
    """
    import torch

    torch.set_num_threads(max(1, cores))


def _prompt(model: "LanguageModel", asked: dict[str, Any]) -> list[int]:
    """Return the tokens of the question's messages, or of its text as it is."""
    if asked["plain"]:
        return model.encode(asked["messages"][-1]["content"], plain=True)
    return model.encode_messages(asked["messages"])


def _adjustments(asked: dict[str, Any]) -> "list[Adjustment]":
    from soridam.training.adjust import Adjustment

    return [Adjustment.from_json(each) for each in asked["adjustments"]]


if __name__ == "__main__":
    Desk(sys.stdin.buffer, sys.stdout.buffer).run()
