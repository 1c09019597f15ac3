"""What varies in the client's data, as weights: a mirror beside the methods, never adopted by itself."""

import numpy as np

from kpi_logic.library import kpi_library
from kpi_logic.model import Scorecard
from kpi_logic.scheme import Replay
from kpi_logic.weights import critic, entropy, to_hundred

LEAST_ROWS = 6  # person-months


def mirrored(result: Replay, card: Scorecard) -> dict[str, dict[str, int]]:
    """Entropy and CRITIC weights over the role's person-months; empty where too few of them are complete."""
    known = [(slot, line.kpi) for slot, line in enumerate(card.lines) if line.kpi in kpi_library().kpis]
    rows = [row for row, person in enumerate(result.people) if person.role == card.role]
    if not rows or not known:
        return {}
    columns = [int(result.plan.columns[rows[0], slot]) for slot, _ in known]
    values = result.actuals.values[rows][:, :, columns].reshape(-1, len(columns))
    values = values[~np.isnan(values).any(axis=1)]
    if len(values) < LEAST_ROWS:
        return {}
    signs = [kpi_library()[kpi].direction.sign for _, kpi in known]
    found = {"critic": critic(values, [sign < 0 for sign in signs])}
    if values.min() >= 0:  # entropy knows no negative numbers
        found = {"entropy": entropy(values)} | found
    codes = [kpi for _, kpi in known]
    return {name: dict(zip(codes, to_hundred(weights.tolist()), strict=True)) for name, weights in found.items()}
