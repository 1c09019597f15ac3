"""The verdict first, then what it rests on: both sides month by month, the effect against the rule, every shop."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import pilot_effect, pilot_lines
from kpi_logic.model import Amount, Message, Unit
from kpi_logic.release import SealedPilot, counting_pilot, pilot_record, sealed_pilots
from kpi_logic.review import PilotVerdict, ReadOut, ShopRow, pilot_findings, retraced, sealed_rule_told
from kpi_logic.store import Saved
from pages.shared import charts, pilot_caching, session, tables
from pages.shared.markdown import plain
from pages.shared.pilot import finding_list, sealing
from pages.shared.session import t


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The read-out by the sealed plan that counts; by today's decisions, without a verdict, where none was sealed."""
    trail = session.store().trail(saved.id)
    last = counting_pilot(sealed_pilots(trail))
    plan = last.seal.plan if last is not None else pilot_caching.plan(saved.engagement, facts)
    found = pilot_caching.read_out(plan, facts, last is not None)
    _verdict(found)
    if found.complete:
        _drawn(found, facts)
        _reasons(found)
        _shops(found, facts)
    finding_list.show(pilot_findings(saved.engagement, facts, pilot_record(trail), session.now().date()))
    _rule(found, saved, last)


def _verdict(found: ReadOut) -> None:
    said = plain(session.words().say(found.answer))
    box = {PilotVerdict.ROLL_OUT: st.success, PilotVerdict.ADJUST: st.warning, PilotVerdict.STOP: st.error}
    box.get(found.verdict, st.info)(f"**{said}**")


def _drawn(found: ReadOut, facts: MonthlyFacts) -> None:
    words, key = session.words(), f"{facts.fingerprint}\n{found.plan.digest}"
    if found.lines is not None:
        charts.show("pilot_lines", key, lambda: pilot_lines(found, words), facts)
    if found.change is not None and found.change.interval is not None:
        charts.show("pilot_effect", key, lambda: pilot_effect(found, words))


def _reasons(found: ReadOut) -> None:
    st.subheader(t("page_pilot_rule.reasons"))
    for reason in found.reasons:
        st.markdown(f"- {plain(session.words().say(reason))}")


def _shops(found: ReadOut, facts: MonthlyFacts) -> None:
    """Every shop before and in the pilot, as it is."""
    heads = ("shop", "side", "before", "after", "change")
    config = {
        head: st.column_config.TextColumn(
            t(f"page_pilot_rule.head.{head}"), alignment="left" if head in heads[:2] else "right"
        )
        for head in heads
    }
    key = f"{facts.fingerprint}\n{found.plan.digest}"
    with st.expander(t("page_pilot_rule.each")):
        tables.show("pilot_shops", key, lambda: [_row(row, found, facts) for row in found.rows], column_config=config)
        if found.before is not None:
            first, last = found.before
            st.caption(t("page_pilot_rule.shops_note", first=first, last=last))
        steps = retraced(found.change) if found.change is not None else None
        if steps is not None:
            st.markdown(plain(session.words().say(steps)))


def _row(row: ShopRow, found: ReadOut, facts: MonthlyFacts) -> dict[str, str]:
    words = session.words()
    assert found.kpi is not None
    unit = found.kpi.unit
    currency = facts.currency if unit is Unit.MONEY else None
    return {
        "shop": row.shop,
        "side": t("page_pilot_rule.side.treated" if row.treated else "page_pilot_rule.side.compared"),
        "before": words.amount(Amount(row.before, unit, currency)),
        "after": words.amount(Amount(row.after, unit, currency)),
        "change": words.amount(Amount(row.change, Unit.RATIO, signed=True)),
    }


def _rule(found: ReadOut, saved: Saved, last: SealedPilot | None) -> None:
    """The rule that was applied, and its seal."""
    pilot = found.plan.pilot
    told: tuple[Message, ...] = sealed_rule_told(found.plan)
    if not told and last is None:
        return
    with st.expander(t("page_pilot_rule.rule")):
        if pilot.success_rule:
            st.markdown(f"> {plain(pilot.success_rule)}")
        for line in told:
            st.markdown(f"- {plain(session.words().say(line))}")
        if last is not None:
            sealing.told(last, saved)
