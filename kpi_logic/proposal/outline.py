"""The proposal before it has a language or a page: sections of blocks, everything in them a message or an amount."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from kpi_logic.model import Amount, Brand, KpiRef, MeasureRef, Message, Month, Raw, RoleRef, Segment
from kpi_logic.proposal.origins import Cited, Origin, ids_of

# A bare string is somebody's own words, like Raw: it is cleaned and never acts as markup.
Said: TypeAlias = (
    Message | Amount | Raw | KpiRef | MeasureRef | RoleRef | Segment | Month | datetime.date | int | str | Cited
)


class Role(StrEnum):
    """What a paragraph is for; the style file says how it looks."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    LEAD = "lead"
    BODY = "body"
    NOTE = "note"


class Align(StrEnum):
    """Text runs from the left; numbers stand on their decimal."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, or a heading inside a section. Text files may set ``<b>`` around words; people cannot."""

    text: Said
    role: Role = Role.BODY


@dataclass(frozen=True)
class OwnWords:
    """A paragraph somebody wrote for each language ("zh", "en"); a language without words shows nothing."""

    said: Mapping[str, str]


@dataclass(frozen=True)
class Bullets:
    """A list; numbered where the order or the reference matters."""

    items: tuple[Said, ...]
    numbered: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """One number that must be remembered."""

    label: Said
    value: Said
    note: Said | None = None


@dataclass(frozen=True)
class KeyFigures:
    """Two to four numbers side by side; raises ValueError for fewer or more."""

    figures: tuple[KeyFigure, ...]

    def __post_init__(self) -> None:
        if not 2 <= len(self.figures) <= 4:
            raise ValueError(f"a row of key figures has 2 to 4 of them; got {len(self.figures)}")


@dataclass(frozen=True)
class Column:
    """A column's head, its share of the width, and how its cells stand.

    Where ``unit`` is given it is said once, in the head, and the column's amounts are bare numbers
    (a ratio of 0.118 as 11.8, money in whole units of its currency).
    """

    head: Said
    unit: Said | None = None
    align: Align = Align.TEXT
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """Rows of cells, one for each column; None is an empty cell. Raises ValueError for a row of another length.

    ``stays``: what follows it is read with it, on the same page.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Said | None, ...], ...]
    total: tuple[Said | None, ...] | None = None
    caption: Said | None = None
    source: Said | None = None
    as_of: Said | None = None
    stays: bool = False

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row) != len(self.columns):
                raise ValueError(f"a row has one cell for each of {len(self.columns)} columns; got {len(row)}: {row!r}")


@dataclass(frozen=True)
class Figure:
    """A chart: for each language ("zh", "en") the Vega-Lite specification that Altair produced, without a title.

    ``height`` is in millimetres (None: the style's); the width is the page's. ``alt`` says in words what is seen.
    """

    specs: Mapping[str, Mapping[str, Any]]
    title: Said
    alt: Said
    subtitle: Said | None = None
    source: Said | None = None
    as_of: Said | None = None
    height: float | None = None


@dataclass(frozen=True)
class Callout:
    """A statement set apart: a decision asked, a limit of what is known."""

    text: Said
    title: Said | None = None


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True)
class Contents:
    """The sections with their pages."""


@dataclass(frozen=True)
class Signer:
    """Who signs: in which role, and the name where it is known."""

    role: Said
    name: Said | None = None


@dataclass(frozen=True)
class SignOff:
    """The page that is signed: each item is approved, or a reservation is noted; then the signatures."""

    people: tuple[Signer, ...]
    items: tuple[Said, ...]


Block: TypeAlias = (
    Paragraph | OwnWords | Bullets | KeyFigures | Table | Figure | Callout | PageBreak | Contents | SignOff
)


@dataclass(frozen=True)
class Section:
    """One chapter; ``key`` is unique and names it in bookmarks and links.

    ``origins``: what every number in it rests on that names no origin of its own.
    """

    key: str
    title: Said
    blocks: tuple[Block, ...]
    new_page: bool = True
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Everything that will be printed, in no language yet; raises ValueError for two sections of one key.

    ``origins``: what the numbers rest on, in the order in which it is first named. ``brand``: the client's
    logo, whose bytes ``render_pdf`` is given, and colour.

    >>> Proposal(Message("paper.contents"), "Acme", "1.0", datetime.date(2026, 3, 5), ()).draft
    False
    """

    title: Said
    client: Said
    version: str
    date: datetime.date
    sections: tuple[Section, ...]
    subtitle: Said | None = None
    author: Said | None = None
    as_of: Said | None = None
    confidentiality: Said | None = None
    draft: bool = False
    origins: tuple[Origin, ...] = ()
    brand: Brand = field(default_factory=Brand)

    def __post_init__(self) -> None:
        keys = [section.key for section in self.sections]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"a section's key is used once; got twice: {', '.join(twice)}")

    @property
    def ids(self) -> dict[str, str]:
        """The id of every origin, by its key."""
        return ids_of(self.origins)
