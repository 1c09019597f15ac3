"""The three sentences a busy owner reads, composed from facts."""

from collections.abc import Sequence

from kpi_logic.diagnosis.attribution import MIX
from kpi_logic.diagnosis.board import BoardRow
from kpi_logic.diagnosis.bottleneck import Bottleneck
from kpi_logic.diagnosis.change import Change
from kpi_logic.diagnosis.telling import name_of
from kpi_logic.diagnosis.watching import watch
from kpi_logic.model import Amount, Message, Unit

NAMED = 0.05  # of the largest driver: what did less is not worth its words


def answer(
    change: Change | None,
    found: Sequence[Bottleneck] | None,
    board: Sequence[BoardRow],
    currency: str | None,
    months: int,
) -> tuple[Message, ...]:
    """What changed, what holds the seller back most, and what all of it together is worth."""
    return (_changed(change, board), _first(found, months), _together(found, change, board, currency))


def driver_name(kpi: str) -> Message | object:
    """The name of a part of a change: a KPI, a measure, the mix of shops, or an opening, a closing, a rest."""
    special = {"shop_opened", "shop_closed", "unexplained", "gross_profit_after_ads"}
    if kpi == MIX:
        return Message("diagnosis_change.mix")
    return Message(f"diagnosis.driver.{kpi}") if kpi in special else name_of(kpi)


def _changed(change: Change | None, board: Sequence[BoardRow]) -> Message:
    if change is None:
        return Message("diagnosis.answer.change_untold")
    direction = "up" if change.delta >= 0 else "down"
    facts: dict[str, object] = {
        "metric": driver_name(change.metric),
        "first": change.after[0],
        "last": change.after[-1],
        "value": Amount(change.value_after, Unit.MONEY, change.currency),
        "delta": Amount(abs(change.delta), Unit.MONEY, change.currency),
        "against": Message(f"diagnosis.against.{_against(change)}"),
    }
    helped, hurt = _extremes(change)
    if hurt is None or helped is None:
        one = helped or hurt
        if one is None:
            return Message(f"diagnosis.answer.{direction}", facts)
        facts |= {"driver": driver_name(one[0]), "by": Amount(abs(one[1]), Unit.MONEY, change.currency)}
        return Message(f"diagnosis.answer.{direction}_with_driver", facts)
    facts["helped"], facts["hurt"] = driver_name(helped[0]), driver_name(hurt[0])
    facts["helped_by"] = Amount(helped[1], Unit.MONEY, change.currency)
    facts["hurt_by"] = Amount(abs(hurt[1]), Unit.MONEY, change.currency)
    return Message(f"diagnosis.answer.{direction}_with_drivers", facts)


def _against(change: Change) -> str:
    return "year" if change.after[0].since(change.before[0]) == 12 else "before"


def _extremes(change: Change) -> tuple[tuple[str, float] | None, tuple[str, float] | None]:
    """The driver that helped most and the one that hurt most; one that hardly counts beside the other is not named."""
    effects = [(part.kpi, part.effect) for part in change.by_driver()]
    best, worst = max(effects, key=lambda e: e[1]), min(effects, key=lambda e: e[1])
    least = NAMED * max(abs(best[1]), abs(worst[1]))
    return (best if best[1] > least else None), (worst if -worst[1] > least else None)


def _first(found: Sequence[Bottleneck] | None, months: int) -> Message:
    if found is None:
        return Message("diagnosis.answer.bottleneck_untold")
    if not found:
        return Message("diagnosis.answer.no_bottleneck", {"months": months})
    return Message("diagnosis.answer.first", {"sentence": found[0].sentence, "confidence": found[0].confidence})


def _together(
    found: Sequence[Bottleneck] | None, change: Change | None, board: Sequence[BoardRow], currency: str | None
) -> Message:
    with_money = [b for b in found or () if b.share_of_all is not None]
    if not with_money:
        return watch(change, board) if found is not None else Message("diagnosis.answer.unlock")
    joint = sum(b.share_of_all or 0.0 for b in with_money)
    facts: dict[str, object] = {"count": len(with_money), "money": Amount(joint, Unit.MONEY, currency)}
    key = "diagnosis.answer.together_one" if len(with_money) == 1 else "diagnosis.answer.together"
    if change is not None and change.metric == "gmv":
        return Message("diagnosis.answer.together_sales", facts)
    if change is None or change.value_after <= 0 or change.per_month:
        return Message(key, facts)
    facts["share"] = Amount(joint * len(change.after) / change.value_after, Unit.RATIO)
    return Message(f"{key}_share", facts)
