"""Kinds of jobs that tell all they know, in every way that a job has, added by importing this module."""

import logging
import os
import sys
import warnings
from typing import Any

from soridam.core.errors import CorpusError
from soridam.studio.jobs.context import JobContext
from soridam.studio.jobs.kinds import KINDS, WRITER_SECRETS, Kind

log = logging.getLogger(__name__)


def _all() -> str:
    return "\n".join(f"{name}={value}" for name, value in os.environ.items())


def tell(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    known = _all()
    context.log(known)
    context.progress(1, 2, known)
    context.sample({known: [known, {"inside": known}]})
    context.metric(known, 1.0, 1)
    log.warning("%s", known)
    warnings.warn(known, stacklevel=1)
    sys.stderr.write(known)
    return {"names": sorted(os.environ), "known": known}


def refuse(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    raise CorpusError("corpus.leak", "{all}", hint="{all}", all=_all())


def break_down(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    raise ZeroDivisionError(_all())


for kind in (tell, refuse, break_down):
    KINDS[f"leaky_{kind.__name__}"] = Kind(f"{__name__}:{kind.__name__}", secrets=WRITER_SECRETS)
