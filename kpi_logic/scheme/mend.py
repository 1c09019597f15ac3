"""One click to mend a finding of the lint, where a machine may decide it; the rest is for people."""

from collections.abc import Callable

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, Line, Payout, Scorecard
from kpi_logic.scheme import mend_add, mend_card
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.lint_settings import lint_settings
from kpi_logic.scheme.mend_card import levelled, subject, with_card, with_scheme, without, without_kpi
from kpi_logic.scheme.suggest import GATE_MULTIPLIER

Mend = Callable[[Finding, Engagement, MonthlyFacts], Engagement | None]

REVIEW_MONTHS = 3
"""A quarter."""


def mend(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """The engagement with this finding mended in its new scheme; None where only people can mend it.

    The client's present scheme is never touched: where there is no new one yet, it is the start of one.  A mend changes
    as little as it can, and may bring up another finding (a KPI less can make too few).
    """
    how = MENDS.get(finding.rule)
    return how(finding, engagement, facts) if how else None


def mendable(rule: str) -> bool:
    """Whether a rule's findings can be mended by a click in principle.

    >>> mendable("P11.cliff"), mendable("P13.two_profits")
    (True, False)
    """
    return rule in MENDS


def _of_scheme(**update: object) -> Mend:
    def mended(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement:
        return with_scheme(engagement, subject(engagement).model_copy(update=update))

    return mended


def _of_line(**update: object) -> Mend:
    def mended(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
        def change(card: Scorecard) -> Scorecard:
            lines = tuple(x.model_copy(update=update) if x.kpi == finding.kpi else x for x in card.lines)
            return card.model_copy(update={"lines": lines})

        return with_card(engagement, finding.role, change)

    return mended


def _drop_kpi(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    return with_card(engagement, finding.role, lambda card: without_kpi(card, finding.kpi))


def _drop_gate(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    def change(card: Scorecard) -> Scorecard:
        return card.model_copy(update={"gates": tuple(gate for gate in card.gates if gate.kpi != finding.kpi)})

    return with_card(engagement, finding.role, change)


def _soften_gate(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    def change(card: Scorecard) -> Scorecard:
        soft = {"multiplier": GATE_MULTIPLIER}
        gates = tuple(g.model_copy(update=soft) if g.kpi == finding.kpi else g for g in card.gates)
        return card.model_copy(update={"gates": gates})

    return with_card(engagement, finding.role, change)


def _keep_five(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    most = lint_settings().threshold.most_kpis

    def change(card: Scorecard) -> Scorecard:
        return without(card, sorted(card.lines, key=lambda line: -line.weight)[most:])

    return with_card(engagement, finding.role, change)


def _sum_to_100(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    return with_card(engagement, finding.role, lambda card: without(card, ()))


def _within_limits(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    limits = lint_settings().threshold

    def change(card: Scorecard) -> Scorecard:
        weights = mend_card.capped([line.weight for line in card.lines], limits.most_weight, limits.least_weight)
        lines = tuple(x.model_copy(update={"weight": w}) for x, w in zip(card.lines, weights, strict=True))
        return card.model_copy(update={"lines": lines})

    return with_card(engagement, finding.role, change)


def _merge(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    def change(card: Scorecard) -> Scorecard:
        same = [line for line in card.lines if line.kpi == finding.kpi]
        first = same[0].model_copy(update={"weight": min(sum(line.weight for line in same), 100)})
        lines = [first if x is same[0] else x for x in card.lines if x is same[0] or x.kpi != finding.kpi]
        return mend_card.weighed(card, lines, [line.weight for line in lines])

    return with_card(engagement, finding.role, change)


def _keep_one_twin(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    groups = [frozenset(twins.kpis) for twins in lint_settings().twins if finding.kpi in twins.kpis]

    def change(card: Scorecard) -> Scorecard:
        same = [line for line in card.lines if line.weight and any(line.kpi in group for group in groups)]
        heaviest = max(same, key=lambda line: line.weight)
        return without(card, [line for line in same if line.kpi != heaviest.kpi])

    return with_card(engagement, finding.role, change)


def _levels_anew(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """The levels that history suggests, for every line of the role that has a fault of this kind."""
    kpis = {finding.kpi} if finding.rule != "P12.no_target" else None

    def change(card: Scorecard) -> Scorecard:
        lines = (_line_anew(line, card.role, engagement, facts) if _asked(line, kpis) else line for line in card.lines)
        return card.model_copy(update={"lines": tuple(lines)})

    return with_card(engagement, finding.role, change)


def _asked(line: Line, kpis: set[str | None] | None) -> bool:
    return line.kpi in kpis if kpis is not None else line.target is None and not line.personal


def _line_anew(line: Line, role: str, engagement: Engagement, facts: MonthlyFacts) -> Line:
    found = levelled(line.kpi, role, engagement, facts) if line.kpi in kpi_library().kpis else None
    return found.model_copy(update={"weight": line.weight, "locked": line.locked, "cliff": line.cliff, "cap": line.cap}) \
        if found else line  # fmt: skip


def _season(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement:
    """The season's month put among those that a review sets anew."""
    scheme = subject(engagement)
    months = tuple(sorted({*scheme.roll_out.season_months, finding.facts["month"].month}))
    roll_out = scheme.roll_out.model_copy(update={"season_months": months})
    return with_scheme(engagement, scheme.model_copy(update={"roll_out": roll_out}))


def _pay_beyond(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement:
    """The payout goes on to 120 % at 120 points."""
    scheme = subject(engagement)
    below = tuple(point for point in scheme.payout.points if point[0] < 120)
    payout = Payout(points=(*below, (120.0, 1.2)))
    return with_scheme(engagement, scheme.model_copy(update={"payout": payout}))


MENDS: dict[str, Mend] = {
    "P1.big_company": _drop_kpi,
    "P2.too_many": _keep_five,
    "P2.too_few": mend_add.to_three,
    "P2.weights_sum": _sum_to_100,
    "P2.weight_high": _within_limits,
    "P2.weight_low": _within_limits,
    "P2.twins": _keep_one_twin,
    "P2.duplicate": _merge,
    "P3.sales_only": mend_add.add_profit,
    "P3.no_profit": mend_add.add_profit,
    "P3.no_inventory": mend_add.add_inventory,
    "P4.no_process": mend_add.add_process,
    "P5.no_review": _of_scheme(review_every_months=REVIEW_MONTHS),
    "P5.season": _season,
    "P6.unknown_kpi": _drop_kpi,
    "P6.unmeasurable": _drop_kpi,
    "P6.one_shop_only": _drop_kpi,
    "P6.gate_untold": _drop_gate,
    "P7.target_reaches_nobody": mend_add.to_owner,
    "P8.penalties_only": _of_scheme(rewards_and_penalties="both"),
    "P8.no_reward": _pay_beyond,
    "P9.no_trial": _of_scheme(trial_months=2),
    "P9.veto": _soften_gate,
    "P11.no_counter": mend_add.add_counter,
    "P11.cliff": _of_line(cliff=False),
    "P11.uncapped": _of_line(cap=120.0),
    "P11.steep_payout": _of_scheme(payout=Payout()),
    "P12.levels": _levels_anew,
    "P12.no_target": _levels_anew,
    "P12.out_of_reach": _levels_anew,
    "P12.too_easy": _levels_anew,
    "P14.leader_without_kpis": mend_add.start_card,
    "S3.no_scorecard": mend_add.start_card,
    "S5.single_owner": mend_add.to_sharers,
}
"""How each rule is mended by a click.  Not here: what needs data, another room, or a decision in the client's words."""
