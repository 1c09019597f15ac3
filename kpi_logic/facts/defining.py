"""The agreed definitions applied: which of two columns a measure is taken from.

Each definition is served by a second column beside the first.  A shop that has the second one in some month has it in
every month or no number at all: one month by one definition and the next by another would make a trend of nothing.  A
shop that never has it keeps the files' own meaning (``unserved_shops`` names it).
"""

import numpy as np
import pandas as pd

from kpi_logic.facts.monthly import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Definition

ORDER = ("sales", "tax", "refund", "profit")
"""Profit last: it is computed from what stands before it."""
OWN = ("given", "ordered", "refund_date", "with")
"""The files' own meaning: choosing it changes no number."""
SHIPPED, BY_ORDER, TAX = "sales_shipped", "refund_by_order", "sales_tax"
PROFITS = ("cm1", "cm2", "cm3")


def defined(facts: MonthlyFacts, definition: Definition) -> MonthlyFacts:
    """The facts under *definition*; a definition that the columns cannot serve changes nothing.

    Reversible: the facts given are untouched, and a definition of nothing gives them back.

    >>> facts = MonthlyFacts.of(pd.DataFrame({"month": ["2025-01"], "sales": [10.0], "sales_shipped": [8.0]}))
    >>> defined(facts, Definition(sales="shipped")).table["sales"].tolist(), defined(facts, Definition()) is facts
    ([8.0], True)
    """
    table = facts.table
    for topic in ORDER:
        choice = getattr(definition, topic)
        if choice is not None and choice not in OWN and not missing_for(facts, topic, choice):
            table = _applied(table, choice, served_rows(facts, topic, choice))
    return facts if table is facts.table else MonthlyFacts(table, facts.doubted)


def missing_for(facts: MonthlyFacts, topic: str, choice: str) -> tuple[str, ...]:
    """The measures without which *choice* cannot be had; empty where it can.

    >>> facts = MonthlyFacts.of(pd.DataFrame({"month": ["2025-01"], "sales": [10.0]}))
    >>> missing_for(facts, "sales", "shipped"), missing_for(facts, "sales", "ordered")
    (('sales_shipped',), ())
    """
    needed = sorted(needs(topic, choice) - set(facts.measures))
    order = list(kpi_library().measures)
    return tuple(sorted(needed, key=order.index))


def needs(topic: str, choice: str) -> frozenset[str]:
    """The measures that a choice reads."""
    plain = {
        ("sales", "ordered"): {"sales"}, ("sales", "shipped"): {SHIPPED}, ("tax", "with"): {"sales"},
        ("tax", "without"): {"sales", TAX}, ("refund", "refund_date"): {"refund_amt"},
        ("refund", "order_date"): {BY_ORDER}, ("profit", "given"): {"gross_profit"},
    }  # fmt: skip
    if choice in PROFITS:
        return frozenset(term.measure for term in kpi_library().subtotals[choice])
    return frozenset(plain.get((topic, choice), ()))


def served_rows(facts: MonthlyFacts, topic: str, choice: str) -> np.ndarray:
    """(rows,) whether the row's shop has what *choice* reads in at least one month."""
    if missing_for(facts, topic, choice):
        return np.zeros(len(facts.table), dtype=bool)
    complete = facts.table[sorted(needs(topic, choice))].notna().all(axis=1)
    shops = [facts.table[key] for key in ("platform", "site", "shop")]
    return np.asarray(complete.groupby(shops, observed=True).transform("any"), dtype=bool)


def unserved_shops(facts: MonthlyFacts, topic: str, choice: str) -> tuple[str, ...]:
    """Shops that keep the files' own meaning, as platform · site · shop; empty where every shop has the column."""
    rows = facts.table.loc[~served_rows(facts, topic, choice), ["platform", "site", "shop"]].drop_duplicates()
    return tuple(" · ".join(filter(None, row)) for row in rows.itertuples(index=False))


def _applied(table: pd.DataFrame, choice: str, served: np.ndarray) -> pd.DataFrame:
    match choice:
        case "shipped":
            column, made = "sales", table[SHIPPED].to_numpy()
        case "without":
            column, made = "sales", (table["sales"] - table[TAX]).to_numpy()
        case "order_date":
            column, made = "refund_amt", table[BY_ORDER].to_numpy()
        case _:
            column, made = "gross_profit", _subtotal(table, choice)
    kept = table[column].to_numpy() if column in table else np.full(len(table), np.nan)
    return table.assign(**{column: np.where(served, made, kept)})


def _subtotal(table: pd.DataFrame, name: str) -> np.ndarray:
    """(rows,) the subtotal, NaN where any of its parts is missing."""
    total = np.zeros(len(table))
    for term in kpi_library().subtotals[name]:
        total = total + term.factor * table[term.measure].to_numpy(dtype=float)
    return total
