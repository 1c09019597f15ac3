"""The proposal on the screen: the same value that becomes paper, block by block."""

import re
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, Message
from kpi_logic.proposal import (
    Align,
    Bullets,
    Callout,
    Column,
    Contents,
    Figure,
    KeyFigures,
    OwnWords,
    PageBreak,
    Paragraph,
    Proposal,
    Role,
    Said,
    SignOff,
    Table,
)
from kpi_logic.proposal.origins import Cited, Origin, mark, marked
from pages.shared import charts, prose_view, session
from pages.shared.markdown import plain
from pages.shared.session import t

_IN_NUMBER = re.compile(r"(?<=\d) (?=[^\s\u2013])")  # the gap between a number and its unit, in a column of numbers
_BEFORE_HAN = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])")  # the same within a sentence
_MONTHS = re.compile(r"\d{4}-\d{2}(\u2013\d{4}-\d{2})?")
_SHORT = 5  # characters of a Chinese cell that stay on one line
NBSP = "\N{NO-BREAK SPACE}"
HEADINGS = {Role.HEADING: "#### ", Role.SUBHEADING: "##### "}


Ids = Mapping[str, str]


def show(proposal: Proposal, engagement: Engagement) -> None:
    """Every section, the first one open; what is folded is not drawn."""
    ids = proposal.ids
    st.subheader(_marked(proposal.title, ids))
    st.caption(_marked(proposal.subtitle or proposal.client, ids))
    for number, section in enumerate(proposal.sections):
        fold = f"section_{section.key}"
        with st.expander(_said(section.title), expanded=number < 1, key=fold, on_change="rerun") as folded:
            if folded.open:
                if section.origins:
                    st.caption(t("page_proposal.rests_on", ids=plain(mark(section.origins, ids))))
                for block in section.blocks:
                    _draw(block, ids)
                prose_view.edit(engagement, section.key)


def _said(said: Said | None, ids: Ids | None = None) -> str:
    """Anything said, with the ids of its origins as ``<n>D1</n>`` where *ids* knows them."""
    if said is None:
        return ""
    return said.isoformat() if hasattr(said, "isoformat") else _word(marked(said, ids or {}, _word))


def _word(said: Any) -> str:
    return session.words().word(said)


def _marked(said: Said, ids: Ids) -> str:
    """Safe for Markdown; bold from our own texts stays bold, ids are small and grey."""
    return _shown(_said(said, ids))


def _shown(text: str) -> str:
    bold = plain(_BEFORE_HAN.sub(NBSP, text)).replace("\\<b\\>", "**").replace("\\</b\\>", "**")
    return bold.replace("\\<n\\>", " :small[:gray[").replace("\\</n\\>", "]]")


@singledispatch
def _draw(block: Any, ids: Ids) -> None:
    raise TypeError(f"the preview has no drawing for a {type(block).__name__}")


@_draw.register
def _(block: Paragraph, ids: Ids) -> None:
    if block.role is Role.NOTE:
        st.caption(_marked(block.text, ids))
    else:
        st.markdown(HEADINGS.get(block.role, "") + _marked(block.text, ids))


@_draw.register
def _(block: OwnWords, ids: Ids) -> None:
    for part in block.said.get(session.language().value, "").splitlines():
        st.markdown(f"*{plain(part.strip())}*" if part.strip() else "")


@_draw.register
def _(block: Bullets, ids: Ids) -> None:
    st.markdown("\n".join(f"{'1.' if block.numbered else '-'} {_marked(item, ids)}" for item in block.items))


@_draw.register
def _(block: KeyFigures, ids: Ids) -> None:
    for column, figure in zip(st.columns(len(block.figures)), block.figures, strict=True):
        note = _marked(figure.note, ids) if figure.note is not None else ""
        grounds = _ids_of(figure.value, ids)
        told = t("page_proposal.grounds", ids=plain(grounds)) if grounds else ""
        help = "\n\n".join(filter(None, (note, told)))
        column.metric(plain(_said(figure.label)), _said(figure.value), help=help or None, border=True)


@_draw.register
def _(block: Table, ids: Ids) -> None:
    if block.caption:
        st.markdown(f"**{_said_plain(block.caption)}**{_after(block.caption, ids)}")
    st.markdown(_table(id(block), session.language().value, hash(tuple(ids.items())), block, ids)[1])
    _foot(block.source, block.as_of, ids)


@st.cache_resource(max_entries=1024, show_spinner=False)
def _table(which: int, language: str, marks: int, _block: Table, _ids: Ids) -> tuple[Table, str]:
    """The table in Markdown, numbers at the right, made once; the block is kept with it, so that its id stays its own."""
    lined = ["---:" if column.align is Align.NUMBER else ":---" for column in _block.columns]
    heads = [_head(column, _ids) for column in _block.columns]
    rows = [_row(_block.columns, row, _ids) for row in _block.rows]
    if _block.total:
        rows.append([f"**{cell}**" if cell else "" for cell in _row(_block.columns, _block.total, _ids)])
    return _block, "\n".join(
        f"| {' | '.join(' '.join(cell.splitlines()) for cell in line)} |" for line in [heads, lined, *rows]
    )


def _head(column: Column, ids: Ids) -> str:
    unit = f" ({plain(_said(column.unit))})" if column.unit else ""
    return _whole(_said_plain(column.head)) + unit + _after(column.head, ids)


def _row(columns: tuple[Column, ...], cells: tuple[Said | None, ...], ids: Ids) -> list[str]:
    """The cells of a row; a number and its unit, a month and a short word are not parted."""
    said = [_shown(_said(cell, ids)) for cell in cells]
    return [
        _IN_NUMBER.sub(NBSP, text) if column.align is Align.NUMBER else _whole(text)
        for column, text in zip(columns, said, strict=True)
    ]


def _whole(text: str) -> str:
    """A short Chinese word, or months, in one piece."""
    if _MONTHS.fullmatch(text):
        return text.replace("-", "\N{NON-BREAKING HYPHEN}")
    return "\N{WORD JOINER}".join(text) if len(text) <= _SHORT and text.isalpha() and not text.isascii() else text


@_draw.register
def _(block: Figure, ids: Ids) -> None:
    st.markdown(f"**{_said_plain(block.title)}**")
    if block.subtitle:
        st.caption(_marked(block.subtitle, ids))
    spec = charts.packed(dict(block.specs[session.language().value])) | {"width": "container"}
    st.vega_lite_chart(spec=spec, width="stretch", theme=None, alt=_said(block.alt))
    _foot(block.source, block.as_of, ids)


@_draw.register
def _(block: Callout, ids: Ids) -> None:
    with st.container(border=True):
        if block.title:
            st.markdown(f"**{_said_plain(block.title)}**")
        st.markdown(_marked(block.text, ids))


@_draw.register
def _(block: SignOff, ids: Ids) -> None:
    st.markdown("\n".join(f"- {_marked(item, ids)}" for item in block.items))
    for person in block.people:
        st.text(t("page_proposal.signature", role=_said(person.role), name=_said(person.name)))


@_draw.register(PageBreak)
@_draw.register(Contents)
def _(block: PageBreak | Contents, ids: Ids) -> None:
    """Paper only."""


def _said_plain(said: Said) -> str:
    """Safe for Markdown, without ids."""
    return plain(_said(said))


def _after(said: Said, ids: Ids) -> str:
    """The ids alone, small and grey."""
    return _shown(f"<n>{found}</n>") if (found := _ids_of(said, ids)) else ""


def _ids_of(said: Said | None, ids: Ids) -> str:
    origins: tuple[Origin, ...] = said.origins if isinstance(said, Cited) else ()
    return mark(origins, ids)


def _foot(source: Said | None, as_of: Said | None, ids: Ids) -> None:
    parts = {"source": source, "as_of": as_of}
    said = [_marked(Message(f"paper.{name}", {name: part}), ids) for name, part in parts.items() if part is not None]
    if said:
        st.caption(" · ".join(said))
