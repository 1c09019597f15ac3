"""Why something agreed was changed: no change of a signed scheme without its reason."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

ReasonSource = Literal["pilot", "feedback", "exception", "review", "data", "law", "other"]


class ChangeReason(BaseModel):
    """The reason for one difference (``place`` as in ``Difference.path``) from a released version.

    ``base`` is the version departed from, ``source`` what the reason rests on, ``feedback`` the ids it answers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    base: str
    source: ReasonSource = "other"
    reason: str = ""
    feedback: tuple[str, ...] = ()
