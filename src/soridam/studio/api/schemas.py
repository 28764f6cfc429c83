"""Types and limits that the routes of several features share."""

from typing import Annotated

from annotated_types import Ge, Le
from fastapi import Query
from pydantic import BaseModel, Field

LARGEST_NUMBER = 2**53 - 1  # the largest whole number that JavaScript, JSON and every column of ours keep exactly
# Every whole number that somebody may send is one of these.
Number = Annotated[int, Ge(-LARGEST_NUMBER), Le(LARGEST_NUMBER)]
Whole = Annotated[int, Ge(0), Le(LARGEST_NUMBER)]
Size = Annotated[int, Ge(1), Le(LARGEST_NUMBER)]  # of a file, in bytes
SpokenLanguage = Annotated[str, Field(max_length=20)]
Offset = Whole
Limit = Annotated[int, Query(ge=1, le=1000)]
Pixels = Annotated[int, Query(ge=16, le=4000)]


class Words(BaseModel):
    """A text in both languages of the page."""

    ko: str
    en: str


class JobRef(BaseModel):
    """The job that has begun."""

    job: str


class Gone(BaseModel):
    """The id of what was deleted."""

    id: str
