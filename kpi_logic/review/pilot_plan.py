"""The plan of a pilot as it is sealed before the start: everything that its verdict will depend on."""

import hashlib
import json

from pydantic import BaseModel, ConfigDict

from kpi_logic.model import Engagement, Pilot
from kpi_logic.review.trial_change import Baseline

METHOD = "pilot-1"
"""Changes whenever the same facts and the same plan would get another verdict."""


class PilotPlan(BaseModel):
    """The pilot with its rule, the shops on both sides, how the change is measured, and what could be shown at best.

    ``scheme`` and ``facts`` are SHA-256 of the scheme that is tried and of the data known then; ``known_until`` is the
    last month of that data (YYYY-MM).  ``smallest``: the least relative effect the history could show; None: none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pilot: Pilot
    treated: tuple[str, ...]
    compared: tuple[str, ...]
    baseline: Baseline
    smallest: float | None
    scheme: str
    facts: str
    known_until: str
    method: str = METHOD

    @property
    def in_time(self) -> bool:
        """Whether no number of the pilot was known when it was sealed; only then its verdict binds."""
        return self.known_until < self.pilot.first

    @property
    def digest(self) -> str:
        """SHA-256 of the whole plan, written with sorted keys: equal plans, equal digest."""
        written = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode("utf-8", "backslashreplace")).hexdigest()


def scheme_digest(engagement: Engagement) -> str:
    """SHA-256 of the scheme; "" where there is none."""
    if engagement.scheme is None:
        return ""
    return hashlib.sha256(engagement.scheme.model_dump_json().encode("utf-8", "backslashreplace")).hexdigest()


def changed_fields(plan: PilotPlan, engagement: Engagement) -> tuple[str, ...]:
    """What of the pilot is decided otherwise now than in *plan*, as fields of ``Pilot`` and of its rule; ``scheme`` last.

    >>> plan = PilotPlan(pilot=Pilot(first="2026-12"), treated=(), compared=(), baseline="before", smallest=None,
    ...                  scheme="", facts="", known_until="")
    >>> changed_fields(plan, Engagement(name="Acme", pilot=Pilot(first="2027-01")))
    ('first',)
    """
    before, after = plan.pilot.model_dump(), engagement.pilot.model_dump()
    rule_before, rule_after = before.pop("rule"), after.pop("rule")
    found = [name for name in before if before[name] != after[name]]
    found += [f"rule_{name}" for name in rule_before if rule_before[name] != rule_after[name]]
    return (*found, "scheme") if plan.scheme != scheme_digest(engagement) else tuple(found)
