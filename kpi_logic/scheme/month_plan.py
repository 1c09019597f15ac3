"""What months are scored by: levels, points and exceptions laid out for everybody."""

from collections.abc import Sequence

from kpi_logic.library import KpiLibrary
from kpi_logic.model import Award, Organisation, Scheme, SchemeException
from kpi_logic.scheme.actuals import Actuals
from kpi_logic.scheme.exceptions import with_exceptions
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.plan import Plan, make_plan


def month_plan(
    scheme: Scheme,
    organisation: Organisation,
    actuals: Actuals,
    book: LevelBook,
    exceptions: Sequence[SchemeException],
    awards: Sequence[Award],
    library: KpiLibrary | None,
) -> Plan:
    """The plan of the months in *actuals*, exceptions applied before anything is scored."""
    plan = make_plan(scheme, organisation, actuals, book, library, awards)
    return with_exceptions(plan, exceptions, actuals.months, library)
