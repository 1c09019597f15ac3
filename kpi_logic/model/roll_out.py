"""P15, P5: what is agreed about the people before a scheme counts, and how it is revisited."""

from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.model.feedback import FeedbackState


class RollOut(BaseModel):
    """Feedback collected and answered before roll-out, and the months whose targets are set apart.

    ``feedback`` is what somebody says of it, and counts only where no form was collected (``feedback_state``).

    ``season_months``: calendar months (1-12) of the client's season that a review sets anew; ``legal``: which points of
    the legal checklist (``templates/legal.toml``) the client has confirmed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    feedback: FeedbackState = "unknown"
    briefing: str = ""
    season_months: tuple[int, ...] = Field(default=())
    legal: tuple[str, ...] = ()
