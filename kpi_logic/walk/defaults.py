"""The decisions a consultant would start from; every one can be changed on its page."""

from collections.abc import Mapping

from kpi_logic.diagnosis import ledger_of
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library, role_library
from kpi_logic.metrics import computable, profit_basis
from kpi_logic.model import (
    ALL,
    Cascade,
    Engagement,
    Kpi,
    Month,
    Organisation,
    Person,
    Pilot,
    Scheme,
    Segment,
    Target,
)
from kpi_logic.review import candidates, suggested_rule
from kpi_logic.scheme import suggested_scheme
from kpi_logic.scheme.history import to_digits
from kpi_logic.targets.cascade import cascade
from kpi_logic.targets.outlook import Outlook, outlook

QUARTER = 3
# What a company is steered by, in order.
COMPANY_KPIS = ("gmv", "cm3", "gross_profit", "acos", "return_rate", "return_units_rate", "inv_days")
FIRST_TARGETS = 3
PLACEHOLDER_ROLES = ("lead", "operations")


def target_kpis(facts: MonthlyFacts) -> tuple[Kpi, ...]:
    """Every KPI a target can be set for, the company's own first."""
    library = kpi_library()
    known = {kpi.code: kpi for kpi in computable(facts, library.kpis.values())}
    first = [code for code in COMPANY_KPIS if code in known]
    return tuple(known[code] for code in dict.fromkeys([*first, *known]))


def new_target(engagement: Engagement, facts: MonthlyFacts, kpi: str | None = None) -> Target:
    """A target for the next quarter, at about 60 % odds, for the first company KPI that has none yet.

    Where the history is too short for odds it stands at the level of the latest months.
    """
    taken = {target.kpi for target in engagement.targets}
    company = [code for code in company_kpis(facts) if code not in taken]
    others = [candidate.code for candidate in target_kpis(facts) if candidate.code not in taken]
    code = kpi or next(iter([*company, *others]), None) or target_kpis(facts)[0].code
    first = facts.months[-1] + 1
    view = outlook(facts, kpi_library()[code], ALL, first, first + (QUARTER - 1))
    return with_odds(_target(_free_id(engagement), view), facts)


def company_kpis(facts: MonthlyFacts) -> tuple[str, ...]:
    """What the company is steered by, as far as the facts go: sales, the one profit they can carry, then ratios."""
    basis = profit_basis(facts)
    other_profits = {"cm3", "gross_profit"} - {basis.value if basis else ""}
    present = frozenset(facts.measures)
    return tuple(code for code in COMPANY_KPIS if code not in other_profits and kpi_library()[code].measures <= present)


def with_odds(target: Target, facts: MonthlyFacts) -> Target:
    """The target with what can be said of it now: odds, method, threshold and stretch.

    They are stored with it so that a later review can score what was said.
    """
    view = outlook_of(target, facts)
    levels = view.levels
    return target.model_copy(
        update={
            "probability": view.judged(target.value).probability,
            "method": view.method,
            "threshold": to_digits(levels.threshold) if levels else None,
            "stretch": to_digits(levels.stretch) if levels else None,
        }
    )


def outlook_of(target: Target, facts: MonthlyFacts) -> Outlook:
    """The outlook that a target is judged by."""
    first, last = Month.parse(target.first), Month.parse(target.last)
    return outlook(facts, kpi_library()[target.kpi], target.segment, first, last, event=target.event)


def default_cascade(engagement: Engagement, facts: MonthlyFacts, target: Target) -> Cascade | None:
    """The target split by history over the people who carry it; None for ratios and where nobody does.

    Those who own shops by name carry it; where nobody does, everybody in operations, else everybody.
    """
    people = carriers(engagement.organisation, target)
    if kpi_library()[target.kpi].is_ratio or not people:
        return None
    return cascade(target, people, by="history", facts=facts)


def carriers(organisation: Organisation, target: Target) -> tuple[Person, ...]:
    """Who hands the target on to nobody else: the people in operations, else those with shops of their own, else all."""
    in_operations = tuple(person for person in organisation.people if person.role == "operations")
    with_shops = tuple(person for person in organisation.people if person.shops and not person.leads)
    return in_operations or with_shops or organisation.people


def default_scheme(engagement: Engagement, facts: MonthlyFacts, limits: Mapping[str, float] | None = None) -> Scheme:
    """Scorecards for the client's roles, or for two common ones where nobody is named yet.

    ``limits`` by KPI, from the client's ledger; None takes the published ones and those agreed with him.
    """
    if limits is None:
        limits = ledger_of(agreed=engagement.limits).strictest(facts.shops)
    organisation = engagement.organisation
    if not any(person.role in role_library() for person in organisation.people):
        organisation = Organisation(people=tuple(Person(id=role, name="", role=role) for role in PLACEHOLDER_ROLES))
    return suggested_scheme(organisation, facts, limits=limits)


def with_defaults(engagement: Engagement, facts: MonthlyFacts, limits: Mapping[str, float] | None = None) -> Engagement:
    """The engagement with a default for every decision that is still open; decisions taken stay as they are.

    ``limits`` as in ``default_scheme``.
    """
    targets = engagement.targets or _first_targets(engagement, facts)
    engagement = engagement.model_copy(update={"targets": targets})
    if not engagement.cascades:
        parts = (default_cascade(engagement, facts, target) for target in targets)
        engagement = engagement.model_copy(update={"cascades": tuple(part for part in parts if part is not None)})
    if engagement.scheme is None:
        engagement = engagement.model_copy(update={"scheme": default_scheme(engagement, facts, limits)})
    if not engagement.pilot.first:
        engagement = engagement.model_copy(update={"pilot": default_pilot(engagement, facts)})
    return engagement


def default_pilot(engagement: Engagement, facts: MonthlyFacts) -> Pilot:
    """M5: one seller's shops beside those that move alike, for the trial months; a month is left for signing and briefing.

    Where nobody who sells names shops, or all shops are one person's, it is the first department that sells.
    """
    scheme = engagement.scheme or Scheme()
    pilot = Pilot(first=str(facts.months[-1] + 2), months=min(max(scheme.trial_months, 1), 6))
    sellers = [person for person in engagement.organisation.people if person.role == "operations"]
    for seller in sellers:
        fit = [one.shop for one in candidates(seller.shops, kpi_library()[COMPANY_KPIS[0]], facts) if one.fit]
        if fit:
            pilot = pilot.model_copy(update={"shops": seller.shops, "compared_shops": tuple(fit)})
            found = suggested_rule(engagement.model_copy(update={"pilot": pilot}), facts)
            return pilot if found is None else pilot.model_copy(update={"rule": found.rule})
    teams = tuple(dict.fromkeys(seller.department for seller in sellers if seller.department))[:1]
    return pilot.model_copy(update={"teams": teams})


def _first_targets(engagement: Engagement, facts: MonthlyFacts) -> tuple[Target, ...]:
    for code in company_kpis(facts)[:FIRST_TARGETS]:
        added = (*engagement.targets, new_target(engagement, facts, code))
        engagement = engagement.model_copy(update={"targets": added})
    return engagement.targets


def _target(name: str, view: Outlook) -> Target:
    return Target(
        id=name, kpi=view.kpi.code, segment=view.segment, first=str(view.first), last=str(view.last), value=view.start
    )


def _free_id(engagement: Engagement) -> str:
    taken = {target.id for target in engagement.targets}
    return next(name for n in range(1, len(taken) + 2) if (name := f"t{n}") not in taken)


def segments(facts: MonthlyFacts) -> tuple[Segment, ...]:
    """What one can look at: everything, each platform, each site of several, each shop."""
    platforms = [Segment(platform=name) for name in sorted({shop.platform for shop in facts.shops if shop.platform})]
    sites = [
        Segment(platform=p, site=s) for p, s in sorted({(shop.platform or "", shop.site or "") for shop in facts.shops})
    ]
    shops = list(facts.shops)
    several = [group for group in (platforms, sites if len(sites) > len(platforms) else [], shops) if len(group) > 1]
    seen: dict[frozenset[Segment], Segment] = {}
    for segment in [ALL, *(segment for group in several for segment in group)]:
        seen.setdefault(frozenset(shop for shop in facts.shops if segment.contains(shop)), segment)
    return tuple(seen.values())
