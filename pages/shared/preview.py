"""The proposal on the screen: the same value that becomes paper, block by block."""

from functools import singledispatch
from typing import Any

import streamlit as st

from kpi_logic.model import Amount, Engagement
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
from pages.shared import charts, prose_view, session
from pages.shared.markdown import plain
from pages.shared.session import t

HEADINGS = {Role.HEADING: "#### ", Role.SUBHEADING: "##### "}


def show(proposal: Proposal, engagement: Engagement) -> None:
    """Every section, the first one open; what is folded is not drawn."""
    st.subheader(_marked(proposal.title))
    st.caption(_marked(proposal.subtitle or proposal.client))
    for number, section in enumerate(proposal.sections):
        fold = f"section_{section.key}"
        with st.expander(_said(section.title), expanded=number < 1, key=fold, on_change="rerun") as folded:
            if folded.open:
                for block in section.blocks:
                    _draw(block)
                prose_view.edit(engagement, section.key)


def _said(said: Said | None) -> str:
    if said is None:
        return ""
    return said.isoformat() if hasattr(said, "isoformat") else session.words().word(said)


def _marked(said: Said) -> str:
    """Safe for Markdown; bold from our own texts stays bold."""
    return plain(_said(said)).replace("\\<b\\>", "**").replace("\\</b\\>", "**")


@singledispatch
def _draw(block: Any) -> None:
    raise TypeError(f"the preview has no drawing for a {type(block).__name__}")


@_draw.register
def _(block: Paragraph) -> None:
    if block.role is Role.NOTE:
        st.caption(_marked(block.text))
    else:
        st.markdown(HEADINGS.get(block.role, "") + _marked(block.text))


@_draw.register
def _(block: OwnWords) -> None:
    for part in block.said.get(session.language().value, "").splitlines():
        st.markdown(f"*{plain(part.strip())}*" if part.strip() else "")


@_draw.register
def _(block: Bullets) -> None:
    st.markdown("\n".join(f"{'1.' if block.numbered else '-'} {_marked(item)}" for item in block.items))


@_draw.register
def _(block: KeyFigures) -> None:
    for column, figure in zip(st.columns(len(block.figures)), block.figures, strict=True):
        column.metric(
            plain(_said(figure.label)), _said(figure.value), help=plain(_said(figure.note)) or None, border=True
        )


@_draw.register
def _(block: Table) -> None:
    if block.caption:
        st.markdown(f"**{_marked(block.caption)}**")
    st.markdown(_table(id(block), session.language().value, block)[1])
    _foot(block.source, block.as_of)


@st.cache_resource(max_entries=1024, show_spinner=False)
def _table(which: int, language: str, _block: Table) -> tuple[Table, str]:
    """The table in Markdown, numbers at the right, made once; the block is kept with it, so that its id stays its own."""
    heads = [_head(column) for column in _block.columns]
    marks = ["---:" if column.align is Align.NUMBER else ":---" for column in _block.columns]
    rows = [[plain(_cell(cell)) for cell in row] for row in _block.rows]
    if _block.total:
        said = (plain(_cell(cell)) for cell in _block.total)
        rows.append([f"**{cell}**" if cell else "" for cell in said])
    lines = [list(map(plain, heads)), marks, *rows]
    return _block, "\n".join(f"| {' | '.join(' '.join(cell.splitlines()) for cell in line)} |" for line in lines)


def _head(column: Column) -> str:
    return f"{_said(column.head)} ({_said(column.unit)})" if column.unit else _said(column.head)


def _cell(cell: Said | None) -> str:
    return _said(cell) if not isinstance(cell, Amount) else session.words().amount(cell)


@_draw.register
def _(block: Figure) -> None:
    st.markdown(f"**{_marked(block.title)}**")
    if block.subtitle:
        st.caption(_marked(block.subtitle))
    spec = charts.packed(dict(block.specs[session.language().value])) | {"width": "container"}
    st.vega_lite_chart(spec=spec, width="stretch", theme=None, alt=_said(block.alt))
    _foot(block.source, block.as_of)


@_draw.register
def _(block: Callout) -> None:
    with st.container(border=True):
        if block.title:
            st.markdown(f"**{_marked(block.title)}**")
        st.markdown(_marked(block.text))


@_draw.register
def _(block: SignOff) -> None:
    st.markdown("\n".join(f"- {_marked(item)}" for item in block.items))
    for person in block.people:
        st.text(t("page_proposal.signature", role=_said(person.role), name=_said(person.name)))


@_draw.register(PageBreak)
@_draw.register(Contents)
def _(block: PageBreak | Contents) -> None:
    """Paper only."""


def _foot(source: Said | None, as_of: Said | None) -> None:
    said = " · ".join(filter(None, (_said(source), _said(as_of))))
    if said:
        st.caption(plain(said))
