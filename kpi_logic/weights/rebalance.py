"""One weight is moved; the others make room."""

from collections.abc import Collection, Mapping, Sequence

from kpi_logic.model.apportion import apportion

TOTAL = 100
"""What the weights of a scorecard sum to."""


def rebalance(weights: Mapping[str, int], locked: Collection[str], changed: str, value: float) -> dict[str, int]:
    """The weights after *changed* was moved to *value*: whole numbers that sum to 100.

    Locked weights stay as they are; the free others shrink or grow in proportion to what they were (equally, where
    all were 0).  A request that cannot be met is clamped: to 0..what the locks leave; to exactly what the locks leave
    when nobody else is free; to the weight as it stands when *changed* is locked itself.

    Args:
        weights: by name, whole and 0 or more; they need not sum to 100 yet.
        locked: names that stay; names that are not in *weights* are ignored.
        changed: the name that was moved.
        value: where it was moved to, rounded to a whole number.

    Raises:
        KeyError: *changed* is not in *weights*.
        ValueError: a weight is negative, or the locked weights alone leave no way to 100.

    >>> rebalance({"cm3": 40, "cvr": 30, "task_rate": 30}, {"task_rate"}, "cm3", 50)
    {'cm3': 50, 'cvr': 20, 'task_rate': 30}
    >>> rebalance({"cm3": 40, "cvr": 30, "task_rate": 30}, {"task_rate"}, "cm3", 90)
    {'cm3': 70, 'cvr': 0, 'task_rate': 30}
    """
    if min(weights.values(), default=0) < 0:
        raise ValueError(f"weights are 0 or more, got {dict(weights)}")
    held = {name for name in weights if name in locked}
    room = TOTAL - sum(weights[name] for name in held)
    free = [name for name in weights if name not in held and name != changed]
    if room < 0 or (room > 0 and not free and changed in held):
        raise ValueError(f"the locked weights sum to {TOTAL - room}, so the weights cannot sum to {TOTAL}")
    result = dict(weights)
    if changed not in held:
        result[changed] = min(max(round(value), 0), room) if free else room
        room -= result[changed]
    elif changed not in weights:
        raise KeyError(changed)
    if free:
        result.update(zip(free, apportion(room, [weights[name] for name in free]), strict=True))
    return result


def to_hundred(weights: Sequence[float]) -> list[int]:
    """Any weights, such as those of a method, as whole numbers that sum to 100 (largest remainder).

    Raises:
        ValueError: no weight, or one that is negative or not finite.

    >>> to_hundred([0.5, 0.3, 0.2]), to_hundred([1, 1, 1])
    ([50, 30, 20], [34, 33, 33])
    """
    return apportion(TOTAL, list(weights))
