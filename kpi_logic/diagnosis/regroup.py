"""The same facts by owner, by category, or by any other part of the business: sums of the parts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kpi_logic.facts import KEYS, MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Organisation, OverShops, Segment


def regrouped(facts: MonthlyFacts, groups: Mapping[Segment, str]) -> MonthlyFacts:
    """The facts with each shop under the name of its group, so that every engine of this room reads groups as shops.

    Args:
        facts: of any currency; currencies stay apart.
        groups: shop (as in ``facts.shops``) to the name of its group; shops that are not in it are left out.

    Returns:
        One "shop" a group, without platform and site.  A measure that one of the shops lacks in a month is missing for
        its group in that month; scores and shares, which do not add up over shops, are missing for groups of several.

    >>> table = pd.DataFrame({"month": "2025-01", "shop": ["A", "B", "C"], "sales": [1.0, 2.0, 4.0]})
    >>> facts = MonthlyFacts.of(table)
    >>> regrouped(facts, dict(zip(facts.shops, ["Li", "Li", "Wu"]))).table["sales"].tolist()
    [3.0, 4.0]
    """
    names = pd.DataFrame([(s.platform, s.site, s.shop, name) for s, name in groups.items()],
                         columns=["platform", "site", "shop", "group"])  # fmt: skip
    joined = facts.table.merge(names, on=["platform", "site", "shop"])
    return _summed(joined, "group")


def by_column(table: pd.DataFrame, column: str) -> MonthlyFacts:
    """Facts by a column that a file has beside the keys (its category): one "shop" for each of its values.

    Args:
        table: ``month``, ``currency``, *column* and base measures; several rows a month and value add up.
    """
    facts = MonthlyFacts.of(table.drop(columns=[column]).assign(shop=[str(i) for i in range(len(table))]))
    numbered = table[column].fillna("").astype(str).set_axis([str(i) for i in range(len(table))])
    return _summed(facts.table.assign(group=facts.table["shop"].map(numbered)), "group")


def owners_of(organisation: Organisation, facts: MonthlyFacts, role: str | None = None) -> dict[Segment, str]:
    """Who answers for each shop: the one person (of a *role*) that names it; shops of nobody, or of several, are left out.

    People who answer for all shops own none of them alone.
    """
    people = [p for p in organisation.people if p.shops and (role is None or p.role == role)]
    named = {shop: [p.name for p in people if shop.shop in p.shops] for shop in facts.shops}
    return {shop: names[0] for shop, names in named.items() if len(names) == 1}


def _summed(table: pd.DataFrame, group: str) -> MonthlyFacts:
    measures = [column for column in table.columns if column not in (*KEYS, group)]
    by = table.groupby(["month", "currency", group], sort=True)
    rows = by.size()
    sums, counts = by[measures].sum(), by[measures].count()
    whole = sums.where(counts.eq(rows, axis=0))
    alone = [m for m in measures if not _adds(m)]
    whole.loc[rows > 1, alone] = np.nan
    return MonthlyFacts.of(whole.reset_index().rename(columns={group: "shop"}))


def _adds(measure: str) -> bool:
    """Whether shops of it add up: amounts and counts do, scores and shares do not."""
    known = kpi_library().measures.get(measure)
    return known is None or known.over_shops is OverShops.SUM
