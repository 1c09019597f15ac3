"""Engagements to assemble: empty, half done, complete, and one whose every name is hostile."""

import datetime
from functools import lru_cache
from pathlib import Path

import pandas as pd

from kpi_logic.diagnosis import diagnose, leads, output
from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import ClientFile, read_files
from kpi_logic.library import kpi_library
from kpi_logic.model import (
    Data,
    Engagement,
    FileRef,
    Message,
    Month,
    Organisation,
    Person,
    Pilot,
    Profile,
    ProposalChoice,
    Scheme,
    Share,
    Target,
)
from kpi_logic.proposal.assemble import Case
from kpi_logic.proposal.origins import Cited
from kpi_logic.scheme import compare, filled, lint_engagement, organisation_findings, replay, suggested_scheme
from kpi_logic.targets.cascade import cascade
from kpi_logic.targets.outlook import outlook
from kpi_logic.walk import fit, with_defaults
from sample_data.simulate import simulated_client

RETAIL = Path(__file__).resolve().parents[3] / "sample_data" / "online_retail_monthly.csv"
DATE = datetime.date(2026, 11, 10)
SHOPS = ("Nestwell US", "Nestwell MY", "Nestwell TT US")


def uncited(said):
    """The same without the origins of its numbers."""
    match said:
        case Cited():
            return uncited(said.said)
        case Message():
            return Message(said.key, {name: uncited(fact) for name, fact in said.facts.items()})
        case _ if type(said) in (tuple, list):
            return tuple(map(uncited, said))
    return said


def case_of(engagement: Engagement, facts: MonthlyFacts, **more) -> Case:
    """Every conclusion that the decisions and the facts allow."""
    outlooks = []
    for target in engagement.targets:
        first, last = Month.parse(target.first), Month.parse(target.last)
        view = outlook(facts, kpi_library()[target.kpi], target.segment, first, last)
        outlooks.append((target, view, view.judged(target.value)))
    made = {}
    if engagement.scheme is not None and engagement.organisation.people:

        def run(scheme: Scheme):
            return replay(
                scheme, engagement.organisation, facts, facts.months[-12:], engagement.targets, engagement.cascades,
                exceptions=engagement.exceptions, awards=engagement.awards,
            )  # fmt: skip

        made["replay"] = run(engagement.scheme)
        if engagement.present_scheme is not None:
            made["comparison"] = compare(run(engagement.present_scheme), made["replay"])
    findings = lint_engagement(engagement, facts) if engagement.scheme is not None else ()
    fields = {"outlooks": tuple(outlooks), "findings": findings, "date": DATE, **made, **more}
    found, holding = diagnose(facts), engagement.present_scheme or engagement.scheme
    fields |= {"output": output(facts, engagement.organisation), "leads": leads(facts)}
    held = organisation_findings(engagement.organisation, holding, facts, found.bottlenecks or ())
    fields["fit"] = tuple((advice.met, advice.message) for advice in fit(engagement.profile))
    return Case(engagement, facts, found, organisation=held, **fields)


@lru_cache(maxsize=1)
def simulated_facts() -> MonthlyFacts:
    return MonthlyFacts.of(simulated_client().facts)


def target(name: str, kpi: str, value: float, **more) -> Target:
    return Target(id=name, kpi=kpi, first="2026-11", last="2027-01", value=value, **more)


TARGETS = (
    target("t1", "gmv", 12_000_000.0, threshold=11_000_000.0, stretch=13_500_000.0),
    target("t2", "cm3", 1_670_000.0, threshold=1_520_000.0, stretch=1_900_000.0),
    target("t3", "acos", 0.32, threshold=0.332, stretch=0.3),
)


@lru_cache(maxsize=1)
def complete() -> Case:
    client, facts = simulated_client(), simulated_facts()
    sellers = [person for person in client.organisation.people if person.role == "operations"]
    present = filled(client.present_scheme, client.organisation, facts)
    engagement = Engagement(
        name="Nestwell",
        profile=client.profile,
        organisation=client.organisation,
        data=Data(files=(FileRef(name="client.xlsx", digest="ab" * 32, size=1),)),
        targets=TARGETS,
        cascades=tuple(cascade(t, sellers, "history", facts) for t in TARGETS[:2]),
        present_scheme=present,
        scheme=suggested_scheme(client.organisation, facts, limits={"lsr": 0.04, "odr": 0.01}),
        pilot=Pilot(teams=("Team A",), first="2026-12", months=2),
        proposal=ProposalChoice(version="1.0", consultant="Lianxing Consulting"),
    )
    return case_of(engagement, facts, as_of=Month(2026, 10), method="ebsr-1")


@lru_cache(maxsize=1)
def real() -> Case:
    """Online Retail as it is bundled: sales and returns only, nobody named, every decision the default."""
    intake = read_files([ClientFile(RETAIL.name, RETAIL.read_bytes())])
    assert intake.facts is not None
    refs = (FileRef(name=RETAIL.name, digest="cd" * 32, size=1),)
    decided = with_defaults(Engagement(name="Online Retail", data=Data(files=refs)), intake.facts)
    return case_of(decided, intake.facts, intake=intake)


def empty() -> Case:
    return case_of(Engagement(name="New"), MonthlyFacts.of(pd.DataFrame({"month": []})))


def half() -> Case:
    """Seven months of sales only; one target, nobody named."""
    months = [f"2026-{m:02d}" for m in range(1, 8)]
    table = pd.DataFrame({"month": months, "shop": "A", "currency": "USD", "sales": [90, 95, 99, 104, 101, 108, 112.5]})
    goal = Target(id="t", kpi="gmv", first="2026-08", last="2026-08", value=115.0)
    return case_of(Engagement(name="Half", targets=(goal,)), MonthlyFacts.of(table))


def no_bonus() -> Case:
    """The complete engagement with nobody's bonus stated, no present scheme, no pilot, no cascade."""
    whole = complete().engagement
    people = tuple(person.model_copy(update={"bonus": None}) for person in whole.organisation.people)
    organisation = Organisation(departments=whole.organisation.departments, people=people)
    update = {"organisation": organisation, "present_scheme": None, "pilot": Pilot(), "cascades": ()}
    return case_of(whole.model_copy(update=update), simulated_facts())


def nobody() -> Case:
    """A scheme for two roles that nobody holds."""
    people = tuple(Person(id=role, name="", role=role) for role in ("lead", "operations"))
    scheme = suggested_scheme(Organisation(people=people), simulated_facts())
    return case_of(Engagement(name="Roles", profile=Profile(client="Roles"), scheme=scheme), simulated_facts())


HOSTILE = (
    '=HYPERLINK("http://x.example","a")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "<img src='file:///etc/passwd'/>&{x}",
    "a\x00b\x07\u202ec",
    "History",
    "A/B\\C?*[x]:y" * 5,
    "'" * 40,
)


def hostile() -> Case:
    """The complete engagement with every name replaced by something that tries to act."""
    whole = complete().engagement
    people = tuple(
        person.model_copy(update={"name": HOSTILE[n], "department": HOSTILE[n]})
        for n, person in enumerate(whole.organisation.people)
    )
    homes = {person.id: person.department for person in people}
    cascades = tuple(
        plan.model_copy(update={"departments": _departments(plan.people, homes)}) for plan in whole.cascades
    )
    update = {
        "name": HOSTILE[0],
        "profile": whole.profile.model_copy(update={"client": HOSTILE[4]}),
        "organisation": Organisation(departments=HOSTILE, people=people),
        "cascades": cascades,
        "pilot": Pilot(teams=HOSTILE[:3], first="2026-12", success_rule=HOSTILE[4]),
        "proposal": ProposalChoice(version=HOSTILE[1], consultant=HOSTILE[5], note=HOSTILE[4]),
        "data": Data(files=(FileRef(name=HOSTILE[0], digest="0" * 64, size=1),)),
    }
    return case_of(whole.model_copy(update=update), simulated_facts())


def _departments(shares: tuple[Share, ...], homes: dict[str, str]) -> tuple[Share, ...]:
    return tuple(Share(to=homes[share.to], amount=share.amount) for share in shares)
