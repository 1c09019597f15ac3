"""A person's scores as plain JSON data."""

from typing import Any

from kpi_logic.model import SchemeException
from kpi_logic.scheme import PersonScore
from kpi_logic.text import catalog


def person_data(found: PersonScore) -> dict[str, Any]:
    """One person by the names that other programs rely on; what cannot be told is null, and the findings say why."""
    en, zh = catalog("en"), catalog("zh")
    return {
        "person": found.person.name,
        "role": found.person.role,
        "score": found.score,
        "grade": found.grade,
        "payout": found.payout,
        "kpis": [
            {
                "kpi": line.kpi,
                "actual": line.actual,
                "target": line.target,
                "achievement": line.achievement,
                "score": line.score,
                "weight": line.weight,
            }
            for line in found.kpis
        ],
        "gates": [
            {
                "kpi": gate.kpi,
                "actual": gate.actual,
                "limit": gate.limit,
                "passed": gate.passed,
                "multiplier": gate.multiplier,
            }
            for gate in found.gates
        ],
        "exceptions": [exception_data(event) for event in found.exceptions],
        "extra": found.extra,
        "presence": found.presence,
        "findings": [
            {"code": m.key.rpartition(".")[2], "message_en": en.say(m), "message_zh": zh.say(m)} for m in found.findings
        ],
    }


def exception_data(event: SchemeException) -> dict[str, Any]:
    """An exception in force: what happened, what it changes, who stands for it, until when (null: no end)."""
    return {
        "id": event.id,
        "kind": event.kind,
        "rule": event.rule,
        "kpi": event.kpi or None,
        "approver": event.approver,
        "expires": event.expires or None,
    }
