"""Who holds what holds the seller back, and what is missing in the organisation."""

import pandas as pd
import pytest

from kpi_logic.diagnosis import Bottleneck
from kpi_logic.diagnosis.telling import name_of
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Message, Organisation, Person, Scheme, Scorecard, Segment, Unit
from kpi_logic.scheme import Held, Severity, organisation_findings
from kpi_logic.text import catalog

US = Segment(platform="Amazon", site="US", shop="Acme US")


def _bottleneck(kpi: str, segment: Segment = US) -> Bottleneck:
    return Bottleneck(
        rank=1, kpi=kpi, name=name_of(kpi), segment=segment, unit=Unit.RATIO, currency="CNY", current=0.1, reference=0.12,
        reference_kind="before_shift", money_per_month=1.0, money_low=0.5, money_high=2.0, share_of_all=1.0, since=None,
        evidence=pd.Series(dtype=float), log_odds=5.0, confidence=Message("diagnosis.confidence.sure", {"months": 12}),
        sentence=Message("diagnosis.bottleneck.fell"),
    )  # fmt: skip


def test_what_somebody_owns_and_is_scored_on_is_held(
    organisation: Organisation, scheme: Scheme, facts: MonthlyFacts
) -> None:
    view = organisation_findings(organisation, scheme, facts, [_bottleneck("cvr")])
    (one,) = view.ownership
    assert (one.held, one.roles, one.owners, one.scored) == (Held.HELD, ("operations",), ("Wu",), ("Wu",))
    assert view.findings == ()


def test_nobody_to_move_it(organisation: Organisation, scheme: Scheme, facts: MonthlyFacts) -> None:
    view = organisation_findings(organisation, scheme, facts, [_bottleneck("sup_otd")])
    (finding,) = view.findings
    assert (view.ownership[0].held, finding.code, finding.severity) == (Held.NOBODY, "nobody", Severity.HIGH)
    assert "nobody looks after" in catalog("en").say(finding.message)


def test_owned_but_not_scored(organisation: Organisation, scheme: Scheme, facts: MonthlyFacts) -> None:
    view = organisation_findings(organisation, scheme, facts, [_bottleneck("return_rate")])
    assert view.ownership[0].held is Held.UNSCORED
    assert [finding.code for finding in view.findings] == ["unscored"]


def test_scored_on_what_others_move(organisation: Organisation, scheme: Scheme, facts: MonthlyFacts) -> None:
    cards = tuple(
        card.model_copy(update={"lines": tuple(line for line in card.lines if line.kpi != "cvr")})
        if card.role == "operations"
        else card.model_copy(update={"lines": (*card.lines, scheme.scorecards[1].lines[1])})
        if card.role == "ads"
        else card
        for card in scheme.scorecards
    )
    view = organisation_findings(organisation, Scheme(scorecards=cards), facts, [_bottleneck("cvr")])
    assert (view.ownership[0].held, view.ownership[0].owners, view.ownership[0].scored) == (
        Held.OTHERS,
        ("Wu",),
        ("Zhao",),
    )


def test_an_empty_role_a_leader_and_a_person_without_kpis(
    organisation: Organisation, scheme: Scheme, facts: MonthlyFacts
) -> None:
    people = (*organisation.people, Person(id="p5", name="Sun", role="service"))
    cards = (*scheme.scorecards[1:], Scorecard(role="finance", lines=scheme.scorecards[0].lines))
    wide = organisation.model_copy(update={"people": people})
    view = organisation_findings(wide, scheme.model_copy(update={"scorecards": cards}), facts)
    assert [finding.code for finding in view.findings] == [
        "P14.leader_without_kpis",
        "role_without_people",
        "S3.no_scorecard",
    ]


def test_a_shared_result_carried_by_one_role_only(
    organisation: Organisation, scheme: Scheme, facts: MonthlyFacts
) -> None:
    people = (*organisation.people, Person(id="p5", name="Sun", role="purchasing"))
    wide = organisation.model_copy(update={"people": people})
    codes = [finding.code for finding in organisation_findings(wide, scheme, facts).findings]
    assert "S5.single_owner" in codes


def test_without_a_scheme_that_is_said_once(organisation: Organisation, facts: MonthlyFacts) -> None:
    view = organisation_findings(organisation, None, facts)
    assert [finding.code for finding in view.findings] == ["no_scheme"]


def test_of_an_unknown_organisation_nothing_is_said(scheme: Scheme, facts: MonthlyFacts) -> None:
    view = organisation_findings(Organisation(), scheme, facts, [_bottleneck("cvr")])
    assert (view.ownership, view.findings) == ((), ())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_has_words(
    organisation: Organisation, scheme: Scheme, facts: MonthlyFacts, language: str
) -> None:
    wanted = [_bottleneck(kpi) for kpi in ("sup_otd", "return_rate", "units")]
    for given in (scheme, None):
        for finding in organisation_findings(organisation, given, facts, wanted).findings:
            assert catalog(language).say(finding.message) and catalog(language).say(finding.fix)
