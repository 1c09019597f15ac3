"""Which sections are printed, in which order, and where the appendix begins: ``templates/proposal/outline.toml``."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import field_validator

from kpi_logic.library import TEMPLATES, Strict, read_toml
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.outline import Section

Key = Literal[
    "summary", "background", "diagnosis", "targets", "framework", "cards", "pay", "pilot", "risks", "fees", "sign",
    "changed", "levels", "definitions", "data", "basis", "checks", "past", "personal", "trust", "evidence", "ledger", "origins",
]  # fmt: skip


class Place(Strict):
    """Where one section stands."""

    key: Key
    part: Literal["main", "appendix"]
    page: Literal["new", "run_on"]
    on: bool


class Order(Strict):
    """All sections, each once."""

    section: tuple[Place, ...]

    @field_validator("section")
    @classmethod
    def _each_once(cls, places: tuple[Place, ...]) -> tuple[Place, ...]:
        named = [place.key for place in places]
        wrong = sorted(key for key in get_args(Key) if named.count(key) != 1)
        if wrong:
            raise ValueError(f"each section stands once; got never or twice: {', '.join(wrong)}")
        parts = [place.part for place in places]
        if "main" in parts[parts.index("appendix") if "appendix" in parts else len(parts) :]:
            raise ValueError("the appendix comes after the main part")
        return places


def read_order(path: Path) -> Order:
    """The order that a file states; raises TemplateError, by file and key, for anything else than an order."""
    return read_toml(path, Order)


@lru_cache(maxsize=1)
def order() -> Order:
    """The order of the shipped outline."""
    return read_order(TEMPLATES / "proposal" / "outline.toml")


def ordered(sections: Iterable[Section], by: Order) -> tuple[Section, ...]:
    """Sections as the outline has them: those switched off are left out, appendices are numbered."""
    there = {section.key: section for section in sections}
    shown = [place for place in by.section if place.on and place.key in there]
    appendices = [place.key for place in shown if place.part == "appendix"]
    result = []
    for place in shown:
        first = appendices[:1] == [place.key]  # whatever it is, the appendix begins a page of its own
        section = replace(there[place.key], new_page=place.page == "new" or first)
        if place.part == "appendix":
            number = appendices.index(place.key) + 1
            section = replace(section, title=say("appendix", number=number, title=section.title))
        result.append(section)
    return tuple(result)
