"""A pilot's plan, sealed in the trail before the pilot starts: its rule cannot be bent to what came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement
from kpi_logic.release.register import Register
from kpi_logic.review.pilot_findings import PilotRecord
from kpi_logic.review.pilot_plan import PilotPlan, changed_fields
from kpi_logic.store import Saved, Store, Trail
from kpi_logic.store.trail import Entry

PILOT = "pilot"
"""The kind of the trail's entries that seal a pilot."""


class PilotSeal(BaseModel):
    """What an entry says: the plan, its SHA-256, and who sealed it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: PilotPlan
    sha256: str
    by: str

    @property
    def intact(self) -> bool:
        """Whether the plan is the one that was sealed."""
        return self.plan.digest == self.sha256


@dataclass(frozen=True)
class SealedPilot:
    """One sealed plan as it stands in the trail: the number of its entry, and when (UTC)."""

    number: int
    at: datetime
    seal: PilotSeal

    def changed(self, engagement: Engagement) -> tuple[str, ...]:
        """What is decided otherwise now, field by field; empty while nothing was changed."""
        return changed_fields(self.seal.plan, engagement)


def freeze_pilot(store: Store, saved: Saved, facts: MonthlyFacts, by: str, now: datetime) -> Entry:
    """Seal the pilot as it is decided now, with the scheme's and the data's SHA-256 and the smallest effect.

    Raises:
        ValueError: nothing could be judged by it: no KPI, no first month, or a side without a shop.
        StoreFault: as ``Store.record``.
    """
    from kpi_logic.review.pilot_design import pilot_plan

    plan = pilot_plan(saved.engagement, facts)
    if not (plan.pilot.rule.kpi and plan.pilot.first and plan.treated and plan.compared):
        raise ValueError("a pilot is sealed with a KPI, a first month, shops that try it and shops to compare with")
    seal = PilotSeal(plan=plan, sha256=plan.digest, by=by)
    return store.record(saved.id, PILOT, seal.model_dump_json(), (), now)


def sealed_pilots(trail: Trail) -> tuple[SealedPilot, ...]:
    """Every plan that was sealed, oldest first; one that cannot be read or was tampered with is left out.

    The trail itself says that it was tampered with (``broken_at``).
    """
    found = []
    for entry in trail.entries:
        if entry.kind == PILOT:
            try:
                seal = PilotSeal.model_validate_json(entry.body)
            except ValidationError:
                continue
            if seal.intact:
                found.append(SealedPilot(entry.number, datetime.fromisoformat(entry.at), seal))
    return tuple(found)


def counting_pilot(sealed: Sequence[SealedPilot]) -> SealedPilot | None:
    """The seal that the verdict keeps to: the last one made before any number of its pilot was known.

    Where none was made in time it is the last one, which then leads to no verdict; None where nothing was sealed.
    """
    in_time = [one for one in sealed if one.seal.plan.in_time]
    return next(reversed(in_time or list(sealed)), None)


def pilot_record(trail: Trail) -> PilotRecord:
    """What the trail says of the pilot: the sealed plan that counts, and when a scheme was first released."""
    sealed, known = sealed_pilots(trail), Register(trail)
    released = min(known.releases, default=None)
    last = counting_pilot(sealed)
    return PilotRecord(
        plan=last.seal.plan if last else None,
        sealed_at=last.at if last else None,
        times=len(sealed),
        released_at=known.time_of(released) if released is not None else None,
    )
