"""Rules about what a scorecard is made of: P1 size, P2 number, weights, P3 profit, stock, P4 process, S5 owners."""

from collections import Counter
from collections.abc import Iterator

from kpi_logic.model import Kind, RoleRef
from kpi_logic.scheme.case import Case, share
from kpi_logic.scheme.finding import Finding
from kpi_logic.weights import TOTAL


def big_company(case: Case) -> Iterator[Finding]:
    """P1: a KPI that needs a larger organisation than this."""
    size = (case.profile and case.profile.team_size) or len(case.organisation.people)
    if 0 < size < case.settings.threshold.small_team:
        for card, line in case.weighted:
            if line.kpi in case.settings.family.big_company:
                yield case.finding("P1.big_company", card, kpi=line.kpi, people=size, weight=line.weight)


def too_many(case: Case) -> Iterator[Finding]:
    """P2: more than five KPIs in one scorecard."""
    most = case.settings.threshold.most_kpis
    for card in case.scheme.scorecards:
        if len(card.lines) > most:
            lightest = min(card.lines, key=lambda line: line.weight)
            yield case.finding("P2.too_many", card, count=len(card.lines), most=most, lightest=case.name(lightest.kpi))


def too_few(case: Case) -> Iterator[Finding]:
    """P2: fewer than three."""
    least = case.settings.threshold.least_kpis
    for card in case.scheme.scorecards:
        if len(card.lines) < least:
            yield case.finding("P2.too_few", card, count=len(card.lines), least=least)


def weights_sum(case: Case) -> Iterator[Finding]:
    """P2: the weights of a scorecard do not sum to 100."""
    for card in case.scheme.scorecards:
        total = sum(line.weight for line in card.lines)
        if card.lines and total != TOTAL:
            yield case.finding("P2.weights_sum", card, total=total)


def weight_high(case: Case) -> Iterator[Finding]:
    """P2: one KPI decides nearly alone."""
    most = case.settings.threshold.most_weight
    for card, line in case.weighted:
        if line.weight > most and len(card.lines) > 1:
            yield case.finding("P2.weight_high", card, kpi=line.kpi, weight=line.weight, most=most)


def weight_low(case: Case) -> Iterator[Finding]:
    """P2: a KPI too light for anybody to care; a card without any weights is the sum's finding."""
    least = case.settings.threshold.least_weight
    for card in case.scheme.scorecards:
        weighed = any(line.weight for line in card.lines)
        for line in card.lines:
            if weighed and line.weight < least:
                yield case.finding("P2.weight_low", card, kpi=line.kpi, weight=line.weight, least=least)


def twins(case: Case) -> Iterator[Finding]:
    """P2: two KPIs of one scorecard that say the same thing."""
    for card in case.scheme.scorecards:
        for group in case.settings.twins:
            both = [line for line in card.lines if line.kpi in group.kpis and line.weight]
            codes = tuple(dict.fromkeys(line.kpi for line in both))
            if len(codes) > 1:
                weight = sum(line.weight for line in both)
                yield case.finding("P2.twins", card, kpi=codes[1], kpis=tuple(map(case.name, codes)), weight=weight)


def duplicate(case: Case) -> Iterator[Finding]:
    """P2: the same KPI twice in one scorecard."""
    for card in case.scheme.scorecards:
        for code, times in Counter(line.kpi for line in card.lines).items():
            if times > 1:
                yield case.finding("P2.duplicate", card, kpi=code, times=times)


def sales_only(case: Case) -> Iterator[Finding]:
    """P3: sales carry half of a scorecard or more, profit and stock nothing."""
    family, most = case.settings.family, case.settings.threshold.most_sales_share
    for card in case.scheme.scorecards:
        sales = case.weight_of(card, family.sales)
        if sales >= most * TOTAL and not case.weight_of(card, family.profit | family.inventory):
            heaviest = max((x for x in card.lines if x.kpi in family.sales), key=lambda line: line.weight)
            yield case.finding("P3.sales_only", card, kpi=heaviest.kpi, sales=share(sales))


def no_profit(case: Case) -> Iterator[Finding]:
    """P3: nobody is scored on profit."""
    if case.weighted and not any(line.kpi in case.settings.family.profit for _, line in case.weighted):
        yield case.finding("P3.no_profit", roles=len(case.scheme.scorecards))


def no_inventory(case: Case) -> Iterator[Finding]:
    """P3: nobody is scored on the health of the stock."""
    if case.weighted and not any(line.kpi in case.settings.family.inventory for _, line in case.weighted):
        yield case.finding("P3.no_inventory", roles=len(case.scheme.scorecards))


def no_process(case: Case) -> Iterator[Finding]:
    """P4: a scorecard of results only."""
    for card in case.scheme.scorecards:
        lines = [line for other, line in case.known if other is card]
        if lines and not any(case.library[line.kpi].kind is Kind.PROCESS for line in lines):
            yield case.finding("P4.no_process", card, count=len(lines))


def single_owner(case: Case) -> Iterator[Finding]:
    """S5: a result that two roles of this company make together, carried by one of them only."""
    present = {person.role for person in case.organisation.people}
    for code, makers in case.settings.shared.items():
        carriers = {card.role for card, line in case.weighted if line.kpi == code}
        absent = [role for role in makers if role in present and role not in carriers]
        if len(carriers & set(makers)) == 1 and absent:
            card = next(card for card in case.scheme.scorecards if card.role in carriers & set(makers))
            yield case.finding("S5.single_owner", card, kpi=code, others=tuple(map(RoleRef, absent)))
