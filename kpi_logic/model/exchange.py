"""What a currency was worth in another, month by month, and the one currency that is reported in."""

from pydantic import BaseModel, ConfigDict, Field


class Rate(BaseModel):
    """One unit of ``source`` is worth ``rate`` units of ``target`` in ``month`` (YYYY-MM); ISO 4217 codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    month: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    source: str = Field(pattern=r"^[A-Z]{3}$")
    target: str = Field(pattern=r"^[A-Z]{3}$")
    rate: float = Field(gt=0, lt=1e9)


class Exchange(BaseModel):
    """The decision on currencies: what is reported in, and the rates typed in by hand.

    ``reporting`` None: nothing is converted.  ``rates`` go before those of an uploaded table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reporting: str | None = None
    rates: tuple[Rate, ...] = ()
