"""What the paper's numbers rest on: the client's months, what was settled, what is published, and the methods."""

from collections.abc import Iterable

from kpi_logic.diagnosis import Bottleneck
from kpi_logic.library import kpi_library
from kpi_logic.metrics import agreed_lines
from kpi_logic.model import ALL, KpiRef, MeasureRef, Message, Month, Raw, RoleRef, Segment, Target
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.saying import narrow
from kpi_logic.proposal.origins import Origin, OriginKind
from kpi_logic.proposal.outline import Said
from kpi_logic.proposal.rate_card import rate_card

SETTLED = "settled."  # before the place of a decision
DIGITS = 12  # hexadecimal digits shown of a digest
FILES, MEASURES = 3, 6  # named before they are counted


def _say(key: str, **facts: object) -> Message:
    return Message(f"proposal_origins.{key}", facts)


def known(*origins: Origin | None) -> tuple[Origin, ...]:
    """Those that there are."""
    return tuple(origin for origin in origins if origin is not None)


# --- the client's data ------------------------------------------------------------------------------------------------


def kpi_data(case: Case, kpi: str, segment: Segment = ALL) -> Origin:
    """One KPI of one part of the business, over all its months."""
    known = kpi_library().kpis.get(kpi)
    measures = sorted(known.measures) if known is not None else [kpi]
    there = [name for name in measures if name in case.facts.measures] or measures
    name = KpiRef(kpi) if known is not None else MeasureRef(kpi) if kpi in kpi_library().measures else Raw(kpi)
    itself = len(there) == 1 and known is not None and not known.is_ratio
    what = name if itself else _say("kpi", kpi=name, measures=_named(there))
    return _data(case, f"kpi.{kpi}.{segment.model_dump_json()}", what, segment, there)


def bottleneck_data(case: Case, found: Iterable[Bottleneck]) -> tuple[Origin, ...]:
    """The KPI and the shop of each bottleneck."""
    return tuple(kpi_data(case, one.kpi, one.segment) for one in found)


def rows_data(case: Case) -> Origin:
    """The KPI and the shop that a row names."""
    return _data(case, "rows", _say("rows"), ALL, ())


def board_data(case: Case) -> Origin:
    """Each KPI over all shops."""
    return _data(case, "board", _say("board"), ALL, ())


def spend_data(case: Case) -> Origin:
    """Ad spend, sales and gross profit of each shop."""
    return _data(case, "spend", _say("spend"), ALL, ("ad_spend",))


def profit_data(case: Case) -> Origin | None:
    """The profit that a change is told of, and what it is made of; None where no change is told."""
    change = case.diagnosis.change
    if change is None or not change.parts:
        return None
    of = "change_sales" if case.diagnosis.basis == "gmv" else "change"
    return _data(case, "change", _say(of), ALL, ())


def replay_data(case: Case) -> Origin | None:
    """Everybody's actuals in the months that were replayed; None where nothing was."""
    if case.replay is None or not case.replay.months:
        return None
    months = narrow(case.replay.months[0], case.replay.months[-1])
    return Origin("data.replay", OriginKind.DATA, _say("replay"), ALL, months, _held(case, ()))


def facts_data(case: Case) -> Origin | None:
    """All that was delivered; None where nothing was."""
    return None if case.facts.is_empty else _data(case, "facts", _say("facts"), ALL, ())


def _data(case: Case, key: str, what: Said, segment: Segment, measures: Iterable[str]) -> Origin:
    months = case.facts.of_segment(segment).months
    when = narrow(months[0], months[-1]) if months else None
    return Origin(f"data.{key}", OriginKind.DATA, what, segment, when, _held(case, measures))


def _held(case: Case, measures: Iterable[str]) -> Message:
    """The files, and their sheets where they are known; else the digest of the facts."""
    wanted = set(measures)
    read = case.intake.sources if case.intake is not None else ()
    places = [(one.file, one.sheet) for one in read if not wanted or wanted & set(one.measures)]
    if not places:
        places = [(file.name, None) for file in case.engagement.data.files]
    if not places:
        return _say("digest", digest=case.facts.fingerprint[:DIGITS])
    named = [_say("sheet", file=Raw(file), sheet=Raw(sheet)) if sheet else Raw(file) for file, sheet in places]
    named = list({repr(one): one for one in named}.values())
    if len(named) <= FILES:
        return _say("files", files=tuple(named))
    return _say("more_files", files=tuple(named[:FILES]), count=len(named))


def _named(measures: list[str]) -> Message | tuple[MeasureRef, ...]:
    refs = tuple(map(MeasureRef, measures[:MEASURES]))
    return refs if len(measures) <= MEASURES else _say("more_measures", measures=refs, count=len(measures))


# --- what was settled -------------------------------------------------------------------------------------------------


def target_settled(case: Case, target: Target) -> Origin:
    """One target."""
    facts = {"kpi": KpiRef(target.kpi), "period": narrow(target.first, target.last)}
    return _settled(case, f"targets.{target.id}", _say("target", **facts), target.segment)


def targets_settled(case: Case) -> tuple[Origin, ...]:
    """Every target."""
    return tuple(target_settled(case, target) for target, _, _ in case.outlooks)


def cascade_settled(case: Case, target: Target) -> Origin:
    """How one target is handed down."""
    return _settled(case, f"cascades.{target.id}", _say("cascade", kpi=KpiRef(target.kpi)), target.segment)


def scheme_settled(case: Case) -> Origin | None:
    """The scorecards, the curve, the gates and the payout; None where there is none."""
    if case.scheme is None:
        return None
    return _settled(case, "scheme", _say("scheme", roles=tuple(RoleRef(card.role) for card in case.cards)))


def pilot_settled(case: Case) -> Origin | None:
    """Who tries it when; None where nothing is planned."""
    return _settled(case, "pilot", _say("pilot")) if case.engagement.pilot.first else None


def organisation_settled(case: Case) -> Origin | None:
    """Departments, people, bonuses; None where nobody is named."""
    return _settled(case, "organisation", _say("organisation")) if case.engagement.organisation.people else None


def profile_settled(case: Case) -> Origin:
    """What the client says of himself."""
    return _settled(case, "profile", _say("profile"))


def fee_settled(case: Case) -> Origin:
    """The consultant's choices for the fee."""
    return _settled(case, "proposal.fee", _say("fee"))


def definition_settled(case: Case) -> Origin | None:
    """What the numbers mean; None where nothing was agreed."""
    lines = agreed_lines(case.engagement.data, case.intake)
    return _settled(case, "data.definition", _say("definition")) if lines else None


def all_settled(case: Case) -> Origin:
    """Everything settled, as this version has it."""
    return _settled(case, "all", _say("decisions"))


def _settled(case: Case, path: str, what: Message, where: Segment | None = None) -> Origin:
    """When it was settled, and in which version it stands, is told by the list: it does not matter to a section."""
    return Origin(f"{SETTLED}{path}", OriginKind.SETTLED, what, where)


def settled_when(case: Case, origin: Origin) -> tuple[Said | None, Said]:
    """The day on which something settled came to be as it is, where it is known, and the version that has it."""
    day = dict(case.edition.decided).get(origin.key.removeprefix(SETTLED))
    if day:
        return Raw(day), _say("record", version=Raw(case.version))
    return None, _say("stated", version=Raw(case.version), date=Raw(case.date.isoformat()))


# --- what is published ------------------------------------------------------------------------------------------------


def catalogue() -> Origin:
    """The catalogue of KPIs: formulas, sources, cards."""
    return Origin("published.catalogue", OriginKind.PUBLISHED, _say("catalogue"), held=_say("catalogue_held"))


def ledger_published(case: Case) -> Origin:
    """The ledger of limits and benchmarks, with the days it was read."""
    days = sorted({line.read for line in case.diagnosis.benchmarks.lines if line.read is not None})
    when = narrow_days(days[0].isoformat(), days[-1].isoformat()) if days else None
    return Origin("published.ledger", OriginKind.PUBLISHED, _say("ledger"), when=when, held=_say("ledger_held"))


def rates_published() -> Origin:
    """The rate card."""
    currency, kind = Raw(rate_card().currency), "example" if rate_card().example else "own"
    return Origin("published.rates", OriginKind.PUBLISHED, _say("rates", currency=currency), held=_say(f"rates_{kind}"))


def pool_published() -> Origin:
    """The public series that the odds were tried on."""
    return Origin("published.pool", OriginKind.PUBLISHED, _say("pool"), held=_say("pool_held"))


def narrow_days(first: str, last: str) -> str:
    """Days from first to last."""
    return first if first == last else f"{first}\N{EN DASH}{last}"


# --- how it was inferred ----------------------------------------------------------------------------------------------


def money_method(case: Case) -> Origin:
    """What closing a gap would bring."""
    basis = "sales" if case.diagnosis.basis == "gmv" else "profit"
    return Origin(
        "method.money", OriginKind.METHOD, _say(f"money_{basis}"), when=_latest(case), held=_say("money_held")
    )


def odds_method(case: Case) -> Origin | None:
    """Odds and ranges; None where there is no target."""
    methods = tuple(dict.fromkeys(view.method for _, view, _ in case.outlooks if view.method))
    if not case.outlooks:
        return None
    return Origin(
        "method.odds", OriginKind.METHOD, _say("odds"), when=_latest(case), held=_say("version", methods=methods)
    )


def _latest(case: Case) -> Month | None:
    return case.latest
