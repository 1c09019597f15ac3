"""A rich proposal for the tests: every kind of block, eight charts, both languages."""

import datetime
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import altair as alt

from kpi_logic.model import Amount, Message, Month, Raw, Unit
from kpi_logic.proposal import (
    Align,
    Bullets,
    Callout,
    Column,
    Contents,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Proposal,
    Role,
    Section,
    Signer,
    SignOff,
    Table,
)
from kpi_logic.text import Catalog, catalog

ACCENT, GREY, PALE = "#1F4E79", "#8A94A0", "#D5DBE2"
MONTHS = [f"2025-{m:02d}" for m in range(1, 13)]


@lru_cache(maxsize=2)
def words(language: str) -> Catalog:
    """The product's texts with the example's beside them, as ``example.<key>``."""
    own = tomllib.loads((Path(__file__).parent / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    known = catalog(language)
    return Catalog({**known.texts, **{f"example.{key}": text for key, text in own.items()}}, known.language)


def say(key: str, /, **facts: Any) -> Message:
    return Message(f"example.{key}", facts)


def money(value: float | None, **more: Any) -> Amount:
    return Amount(value, Unit.MONEY, "CNY", **more)


def ratio(value: float | None, **more: Any) -> Amount:
    return Amount(value, Unit.RATIO, **more)


def chart_specs(language: str) -> dict[str, dict[str, Any]]:
    """The eight charts of one language."""
    w = {key.removeprefix("example."): text for key, text in words(language).texts.items()}
    return {name: make(w).to_dict() for name, make in CHARTS.items()}


def _axis(title: str, **more: Any) -> alt.Axis:
    return alt.Axis(title=title, titleAngle=0, titleAlign="left", titleAnchor="start", titleY=-8, titleX=0, **more)


def _flat(**more: Any) -> alt.Axis:
    return alt.Axis(title=None, labelAngle=0, grid=False, **more)


def _trend(w: dict[str, str]) -> alt.Chart:
    values = [0.118, 0.119, 0.117, 0.116, 0.112, 0.106, 0.104, 0.101, 0.099, 0.098, 0.096, 0.096]
    rows = [{"month": m, "rate": v} for m, v in zip(MONTHS, values, strict=True)]
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X("month:N", axis=_flat()))
    line = base.mark_line(color=ACCENT, point=True).encode(
        y=alt.Y("rate:Q", axis=_axis(w["ax_rate"], format=".1%"), scale=alt.Scale(domain=[0.08, 0.13]))
    )
    rule = alt.Chart(alt.Data(values=[{"at": 0.11}])).mark_rule(color=GREY, strokeDash=[4, 3]).encode(y="at:Q")
    label = base.mark_text(dy=-10, fontSize=11).encode(y="rate:Q", text=alt.Text("rate:Q", format=".1%"))
    return line + rule + label


def _waterfall(w: dict[str, str]) -> alt.Chart:
    keys = ["w_start", "w_traffic", "w_rate", "w_price", "w_ads", "w_cost", "w_end"]
    ends = [(0, 38.2), (38.2, 45.1), (45.1, 36.4), (36.4, 37.9), (37.9, 31.0), (31.0, 29.3), (0, 29.3)]
    rows = [
        {"step": w[k], "a": a, "b": b, "by": round(b - a, 1), "total": a == 0}
        for k, (a, b) in zip(keys, ends, strict=True)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X("step:N", sort=None, axis=_flat()))
    bars = base.mark_bar(size=44).encode(
        y=alt.Y("a:Q", axis=_axis(w["ax_money"])),
        y2="b:Q",
        color=alt.when("datum.total")
        .then(alt.value(GREY))
        .when("datum.by < 0")
        .then(alt.value("#B2552B"))
        .otherwise(alt.value(ACCENT)),
    )
    label = (
        base.transform_calculate(top="max(datum.a, datum.b)")
        .mark_text(dy=-7, fontSize=11)
        .encode(y="top:Q", text=alt.Text("by:Q", format="+.1f"))
    )
    return bars + label


def _ranked(w: dict[str, str]) -> alt.Chart:
    rows = [{"what": w[k], "money": v} for k, v in (("s_us", 4.2), ("s_uk", 2.9), ("s_th", 1.6))]
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("what:N", sort=None, axis=alt.Axis(title=None)))
    bars = base.mark_bar(color=ACCENT, size=20).encode(x=alt.X("money:Q", axis=alt.Axis(title=None)))
    return bars + base.mark_text(dx=16, fontSize=12).encode(x="money:Q", text=alt.Text("money:Q", format=".1f"))


def _fan(w: dict[str, str]) -> alt.Chart:
    rows = [
        {
            "n": i,
            "month": m,
            "mid": 30 + i * 0.6,
            "low": 30 + i * 0.6 - max(0, i - 8) * 1.7,
            "high": 30 + i * 0.6 + max(0, i - 8) * 1.9,
        }
        for i, m in enumerate(MONTHS)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X("month:N", axis=_flat()))
    band = base.mark_area(color=PALE).encode(y=alt.Y("low:Q", axis=_axis(w["ax_money"])), y2="high:Q")
    return band + base.mark_line(color=ACCENT).encode(y="mid:Q")


def _scatter(w: dict[str, str]) -> alt.Chart:
    rows = [
        {"shop": w[k], "x": 0.06 + 0.02 * s + 0.004 * (i % 5), "y": 0.12 - 0.02 * s + 0.003 * (i % 7)}
        for s, k in enumerate(("s_us", "s_th", "s_uk"))
        for i in range(12)
    ]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_circle(size=60, opacity=0.75)
        .encode(
            x=alt.X("x:Q", axis=alt.Axis(title=w["ax_share"], format=".0%", grid=False)),
            y=alt.Y("y:Q", axis=_axis(w["ax_rate"], format=".0%")),
            color=alt.Color(
                "shop:N",
                sort=None,
                legend=alt.Legend(title=None, orient="bottom"),
                scale=alt.Scale(range=[ACCENT, "#B2552B", GREY]),
            ),
        )
    )


def _present(w: dict[str, str]) -> alt.Chart:
    rows = [
        {"month": m, "what": w[k], "there": int((i + j) % 7 != 3)}
        for i, m in enumerate(MONTHS)
        for j, k in enumerate(("m_sales", "m_profit", "m_sessions", "m_stock"))
    ]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_rect(stroke="white")
        .encode(
            x=alt.X("month:N", axis=_flat()),
            y=alt.Y("what:N", sort=None, axis=alt.Axis(title=None)),
            color=alt.Color("there:N", legend=None, scale=alt.Scale(range=[PALE, ACCENT])),
        )
    )


def _stacked(w: dict[str, str]) -> alt.Chart:
    rows = [
        {"month": m, "kind": w[k], "money": 2 + j + (i % 4) * 0.4}
        for i, m in enumerate(MONTHS)
        for j, k in enumerate(("a_brand", "a_auto", "a_long"))
    ]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(size=22)
        .encode(
            x=alt.X("month:N", axis=_flat()),
            y=alt.Y("money:Q", axis=_axis(w["ax_money"])),
            color=alt.Color(
                "kind:N",
                sort=None,
                legend=alt.Legend(title=None, orient="bottom"),
                scale=alt.Scale(range=[ACCENT, GREY, PALE]),
            ),
        )
    )


def _payout(w: dict[str, str]) -> alt.Chart:
    rows = [{"x": x, "y": y} for x, y in ((0.5, 0), (0.8, 0), (0.8, 0.6), (1.0, 1.0), (1.2, 1.5), (1.4, 1.5))]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_line(color=ACCENT, strokeWidth=2.5)
        .encode(
            x=alt.X(
                "x:Q", scale=alt.Scale(domain=[0.5, 1.4]), axis=alt.Axis(title=w["ax_points"], format=".0%", grid=False)
            ),
            y=alt.Y("y:Q", axis=_axis(w["ax_factor"], format=".1f")),
            order="x:Q",
        )
    )


CHARTS = {
    "f1": _trend,
    "f2": _waterfall,
    "f3": _ranked,
    "f4": _fan,
    "f5": _scatter,
    "f6": _present,
    "f7": _stacked,
    "f8": _payout,
}


@lru_cache(maxsize=1)
def _all_specs() -> dict[str, dict[str, dict[str, Any]]]:
    return {language: chart_specs(language) for language in ("zh", "en")}


def figure(name: str, height: float | None = None) -> Figure:
    specs = {language: made[name] for language, made in _all_specs().items()}
    return Figure(
        specs,
        say(name),
        say("alt", title=say(name)),
        say(f"{name}s"),
        say("source_file"),
        Month(2025, 12),
        height,
    )


def bottleneck_table() -> Table:
    columns = (
        Column(say("c_rank"), width=0.55),
        Column(say("c_what"), width=3.6),
        Column(say("c_shop"), width=1.5),
        Column(say("c_now"), say("c_unit_pct"), Align.NUMBER, 0.9),
        Column(say("c_ref"), say("c_unit_pct"), Align.NUMBER, 1.1),
        Column(say("c_money"), say("c_unit_yuan"), Align.NUMBER, 1.4),
    )
    rows = (
        ("1", say("b1"), Raw("Amazon US"), ratio(0.096), ratio(0.11), money(42_310)),
        ("2", say("b2"), Raw("TikTok Shop UK"), ratio(0.143), ratio(0.1), money(28_940)),
        ("3", say("b3"), Raw("Shopee TH"), ratio(0.082), None, money(None)),
    )
    return Table(
        columns,
        rows,
        (None, say("total"), None, None, None, money(71_250)),
        say("cap_bottleneck"),
        say("source_file"),
        Month(2025, 12),
    )


def target_table() -> Table:
    heads = ("t_apr", "t_may", "t_jun", "t_quarter")
    columns = (
        Column(say("t_level"), width=1.2),
        *(Column(say(h), None, Align.NUMBER) for h in heads),
        Column(say("t_odds"), None, Align.NUMBER, 0.8),
    )
    rows = tuple(
        (say(level), *(money(v) for v in values), odds)
        for level, values, odds in (
            ("t_low", (281_000, 290_500, 297_000, 868_500), "90%"),
            ("t_mid", (312_000, 325_000, 331_000, 968_000), "60%"),
            ("t_high", (371_200, 388_000, 9_940, 1_153_200), "10%"),
        )
    )
    return Table(columns, rows, None, say("cap_targets"), say("source_file"), Month(2025, 12))


def scorecard(role: str, person: str) -> tuple[Paragraph, Table]:
    columns = (
        Column(say("k_kpi"), width=1.9),
        Column(say("k_def"), width=2.6),
        Column(say("k_weight"), say("c_unit_pct"), Align.NUMBER, 0.95),
        Column(say("k_gate"), None, Align.NUMBER, 1.15),
        Column(say("k_goal"), None, Align.NUMBER, 1.0),
        Column(say("k_stretch"), None, Align.NUMBER, 1.0),
        Column(say("k_actual"), None, Align.NUMBER, 1.2),
    )
    days = Unit.DAYS
    rows = (
        (say("kpi_cvr"), say("kpi_cvr_def"), ratio(0.3), ratio(0.09), ratio(0.11), ratio(0.125), ratio(0.096)),
        (say("kpi_acos"), say("kpi_acos_def"), ratio(0.25), ratio(0.3), ratio(0.24), ratio(0.2), ratio(0.2715)),
        (
            say("kpi_turn"),
            say("kpi_turn_def"),
            ratio(0.2),
            Amount(75.0, days),
            Amount(60.0, days),
            Amount(45.0, days),
            Amount(100.5, days),
        ),
        (say("kpi_late"), say("kpi_late_def"), ratio(0.15), ratio(0.04), ratio(0.02), ratio(0.005), ratio(0.0125)),
        (
            say("kpi_review"),
            say("kpi_review_def"),
            ratio(0.1),
            Amount(24, Unit.COUNT),
            Amount(12, Unit.COUNT),
            Amount(6, Unit.COUNT),
            None,
        ),
    )
    total = (say("total"), None, ratio(1.0), None, None, None, None)
    return Paragraph(say("card_of", role=say(role), person=Raw(person)), Role.HEADING), Table(columns, rows, total)


def definitions(count: int = 40) -> Table:
    columns = (
        Column(say("d_code"), width=0.6),
        Column(say("k_kpi"), width=1.6),
        Column(say("k_def"), width=4.2),
        Column(say("d_report"), width=2.0),
    )
    names = ("kpi_cvr", "kpi_acos", "kpi_turn", "kpi_late", "kpi_review")
    rows = tuple((str(n), say(names[n % 5]), say("def_row", n=n), say("report")) for n in range(1, count + 1))
    return Table(columns, rows, None, say("cap_defs"), say("source_bench"))


def summary() -> Section:
    lead = say(
        "lead",
        shop=Raw("Amazon US"),
        before=ratio(0.118),
        now=ratio(0.096),
        money=money(42_310),
        sum=money(71_250),
    )
    figures = KeyFigures(
        (
            KeyFigure(say("k_stake"), money(71_250), say("k_stake_note", low=money(48_000), high=money(93_000))),
            KeyFigure(say("k_target"), money(968_000), say("k_target_note", up=ratio(0.12, signed=True))),
            KeyFigure(say("k_odds"), "60%", say("k_odds_note")),
        )
    )
    asked = Bullets((say("d1"), say("d2"), say("d3")), numbered=True)
    return Section(
        "summary",
        say("owner_page"),
        (
            Paragraph(lead, Role.LEAD),
            figures,
            bottleneck_table(),
            Paragraph(say("decide"), Role.HEADING),
            asked,
        ),
    )


def diagnosis() -> Section:
    body1 = say("body1", **{"from": Month(2024, 1), "to": Month(2025, 12)})
    body2 = say("body2", up=ratio(0.084), share=ratio(0.63), acos0=ratio(0.221), acos1=ratio(0.274))
    return Section(
        "diagnosis",
        say("diagnosis"),
        (
            Paragraph(body1),
            figure("f1"),
            Paragraph(say("h_change"), Role.HEADING),
            Paragraph(body2),
            figure("f2"),
            Paragraph(say("h_where"), Role.HEADING),
            figure("f3", 38),
            figure("f5"),
            Paragraph(say("h_ads"), Role.HEADING),
            figure("f7"),
            Paragraph(say("h_limits"), Role.HEADING),
            figure("f6", 40),
            Callout(say("limits"), say("limits_title")),
        ),
    )


def proposal(rows: int = 40, **more: Any) -> Proposal:
    """The example; ``more`` overrides the proposal's fields."""
    targets = Section(
        "targets",
        say("targets"),
        (
            Paragraph(say("targets_lead"), Role.LEAD),
            target_table(),
            figure("f4"),
            Paragraph(say("targets_body", cut=ratio(0.1))),
        ),
    )
    people = (("role_ops", "Chen Jing"), ("role_ads", "Li Wei"), ("role_buy", "Sato"))
    cards = Section(
        "cards",
        say("cards"),
        (
            Paragraph(say("cards_lead"), Role.LEAD),
            *(block for role, person in people for block in scorecard(role, person)),
        ),
    )
    pilot = Section(
        "pilot",
        say("pilot"),
        (
            Paragraph(say("pilot_lead"), Role.LEAD),
            Bullets(tuple(say(f"p{n}") for n in range(1, 5)), numbered=True),
            figure("f8"),
            Callout(say("pay"), say("pay_title")),
        ),
    )
    signers = tuple(Signer(say(role)) for role in ("role_boss", "role_hr", "role_ops", "role_consultant"))
    items = tuple(say(key) for key in ("diagnosis", "targets", "cards", "pilot"))
    fields: dict[str, Any] = {
        "title": say("title"),
        "client": Raw("Northwind Trading (Shenzhen)"),
        "version": "1.0",
        "date": datetime.date(2026, 3, 5),
        "subtitle": say("subtitle"),
        "author": Raw("Lianxing Consulting"),
        "as_of": Month(2025, 12),
        "sections": (
            summary(),
            Section("contents", say("contents"), (Contents(),)),
            diagnosis(),
            targets,
            cards,
            pilot,
            Section("sign", say("signing"), (SignOff(signers, items),)),
            Section("appendix", say("appendix"), (Paragraph(say("def_lead")), definitions(rows))),
        ),
    }
    return Proposal(**{**fields, **more})
