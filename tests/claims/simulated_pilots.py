"""Clients that try a scheme in some of their shops, with the truth known: what it really does, mostly nothing.

Shops differ in size a hundredfold, share a season that each follows more or less strongly beside one of its own, grow
apart, feel market shocks unequally, and have a noise of their own with memory and heavy tails (Student's t, 4 degrees).
The trial starts in any calendar month.
"""

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Organisation, Pilot, SuccessRule

SEASON = np.array([-0.07, -0.17, -0.05, -0.04, -0.02, 0.0, 0.11, -0.02, 0.0, 0.05, 0.28, 0.16])
NOBODY = Organisation()


def simulated_trial(
    shops: int, history: int, months: int, treated: int, rng: np.random.Generator, effect: float = 0.0
) -> tuple[MonthlyFacts, MonthlyFacts, Pilot]:
    """The facts before the trial, those after it, and the pilot; ``effect`` is added to log conversion and sales."""
    total, first = history + months, Month(2022, int(rng.integers(1, 13)))
    calendar = np.array([(first + n).month - 1 for n in range(total)])
    season = rng.uniform(0.8, 1.2, (shops, 1)) * SEASON[calendar] + rng.normal(0, 0.03, (shops, 12))[:, calendar]
    growth = rng.normal(0.005, 0.008, (shops, 1)) * np.arange(total)
    market = 0.08 * _memory(1, total, np.array([0.5]), rng) * rng.uniform(0.7, 1.3, (shops, 1))
    own = np.exp(rng.uniform(np.log(0.03), np.log(0.12), (shops, 1)))
    own = own * _memory(shops, total, rng.uniform(0, 0.6, shops), rng)
    tried = np.zeros((shops, total))
    tried[:treated, history:] = effect
    size = np.exp(rng.uniform(np.log(3e3), np.log(3e5), (shops, 1)))
    sessions = size * np.exp(0.5 * season + growth + market)
    units = sessions * 0.08 * np.exp(0.5 * season + own + tried)
    sales = units * 25 * np.exp(rng.normal(0, 0.01, (shops, total)))
    table = pd.DataFrame({
        "month": [str(first + n) for _ in range(shops) for n in range(total)],
        "shop": [f"Shop {shop}" for shop in range(shops) for _ in range(total)],
        "currency": "USD", "sessions": sessions.ravel(), "units": units.ravel(), "sales": sales.ravel(),
    })  # fmt: skip
    names = [f"Shop {shop}" for shop in range(shops)]
    pilot = Pilot(
        shops=tuple(names[:treated]),
        compared_shops=tuple(names[treated:]),
        first=str(first + history),
        months=months,
        rule=SuccessRule(kpi="gmv", at_least=0.0),
    )
    facts = MonthlyFacts.of(table)
    before = facts.table["month"].astype("int64") < (first + history).ordinal - 1970 * 12
    return MonthlyFacts(facts.table[before].reset_index(drop=True)), facts, pilot


def _memory(rows: int, months: int, memory: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(rows, months) noise of scatter 1 in which a share of each month carries over."""
    fresh = rng.standard_t(4, (rows, months + 20)) / np.sqrt(2)
    found = np.zeros((rows, months + 20))
    for n in range(1, months + 20):
        found[:, n] = memory * found[:, n - 1] + np.sqrt(1 - memory**2) * fresh[:, n]
    return found[:, 20:]
