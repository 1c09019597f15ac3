"""A limit that the consultant puts in the place of a published one, and why."""

from pydantic import BaseModel, ConfigDict


class AgreedLimit(BaseModel):
    """What holds for this client instead: a metric of one platform and market ("": every market), its value, the reason.

    Only one with a reason is used.

    >>> AgreedLimit(metric="lsr", platform="Shopee", value=0.1, reason="seller centre, 3 Nov").market
    ''
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    platform: str = ""
    market: str = ""
    value: float
    reason: str = ""
