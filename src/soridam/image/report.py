"""The report of an evaluation of picture models: loss, captions, samples side by side. Begin with `write_report`."""

from pathlib import Path

from soridam.core.files import write_text
from soridam.evaluation.report import render_page
from soridam.image.evaluate import Evaluation


def write_report(evaluation: Evaluation, path: Path) -> None:
    """Write the report as one HTML file that needs nothing else."""
    page = render_page("soridam.image", "report.html.jinja", title=evaluation.label, evaluation=evaluation)
    write_text(path, page)
