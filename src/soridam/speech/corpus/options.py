"""Options of a preparation. Begin with `PrepareOptions`.

It stands apart from `plan` because workers do without it: to import pydantic would take a third of their start.
"""

from typing import Literal

from pydantic import Field

from soridam.core.config import Section


class PrepareOptions(Section):
    """The options that decide a prepared corpus's bytes, besides the recordings themselves.

    `reader` and `source` only say where the rows come from. `language` is given to rows without one.
    `normalizer` is a name that `find_normalizer` knows, or empty for tidied spaces; preparation fills in its version.
    `tokenizer` is the path of a tokenizer.json that counts label tokens; without one their UTF-8 bytes are counted,
    which are never fewer.
    """

    reader: str = ""
    reader_options: dict[str, bool | int | float | str] = Field(default_factory=dict)
    source: str = ""
    language: str = ""
    normalizer: str = ""
    normalizer_version: int = 0
    reading: Literal["spelling", "pronunciation"] = "spelling"
    join: bool = False
    zscore: bool = False
    max_seconds: float = Field(default=30.0, gt=0, le=30)
    min_seconds: float = Field(default=0.1, ge=0)
    rows_per_shard: int = Field(default=200, ge=1)
    tokenizer: str = ""
