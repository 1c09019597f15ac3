"""What a client wrote into the workbook becomes the first decisions, and never overwrites a later one."""

from kpi_logic.intake import Intake
from kpi_logic.model import Engagement, Organisation, Profile


def with_client_book(engagement: Engagement, intake: Intake) -> Engagement:
    """The engagement with the profile, people and present scheme that the client's workbook holds.

    Each is taken only while the engagement has none of its own.
    """
    taken: dict[str, object] = {}
    if intake.profile is not None and engagement.profile == Profile():
        taken["profile"] = intake.profile
    if intake.organisation is not None and engagement.organisation == Organisation():
        taken["organisation"] = intake.organisation
    if intake.present_scheme is not None and engagement.present_scheme is None:
        taken["present_scheme"] = intake.present_scheme
    return engagement.model_copy(update=taken)
