"""A chart of the page as a figure of the paper."""

from collections.abc import Callable, Sequence
from typing import Any

from kpi_logic.model import Message
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.origins import Origin, cite
from kpi_logic.proposal.outline import Figure, Said
from kpi_logic.text import Catalog, Language, catalog

MM_OF_PIXEL = 0.75 * 25.4 / 72  # the paper draws one CSS pixel as 0.75 points
TALLEST, LOWEST = 118.0, 26.0


def figure(
    case: Case,
    draw: Callable[[Catalog], Any],
    title: Message,
    subtitle: Said | None = None,
    squeeze: float = 1.0,
    origins: Sequence[Origin | None] = (),
    settled: bool = False,
) -> Figure:
    """The chart that *draw* makes, in both languages, without its own title: the paper sets that in its own type.

    ``squeeze`` is its height on paper against that on the page; ``origins`` what it shows rests on; ``settled``: it
    shows decisions, no data.
    """
    specs = {language.value: _bare(draw(catalog(language)).to_dict(validate=False)) for language in Language}
    drawn = [spec["height"] for spec in specs.values() if isinstance(spec.get("height"), (int, float))]
    height = min(max(max(drawn) * MM_OF_PIXEL * squeeze, LOWEST), TALLEST) if drawn else None
    return Figure(
        specs=specs,
        title=title,
        alt=say("figure_alt", title=title),
        subtitle=subtitle,
        source=cite(say("source_settled"), *origins) if settled else source(case, *origins),
        as_of=None if settled else case.latest,
        height=height,
    )


def source(case: Case, *origins: Origin | None) -> Said:
    """Where the numbers come from: the client's own months; with the ids of what exactly they rest on."""
    said: Said = cite(say("source", shops=len(case.facts.shops), months=len(case.facts.months)), *origins)
    return said


def _bare(spec: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in spec.items() if key != "title"}
