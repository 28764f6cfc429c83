"""The config of a run as its job builds it. Begin with `job_config`."""

from typing import Any

from soridam.recipes import Config
from soridam.studio.corpora.making import read_place
from soridam.studio.jobs.context import JobContext
from soridam.studio.tuning.recipe_form import build_config


def job_config(context: JobContext, payload: dict[str, Any]) -> Config:
    """Build the config that was asked for, with model and corpus as they lie on this machine."""
    model, corpus = context.copies.find_weights(payload["model"]), read_place(context, payload["corpus"]).corpus
    prior = read_place(context, payload["prior"]).corpus if payload.get("prior") else None
    return build_config(payload["recipe"], payload["values"], model, corpus, prior)
