"""The levers of the gaming test: what they move by identity, and how strongly the business answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import TEMPLATES, KpiLibrary, TemplateError, kpi_library, read_toml
from kpi_logic.library.read import Strict
from kpi_logic.metrics import ProfitBasis

Array = NDArray[np.float64]
LeverName = Literal["ads", "price", "stock", "effort"]

SURE = 1.2816
"""Standard deviations of an 80 % interval."""

LEAST_CHANGES = 10
"""Month-to-month changes from which on a history is asked."""


class _Lever(Strict):
    moves: tuple[float, ...] = Field(min_length=2)
    roles: tuple[str, ...] = Field(min_length=1)
    elasticity: float
    spread: float = Field(gt=0)
    driver: str
    answers: str


class _Groups(Strict):
    volume: tuple[str, ...]
    value: tuple[str, ...]
    traffic: tuple[str, ...]
    ad_spend: tuple[str, ...]
    ad_sales: tuple[str, ...]
    stock: tuple[str, ...]
    process: tuple[str, ...]


class GamingSettings(Strict):
    """All of ``templates/gaming.toml``; what each number means stands beside it there."""

    pay_up: float = Field(gt=0)
    profit_down: float = Field(ge=0)
    stock_cost: float = Field(ge=0)
    max_weight: int = Field(gt=0, le=100)
    gate_multiplier: float = Field(ge=0, le=1)
    lever: dict[LeverName, _Lever]
    group: _Groups


@lru_cache(maxsize=1)
def gaming_settings() -> GamingSettings:
    """The settings under templates/, read once.

    Raises:
        TemplateError: an unknown key, a missing one, or a measure that the catalogue does not have.

    >>> gaming_settings().lever["ads"].driver
    'ad_spend'
    """
    settings = read_toml(TEMPLATES / "gaming.toml", GamingSettings)
    named = [code for group in settings.group.model_dump().values() for code in group]
    named += [code for lever in settings.lever.values() for code in (lever.driver, lever.answers) if code]
    for code in named:
        if code not in kpi_library().measures:
            raise TemplateError(f"gaming.toml: no measure has the code {code}")
    return settings


@dataclass(frozen=True)
class Elasticity:
    """How the business answers a lever: ``value`` with an 80 % interval; ``kind`` says what it rests on.

    "history": mostly on the client's own months (``n`` changes); "default": on the working value of the templates.
    """

    lever: LeverName
    value: float
    low: float
    high: float
    kind: Literal["history", "default"]
    n: int


def elasticity(lever: LeverName, facts: MonthlyFacts) -> Elasticity:
    """The working value, moved towards what the client's own months say, as far as they can be trusted.

    Least squares of month-to-month changes in logs within shops, the months' common change taken out where there are
    several shops, joined with the working value by the precision of each (normal prior, normal likelihood).

    Source: Gelman et al. 2013, Bayesian Data Analysis, section 2.5.  Bids follow expected demand, so a history shows
    more answer than a cut of bids would; the prior holds against it only in part.
    """
    given = gaming_settings().lever[lever]
    mean, sd, n, kind = given.elasticity, given.spread, 0, "default"
    found = _slope(facts, given.driver, given.answers) if given.driver else None
    if found is not None:
        slope, error, n = found
        weight = given.spread**2 / (given.spread**2 + error**2)
        mean, sd = mean + weight * (slope - mean), given.spread * np.sqrt(1 - weight)
        kind = "history" if weight > 0.5 else "default"
    return Elasticity(lever, float(mean), float(mean - SURE * sd), float(mean + SURE * sd), kind, n)  # type: ignore[arg-type]


def _slope(facts: MonthlyFacts, driver: str, answers: str) -> tuple[float, float, int] | None:
    """Slope, its standard error and the number of changes; None where there are too few."""
    if not {driver, answers} <= set(facts.measures):
        return None
    rows = facts.table[["month", "platform", "site", "shop", driver, answers]]
    rows = rows[(rows[driver] > 0) & (rows[answers] > 0)]
    logs = pd.DataFrame({name: np.log(rows[name].to_numpy(dtype=float)) for name in (driver, answers)}, rows.index)
    logs["ordinal"] = rows["month"].dt.year * 12 + rows["month"].dt.month
    shops = logs.groupby([rows["platform"], rows["site"], rows["shop"]], observed=True)
    changes = shops[[driver, answers, "ordinal"]].diff()
    kept = (changes["ordinal"] == 1).to_numpy()
    moved = changes.loc[kept, [driver, answers]]
    if len(moved) < LEAST_CHANGES:
        return None
    months = logs.loc[kept, "ordinal"]
    common = moved.groupby(months).transform("mean") if len(shops) > 1 else moved.mean()
    x, y = (moved - common).to_numpy().T
    spread = float(x @ x)
    free = len(moved) - (months.nunique() if len(shops) > 1 else 1) - 1
    if spread < 1e-9 or free < 3:
        return None
    slope = float(x @ y) / spread
    return slope, float(np.sqrt(((y - slope * x) ** 2).sum() / free / spread)), len(moved)


def moved(rows: pd.DataFrame, lever: LeverName, move: float, answer: float) -> pd.DataFrame:
    """The rows as they would have been with the lever moved by *move* (-0.3: 30 % less).

    Identities: sales are organic sales and ad sales; sales are units times price; gross profit is sales less costs that
    go with the units.  What is missing stays missing.
    """
    group, size = gaming_settings().group, 1.0 + move
    volume, price = _volume(rows, lever, size, answer), size if lever == "price" else 1.0
    factors: dict[str, Array | float] = {
        **dict.fromkeys(group.volume, volume),
        **dict.fromkeys(group.value, volume * price),
        **dict.fromkeys(group.traffic, volume if lever == "ads" else 1.0),
        **dict.fromkeys(group.ad_spend, size if lever == "ads" else 1.0),
        **dict.fromkeys(group.ad_sales, size**answer if lever == "ads" else volume * price),
        **dict.fromkeys(group.stock, size if lever == "stock" else 1.0),
        **dict.fromkeys(group.process, size if lever == "effort" else 1.0),
    }
    update = {name: rows[name].to_numpy() * factor for name, factor in factors.items() if name in rows}
    if "gross_profit" in rows and "sales" in rows:
        costs = (rows["sales"] - rows["gross_profit"]).to_numpy() * volume
        update["gross_profit"] = rows["sales"].to_numpy() * volume * price - costs
    if "tasks_plan" in rows and lever == "effort":
        update |= {f"{name}_done": np.minimum(update[f"{name}_done"], rows[f"{name}_plan"].to_numpy())
                   for name in ("tasks", "kw_tasks") if f"{name}_done" in update and f"{name}_plan" in rows}  # fmt: skip
    return pd.DataFrame({name: update.get(name, rows[name]) for name in map(str, rows.columns)}, index=rows.index)


def _volume(rows: pd.DataFrame, lever: LeverName, size: float, answer: float) -> Array:
    """(rows,) how many times as many units are sold."""
    same = np.ones(len(rows))
    if lever == "ads":
        if not {"sales", "ad_sales"} <= set(rows):
            return same
        sales, ad_sales = rows["sales"].to_numpy(), rows["ad_sales"].to_numpy()
        with np.errstate(invalid="ignore", divide="ignore"):
            gained = np.where(sales > 0, ad_sales * (size**answer - 1) / sales, 0.0)
        return np.clip(1 + np.nan_to_num(gained), 0.0, None)
    if lever == "stock":
        return same * min(size, 1.0) ** answer
    return same * size**answer


def profit_of(rows: pd.DataFrame, basis: ProfitBasis, library: KpiLibrary | None = None) -> float:
    """Company profit of some rows: contribution profit where the costs are known, else gross profit less ad spend; the
    cost of money in stock is taken off either."""
    library = library or kpi_library()
    stock = gaming_settings().stock_cost * _sum(rows, "inventory_value")
    if basis is ProfitBasis.CONTRIBUTION:
        terms = library[basis.value].numerator
        return sum(term.factor * _sum(rows, term.measure) for term in terms) - stock
    return _sum(rows, "gross_profit") - _sum(rows, "ad_spend") - stock


def _sum(rows: pd.DataFrame, measure: str) -> float:
    return float(np.nansum(rows[measure].to_numpy(dtype=float))) if measure in rows else 0.0


def grounds(people: Sequence[tuple[str, ...]], rows: pd.DataFrame) -> NDArray[np.bool_]:
    """(rows,) whether a row is of a shop that one of these people answers for; no shop named is all shops."""
    if any(not shops for shops in people):
        return np.ones(len(rows), dtype=bool)
    return rows["shop"].isin([name for shops in people for name in shops]).to_numpy()
