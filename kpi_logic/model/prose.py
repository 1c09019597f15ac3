"""The consultant's own words for one section of the paper."""

from pydantic import BaseModel, ConfigDict, Field

MOST = 1500  # characters in one language: a section's lead, not a section


class Prose(BaseModel):
    """A lead paragraph for the section named by its key; "" where that language has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    section: str
    zh: str = Field(default="", max_length=MOST)
    en: str = Field(default="", max_length=MOST)
