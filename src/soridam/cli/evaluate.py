"""`soridam evaluate`: models side by side on a prepared corpus, as a table, as JSON, and as a report to open."""

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from soridam.cli.export import refuse_for_others, refuse_for_pictures
from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from soridam.evaluation.significance import Interval
    from soridam.recipes import Family
    from soridam.speech.evaluation.findings import Evaluation


class MetricChoice(StrEnum):
    WER = "wer"
    CER = "cer"
    CER_NO_SPACES = "cer_no_spaces"


def evaluate(
    models: Annotated[
        list[str], typer.Argument(metavar="MODEL...", help="Folders, runs, adapters, exports, or names such as base.")
    ],
    corpus: Annotated[Path, typer.Option("--corpus", help="A prepared corpus to test on.")],
    split: Annotated[str, typer.Option("--split", help="The split to test on, of all corpora.")] = "test",
    general: Annotated[
        list[Path] | None, typer.Option("--general", help="A corpus of another domain, to see what was forgotten.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Language of the corpus, if it differs from its rows.")
    ] = None,
    text_policy: Annotated[
        str | None, typer.Option("--text-policy", help="How texts are compared: korean, english, airtraffic, …")
    ] = None,
    metric: Annotated[
        MetricChoice | None,
        typer.Option("--metric", help="The main error rate; by default the one that suits the language."),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for the report, the JSON and the transcripts.")
    ] = Path("evaluation"),
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="Use that many rows, sampled with the seed; 0: all.")
    ] = 0,
    long: Annotated[
        bool,
        typer.Option(
            "--long",
            help="Join the rows to recordings of 1 to 3 minutes, for exports: are long ones still transcribed?",
        ),
    ] = False,
    seed: Annotated[
        int, typer.Option("--seed", min=0, help="Seed of the sampled rows, noise, intervals and tests.")
    ] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Score models on a corpus, compare them, and write a report.

    Language models are scored on a file or folder of examples: perplexity, answers, and what was forgotten.
    """
    family = _family_of_all(models)
    if family != "speech":
        options = {"--language": language, "--text-policy": text_policy, "--metric": metric, "--long": long or None}
        refuse_for_others([option for option, value in options.items() if value is not None], family)
        if family == "image":
            refuse_for_pictures(["--general"] if general else [])
            _evaluate_pictures(models, corpus, out, seed, as_json=as_json)
        else:
            _evaluate_language(models, corpus, general or [], out, seed, as_json=as_json)
        return
    from soridam.api import evaluate as evaluate_models

    found = evaluate_models(
        models,
        corpus,
        out,
        split=split,
        general=general or [],
        language=language or "",
        text_policy=text_policy,
        metric=metric.value if metric else None,
        limit=limit,
        seed=seed,
        long=long,
    )
    if as_json:
        typer.echo(json.dumps(found.summary(), ensure_ascii=False, indent=2))
    else:
        _print_table(found, out)


def _family_of_all(models: list[str]) -> "Family":
    """Return the family of these models. Raises UsageError for a mix."""
    from soridam.recipes import family_of

    families = {family_of(model) for model in models}
    if len(families) > 1:
        raise UsageError(
            "evaluate.families", "Models of different kinds cannot be compared.", hint="Evaluate them apart."
        )
    return families.pop()


def _evaluate_pictures(models: list[str], corpus: Path, out: Path, seed: int, *, as_json: bool) -> None:
    from soridam.image.evaluate import evaluate_models
    from soridam.image.report import write_report

    found = evaluate_models(models, corpus, seed=seed)
    write_report(found, out / "report.html")
    rows = [(one.model, f"{one.loss.rate:.4f}", _ends(one.loss, 4), f"{one.gap:.1%}") for one in found.scores]
    columns = ("MODEL", "HELD-OUT LOSS", "95 %", "WORSE WITH ANOTHER CAPTION")
    _finish(found.to_json(), columns, rows, out, as_json=as_json)


def _evaluate_language(
    models: list[str], corpus: Path, general: list[Path], out: Path, seed: int, *, as_json: bool
) -> None:
    from soridam.language.evaluate import evaluate_models
    from soridam.language.report import write_report

    found = evaluate_models(models, corpus, general=general, seed=seed)
    write_report(found, out / "report.html")
    rows = [(one.model, one.label, f"{one.perplexity.rate:.2f}", _ends(one.perplexity, 2)) for one in found.scores]
    _finish(found.to_json(), ("MODEL", "TEXT", "PERPLEXITY", "95 %"), rows, out, as_json=as_json)


def _ends(interval: "Interval", digits: int) -> str:
    """Return both ends of an interval; a dash where there is none."""
    if interval.low is None or interval.high is None:
        return "-"
    return f"{interval.low:.{digits}f}-{interval.high:.{digits}f}"


def _finish(
    values: dict[str, Any], columns: Sequence[str], rows: Sequence[Sequence[str]], out: Path, *, as_json: bool
) -> None:
    """Write the result beside the report, and print it as JSON or as a table."""
    from rich.console import Console
    from rich.table import Table

    from soridam.core.files import write_json

    write_json(out / "evaluation.json", values)
    if as_json:
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(escape, row))
    console = Console()
    console.print(table)
    console.print(f"Report: {out / 'report.html'}", markup=False, highlight=False)


def _print_table(found: "Evaluation", out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=None, box=None, pad_edge=False)
    for name in ("MODEL", "TEST SET", f"{found.metric.upper()} %", "95 %", "SUB", "DEL", "INS", "AGAINST FIRST"):
        table.add_column(name, justify="left" if name in ("MODEL", "TEST SET", "AGAINST FIRST") else "right")
    for score in found.scores:
        leading = score.scores[found.metric]
        counts, interval = leading.counts, leading.interval
        table.add_row(
            escape(score.model),
            escape(score.label),
            f"{100 * interval.rate:.2f}",
            "-"
            if interval.low is None or interval.high is None
            else f"{100 * interval.low:.2f}-{100 * interval.high:.2f}",
            f"{counts.substitutions:,}",
            f"{counts.deletions:,}",
            f"{counts.insertions:,}",
            _against_first(found, score.model, score.label),
        )
    console = Console()
    console.print(table)
    console.print(f"Report: {out / 'report.html'}", markup=False, highlight=False)


def _against_first(found: "Evaluation", model: str, label: str) -> str:
    for test in found.tests:
        if (test.label, test.metric, test.first, test.second) == (label, found.metric, found.models[0].name, model):
            return f"{100 * test.by_utterance.difference:+.2f} (p {_p_value(test.p_adjusted)})"
    return ""


def _p_value(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"
