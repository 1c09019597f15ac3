"""What a format's rules make of many lines at once, added up by group in whole hundredths."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kpi_logic.intake.formats import Gives
from kpi_logic.intake.line_pieces import Uneven

CENTS, _DIGITS = 100, 2
"""Numbers are added up as whole hundredths."""
_MOST_SUM = 4e18
_EXACT = 2.0**53


@dataclass
class Amounts:
    """Numbers of lines as whole hundredths (or hundredths of hundredths), and which lines have one."""

    values: np.ndarray
    has: np.ndarray


class RuleSums:
    """For each rule the sums of the groups: at least zero, and below; and how many lines gave them."""

    def __init__(self, rules: Sequence[Gives]) -> None:
        self.rules = rules
        self.sums = [np.zeros((2, 64), np.int64) for _ in rules]
        self.counts = [np.zeros((2, 64), np.int64) for _ in rules]
        self._size = [0.0] * len(rules)

    def add(self, number: int, amounts: Amounts, group: np.ndarray) -> None:
        """Add amounts of a rule to their groups."""
        rule, has = self.rules[number], amounts.has
        self._size[number] += float(np.abs(amounts.values[has]).astype(np.float64).sum())
        if self._size[number] > _MOST_SUM:
            raise Uneven
        width = int(group.max(initial=-1)) + 1
        below = has & (amounts.values < 0) if rule.returns and not rule.signed else np.zeros(len(has), bool)
        for part, chosen in enumerate((has & ~below, below)):
            if chosen.any():
                held = self.sums[number], self.counts[number]
                grown = _grown(held[0], width), _grown(held[1], width)
                self.sums[number], self.counts[number] = grown
                each = _sums(group[chosen], amounts.values[chosen])
                grown[0][part, : len(each)] += each
                count = np.bincount(group[chosen])
                grown[1][part, : len(count)] += count

    def amounts(self, group: int) -> Iterator[tuple[str, Decimal]]:
        """What the rules give in a group, by measure."""
        for rule, held, counts in zip(self.rules, self.sums, self.counts, strict=True):
            for part, measure in enumerate((rule.measure, rule.returns)):
                if group < held.shape[1] and counts[part, group]:
                    value = Decimal(int(held[part, group])).scaleb(-_DIGITS * (1 if rule.add else len(rule.sum)))
                    yield measure, -value if part else value


def amounts_of(
    rule: Gives, numbers: Mapping[str, Amounts], scales: Mapping[str, int], live: np.ndarray, applies: np.ndarray
) -> Amounts:
    """What a rule makes of each live line it applies to; raises Uneven beyond what can be added up exactly."""
    if rule.lines or rule.distinct:
        return Amounts(np.ones(len(applies), np.int64), applies)
    given = [(numbers[n].values[live] * scales[n], numbers[n].has[live]) for n in rule.add or rule.sum if n in numbers]
    values, has = given[0]
    for other, has_other in given[1:]:
        if _size(values) * _size(other) > _MOST_SUM:
            raise Uneven
        values = np.where(has, values, 0) + np.where(has_other, other, 0) if rule.add else values * other
        has = has | has_other if rule.add else has & has_other
    values = -values if rule.negate else np.abs(values) if rule.size else values
    return Amounts(values, has & applies)


def _grown(held: np.ndarray, width: int) -> np.ndarray:
    if held.shape[-1] >= width:
        return held
    return np.concatenate([held, np.zeros((*held.shape[:-1], width), held.dtype)], axis=-1)


def added(held: np.ndarray, more: np.ndarray) -> np.ndarray:
    """*held* and *more* added place by place."""
    held = _grown(held, len(more))
    held[: len(more)] += more
    return held


def _sums(group: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The exact sum of each group."""
    if float(np.abs(values).astype(np.float64).sum()) < _EXACT:
        return np.bincount(group, weights=values).astype(np.int64)
    sums = np.zeros(int(group.max()) + 1, np.int64)
    np.add.at(sums, group, values)
    return sums


def _size(values: np.ndarray) -> float:
    return float(np.abs(values).max(initial=0))
