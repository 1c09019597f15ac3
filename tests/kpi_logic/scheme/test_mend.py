"""After a mend the finding is gone, the weights sum to 100, and the present scheme is untouched."""

from dataclasses import replace

import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Organisation, Scheme, Target
from kpi_logic.scheme import RULES, Finding, lint_engagement
from kpi_logic.scheme.mend import MENDS, mend, mendable
from tests.kpi_logic.scheme.test_lint import BROKEN, Client, both, with_card, with_extra_person, with_lines

MENDABLE_HERE = {
    # the lint's own examples cannot be mended (no data, a role nobody knows), so these have examples of their own
    "P14.leader_without_kpis": with_extra_person(id="p9", name="Boss", role="product", leads=True, shops=("Acme US",)),
    "P7.target_reaches_nobody": lambda client: replace(
        client, targets=(Target(id="t3", kpi="aov", first="2026-01", last="2026-03", value=95.0),)
    ),
    "S5.single_owner": both(
        BROKEN["S5.single_owner"],
        lambda client: replace(
            client,
            scheme=client.scheme.model_copy(
                update={
                    "scorecards": (
                        *client.scheme.scorecards,
                        client.scheme.scorecards[2].model_copy(update={"role": "purchasing"}),
                    )
                }
            ),
        ),
    ),
}


@pytest.fixture
def good(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, targets: tuple[Target, ...]) -> Client:
    return Client(scheme, organisation, facts, targets)


def engagement_of(client: Client) -> Engagement:
    return Engagement(
        name="Acme",
        profile=client.profile,
        organisation=client.organisation,
        targets=client.targets,
        cascades=client.cascades,
        exceptions=client.exceptions,
        feedback=client.feedback,
        scheme=client.scheme,
    )


def found_by(rule: str, engagement: Engagement, facts: MonthlyFacts) -> list[Finding]:
    return [finding for finding in lint_engagement(engagement, facts) if finding.rule == rule]


@pytest.mark.parametrize("rule", sorted(MENDS))
def test_after_the_mend_the_finding_is_gone(rule: str, good: Client) -> None:
    client = MENDABLE_HERE.get(rule, BROKEN[rule])(good)
    engagement = engagement_of(client)
    start = found_by(rule, engagement, client.facts)
    assert start
    for finding in start:
        mended = mend(finding, engagement, client.facts)
        if mended is not None:  # an earlier mend may have taken this one along
            engagement = mended
    assert found_by(rule, engagement, client.facts) == []
    assert engagement.scheme is not None
    touched = [c for c in engagement.scheme.scorecards if c not in client.scheme.scorecards]
    assert [sum(line.weight for line in card.lines) for card in touched if rule in WEIGHED] == [100] * len(
        [card for card in touched if rule in WEIGHED]
    )


WEIGHED = {rule for rule in MENDS if rule[:2] in ("P1", "P2", "P3", "P4", "P6", "P7") and rule != "P6.gate_untold"}


def test_every_mend_is_a_rule_and_the_rest_is_for_people(good: Client) -> None:
    ids = {rule for rule, _ in RULES}
    assert set(MENDS) <= ids
    for rule in sorted(ids - set(MENDS)):
        client = BROKEN[rule](good)
        engagement = engagement_of(client)
        assert not mendable(rule)
        assert mend(found_by(rule, engagement, client.facts)[0], engagement, client.facts) is None


def test_the_present_scheme_is_where_a_new_one_starts(good: Client) -> None:
    client = BROKEN["P11.cliff"](good)
    engagement = engagement_of(client).model_copy(update={"scheme": None, "present_scheme": client.scheme})
    mended = mend(found_by("P11.cliff", engagement, client.facts)[0], engagement, client.facts)
    assert mended is not None
    assert mended.present_scheme == client.scheme
    assert mended.scheme is not None
    assert not any(line.cliff for card in mended.scheme.scorecards for line in card.lines)


def test_what_cannot_be_had_is_not_mended(good: Client) -> None:
    client = with_extra_person(id="p9", name="Sun", role="stargazer")(good)
    engagement = engagement_of(client)
    finding = found_by("S3.no_scorecard", engagement, client.facts)[0]
    assert mend(finding, engagement, client.facts) is None
    bare = replace(client, facts=MonthlyFacts(client.facts.table.iloc[:0]))
    few = with_lines("ads", *client.scheme.scorecards[2].lines[:1])(bare)
    finding = found_by("P2.too_few", engagement_of(few), few.facts)[0]
    assert mend(finding, engagement_of(few), few.facts) is None


def test_a_scheme_with_the_classic_faults_comes_clean_by_clicking(good: Client) -> None:
    """Click the first finding that can be mended, look again, until none is left to click."""
    faults = ("P2.weights_sum", "P9.no_trial", "P11.cliff", "P8.penalties_only", "P11.steep_payout", "P5.no_review")
    client = good
    for rule in faults:
        client = BROKEN[rule](client)
    client = with_card("lead", lambda card: card.model_copy(update={"lines": card.lines[:2]}))(client)
    engagement = engagement_of(client)
    for _ in range(40):
        step = next(
            (m for f in lint_engagement(engagement, client.facts) if (m := mend(f, engagement, client.facts))), None
        )
        if step is None:
            break
        engagement = step
    left = {f.rule for f in lint_engagement(engagement, client.facts)}
    assert not left & set(MENDS)
    assert not left & set(faults)
