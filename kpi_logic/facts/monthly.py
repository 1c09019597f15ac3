"""One validated table of monthly facts."""

import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kpi_logic.model import Month, Segment

_FAR = 2**60
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
KEYS = ("month", "platform", "shop", "site", "currency")
"""The key columns: ``month`` is pandas Period[M]; the others are text, "" where the client gave none."""


@dataclass(frozen=True, eq=False)
class MonthlyFacts:
    """Monthly facts of one client: KEYS, then one float64 column per base measure; NaN is missing, never 0.

    ``table`` is sorted by KEYS with a plain index and holds each (month, platform, shop, site, currency) once.
    Treat it as read-only.  ``doubted``: measures whose numbers change after they were delivered, or contradict others,
    too often to be paid on (``metrics.measurability``); they are shown like any other.

    >>> facts = MonthlyFacts.of(pd.DataFrame({"month": ["2025-01", "2025-02"], "shop": "A", "sales": [10, None]}))
    >>> [str(m) for m in facts.months], facts.measures, facts.currencies
    (['2025-01', '2025-02'], ('sales',), ('',))
    """

    table: pd.DataFrame
    doubted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, table: pd.DataFrame) -> "MonthlyFacts":
        """Facts from a table with any of KEYS and measure columns.

        Args:
            table: ``month`` as "YYYY-MM" text, Month or monthly Period; absent keys become "".

        Raises:
            ValueError: a (month, platform, shop, site, currency) stands there twice.
        """
        clean = pd.DataFrame({"month": _periods(table["month"])})
        for key in KEYS[1:]:
            given = table[key] if key in table else pd.Series("", index=table.index)
            clean[key] = given.fillna("").astype(str).to_numpy()
        measures = [column for column in table.columns if column not in KEYS]
        numbers = table[measures].apply(pd.to_numeric).astype("float64").reset_index(drop=True)
        clean = pd.concat([clean, numbers], axis=1)
        clean = clean.sort_values(list(KEYS), kind="stable", ignore_index=True)
        if clean.duplicated(list(KEYS)).any():
            twice = clean.loc[clean.duplicated(list(KEYS)), list(KEYS)].iloc[0]
            raise ValueError(f"monthly facts hold one row a month and shop; twice: {tuple(map(str, twice))}")
        return cls(clean)

    @classmethod
    def of_codes(
        cls, keys: Mapping[str, tuple[Sequence[str], np.ndarray]], measures: Sequence[str], numbers: np.ndarray
    ) -> "MonthlyFacts":
        """As ``of``, for a long table whose words are told by number.

        Args:
            keys: for each of KEYS its words ("YYYY-MM" of months) and (rows,) which of them a row has.
            measures: the measures.
            numbers: (measures, rows) float64, NaN is missing.

        Raises:
            ValueError: a (month, platform, shop, site, currency) stands there twice.

        >>> no, shops = np.zeros(2, int), (["B", "A"], np.array([0, 1]))
        >>> keys = dict.fromkeys(KEYS, ([""], no)) | {"month": (["2025-01"], no), "shop": shops}
        >>> MonthlyFacts.of_codes(keys, ["sales"], np.array([[1.0, 2.0]])).table["sales"].tolist()
        [2.0, 1.0]
        """
        rank = np.zeros(len(keys["month"][1]), np.int64)
        for words, codes in (keys[key] for key in KEYS):
            place = _ranks(words)
            rank = np.unique(rank, return_inverse=True)[1] if rank.max(initial=0) * len(words) > _FAR else rank
            rank = rank * len(words) + place[codes]
        order = np.argsort(rank)
        if (np.diff(rank[order]) == 0).any():
            raise ValueError("monthly facts hold one row a month and shop")
        columns: dict[str, object] = {}
        for key, (words, codes) in ((key, keys[key]) for key in KEYS):
            each = pd.PeriodIndex(list(words), freq="M") if key == "month" else pd.array(list(words), dtype="str")
            columns[key] = each.take(codes[order])
        table = pd.DataFrame(np.asarray(numbers)[:, order].T, columns=list(measures))
        return cls(pd.concat([pd.DataFrame(columns), table], axis=1))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical CSV and of what is doubted in it: equal facts, equal fingerprint."""
        doubts = "\n".join(sorted(self.doubted))
        return hashlib.sha256((self.to_csv() + doubts).encode()).hexdigest()

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Base measures that hold at least one number."""
        columns = (column for column in self.table.columns if column not in KEYS)
        return tuple(column for column in columns if self.table[column].notna().any())

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Months with at least one row, in order."""
        return tuple(Month(p.year, p.month) for p in sorted(self.table["month"].unique()))

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """Every currency in the table."""
        return tuple(sorted(self.table["currency"].unique()))

    @property
    def currency(self) -> str | None:
        """The one currency of the table, or None where there are several (money must not be added up then)."""
        return self.currencies[0] if len(self.currencies) == 1 else None

    @cached_property
    def shops(self) -> tuple[Segment, ...]:
        """Every (platform, site, shop) of the table."""
        unique = self.table[["platform", "site", "shop"]].drop_duplicates().sort_values(["platform", "site", "shop"])
        return tuple(Segment(platform=p, site=s, shop=h) for p, s, h in unique.itertuples(index=False))

    @property
    def is_empty(self) -> bool:
        """Whether there is no row."""
        return self.table.empty

    def of_segment(self, segment: Segment) -> "MonthlyFacts":
        """The rows of a segment."""
        keep = np.ones(len(self.table), dtype=bool)
        for key in ("platform", "site", "shop"):
            wanted = getattr(segment, key)
            if wanted is not None:
                keep &= (self.table[key] == wanted).to_numpy()
        return self._kept(keep)

    def of_currency(self, currency: str) -> "MonthlyFacts":
        """The rows of one currency."""
        return self._kept((self.table["currency"] == currency).to_numpy())

    def of_months(self, months: Iterable[Month]) -> "MonthlyFacts":
        """The rows of some months."""
        return self._kept(self.table["month"].isin(_periods(pd.Series(list(months)))).to_numpy())

    def to_csv(self) -> str:
        """The canonical text: KEYS, then the measures by name; a missing number is an empty cell.

        A name that a spreadsheet would take for a formula begins with an apostrophe there; ``from_csv`` takes it away.
        """
        written = self.table[[*KEYS, *sorted(self.measures)]]
        for key in KEYS[1:]:
            odd = [word for word in written[key].unique() if _FORMULA.match(word)]
            if odd:
                written = written.assign(**{key: written[key].replace({word: f"'{word}" for word in odd})})
        return written.to_csv(index=False, lineterminator="\n")

    @classmethod
    def from_csv(cls, text: str) -> "MonthlyFacts":
        """The facts that ``to_csv`` wrote."""
        table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        for key in KEYS[1:]:
            guarded = [word for word in table[key].unique() if word[:1] == "'" and _FORMULA.match(word)]
            table[key] = table[key].replace({word: word[1:] for word in guarded})
        return cls.of(table.replace("", np.nan))

    def _kept(self, keep: np.ndarray) -> "MonthlyFacts":
        return self if keep.all() else MonthlyFacts(self.table.loc[keep].reset_index(drop=True), self.doubted)


def _periods(values: pd.Series) -> pd.PeriodIndex:
    """Each distinct writing is read once: a long table has few months."""
    texts = list(map(str, values))
    known = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    each = pd.PeriodIndex([pd.Period(text, freq="M") for text in known], freq="M")
    return each.take([known[text] for text in texts])


def _ranks(words: Sequence[str]) -> np.ndarray:
    """The place of each word among all of them in order."""
    place = {word: i for i, word in enumerate(sorted(set(words)))}
    return np.array([place[word] for word in words], dtype=np.int64)
