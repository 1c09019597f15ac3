"""The verdict on a pilot, by its own rule and nothing else."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import numpy as np

from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Kpi, KpiRef, Message, SuccessRule, Unit
from kpi_logic.review.percent import percent
from kpi_logic.review.trial_change import TrialChange, asked, good


class PilotVerdict(StrEnum):
    """What the frozen rule says."""

    ROLL_OUT = "roll_out"
    ADJUST = "adjust"
    STOP = "stop"
    CANNOT_TELL = "cannot_tell"


def judged(change: TrialChange, guards: Sequence[TrialChange], rule: SuccessRule, kpi: Kpi) -> PilotVerdict:
    """The rule applied.

    roll_out     the whole interval is at least as good as asked, and no guard got surely worse
    stop         the whole interval is worse than asked, and not surely better than no change
    adjust       surely better than no change and surely less than asked; or a guard got surely worse, unless stopped
    cannot_tell  what was asked lies inside the interval, or there is no interval

    So a pilot that does exactly what was asked passes in (1 - confidence) / 2 of all cases, and one that does less
    passes more rarely.

    >>> from kpi_logic.library import kpi_library
    >>> cvr, rule = kpi_library()["cvr"], SuccessRule(kpi="cvr", at_least=0.05)
    >>> [judged(TrialChange("cvr", better, 0.03), (), rule, cvr).value for better in (0.1, 0.05, 0.0, -0.1)]
    ['roll_out', 'cannot_tell', 'stop', 'stop']
    """
    if change.better is None or change.half is None:
        return PilotVerdict.CANNOT_TELL
    low, high, wanted = change.better - change.half, change.better + change.half, asked(rule.at_least, kpi)
    if high < wanted and low <= 0:
        return PilotVerdict.STOP
    if any(guard.surely_worse for guard in guards) or high < wanted:
        return PilotVerdict.ADJUST
    return PilotVerdict.ROLL_OUT if low >= wanted else PilotVerdict.CANNOT_TELL


def reasons(
    verdict: PilotVerdict, change: TrialChange, guards: Sequence[TrialChange], rule: SuccessRule, kpi: Kpi
) -> tuple[Message, ...]:
    """Why, with the numbers: the effect against what was asked, chance, each guard."""
    return (*_effect(change, rule, kpi), *(_guard(guard) for guard in guards))


def effect_facts(change: TrialChange, rule: SuccessRule) -> dict[str, object]:
    """What every sentence on the effect is made of."""
    low, high = change.interval or (None, None)
    return {
        "kpi": KpiRef(change.kpi),
        "change": Amount(change.change, Unit.RATIO, signed=True),
        "low": Amount(low, Unit.RATIO, signed=True),
        "high": Amount(high, Unit.RATIO, signed=True),
        "confidence": percent(rule.confidence),
        "at_least": percent(rule.at_least),
    }


def retraced(change: TrialChange) -> Message | None:
    """How the shops' own changes become the effect: the usual drift between both sides is taken off; None where untold.

    >>> found = retraced(TrialChange("cvr", better=0.152, half=0.1, raw=0.135))
    >>> [round(found.facts[name].value, 3) for name in ("raw", "drift", "change")]
    [0.145, -0.017, 0.164]
    """
    if change.better is None or change.raw is None:
        return None
    logs = {"raw": change.raw, "drift": change.raw - change.sign * change.better, "change": change.sign * change.better}
    said = {name: Amount(float(np.expm1(log)), Unit.RATIO, signed=True) for name, log in logs.items()}
    return Message("pilot.retraced", said)


def _effect(change: TrialChange, rule: SuccessRule, kpi: Kpi) -> Iterator[Message]:
    if change.better is None or change.half is None:
        yield change.reason or Message("pilot.untold.history")
        return
    low, high, wanted = change.better - change.half, change.better + change.half, asked(rule.at_least, kpi)
    state = "met" if low >= wanted else "missed" if high < wanted else "open"
    yield Message(f"pilot.reason.{state}", effect_facts(change, rule))
    if low <= 0 <= high:
        yield Message("pilot.reason.maybe_nothing", {"kpi": KpiRef(change.kpi)})
    elif low > 0:
        yield Message("pilot.reason.better", {"kpi": KpiRef(change.kpi)})
    else:
        yield Message("pilot.reason.worse", {"kpi": KpiRef(change.kpi)})
    chance = {"placebos": change.placebos, "beyond": change.beyond, "windows": change.windows}
    yield Message("pilot.reason.chance", chance)
    if state == "open":
        reach = percent(round(good(change.half, kpi.direction), 2))
        yield Message("pilot.reason.too_wide", {"reach": reach, "at_least": percent(rule.at_least)})


def _guard(guard: TrialChange) -> Message:
    if guard.interval is None:
        why = guard.reason or Message("pilot.untold.history")
        return Message("pilot.reason.guard_untold", {"kpi": KpiRef(guard.kpi), "why": why})
    low, high = guard.interval
    facts = {
        "kpi": KpiRef(guard.kpi),
        "change": Amount(guard.change, Unit.RATIO, signed=True),
        "low": Amount(low, Unit.RATIO, signed=True),
        "high": Amount(high, Unit.RATIO, signed=True),
    }
    return Message("pilot.reason.guard_worse" if guard.surely_worse else "pilot.reason.guard_holds", facts)


def known_guards(rule: SuccessRule) -> tuple[Kpi, ...]:
    """The guards that the catalogue has, each once, without the KPI that is judged."""
    kpis = kpi_library().kpis
    return tuple(kpis[code] for code in dict.fromkeys(rule.guards) if code in kpis and code != rule.kpi)
