"""The job that scores models side by side. Begin with `evaluate`."""

from dataclasses import replace
from functools import partial
from typing import Any

from soridam.core.files import write_json
from soridam.core.progress import progress_shown_by
from soridam.speech.evaluate import evaluate as evaluate_models
from soridam.speech.evaluation.candidates import find_candidates
from soridam.speech.evaluation.report import write_report
from soridam.speech.evaluation.testsets import leading_metric, open_test_set, scoring_text
from soridam.studio.corpora.making import read_place
from soridam.studio.jobs.context import JobContext
from soridam.studio.tuning.page_errors import page_errors


def evaluate(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Score models side by side and write the report. What was transcribed before is kept."""
    corpus = read_place(context, payload["corpus"]).corpus
    with (
        context.working_copy("runs", payload["run"]) as copy,
        progress_shown_by(context.show),
        page_errors(context, payload),
    ):
        found = find_candidates([context.copies.find_weights(model["weights"]) for model in payload["models"]])
        candidates = [replace(one, name=model["name"]) for one, model in zip(found, payload["models"], strict=True)]
        opened = open_test_set(
            corpus,
            payload["split"],
            partial(scoring_text, None),
            role="domain",
            language=payload["language"],
            limit=payload["limit"],
        )
        domain = replace(opened, label=f"{payload['corpus_name']}/{payload['split']}")
        metric = payload["metric"] or leading_metric(domain.languages[0])
        evaluation = evaluate_models(candidates, [domain], kept=copy.folder / "hypotheses", metric=metric)
        write_json(copy.folder / "evaluation.json", evaluation.to_json())
        write_report(evaluation, {domain.label: domain.split}, copy.folder / "report.html")
    scores = [
        {
            "model": score.model,
            "set": score.label,
            "metric": name,
            "rate": one.interval.rate,
            "low": one.interval.low,
            "high": one.interval.high,
        }
        for score in evaluation.scores
        for name, one in score.scores.items()
    ]
    return {"evaluation": payload["run"], "metric": metric, "scores": scores}
