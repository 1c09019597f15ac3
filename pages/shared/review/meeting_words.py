"""What a check or a review is called."""

from kpi_logic.model import Engagement, Month, Review, ReviewKind
from kpi_logic.review import Meeting
from pages.shared.session import t

QUARTER = 3


def called(meeting: Meeting, engagement: Engagement) -> str:
    """A meeting of the calendar."""
    return _name(meeting.kind, meeting.month, engagement)


def review_called(review: Review, engagement: Engagement) -> str:
    """A review that was opened."""
    return _name(review.kind, Month.parse(review.month), engagement)


def _name(kind: ReviewKind, month: Month, engagement: Engagement) -> str:
    if kind == "monthly":
        return t("meeting.name_monthly", month=month)
    every = (engagement.scheme.review_every_months if engagement.scheme else 0) or QUARTER
    return t("meeting.name_quarterly", first=month - (every - 1), last=month)
