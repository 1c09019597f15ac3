"""A diagnosis as plain JSON data."""

from typing import Any

from kpi_logic.diagnosis import Bottleneck, Change, Diagnosis, LimitState


def diagnosis_data(found: Diagnosis) -> dict[str, Any]:
    """The diagnosis by the names that other programs rely on."""
    return {
        "currency": found.currency,
        "from": str(found.first) if found.first else None,
        "to": str(found.last) if found.last else None,
        "basis": found.basis.value if found.basis else None,
        "bottlenecks": [_bottleneck(b) for b in found.bottlenecks or ()],
        "change": _change(found.change) if found.change else None,
        "limits": [_limit(state) for state in found.limits],
    }


def _limit(state: LimitState) -> dict[str, Any]:
    """A KPI of a shop against its limit, and where the limit comes from."""
    limit = state.limit
    return {
        "kpi": state.kpi,
        "segment": state.segment.model_dump(),
        "current": state.current,
        "standing": state.standing.value,
        "limit": None if limit is None else limit.value,
        "bound": None if limit is None else limit.bound,
        "origin": None if limit is None else limit.origin,
        "source": None if limit is None else limit.source,
        "grade": None if limit is None else limit.grade,
        "read": None if limit is None or limit.read is None else limit.read.isoformat(),
        "others": [{"value": other.value, "source": other.source, "why": other.why} for other in state.others],
    }


def _bottleneck(b: Bottleneck) -> dict[str, Any]:
    return {
        "rank": b.rank,
        "kpi": b.kpi,
        "segment": b.segment.model_dump(),
        "current": b.current,
        "reference": b.reference,
        "reference_kind": b.reference_kind,
        "money_per_month": b.money_per_month,
        "money_low": b.money_low,
        "money_high": b.money_high,
        "mix": b.mix,
        "evidence": [
            {"month": str(month), "value": None if value != value else float(value)}
            for month, value in b.evidence.items()
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    parts = [
        {"kpi": part.kpi, "segment": part.segment.model_dump(), "effect": part.kind, "value": part.effect}
        for part in change.parts
    ]
    return {
        "metric": change.metric,
        "from": [str(month) for month in change.before],
        "to": [str(month) for month in change.after],
        "delta": change.delta,
        "rule": change.rule,
        "simpson": change.simpson,
        "parts": parts,
    }
