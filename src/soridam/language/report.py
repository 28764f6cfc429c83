"""The report of an evaluation of language models: perplexity, forgetting, answers. Begin with `write_report`."""

from collections.abc import Sequence
from pathlib import Path

from soridam.core.files import write_text
from soridam.evaluation.report import render_page
from soridam.language.evaluate import Evaluation, Score


def write_report(evaluation: Evaluation, path: Path) -> None:
    """Write the report as one HTML file that needs nothing else."""
    write_text(path, render_report(evaluation))


def render_report(evaluation: Evaluation) -> str:
    labels = list(dict.fromkeys(score.label for score in evaluation.scores))
    domain = [score for score in evaluation.scores if score.label == labels[0]]
    return render_page(
        "soridam.language",
        "report.html.jinja",
        title=labels[0],
        evaluation=evaluation,
        labels=labels,
        domain=domain,
        answers=side_by_side(domain),
    )


def side_by_side(scores: Sequence[Score]) -> list[tuple[str, str, list[str]]]:
    """Return each prompt with its reference and the answers of all models, in the order of the models."""
    rows = zip(*(score.answers for score in scores), strict=True)
    return [(row[0].prompt, row[0].reference, [answer.hypothesis for answer in row]) for row in rows]
