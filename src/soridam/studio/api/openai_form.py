"""The base of the JSON bodies that clients of the OpenAI API send."""

from typing import Any

from pydantic import BaseModel, model_validator


class OpenaiForm(BaseModel):
    """A body in which null stands for a value that was left out."""

    @model_validator(mode="before")
    @classmethod
    def without_nulls(cls, values: Any) -> Any:
        """Drop fields that are null: some clients send null for what they leave out."""
        return (
            {name: value for name, value in values.items() if value is not None} if isinstance(values, dict) else values
        )
