"""facts: the client's validated monthly facts, one row a month and shop.

Receives   a table with the key columns and base measures.   Gives   MonthlyFacts: read-only, fingerprinted, sliceable.
May hold   pandas, numpy.
Never      fills a gap, converts a currency, drops a row.
"""

from kpi_logic.facts.monthly import KEYS, MonthlyFacts

__all__ = ["KEYS", "MonthlyFacts"]
