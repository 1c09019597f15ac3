"""What everybody carries in every month, who has agreed to it, and the files to hand out."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, Target, Unit
from kpi_logic.proposal.personal.rows import agreed_of, name_of
from kpi_logic.targets.assent import Assent, Standing, standings, told
from kpi_logic.targets.cascade import gaps
from kpi_logic.targets.personal import PersonalMonths
from kpi_logic.targets.personal_lines import Of, PersonalLine, personal_lines
from pages.shared import inputs, session, tables, target_caching
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.target_agreeing import agreeing, all_agreeing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(engagement: Engagement, target: Target, facts: MonthlyFacts) -> None:
    """The table of people by months, the agreements, the downloads."""
    st.subheader(t("page_targets.personal.title"))
    table = target_caching.personal(engagement, target, facts)
    if table is None:
        shared = kpi_library()[target.kpi].is_ratio
        st.caption(t("page_targets.personal.nobody" if shared else "page_targets.personal.none"))
        return
    if not table.over_people:
        st.caption(t("page_targets.personal.shared"))
    found = standings(table, engagement.agreements)
    _told(found)
    _table(table, found, facts)
    plan = target_caching.plan_of(engagement, target)
    if table.over_people and plan is not None and gaps(plan, target.value, engagement.organisation, table.step):
        st.warning(t("page_targets.personal.gap"))
    else:
        _agree(target, found, facts)
    _downloads(engagement, target, facts)


def _told(found: tuple[Standing, ...]) -> None:
    changed = told(found, Assent.CHANGED)
    said = {"of": len(found), "agreed": told(found, Assent.AGREED)}
    if changed:
        st.caption(t("page_targets.personal.state_changed", changed=changed, **said))
    else:
        st.caption(t("page_targets.personal.state", **said))


def _table(table: PersonalMonths, found: tuple[Standing, ...], facts: MonthlyFacts) -> None:
    words = session.words()
    heads = {str(month): words.month(month) for month in table.months}
    numbers = {"total": t("personal.head.total"), **heads}
    config: Any = {
        "who": st.column_config.TextColumn(t("personal.head.who"), pinned=True, width=170),
        "agreed": st.column_config.TextColumn(t("personal.head.agreed"), width=150),
        **{name: st.column_config.TextColumn(head, alignment="right") for name, head in numbers.items()},
    }
    key = f"{facts.fingerprint}.{table}.{found}"
    tables.show(
        "personal",
        key,
        lambda: [_row(table, line, facts) for line in personal_lines(table, found)],
        column_config=config,
    )


def _row(table: PersonalMonths, line: PersonalLine, facts: MonthlyFacts) -> dict[str, str]:
    words = session.words()
    money = facts.currency if table.kpi.unit is Unit.MONEY else None

    def said(value: float) -> str:
        return words.amount(Amount(value, table.kpi.unit, money, full=True))

    name = name_of(line, words)
    return {
        "who": f"\N{EM SPACE}{name}" if line.of is Of.PERSON else name,
        "agreed": agreed_of(line, words),
        "total": said(line.amount),
        **{str(month): said(value) for month, value in zip(table.months, line.months, strict=True)},
    }


def _agree(target: Target, found: tuple[Standing, ...], facts: MonthlyFacts) -> None:
    """One click a person: the day and the numbers are kept; another takes it back."""
    names = {one.row.person: one.row.name for one in found}
    chosen = [one.row.person for one in found if one.assent is Assent.AGREED]
    day = session.now().date().isoformat()
    inputs.tags(
        "page_targets.personal.agree", f"{target.id}.agreed", chosen, list(names), lambda who: plain(names[who]),
        agreeing(target, facts, day),
    )  # fmt: skip
    if len(chosen) < len(names):
        inputs.action("page_targets.personal.all", f"{target.id}.agree_all", all_agreeing(target, facts, day))


def _downloads(engagement: Engagement, target: Target, facts: MonthlyFacts) -> None:
    """Made only when they are asked for."""
    language, day = session.language(), session.now().date()
    for column, (kind, mime) in zip(st.columns([1, 1.6, 1]), (("csv", "text/csv"), ("xlsx", XLSX)), strict=False):
        column.download_button(
            t(f"page_targets.personal.{kind}"),
            lambda kind=kind: target_caching.personal_file(engagement, target, facts, language, kind, day),
            f"{t('personal.file_name')}.{kind}",
            mime,
            key=inputs.key_of(f"{target.id}.personal.{kind}"),
            on_click="ignore",
            width="stretch",
        )
