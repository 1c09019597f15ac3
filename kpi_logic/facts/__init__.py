"""facts: the client's validated monthly facts, one row a month and shop.

Receives   a table with the key columns and base measures.   Gives   MonthlyFacts: read-only, fingerprinted, sliceable; the same
           facts under agreed definitions, or in one currency at given rates.
May hold   pandas, numpy.
Never      fills a gap, drops a row in silence, converts a currency without a rate.
"""

from kpi_logic.facts.defining import defined, missing_for, served_rows, unserved_shops
from kpi_logic.facts.exchanging import RateGap, exchanged, latest
from kpi_logic.facts.monthly import KEYS, MonthlyFacts

__all__ = [
    "KEYS",
    "MonthlyFacts",
    "RateGap",
    "defined",
    "exchanged",
    "latest",
    "missing_for",
    "served_rows",
    "unserved_shops",
]
