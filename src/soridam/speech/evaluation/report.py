"""An evaluation as one HTML file that needs nothing else: in Korean and English, on paper-white and in the dark.

Begin with `write_report`. Transcripts come from strangers: everything is escaped, and the page allows no script but
its own.
"""

import base64
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import jinja2
import soundfile

from soridam.core.files import write_text
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

SCRIPT = """\
const root = document.documentElement;
function speak(language) {
  root.lang = language;
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", button.dataset.language === language);
}
for (const button of document.querySelectorAll("[data-language]"))
  button.addEventListener("click", () => speak(button.dataset.language));
speak(location.hash === "#ko" || (location.hash !== "#en" && navigator.language.startsWith("ko")) ? "ko" : "en");
"""


def write_report(evaluation: Evaluation, splits: Mapping[str, CorpusSplit], path: Path) -> None:
    """Write the report. `splits` are the test sets by label; the worst utterances' sound is taken from them."""
    write_text(path, render_report(evaluation, splits))


def render_report(evaluation: Evaluation, splits: Mapping[str, CorpusSplit]) -> str:
    domain = evaluation.sets[0]
    worst = worst_utterances(evaluation, domain.label)
    return _template().render(
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
        script=SCRIPT,
        script_hash=base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode(),
        aligned=aligned,
        explain=explain,
        verdict=verdict,
    )


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("soridam.speech.evaluation", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda rate: f"{100 * rate:.2f}"
    environment.filters["points"] = lambda difference: f"{100 * difference:+.2f}".replace("-", "\N{MINUS SIGN}")
    environment.filters["p_value"] = lambda p: "< 0.001" if p < 0.001 else f"{p:.3f}"
    return environment.get_template("report.html.jinja")


def _sound(split: CorpusSplit, utterance: ScoredUtterance) -> str:
    return "data:audio/mpeg;base64," + base64.b64encode(encode_mp3(split.waveform(utterance.row))).decode()


def encode_mp3(samples: Waveform) -> bytes:
    """Small, and every browser plays it: about 4 kB a second."""
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, SAMPLE_RATE, format="MP3", subtype="MPEG_LAYER_III", compression_level=0.6)
    return buffer.getvalue()
