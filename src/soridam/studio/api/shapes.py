"""Words and bounds that several features use in their questions and answers alike."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

SpokenLanguage = Annotated[str, Field(max_length=20)]
Offset = Annotated[int, Query(ge=0)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Pixels = Annotated[int, Query(ge=16, le=4000)]


class Words(BaseModel):
    """The same in both languages of the page."""

    ko: str
    en: str


class JobRef(BaseModel):
    """The job that has begun."""

    job: str


class Gone(BaseModel):
    """What was deleted."""

    id: str
