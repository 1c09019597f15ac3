"""What must not be parted by the end of a page."""

from typing import Any

from reportlab.platypus import KeepTogether, PageBreak, Table

from kpi_logic.proposal.paragraph import Prose

# A table lower than this (points) goes to the next page whole; a taller one may begin with its head and two rows.
_SHORT_TABLE = 230.0


class Together(KeepTogether):
    """Headings with what they head: on one page with it, or with its beginning where it is long."""

    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        """The parts to be laid out here, or on a new page if there is too little room."""
        self.wrap(availWidth, availHeight)
        frame = getattr(self, "_frame", None)
        at_top = frame is not None and getattr(frame, "_atTop", False)
        if at_top or self._needed(availWidth, availHeight) <= availHeight:
            return list(self._content)
        return [PageBreak(), *self._content]

    def _needed(self, width: float, height: float) -> float:
        *firsts, last = self._content
        above = 0.0
        for i, part in enumerate(self._content):
            above += max(part.getSpaceBefore(), self._content[i - 1].getSpaceAfter()) if i else 0.0
        return above + sum(part.wrap(width, height)[1] for part in firsts) + _beginning(last, width, height)


def _beginning(last: Any, width: float, height: float) -> float:
    """How much of the last part must stand on the page."""
    whole = float(last.wrap(width, height)[1])
    if isinstance(last, Table) and whole > _SHORT_TABLE:
        return float(sum(last._rowHeights[:3]))
    if isinstance(last, Prose) and whole > 3 * last.style.leading:
        return float(2 * last.style.leading)
    return whole
