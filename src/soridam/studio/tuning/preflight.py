"""The job that shows what a model would read of a corpus of text, before a training begins. Begin with `preflight`."""

from typing import Any

from soridam.core.progress import progress_shown_by, show_progress
from soridam.language.tuning.config import RecipeConfig
from soridam.language.tuning.preflight import Chosen, Rows, choose_examples, token_statistics
from soridam.studio.jobs.context import JobContext
from soridam.studio.tuning.job_config import job_config
from soridam.studio.tuning.page_errors import page_errors

SHOWN = 3  # examples as the template renders them
REJECTED = 100  # examples that are left out, of which so many are named


def preflight(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Encode the corpus; returns token statistics, what is left out, and the first examples as the model reads them."""
    from soridam.language.data.encode import Encoder
    from soridam.language.model import load_tokenizer, read_end_tokens, read_most_tokens
    from soridam.language.weights import find_language_model

    with progress_shown_by(context.show), page_errors(context, payload):
        config = job_config(context, payload)
        assert isinstance(config, RecipeConfig)
        folder = find_language_model(config.model.name)
        with show_progress("Counting tokens", None):
            tokenizer = load_tokenizer(folder)
            most = min(config.data.most_tokens, read_most_tokens(folder) or config.data.most_tokens)
            encoder = Encoder(tokenizer, read_end_tokens(folder, tokenizer), most, config.data.system)
            data = config.data.model_copy(update={"drop_bad": True})
            preferences = config.objective.kind == "preference"
            rows = choose_examples(data, encoder, preferences=preferences, seed=config.seed)
            shown = _shown(rows.train, encoder)
    return {**token_statistics(rows), "shown": shown, "rejected": _rejected(rows), "drops": config.data.drop_bad}


def _shown(chosen: Chosen, encoder: Any) -> list[dict[str, Any]]:
    """Return the first examples as pieces of text that are learned or not."""
    return [
        {
            "place": str(example.place),
            "tokens": len(pieces[0].tokens),
            "pieces": [{"text": text, "learned": learned} for text, learned in encoder.marked(pieces[0])],
        }
        for example, pieces in zip(chosen.examples[:SHOWN], chosen.pieces, strict=False)
    ]


def _rejected(rows: Rows) -> list[dict[str, str]]:
    return [dict(rejection.to_json()) for rejection in rows.rejections[:REJECTED]]
