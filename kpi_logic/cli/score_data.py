"""A person's scores as plain JSON data."""

from typing import Any

from kpi_logic.scheme import PersonScore


def person_data(found: PersonScore) -> dict[str, Any]:
    """One person by the names that other programs rely on; what cannot be told is null."""
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
        "exceptions": [],
    }
