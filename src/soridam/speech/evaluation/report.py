"""An evaluation of recognizers as a page: rates, differences, slices, and the worst utterances to listen to.

Begin with `write_report`.
"""

import base64
import io
from collections.abc import Mapping
from pathlib import Path

import soundfile

from soridam.core.files import write_text
from soridam.evaluation.report import render_page
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.corpus.quarantine import explain
from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.evaluation.findings import Evaluation, ScoredUtterance
from soridam.speech.evaluation.report_views import (
    aligned,
    by_duration,
    by_kind,
    draw_durations,
    group_slices,
    scale_top,
    verdict,
    worst_utterances,
)
from soridam.text.error_rates import METRICS


def write_report(evaluation: Evaluation, splits: Mapping[str, CorpusSplit], path: Path) -> None:
    """Write the report. `splits` are the test sets by label; the worst utterances' sound is taken from them."""
    write_text(path, render_report(evaluation, splits))


def render_report(evaluation: Evaluation, splits: Mapping[str, CorpusSplit]) -> str:
    domain = evaluation.sets[0]
    worst = worst_utterances(evaluation, domain.label)
    return render_page(
        "soridam.speech.evaluation",
        "report.html.jinja",
        title=domain.label,
        evaluation=evaluation,
        domain=domain,
        general=evaluation.sets[1:],
        metric=evaluation.metric,
        metrics=METRICS,
        models=list(enumerate(evaluation.models)),
        flawless=any(
            not evaluation.score(model.name, domain.label).scores[evaluation.metric].counts.errors
            for model in evaluation.models
        ),
        top=scale_top(evaluation, domain.label),
        slices=group_slices(evaluation, domain.label),
        durations=draw_durations(by_duration(evaluation, domain.label)),
        inventions=by_kind(evaluation),
        worst=[(utterance, _sound(splits[domain.label], utterance)) for utterance in worst],
        aligned=aligned,
        explain=explain,
        verdict=verdict,
    )


def _sound(split: CorpusSplit, utterance: ScoredUtterance) -> str:
    return "data:audio/mpeg;base64," + base64.b64encode(encode_mp3(split.waveform(utterance.row))).decode()


def encode_mp3(samples: Waveform) -> bytes:
    """Small, and every browser plays it: about 4 kB a second."""
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, SAMPLE_RATE, format="MP3", subtype="MPEG_LAYER_III", compression_level=0.6)
    return buffer.getvalue()
