"""An engagement's numbers as four plain tables."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kpi_logic.bi.columns import COLUMNS
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import computable, kpi_table
from kpi_logic.model import Engagement, Kpi, Scheme, Target, Unit
from kpi_logic.scheme import Replay, filled, grade_of, replay, replay_engagement

Cell = str | float | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Snapshot:
    """Rows by table, in a fixed order; missing is None, never 0 and never "".

    ``v_monthly_kpi``: engagement x month x business or shop x KPI.  ``v_targets``: one row for each target and each share of
    it.  ``v_scores``: scheme x month x person.  ``v_score_lines``: scheme x month x person x KPI.
    """

    tables: dict[str, tuple[Row, ...]]

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(map(len, self.tables.values()))


def snapshot(engagement: Engagement, facts: MonthlyFacts) -> Snapshot:
    """Everything that BI tools read, computed anew by the engine that the pages and papers use."""
    runs = _runs(engagement, facts) if engagement.organisation.people and not facts.is_empty else {}
    departments = {person.id: person.department for person in engagement.organisation.people}
    return Snapshot(
        {
            "v_monthly_kpi": _ordered("v_monthly_kpi", _monthly(facts)),
            "v_targets": _ordered("v_targets", _targets(engagement, facts)),
            "v_scores": _ordered("v_scores", (row for name, run in runs.items() for row in _scores(name, run, departments))),
            "v_score_lines": _ordered("v_score_lines", (row for name, run in runs.items() for row in _lines(name, run))),
        }
    )  # fmt: skip


def _ordered(table: str, rows: Iterator[Row]) -> tuple[Row, ...]:
    """Every column of the table in its order; nothing where a row says nothing."""
    names = [column.name for column in COLUMNS[table]]
    return tuple({name: _cell(row.get(name)) for name in names} for row in rows)


def _cell(value: Cell) -> Cell:
    if isinstance(value, str):
        return value or None
    return None if value is None or not np.isfinite(value) else float(value)


def _kpi(kpi: Kpi | None, currency: str | None) -> Row:
    """Code, unit, and the currency where the unit is money."""
    if kpi is None:
        return {}
    return {"kpi": kpi.code, "unit": kpi.unit.value, "currency": currency if kpi.unit is Unit.MONEY else None}


def _monthly(facts: MonthlyFacts) -> Iterator[Row]:
    if facts.is_empty:
        return
    kpis = computable(facts, kpi_library().kpis.values())
    for level, by in (("business", ("month",)), ("shop", ("month", "platform", "shop", "site", "currency"))):
        for found in kpi_table(facts, kpis, by).to_dict("records"):
            place = {name: str(found[name]) for name in by}
            for kpi in kpis:
                if np.isfinite(found[kpi.code]):
                    row = _kpi(kpi, place.get("currency") or facts.currency)
                    yield place | {"level": level} | row | {"value": float(found[kpi.code])}


def _targets(engagement: Engagement, facts: MonthlyFacts) -> Iterator[Row]:
    people = {person.id: person.name for person in engagement.organisation.people}
    shares = {cascade.target: cascade for cascade in engagement.cascades}
    for target in engagement.targets:
        common = _target(target, facts.currency)
        levels: Row = {name: getattr(target, name) for name in ("threshold", "stretch", "probability")}
        yield common | {"holder_kind": "business", "target": target.value} | levels
        cascade = shares.get(target.id)
        for share in cascade.departments if cascade else ():
            yield common | {
                "holder_kind": "department",
                "holder_id": share.to,
                "holder": share.to,
                "target": share.amount,
            }
        for share in cascade.people if cascade else ():
            holder: Row = {"holder_id": share.to, "holder": people.get(share.to, share.to)}
            yield common | {"holder_kind": "person", "target": share.amount} | holder


def _target(target: Target, currency: str | None) -> Row:
    segment = target.segment
    kpi = kpi_library().kpis.get(target.kpi)
    place: Row = {"platform": segment.platform, "shop": segment.shop, "site": segment.site}
    months: Row = {"first_month": target.first, "last_month": target.last}
    return {"target_id": target.id, "kpi": target.kpi} | place | months | _kpi(kpi, currency)


def _runs(engagement: Engagement, facts: MonthlyFacts) -> dict[str, Replay]:
    """The present scheme and the new one, as on the pages: only the new one knows targets and exceptions."""
    runs: dict[str, Replay] = {}
    if engagement.present_scheme is not None:
        present: Scheme = filled(engagement.present_scheme, engagement.organisation, facts)
        runs["present"] = replay(present, engagement.organisation, facts)
    if engagement.scheme is not None:
        runs["new"] = replay_engagement(engagement, facts)
    return runs


def _scores(scheme: str, run: Replay, departments: dict[str, str]) -> Iterator[Row]:
    for row, person in enumerate(run.people):
        if run.plan.cards[row] is None:
            continue
        who: Row = {"scheme": scheme, "person_id": person.id, "person": person.name, "role": person.role}
        for n, month in enumerate(run.months):
            score = float(run.scores[row, n])
            yield who | {
                "month": str(month),
                "department": departments.get(person.id),
                "grade": grade_of(None if np.isnan(score) else score, run.scheme.grades),
                "currency": run.actuals.currency,
                "score": score,
                "extra_points": 0.0 if run.plan.extra is None else float(run.plan.extra[row, n]),
                "presence": 1.0 if run.plan.presence is None else float(run.plan.presence[row, n]),
                "gate_factor": float(run.multipliers[row, n]),
                "payout": float(run.payouts[row, n]),
            }


def _lines(scheme: str, run: Replay) -> Iterator[Row]:
    known = kpi_library().kpis
    for row, person in enumerate(run.people):
        card = run.plan.cards[row]
        for slot, line in enumerate(card.lines if card else ()):
            if line.kpi in known:
                who: Row = {"scheme": scheme, "person_id": person.id, "role": person.role, "weight": float(line.weight)}
                yield from _line_months(run, row, slot, who | _kpi(known[line.kpi], run.actuals.currency))


def _line_months(run: Replay, row: int, slot: int, common: Row) -> Iterator[Row]:
    plan, column = run.plan, int(run.plan.columns[row, slot])
    for n, month in enumerate(run.months):
        threshold, target, stretch = (float(level) for level in plan.levels[:, row, n, slot])
        yield common | {
            "month": str(month),
            "counts": 1.0 if plan.counts is None else float(plan.counts[row, n, slot]),
            "actual": float(run.actuals.values[row, n, column]),
            "threshold": threshold,
            "target": target,
            "stretch": stretch,
            "points": float(run.points[row, n, slot]),
        }
