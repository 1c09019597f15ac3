"""A client's own appraisal form in place of the client workbook's scheme sheet."""

from collections.abc import Iterable

import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import ClientFile
from kpi_logic.intake.appraisal_form import form_scheme
from kpi_logic.model import Engagement, Scheme


def with_form(engagement: Engagement, files: Iterable[ClientFile]) -> Engagement:
    """The engagement with the scheme of the first form among the files; as it is where it has one, or none is a form."""
    if engagement.present_scheme is not None:
        return engagement
    found = next((scheme for file in files if (scheme := form_scheme(file)) is not None), None)
    return engagement.model_copy(update={"present_scheme": found}) if found is not None else engagement


def facts_beside(facts: MonthlyFacts | None, scheme: Scheme | None) -> MonthlyFacts | None:
    """The facts, or an empty table where there is a scheme to read without any; None where there is neither."""
    if facts is not None or scheme is None:
        return facts
    return MonthlyFacts.of(pd.DataFrame({"month": []}))
