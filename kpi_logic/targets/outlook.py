"""Outlook: what one KPI of one segment may do in the months a target is for, and how a target sits in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.metrics import adds_over_months, kpi_series
from kpi_logic.metrics.compute import month_of
from kpi_logic.model import Amount, Kpi, KpiRef, Message, Month, Segment, Unit, months_between
from kpi_logic.targets.cases import cases_of
from kpi_logic.targets.events import event_driver
from kpi_logic.targets.growth import Growth, growth
from kpi_logic.targets.history import LONGEST
from kpi_logic.targets.levels import ODDS, Levels
from kpi_logic.targets.settling import settled
from kpi_logic.targets.verdict import Verdict, too_easy, verdict_of

if TYPE_CHECKING:
    import pandas as pd

    from kpi_logic.targets.flags import Flag
    from kpi_logic.targets.forecasting import Forecast

BAND80 = (0.1, 0.5, 0.9)
WIDEST = (0.01, 0.99)
RUNGS = 60
RECENT = 3


@dataclass(frozen=True, eq=False)
class Outlook:
    """The months ahead of one KPI, before any target is named.

    ``history``: monthly values up to the month before ``first``. ``forecast`` is None where there is too little to
    judge. ``adds``: whether the months' values are summed (sales) or averaged (conversion, stock) into one number.
    ``known``: values of the period's first months where these have already happened; they are the same in every future
    of the forecast. Where the whole period is known, the forecast is still what could be said before it began.
    """

    kpi: Kpi
    segment: Segment
    currency: str | None
    first: Month
    last: Month
    history: pd.Series
    forecast: Forecast | None
    adds: bool
    known: tuple[float, ...] = ()

    @property
    def months(self) -> int:
        """Length of the target's period."""
        return self.last.since(self.first) + 1

    @property
    def usable_months(self) -> int:
        """Months of history that hold a number, those of the period that have already happened included."""
        return int(self.history.notna().sum()) + (len(self.known) if self.partly_known else 0)

    @cached_property
    def told(self) -> pd.Series:
        """Every month that has happened: the history, and the period's own known months."""
        import pandas as pd

        index = pd.period_range(str(self.first), periods=len(self.known), freq="M")
        known = pd.Series(list(self.known), index=index, dtype="float64")
        return pd.concat([self.history, known]) if self.known else self.history

    @property
    def partly_known(self) -> bool:
        """Whether some of the period's months have happened and some have not."""
        return 0 < len(self.known) < self.months

    @property
    def known_value(self) -> float | None:
        """What the known months make: their sum, or their mean where months are averaged; None where none is known."""
        if not self.known:
            return None
        return sum(self.known) if self.adds else sum(self.known) / len(self.known)

    @property
    def may_be_negative(self) -> bool:
        """Whether the KPI is a difference (profit, margin), so that a value below 0 is possible."""
        return any(term.factor < 0 for term in self.kpi.numerator)

    @cached_property
    def interval80(self) -> tuple[float, float, float] | None:
        """Lower end, median and upper end of the whole period, in the target's unit."""
        if self.forecast is None:
            return None
        low, middle, high = self.forecast.total(BAND80) * self._per_month
        return float(low), float(middle), float(high)

    @cached_property
    def levels(self) -> Levels | None:
        """Threshold, target and stretch at about 90, 60 and 10 % odds, for the whole period."""
        if self.forecast is None:
            return None
        direction = self.kpi.direction.value
        return Levels(*(self.forecast.level_at(odds, direction, "sum") * self._per_month for odds in ODDS))

    @property
    def method(self) -> str:
        """Name of the method behind the odds."""
        from kpi_logic.targets.forecasting import METHOD_VERSION

        return METHOD_VERSION

    @property
    def start(self) -> float:
        """Where a new target starts: at about 60 % odds, or at the level of the latest months where odds can't be told."""
        if self.levels is not None:
            return self.rounded(self.levels.target)
        recent = self.history.dropna().tail(RECENT)
        level = float(recent.mean()) if len(recent) else 0.0
        return self.rounded(level * self.months if self.adds else level)

    @property
    def flag_messages(self) -> tuple[Message, ...]:
        """What was odd in the history and how it was taken."""
        return tuple(_flag_message(flag) for flag in self.forecast.flags) if self.forecast else ()

    def rounded(self, value: float) -> float:
        """A value to three significant digits, so that people can read and sign it."""
        return float(f"{value:.2e}") if value and np.isfinite(value) else value

    def ladder(self, value: float) -> tuple[float, ...]:
        """Values to drag a target over, in order: what the forecast holds possible (1-99 %), *value*, and the levels.

        To three significant digits; (value,) alone where nothing can be foretold.
        """
        if self.forecast is None or self.levels is None:
            return (value,)
        low, high = (float(edge) * self._per_month for edge in self.forecast.total(WIDEST))
        low, high = min(low, value), max(high, value)
        rungs = (low + (high - low) * n / RUNGS for n in range(RUNGS + 1))
        return tuple(sorted({value, *map(self.rounded, self.levels), *map(self.rounded, rungs)}))

    def amount(self, value: float | None) -> Amount:
        """A value of the KPI, ready for words."""
        return Amount(value, self.kpi.unit, self.currency if self.kpi.unit is Unit.MONEY else None)

    def judged(self, value: float) -> Judgement:
        """How a target sits in this outlook."""
        odds = None
        if self.forecast is not None:
            odds = self.forecast.probability(value / self._per_month, self.kpi.direction.value, "sum")
        return Judgement(self, value, odds)

    @property
    def _per_month(self) -> float:
        return 1.0 if self.adds else 1.0 / self.months


@dataclass(frozen=True, eq=False)
class Judgement:
    """One target against its outlook: the odds, the verdict, the growth it asks, a sentence to read aloud."""

    outlook: Outlook
    value: float
    probability: float | None

    @property
    def verdict(self) -> Verdict:
        """The odds as one word."""
        return verdict_of(self.probability)

    @property
    def too_easy(self) -> bool:
        """Whether the target asks for nothing."""
        return too_easy(self.probability)

    @cached_property
    def growth(self) -> Growth | None:
        """What the target asks against the same months a year before, or the latest ones; None where neither is known."""
        view = self.outlook
        return growth(view.history, self.value, _period(view.last), view.months, view._per_month)

    @property
    def sentence(self) -> Message:
        """The verdict as a consultant would read it aloud."""
        view = self.outlook
        facts = {"kpi": KpiRef(view.kpi.code), "segment": view.segment, "value": view.amount(self.value)}
        if self.probability is None or view.interval80 is None:
            return Message("target.sentence.cannot_tell", facts | {"months": view.usable_months})
        low, _, high = view.interval80
        said = facts | {"odds": odds_words(self.probability), "low": view.amount(low), "high": view.amount(high)}
        return Message(f"target.sentence.{'too_easy' if self.too_easy else self.verdict.value}", said)


def odds_words(probability: float | None) -> Message:
    """Odds as the words of the text files, rounded to 5 %."""
    if probability is None:
        return Message("odds.unknown")
    return Message(f"odds.p{min(max(round(probability * 20), 1), 19) * 5:02d}")


def outlook(
    facts: MonthlyFacts,
    kpi: Kpi,
    segment: Segment,
    first: Month,
    last: Month,
    library: KpiLibrary | None = None,
    event: str = "",
) -> Outlook:
    """The months from *first* to *last* as history before them foretells.

    Months of the period that the facts already hold count as known; only the rest is uncertain.
    *event*: a code of ``targets.events`` whose months count by themselves; without effect where its dates are not known
    for every year of the history and the period.

    Raises:
        ValueError: *last* lies before *first*.
    """
    if last < first:
        raise ValueError(f"a target's last month is not before its first; got {first} to {last}")
    library = library or kpi_library()
    part = facts.of_segment(segment)
    series = kpi_series(part, kpi, library)
    history = series[series.index < _period(first)]
    known = settled(series, [_period(month) for month in months_between(first, last)])
    told = history if len(known) > last.since(first) else series[series.index < _period(first + len(known))]
    return Outlook(
        kpi=kpi,
        segment=segment,
        currency=part.currency,
        first=first,
        last=last,
        history=history,
        forecast=_forecast(told, first, last, event, cases_of(part, kpi, told, library)),
        adds=adds_over_months(kpi, library),
        known=known,
    )


def _period(month: Month) -> pd.Period:
    import pandas as pd

    return pd.Period(str(month), "M")


def _forecast(history: pd.Series, first: Month, last: Month, event: str, counts: pd.Series | None) -> Forecast | None:
    from kpi_logic.targets.attaining import judged_forecast

    known = history.dropna()
    if known.empty:
        return None
    periods = [_period(month) for month in months_between(first, last)]
    if (periods[-1] - known.index[-1]).n > 36:
        return None
    told = history.loc[: known.index[-1]].tail(LONGEST)
    driver = event_driver(event, [month_of(one) for one in [*told.index, *_between(told, periods)]]) if event else None
    kind = "rate" if counts is not None else kind_of(known)
    return judged_forecast(history.loc[: known.index[-1]], periods, exog=driver, kind=kind, counts=counts)


def _between(history: pd.Series, periods: list[pd.Period]) -> list[pd.Period]:
    """Every month after the history up to the last period."""
    import pandas as pd

    return list(pd.period_range(history.index[-1] + 1, periods[-1], freq="M"))


def kind_of(known: pd.Series) -> str:
    """How a KPI may move: "rate" (0-1), "positive", or "signed"; *known* are its months that hold a number."""
    values = known.to_numpy()
    if (values <= 0).any() and not (values >= 0).all():
        return "signed"
    # A share that has always been well inside 0..1; a price or a day count lies outside.
    return "rate" if known.name in _shares() and ((values > 0) & (values < 1)).all() else "positive"


def _shares() -> frozenset[str]:
    return frozenset(code for code, kpi in kpi_library().kpis.items() if kpi.unit is Unit.RATIO and kpi.is_ratio)


def _flag_message(flag: Flag) -> Message:
    facts: dict[str, object] = {}
    if flag.month is not None:
        facts["month"] = Month.of(Month(1970, 1).ordinal + flag.month)
    elif flag.value is not None:
        facts["count"] = int(flag.value)
    return Message(f"target.flag.{flag.code}", facts)
