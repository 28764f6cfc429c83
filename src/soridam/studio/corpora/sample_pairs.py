"""A lighthouse keeper's questions and answers, in English and Korean, to begin with. Begin with `put_sample_pairs`.

They are enough to see how a model learns another way to speak, in minutes; it becomes no better by them.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

from soridam.studio.corpora.uploads import Uploads

SAMPLES = Path(__file__).with_name("samples")
NAME = "lighthouse_keeper.jsonl"


async def put_sample_pairs(uploads: Uploads, language: Literal["ko", "en"]) -> None:
    """Put the pairs of a language among the uploaded files of a corpus, as if somebody had sent them."""
    data = (SAMPLES / f"lighthouse_keeper.{language}.jsonl").read_bytes()

    async def whole() -> AsyncIterator[bytes]:
        yield data

    await uploads.receive(NAME, 0, len(data), whole())
