"""Everything the paper says, in one language: cleaned, escaped and checked for glyphs at this one door."""

import datetime
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, unescape

from kpi_logic.model import Issue, Level, Message, Raw, RoleRef, Segment
from kpi_logic.proposal.glyphs import GlyphMissing, clean, missing, printable, stood_in
from kpi_logic.proposal.origins import Cited, Origin, mark
from kpi_logic.proposal.outline import Said
from kpi_logic.text import Catalog

# How much of a person's words is printed, by where they stand: a paragraph, a name within a sentence or a cell.
PARAGRAPH, NAME = 4000, 120
_MARK = re.compile("<n>.*?</n>")


class Words:
    """Says messages as markup: plain characters with ``& < >`` escaped, and ``<b>`` only where our text files set it.

    ``ids`` of the origins, by their keys, stand in ``<n>`` after what rests on them.  ``issues`` collects, in order,
    what people wrote and the fonts cannot print.
    """

    def __init__(self, catalog: Catalog, ids: Mapping[str, str] | None = None) -> None:
        self.catalog = catalog
        self.ids = ids or {}
        self.issues: list[Issue] = []
        self._checked: set[str] = set()

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return str(self.catalog.language.value)

    def say(self, said: Said | None, limit: int = NAME) -> str:
        """The markup of anything said; nothing for None.

        Raises:
            GlyphMissing: a text of ours holds a character that the fonts do not.
        """
        if said is None:
            return ""
        text = stood_in(self.catalog.word(self._safe(said, limit)))
        if text not in self._checked:
            absent = missing(text.replace("\n", ""))
            if absent:
                raise GlyphMissing(text, absent)
            self._checked.add(text)
        return text

    def plain(self, said: Said | None, limit: int = NAME) -> str:
        """The same without markup and ids: for bookmarks, metadata and single lines."""
        text = _MARK.sub("", self.say(said, limit))
        return unescape(text.replace("<b>", "").replace("</b>", "")).replace("\n", " ")

    def mark(self, origins: tuple[Origin, ...]) -> str:
        """The markup of some origins' ids; nothing where they have none."""
        shown = mark(origins, self.ids)
        return f"<n>{shown}</n>" if shown else ""

    def own(self, key: str, /, **facts: Any) -> str:
        """The markup of one of the paper's own texts, ``paper.<key>``."""
        return self.say(Message(f"paper.{key}", facts))

    def date(self, date: datetime.date) -> Message:
        """A date as a message, so that sentences can hold it."""
        return Message("paper.date_form", {
            "year": str(date.year), "month": Message(f"month.m{date.month:02d}"), "day": str(date.day),
        })  # fmt: skip

    def _safe(self, fact: Any, limit: int) -> Any:
        """*fact* with every person's word in it made harmless; all else as it was."""
        match fact:
            case str():
                return self._person(fact, limit)
            case Raw():
                return self._person(fact.text, limit)
            case Cited():
                return self.catalog.word(self._safe(fact.said, limit)) + self.mark(fact.origins)
            case Message():
                return Message(fact.key, {name: self._safe(part, limit) for name, part in fact.facts.items()})
            case Segment() if not fact.is_all:
                return " \N{MIDDLE DOT} ".join(self._person(part, limit) for part in fact.parts())
            case RoleRef() if not self.catalog.has(f"role.{fact.code}.name"):
                return self._person(fact.code, limit)
            case datetime.date():
                return self.date(fact)
            case _ if type(fact) in (tuple, list):  # a Month is a tuple too
                return tuple(self._safe(part, limit) for part in fact)
        return fact

    def _person(self, text: str, limit: int) -> str:
        """Somebody's words, escaped; what cannot be printed is replaced, and told once."""
        given = clean(text, limit)
        shown = printable(given)
        if shown != given:
            self._tell(given, missing(given))
        return escape(shown)

    def _tell(self, given: str, characters: str) -> None:
        codes = ", ".join(f"U+{ord(c):04X}" for c in characters)
        issue = Issue("glyph_replaced", Level.NOTE, facts={"text": Raw(given), "characters": codes})
        if issue not in self.issues:
            self.issues.append(issue)
