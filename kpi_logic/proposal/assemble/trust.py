"""The appendix on trust: what the odds would have said before, what another method says, and how odds held elsewhere."""

from dataclasses import replace

from kpi_logic import figures
from kpi_logic.model import Amount, KpiRef, Message, Target, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import figure
from kpi_logic.proposal.assemble.origins import known, kpi_data, odds_method, pool_published
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Block, Bullets, Paragraph, Role, Said, Section
from kpi_logic.targets.hindsight import Hindsight, looking_back_from
from kpi_logic.targets.opinion import plain_view
from kpi_logic.targets.outlook import Judgement, Outlook
from kpi_logic.targets.reliability import pool_reliability

GOOD = 0.6  # share of looks back inside their 80 % range below which caution is said
MOST = 3  # targets that are looked back at on paper


def trust(case: Case) -> Section | None:
    """The look back and the second opinion; None where there is no target with odds."""
    if not any(judged.probability is not None for _, _, judged in case.outlooks):
        return None
    blocks = (*looked_back(case), *_elsewhere(case))
    return Section("trust", Message("goals.trust"), blocks, origins=known(odds_method(case)))


def _elsewhere(case: Case) -> list[Block]:
    """How the odds of this method held on public series that it was not learnt from."""
    found = pool_reliability()
    facts = {"targets": found.targets, "cases": found.cases, "error": Amount(found.error, Unit.RATIO, points=True)}
    title = Message("goals.reliability.chart")
    chart = figure(case, lambda words: figures.reliability_chart(found, words), title,
                   Message("goals.reliability.chart_subtitle"), 0.52)  # fmt: skip
    pool = replace(chart, source=cite(Message("goals.reliability.source"), pool_published()), as_of=None)
    return [
        Paragraph(Message("goals.reliability.title"), Role.HEADING),
        Paragraph(cite(Message("goals.reliability.lead", facts), pool_published())),
        pool,
    ]


def looked_back(case: Case) -> list[Block]:
    """What would have been said of the first targets some months ago, with the chart of the first, and a second opinion."""
    told: list[Said] = []
    charts: list[Block] = []
    for target, view, judged in case.outlooks[:MOST]:
        share = judged.growth.share if judged.growth else None
        past = looking_back_from(view, share)
        if past.glances and not charts:
            charts.append(_chart(case, target, view, past))
        facts = {"kpi": KpiRef(target.kpi), "segment": target.segment}
        data = kpi_data(case, target.kpi, target.segment)
        told += [cite(Message("goals.back_of", facts | {"sentence": _back(past)}), data)]
        told += [cite(said, data) for said in _opinion(target, view, judged)]
    return [Paragraph(Message("goals.back"), Role.HEADING), *charts, Bullets(tuple(told))] if told else []


def _chart(case: Case, target: Target, view: Outlook, past: Hindsight) -> Block:
    facts = {"kpi": KpiRef(target.kpi), "inside": past.inside, "of": len(past.glances)}
    title = Message("goals.chart_back", facts)
    subtitle = Message("goals.chart_back_subtitle", {"segment": target.segment})
    return figure(case, lambda words: figures.hindsight_chart(view, past, words), title, subtitle, 0.62,
                  (kpi_data(case, target.kpi, target.segment), odds_method(case)))  # fmt: skip


def _back(past: Hindsight) -> Message:
    facts = {"of": len(past.glances), "inside": past.inside}
    if not past.glances:
        return Message("target.back.none")
    if not past.enough:
        return Message("target.back.few", facts)
    return Message(f"target.back.{'good' if past.inside >= GOOD * len(past.glances) else 'poor'}", facts)


def _opinion(target: Target, view: Outlook, judged: Judgement) -> list[Said]:
    found = plain_view(view)
    opinion = found.on(judged) if found is not None else None
    if opinion is None:
        return []
    facts = {"kpi": KpiRef(target.kpi), "segment": target.segment, "sentence": opinion.sentence}
    return [Message("goals.opinion_of", facts)]
