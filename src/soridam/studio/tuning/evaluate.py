"""The job that scores models side by side. Begin with `evaluate`."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from soridam.core.files import write_json
from soridam.core.progress import progress_shown_by
from soridam.studio.corpora.making import read_place
from soridam.studio.jobs.context import JobContext
from soridam.studio.tuning.page_errors import page_errors


def evaluate(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Score models side by side and write the report. What was transcribed before is kept."""
    corpus = read_place(context, payload["corpus"]).corpus
    models = [context.copies.find_weights(model["weights"]) for model in payload["models"]]
    score = SCORE[payload.get("family", "speech")]
    with (
        context.working_copy("runs", payload["run"]) as copy,
        progress_shown_by(context.show),
        page_errors(context, payload),
    ):
        return {"evaluation": payload["run"], **score(models, corpus, payload, copy.folder)}


def _score_speech(models: list[str], corpus: Path, payload: dict[str, Any], folder: Path) -> dict[str, Any]:
    from soridam.speech.evaluate import evaluate as evaluate_models
    from soridam.speech.evaluation.candidates import find_candidates
    from soridam.speech.evaluation.report import write_report
    from soridam.speech.evaluation.testsets import leading_metric, open_test_set, scoring_text

    found = find_candidates(models)
    candidates = [replace(one, name=model["name"]) for one, model in zip(found, payload["models"], strict=True)]
    opened = open_test_set(
        corpus,
        payload["split"],
        partial(scoring_text, None),
        role="domain",
        language=payload["language"],
        limit=payload["limit"],
    )
    domain = replace(opened, label=_label(payload))
    metric = payload["metric"] or leading_metric(domain.languages[0])
    evaluation = evaluate_models(candidates, [domain], kept=folder / "hypotheses", metric=metric)
    write_json(folder / "evaluation.json", evaluation.to_json())
    write_report(evaluation, {domain.label: domain.split}, folder / "report.html")
    scores = [
        _score(score.model, score.label, name, one.interval)
        for score in evaluation.scores
        for name, one in score.scores.items()
    ]
    return {"metric": metric, "scores": scores}


def _score_language(models: list[str], corpus: Path, payload: dict[str, Any], folder: Path) -> dict[str, Any]:
    from soridam.language.evaluate import Evaluation, evaluate_models
    from soridam.language.report import write_report

    def scores_of(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
        for score in evaluation.scores:
            yield _score(score.model, _label(payload), "perplexity", score.perplexity)
            if score.answered is not None:
                yield _score(score.model, _label(payload), "answered", score.answered)

    names = [model["name"] for model in payload["models"]]
    evaluation = evaluate_models(models, corpus / f"{payload['split']}.jsonl", names=names)
    write_json(folder / "evaluation.json", evaluation.to_json())
    write_report(evaluation, folder / "report.html")
    return {"metric": "perplexity", "scores": list(scores_of(evaluation))}


def _score_image(models: list[str], corpus: Path, payload: dict[str, Any], folder: Path) -> dict[str, Any]:
    from soridam.image.evaluate import evaluate_models
    from soridam.image.report import write_report

    evaluation = evaluate_models(models, corpus, names=[model["name"] for model in payload["models"]])
    write_json(folder / "evaluation.json", evaluation.to_json())
    write_report(evaluation, folder / "report.html")
    scores = [_score(one.model, _label(payload), "heldout_loss", one.loss) for one in evaluation.scores]
    return {"metric": "heldout_loss", "scores": scores}


SCORE = {"speech": _score_speech, "language": _score_language, "image": _score_image}


def _label(payload: dict[str, Any]) -> str:
    return f"{payload['corpus_name']}/{payload['split']}"


def _score(model: str, label: str, metric: str, interval: Any) -> dict[str, Any]:
    return {
        "model": model,
        "set": label,
        "metric": metric,
        "rate": interval.rate,
        "low": interval.low,
        "high": interval.high,
    }
