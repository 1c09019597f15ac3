"""The targets: levels, odds, the range, what they rest on, and who carries how much."""

from kpi_logic import figures
from kpi_logic.model import Amount, KpiRef, Message, Month, Segment, Target, Unit
from kpi_logic.proposal.assemble.cascades import cascades
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import figure
from kpi_logic.proposal.assemble.origins import kpi_data, odds_method, target_settled
from kpi_logic.proposal.assemble.saying import narrow, period, say, span
from kpi_logic.proposal.assemble.target_checks import events, taken_together
from kpi_logic.proposal.origins import Origin, cite
from kpi_logic.proposal.outline import Align, Block, Bullets, Column, Figure, Paragraph, Role, Said, Section, Table
from kpi_logic.targets.flags import Flag
from kpi_logic.targets.outlook import Judgement, Outlook, odds_words
from kpi_logic.targets.phasing import phased

CHARTS = 3
SQUEEZED = 0.46  # height of a chart on paper against that on the page
RARE = 0.05  # nearly never or nearly always: a share of past spans says no more then


def goals(case: Case) -> Section | None:
    """Every target with its odds; None where there is none."""
    if not case.outlooks:
        return None
    blocks: list[Block] = [Paragraph(cite(say("targets.lead"), odds_method(case)), Role.LEAD), _levels(case)]
    blocks += _told(case)
    blocks += [_chart(case, target, judged) for target, _, judged in case.outlooks[:CHARTS]]
    blocks += taken_together(case)
    blocks += _assumptions(case)
    blocks += cascades(case)
    return Section("targets", say("targets.title"), tuple(blocks))


def _levels(case: Case) -> Table:
    columns = (
        Column(say("table.target_of"), width=2.1),
        Column(say("table.threshold"), align=Align.NUMBER, width=1.65),
        Column(say("table.target"), align=Align.NUMBER, width=1.65),
        Column(say("table.stretch"), align=Align.NUMBER, width=1.65),
        Column(cite(say("table.odds_short"), odds_method(case)), align=Align.NUMBER, width=0.75),
        Column(say("table.verdict"), width=1.05),
    )
    rows = tuple(_level_row(case, *outlook) for outlook in case.outlooks)
    return Table(columns, rows, caption=say("targets.levels_caption"), as_of=case.latest)


def _level_row(case: Case, target: Target, view: Outlook, judged: Judgement) -> tuple[Said | None, ...]:
    what = say("targets.row", kpi=KpiRef(target.kpi), segment=target.segment, period=narrow(target.first, target.last))
    levels = (_full(view, value) for value in (target.threshold, target.value, target.stretch))
    return (
        cite(what, target_settled(case, target)),
        *levels,
        _odds(judged),
        Message(f"target.verdict.{judged.verdict.value}"),
    )


def _full(view: Outlook, value: float | None) -> Amount:
    shown = view.amount(value)
    return Amount(shown.value, shown.unit, shown.currency, full=True)


def _odds(judged: Judgement) -> Message:
    """Odds to 5 %, as they can honestly be told."""
    if judged.probability is None:
        return Message("odds.unknown")
    step = min(max(round(judged.probability * 20), 1), 19) * 5
    return say("targets.odds_number", percent=step)


def _told(case: Case) -> list[Block]:
    sentences: list[Said] = []
    for target, view, judged in case.outlooks:
        sentences.append(cite(_sentence(view, judged), *_grounds(case, target)))
    return [Bullets(tuple(sentences))]


def _grounds(case: Case, target: Target) -> tuple[Origin | None, ...]:
    return target_settled(case, target), kpi_data(case, target.kpi, target.segment), odds_method(case)


def _sentence(view: Outlook, judged: Judgement) -> Message:
    growth = judged.growth
    if growth is None:
        return judged.sentence
    facts = {"share": Amount(growth.share, Unit.RATIO, signed=True), "base": view.amount(growth.base)}
    said = Message(f"target.growth.{growth.kind}", facts)
    if growth.rank is None or not RARE < growth.rank < 1 - RARE:
        return say("targets.sentence", sentence=judged.sentence, growth=said)
    rank = Message("target.growth.rank", {"rank": Amount(round(growth.rank, 2), Unit.RATIO)})
    return say("targets.sentence_rank", sentence=judged.sentence, growth=said, rank=rank)


def _chart(case: Case, target: Target, judged: Judgement) -> Figure:
    view = judged.outlook
    facts = {"kpi": KpiRef(target.kpi), "value": view.amount(target.value), "odds": odds_words(judged.probability)}
    key = "chart.fan" if judged.probability is not None else "chart.fan_untold"
    several = view.adds and view.months > 1
    when = {"segment": target.segment, "period": span(target.first, target.last), "months": view.months}
    subtitle = Message("goals.fan_parts", when) if several else say("chart.fan_subtitle", **when)
    return figure(
        case, lambda words: figures.fan(judged, words, phased(target, view)), say(key, **facts), subtitle, SQUEEZED,
        _grounds(case, target),
    )  # fmt: skip


def _assumptions(case: Case) -> list[Block]:
    told: list[Said] = [
        cite(_history(kpis, *which), *(kpi_data(case, kpi, segment) for kpi, segment in _behind(case, kpis)))
        for which, kpis in _histories(case).items()
    ]
    for target, view, _ in case.outlooks:
        data = kpi_data(case, target.kpi, target.segment)
        told += [cite(say("targets.flag", kpi=KpiRef(target.kpi), flag=_flag(flag)), data) for flag in _flags(view)]
        if target.note:
            told.append(
                cite(say("targets.note", kpi=KpiRef(target.kpi), note=target.note), target_settled(case, target))
            )
    told += events(case)
    methods = tuple(dict.fromkeys(view.method for _, view, _ in case.outlooks))
    told.append(cite(say("targets.method", method=methods), odds_method(case)))
    return [Paragraph(say("targets.assumptions"), Role.HEADING), Bullets(tuple(told))]


def _histories(case: Case) -> dict[tuple[Month, Month, int], list[str]]:
    """(first, last, usable months) of the history behind the targets, and the KPIs that share it."""
    found: dict[tuple[Month, Month, int], list[str]] = {}
    for target, view, _ in case.outlooks:
        history = view.history.dropna()
        if len(history):
            first, last = (Month(p.year, p.month) for p in (history.index[0], history.index[-1]))
            found.setdefault((first, last, view.usable_months), []).append(target.kpi)
    return found


def _behind(case: Case, kpis: list[str]) -> list[tuple[str, Segment]]:
    return [(target.kpi, target.segment) for target, _, _ in case.outlooks if target.kpi in kpis]


def _history(kpis: list[str], first: Month, last: Month, months: int) -> Message:
    names = tuple(KpiRef(kpi) for kpi in dict.fromkeys(kpis))
    return say("targets.history", kpis=names, period=period(first, last), months=months)


def _flags(view: Outlook) -> tuple[Flag, ...]:
    return tuple(flag for flag in view.forecast.flags if flag.code != "too_few") if view.forecast is not None else ()


def _flag(flag: Flag) -> Message:
    facts: dict[str, Said] = {}
    if flag.month is not None:
        facts["month"] = Month.of(flag.month + 1970 * 12)
    if flag.value is not None:
        facts["count"] = round(flag.value)
    return Message(f"target.flag.{flag.code}", facts)
