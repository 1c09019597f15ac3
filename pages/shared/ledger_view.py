"""The benchmark ledger on the screen: every limit and norm with its source, and where the client agreed something else."""

from typing import Any

import streamlit as st

from kpi_logic.diagnosis import LedgerRow, bound_of
from kpi_logic.intake import Intake
from kpi_logic.model import Amount, Engagement
from pages.shared import agreed_limits, caching, diagnosis_caching, inputs, session
from pages.shared.ledger_words import metric_name, where
from pages.shared.session import t

HEIGHT = 380  # pixels of the table; it has a search of its own
COLUMNS = ("metric", "where", "value", "own", "standing", "grade", "read", "conflict", "whom", "days", "source")
NUMBERS = ("value", "own")
NARROW = ("where", "grade", "own", "days")
VIEW = "ledger"


def section(engagement: Engagement, intake: Intake | None) -> None:
    """Counts in words, the table, and the limits agreed with the client; for any page."""
    st.subheader(t("page_ledger.title"))
    rows = diagnosis_caching.ledger_rows(engagement, caching.facts(engagement))
    metrics = len({row.line.metric for row in rows})
    st.caption(t("page_ledger.lead", lines=len(rows), metrics=metrics, used=sum(row.line.used for row in rows)))
    _counts(engagement, intake, rows)
    shown = _chosen(rows)
    if shown:
        listed = sorted(
            shown,
            key=lambda row: (metric_name(row.line.metric), row.line.platform, not row.in_force, not row.line.used),
        )
        table = [_row(row) for row in listed]
        st.dataframe(table, hide_index=True, width="stretch", height=HEIGHT, column_order=COLUMNS,
                     column_config=_columns())  # fmt: skip
    else:
        st.info(t("page_ledger.nothing"))
    st.caption(t("page_ledger.not_found"))
    agreed_limits.editor(engagement)


def _counts(engagement: Engagement, intake: Intake | None, rows: tuple[LedgerRow, ...]) -> None:
    today = session.now().date()
    counted = {
        "mine": len(intake.limits) if intake is not None else 0,
        "agreed": sum(bool(one.reason.strip()) for one in engagement.limits),
        "stale": sum(row.line.used and row.line.stale_on(today) for row in rows if row.line.origin == "published"),
    }
    told = [t(f"page_ledger.{name}", count=count) for name, count in counted.items() if count]
    if told:
        st.caption("  ".join(told))


def _chosen(rows: tuple[LedgerRow, ...]) -> list[LedgerRow]:
    """The lines of the client's platforms, or of one, or all."""
    offered = ["", *sorted({row.line.platform for row in rows if row.line.platform})]
    mine = ["mine"] if any(row.concerns for row in rows) else []
    words = {"mine": t("page_ledger.only_mine"), "": t("page_ledger.all")}
    picked = inputs.view(
        f"{VIEW}.platform",
        (mine or offered)[0],
        lambda key: st.segmented_control(
            t("page_ledger.platform"),
            [*mine, *offered],
            format_func=lambda one: words.get(one, one),
            key=key,
            required=True,
        ),
        [*mine, *offered],
    )
    if picked == "mine":
        return [row for row in rows if row.concerns]
    return [row for row in rows if picked in ("", row.line.platform)]


def _row(row: LedgerRow) -> dict[str, Any]:
    words, line = session.words(), row.line
    notes = [t(f"ledger.{kind}.{name}") for kind, name in (("whom", line.whom), ("told", line.told)) if name]
    currency = line.currency or None
    return {
        "metric": metric_name(line.metric),
        "where": where(line.platform, line.market),
        "whom": words.word(tuple(notes)),
        "value": words.say(bound_of(line)),
        "days": t("page_ledger.window", days=words.word(tuple(map(str, line.days)))) if line.days else "",
        "standing": _standing(row),
        "own": "" if row.current is None else words.amount(Amount(row.current, line.measured_in, currency)),
        "conflict": words.word(tuple(bound_of(other) for other in row.others if other.value is not None)),
        "grade": line.grade,
        "read": "" if line.read is None else line.read.isoformat(),
        "source": t(f"ledger.origin.{line.origin}") if line.origin == "agreed" else line.source,
    }


def _standing(row: LedgerRow) -> str:
    line = row.line
    if not line.used:
        return t(f"diagnosis.why.{line.why}")
    if row.concerns and line.is_limit and not row.in_force:
        return t("diagnosis.why.replaced")
    if line.origin != "published":
        return t(f"ledger.standing.used_{line.origin}")
    return t(f"ledger.standing.{'stale' if line.stale_on(session.now().date()) else 'used'}")


def _columns() -> dict[str, Any]:
    return {
        name: st.column_config.TextColumn(
            t(f"page_ledger.column.{name}"),
            alignment="right" if name in NUMBERS else None,
            width="small" if name in NARROW else None,
        )
        for name in COLUMNS
    }
