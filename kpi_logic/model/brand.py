"""How the client's paper looks: the logo and the one colour that may be the client's."""

from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.model.file_ref import FileRef


class Brand(BaseModel):
    """``logo``: a picture that was checked and written anew (``proposal.logo``); ``accent``: #RRGGBB, "" for the house's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    logo: FileRef | None = None
    accent: str = Field(default="", pattern=r"^(#[0-9A-Fa-f]{6})?$")
