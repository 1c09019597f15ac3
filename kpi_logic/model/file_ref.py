"""A file somebody gave: its bytes lie in the store."""

from pydantic import BaseModel, ConfigDict


class FileRef(BaseModel):
    """One uploaded file; its bytes lie in the store under the digest (SHA-256)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    digest: str
    size: int
