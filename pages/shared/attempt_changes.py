"""What can be changed on the record of first aid, as changes of an engagement."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kpi_logic.model import Attempt, Engagement, Symptom
from pages.shared.card_changes import OneStep

HELPED: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def tried(symptom: Symptom, step: str, who: str, day: str) -> OneStep:
    """One more line of the record: a step that somebody takes today; what comes of it is written later."""

    def change(engagement: Engagement) -> Engagement:
        attempt = Attempt(id=_free(engagement.attempts), symptom=symptom, step=step, who=who, day=day)
        return engagement.model_copy(update={"attempts": (*engagement.attempts, attempt)})

    return change


def with_attempts(engagement: Engagement, rows: Sequence[Mapping[str, Any]]) -> Engagement:
    """The engagement with a table's rows as its record; a row without symptom or step is none yet."""
    attempts: list[Attempt] = []
    for row in rows:
        if row.get("symptom") and row.get("step"):
            attempts.append(_attempt(row, row.get("id") or _free([*engagement.attempts, *attempts])))
    return engagement.model_copy(update={"attempts": tuple(attempts)})


def _attempt(row: Mapping[str, Any], id: str) -> Attempt:
    day = str(row.get("day") or "")
    return Attempt(
        id=id,
        symptom=row["symptom"],
        step=row["step"],
        who=row.get("who") or "",
        day=day if _DAY.fullmatch(day) else "",
        outcome=row.get("outcome") or "",
        helped=HELPED.get(row.get("helped") or "unknown"),
    )


def _free(attempts: Sequence[Attempt]) -> str:
    taken = {one.id for one in attempts}
    return next(name for n in range(1, len(taken) + 2) if (name := f"a{n}") not in taken)
