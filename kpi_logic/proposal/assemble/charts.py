"""A chart of the page as a figure of the paper."""

from collections.abc import Callable
from typing import Any

from kpi_logic.model import Message
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.outline import Figure, Said
from kpi_logic.text import Catalog, Language, catalog

MM_OF_PIXEL = 0.75 * 25.4 / 72  # the paper draws one CSS pixel as 0.75 points
TALLEST, LOWEST = 118.0, 26.0


def figure(
    case: Case, draw: Callable[[Catalog], Any], title: Message, subtitle: Said | None = None, squeeze: float = 1.0
) -> Figure:
    """The chart that *draw* makes, in both languages, without its own title: the paper sets that in its own type.

    ``squeeze`` is its height on paper against that on the page.
    """
    specs = {language.value: _bare(draw(catalog(language)).to_dict()) for language in Language}
    drawn = [spec["height"] for spec in specs.values() if isinstance(spec.get("height"), (int, float))]
    height = min(max(max(drawn) * MM_OF_PIXEL * squeeze, LOWEST), TALLEST) if drawn else None
    return Figure(
        specs=specs,
        title=title,
        alt=say("figure_alt", title=title),
        subtitle=subtitle,
        source=source(case),
        as_of=case.latest,
        height=height,
    )


def source(case: Case) -> Message:
    """Where the numbers come from: the client's own months."""
    return say("source", shops=len(case.facts.shops), months=len(case.facts.months))


def _bare(spec: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in spec.items() if key != "title"}
