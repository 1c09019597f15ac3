"""What the project is likely to cost, driver by driver, and what a quotation still lacks."""

from kpi_logic.model import Amount, Message, Raw, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import fee_settled, profile_settled, rates_published
from kpi_logic.proposal.assemble.saying import joined, say
from kpi_logic.proposal.fees import DriverCost, FeeEstimate, fee_estimate
from kpi_logic.proposal.outline import Align, Block, Bullets, Column, Paragraph, Role, Said, Section, Table


def fees(case: Case) -> Section | None:
    """The range, each driver's share, the lines set by hand with their reasons; None where none shall be stated."""
    profile = case.engagement.profile
    known = profile.yearly_sales or profile.team_size or case.engagement.organisation.people
    if not case.engagement.proposal.fee.shown or not known:
        return None
    found = fee_estimate(case.engagement, case.facts)
    money = {"low": _money(found, found.low), "high": _money(found, found.high)}
    blocks: list[Block] = [Paragraph(Message("fee.lead", money)), _table(found)]
    own = [line for line in found.lines if line.reason]
    if own:
        told = (Message("fee.own", {"driver": _named(line), "reason": Raw(line.reason)}) for line in own)
        blocks.append(Bullets(tuple(told)))
    if found.lacking:
        blocks.append(Paragraph(Message("fee.lacks", {"lacking": joined(found.lacking)})))
    note = Message("fee.note")
    blocks.append(Paragraph(joined((note, Message("fee.example"))) if found.example else note, Role.NOTE))
    rests_on = (profile_settled(case), fee_settled(case), rates_published())
    return Section("fees", say("fees.title"), tuple(blocks), origins=rests_on)


def _table(found: FeeEstimate) -> Table:
    unit = Raw(found.currency)
    columns = (
        Column(Message("fee.driver"), width=1.4),
        Column(Message("fee.basis"), width=2.9),
        Column(Message("fee.low"), unit=unit, align=Align.NUMBER, width=1.1),
        Column(Message("fee.high"), unit=unit, align=Align.NUMBER, width=1.1),
        Column(Message("fee.share"), align=Align.NUMBER, width=0.8),
    )
    rows = tuple(_row(found, line, share) for line, share in zip(found.lines, found.shares, strict=True))
    total = (say("table.total"), None, _money(found, found.low), _money(found, found.high), Amount(1.0, Unit.RATIO))
    return Table(columns, rows, total)


def _row(found: FeeEstimate, line: DriverCost, share: float) -> tuple[Said | None, ...]:
    low, high = _money(found, line.low), _money(found, line.high)
    return _named(line), line.found, low, high, Amount(share, Unit.RATIO)


def _named(line: DriverCost) -> Message:
    return Message(f"fee.name.{line.driver}")


def _money(found: FeeEstimate, value: float) -> Amount:
    return Amount(value, Unit.MONEY, found.currency)
