"""The definition lock: which of two meanings a number has from now on."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Definition(BaseModel):
    """What the client and the consultant agreed that the numbers mean; None: not agreed yet, the files' own meaning.

    ``profit``: gross profit as given, or computed as cm1, cm2 or cm3.  ``sales``: by order or by shipment.
    ``refund``: in the month of the refund or of the order.  ``tax``: sales with or without the tax in them.
    ``fx``: the rate of a month is its average or that of its last day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    profit: Literal["given", "cm1", "cm2", "cm3"] | None = None
    sales: Literal["ordered", "shipped"] | None = None
    refund: Literal["refund_date", "order_date"] | None = None
    tax: Literal["with", "without"] | None = None
    fx: Literal["average", "month_end"] | None = None
