"""The one door of intake: client files in, facts and issues out."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kpi_logic.intake import limits
from kpi_logic.intake.columns import KEY_FIELDS
from kpi_logic.intake.file import NO_ANSWERS, ClientFile, Intake, Reading, status_of
from kpi_logic.intake.finding import issue, shown
from kpi_logic.intake.sandbox import read_in_child
from kpi_logic.model import Issue, Level, Message, Place

if TYPE_CHECKING:
    import pandas as pd

    from kpi_logic.facts import MonthlyFacts

Progress = Callable[[float, Message], None]


def read_files(
    files: Sequence[ClientFile], answers: Mapping[str, str] = NO_ANSWERS, progress: Progress | None = None
) -> Intake:
    """Read any number of client files together.

    Args:
        files: uploads of any kind; each is read whole or refused whole, with the reason.
        answers: choices a person made before, by question code: ``currency`` (an ISO code for rows without one),
            ``date_order`` ("dmy" or "mdy"), ``encoding``, ``overlap`` (the file that wins), ``unfinished`` ("keep");
            for one file ``shop:FILE``, ``site:FILE``, ``currency:FILE``, ``date_order:FILE``, ``month:FILE`` (YYYY-MM);
            for one measure ``overlap:MEASURE``; for one heading ``column:HEADING`` (a measure or key; "-" for none).
        progress: called with the share done (0-1) and what is being read.

    Returns:
        Everything at once: facts (None when nothing could be read), all issues worst first, what each table was
        taken for, and the questions still open. Bad input never raises.
    """
    if not files:
        return _intake(Reading(issues=[issue("no_files", Level.ERROR, Place())]))
    if len(files) > limits.FILES_AT_ONCE:
        found = issue("too_many_files", Level.ERROR, Place(), number=len(files), limit=limits.FILES_AT_ONCE)
        return _intake(Reading(issues=[found]))

    def begun(name: str, done: int) -> None:
        if progress is not None:
            progress(done / len(files), Message("intake_words.reading", {"file": shown(name)}))

    return _intake(read_in_child(files, answers, begun))


def _intake(reading: Reading) -> Intake:
    issues = tuple(sorted(reading.issues, key=_order))
    return Intake(
        facts=_facts(reading),
        status=status_of(issues),
        issues=issues,
        sources=tuple(reading.sources),
        questions=tuple(reading.questions),
        profile=reading.profile,
        organisation=reading.organisation,
        present_scheme=reading.present_scheme,
        limits=tuple(reading.limits),
        overlaps=tuple(reading.overlaps),
        rates=tuple(reading.rates),
        categories=_categories(reading),
        scorecards=tuple(reading.scorecards),
    )


def _order(found: Issue) -> tuple[int, str, str, int]:
    place = found.place
    return (-found.level, place.file or "", place.sheet or "", place.row or 0)


def _categories(reading: Reading) -> "pd.DataFrame | None":
    if not reading.category_rows:
        return None
    import pandas as pd

    table = pd.DataFrame(reading.category_rows, columns=list(reading.category_columns))
    keys = len(KEY_FIELDS) + 1
    return table.astype(dict.fromkeys(table.columns[keys:], "float64"))


def _facts(reading: Reading) -> "MonthlyFacts | None":
    if not reading.rows and reading.packed is None:
        return None
    if reading.packed is not None:
        return reading.packed.facts()
    import pandas as pd

    from kpi_logic.facts import MonthlyFacts

    return MonthlyFacts.of(pd.DataFrame(reading.rows, columns=list(reading.columns)))
