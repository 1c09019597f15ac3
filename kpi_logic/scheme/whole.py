"""The engine asked for a whole engagement, so that nobody forgets its exceptions, awards, targets and cascades."""

from collections.abc import Sequence

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary
from kpi_logic.model import Engagement, Month, Scheme
from kpi_logic.scheme.actuals import Actuals
from kpi_logic.scheme.replay import Replay, replay
from kpi_logic.scheme.score import MonthScores, score


def replay_engagement(
    engagement: Engagement,
    facts: MonthlyFacts,
    scheme: Scheme | None = None,
    months: Sequence[Month] | None = None,
    actuals: Actuals | None = None,
    library: KpiLibrary | None = None,
) -> Replay:
    """Months under *scheme* (the engagement's new one where none is given), with everything the engagement has decided.

    Raises:
        ValueError: there is no scheme.
    """
    return replay(
        _subject(engagement, scheme),
        engagement.organisation,
        facts,
        months,
        engagement.targets,
        engagement.cascades,
        actuals,
        library,
        engagement.exceptions,
        engagement.awards,
        engagement.agreements,
    )


def score_engagement(
    engagement: Engagement,
    facts: MonthlyFacts,
    month: Month,
    scheme: Scheme | None = None,
    actuals: Actuals | None = None,
    library: KpiLibrary | None = None,
) -> MonthScores:
    """One month under *scheme* (the engagement's new one where none is given), with everything it has decided.

    Raises:
        ValueError: there is no scheme.
    """
    return score(
        _subject(engagement, scheme),
        engagement.organisation,
        facts,
        month,
        engagement.targets,
        engagement.cascades,
        actuals,
        library,
        engagement.exceptions,
        engagement.awards,
        engagement.agreements,
    )


def _subject(engagement: Engagement, scheme: Scheme | None) -> Scheme:
    chosen = scheme or engagement.scheme
    if chosen is None:
        raise ValueError("the engagement has no new scheme yet; give the scheme to score")
    return chosen
