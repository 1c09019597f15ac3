"""A lower price that buyers answered is a promotion: a choice, and no fault to be mended."""

from kpi_logic.diagnosis.beside import beside, for_it
from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.find import Finding
from kpi_logic.diagnosis.leaf import Effect

LASTS = 6  # months: a price that has been low for longer is the price
ANSWER, SPREAD = 1.5, 0.75  # what buyers make of a price cut (log over log), and how far that strays
CHANCE = 0.03  # how far (log) they move meanwhile without one
ODDS = 2.0  # log odds from which they answered


def without_promotions(found: list[Finding], cube: Cube) -> list[Finding]:
    """The findings less the price cuts of the last half year that sold more."""
    return [finding for finding in found if not _promoted(finding, cube)]


def _promoted(finding: Finding, cube: Cube) -> bool:
    if finding.leaf.entry.effect is not Effect.PRICE or not finding.adverse:
        return False
    if len(cube.months) - finding.start > LASTS:
        return False
    values, trends = _bought(cube)
    size, variance = beside(cube, values, finding, trends)
    cut = abs(finding.size)
    return for_it(size, variance, (ANSWER * cut, SPREAD * cut), (0.0, CHANCE)) > ODDS


def _bought(cube: Cube) -> tuple[Array, bool]:
    """How many of the visitors bought; where visits are not known, how much was bought, which has trends of its own."""
    bought = cube.get("units" if cube.has("units") else "orders")
    return (bought / cube.get("sessions"), False) if cube.has("sessions") else (bought, True)
