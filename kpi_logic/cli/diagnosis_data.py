"""A diagnosis as plain JSON data."""

from typing import Any

from kpi_logic.diagnosis import Bottleneck, Change, Diagnosis


def diagnosis_data(found: Diagnosis) -> dict[str, Any]:
    """The diagnosis by the names that other programs rely on."""
    return {
        "currency": found.currency,
        "from": str(found.first) if found.first else None,
        "to": str(found.last) if found.last else None,
        "basis": found.basis.value if found.basis else None,
        "bottlenecks": [_bottleneck(b) for b in found.bottlenecks or ()],
        "change": _change(found.change) if found.change else None,
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
        {"kpi": part.kpi, "segment": part.segment.model_dump(), "effect": part.kpi, "value": part.effect}
        for part in change.parts
    ]
    return {
        "metric": change.metric,
        "from": [str(month) for month in change.before],
        "to": [str(month) for month in change.after],
        "delta": change.delta,
        "parts": parts,
    }
