"""What varies in the client's data, as weights: a mirror beside the methods, never adopted by itself."""

import numpy as np

from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Scorecard
from kpi_logic.scheme.replay import Replay
from kpi_logic.weights import critic, entropy, to_hundred

LEAST_ROWS = 6
"""Person-months below which nothing can be told of how KPIs vary."""


def mirrored(result: Replay, card: Scorecard, library: KpiLibrary | None = None) -> dict[str, dict[str, int]]:
    """Entropy and CRITIC weights of a role's KPIs over its person-months, by method and KPI, whole and summing to 100.

    Empty where fewer than ``LEAST_ROWS`` person-months are complete; no entropy where a value is below 0.
    """
    library = library or kpi_library()
    known = [(slot, line.kpi) for slot, line in enumerate(card.lines) if line.kpi in library.kpis]
    rows = [row for row, own in enumerate(result.plan.cards) if own == card]
    if not rows or not known:
        return {}
    columns = [int(result.plan.columns[rows[0], slot]) for slot, _ in known]
    values = result.actuals.values[rows][:, :, columns].reshape(-1, len(columns))
    values = values[~np.isnan(values).any(axis=1)]
    if len(values) < LEAST_ROWS:
        return {}
    found = {"critic": critic(values, [library[kpi].direction.sign < 0 for _, kpi in known])}
    if values.min() >= 0:  # entropy knows no negative numbers
        found = {"entropy": entropy(values)} | found
    codes = [kpi for _, kpi in known]
    return {name: dict(zip(codes, to_hundred(weights.tolist()), strict=True)) for name, weights in found.items()}
