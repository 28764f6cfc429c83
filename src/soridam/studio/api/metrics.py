"""Metrics for Prometheus, which needs a token of the scope `metrics`."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from soridam.studio.api.deps import Parts
from soridam.studio.metrics import MEDIA

router = APIRouter(tags=["metrics"])


@router.get("/metrics", response_class=PlainTextResponse)
def read_metrics(request: Request, parts: Parts) -> PlainTextResponse:
    figures = request.app.state.metrics.render(parts.engine, parts.speech)
    return PlainTextResponse(figures, media_type=MEDIA)
