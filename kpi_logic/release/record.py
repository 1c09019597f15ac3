"""What an entry of the trail says: a release, or a signature under one."""

from pydantic import BaseModel, ConfigDict, Field

RELEASED, SIGNED = "release", "sign"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReleasedFile(_Record):
    """One frozen file: its bytes lie in the store under ``sha256``."""

    name: str
    sha256: str
    size: int


class Release(_Record):
    """A version that was frozen.

    ``revision`` and ``document`` (SHA-256) are the decisions, ``facts`` the data's fingerprint, ``content`` the
    proposal's, ``method`` the versions of what computed it.
    """

    version: str
    revision: int
    document: str
    facts: str
    content: str
    method: str
    by: str
    files: tuple[ReleasedFile, ...]


class Signature(_Record):
    """Who said yes, or had a reservation, to which part of which release (the number of its entry) and its content."""

    release: int
    content: str
    item: str
    name: str = Field(min_length=1)
    role: str
    approves: bool
    note: str = ""
