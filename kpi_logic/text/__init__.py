"""text: words and numbers for people, in Chinese and in English.

Receives   a Message (key and facts), or a value with its unit.   Gives   a sentence, a formatted number.
May hold   babel, the standard library.
Never      decides what is said, only how; knows markup, a screen or a page.
"""

from kpi_logic.text.catalog import Catalog, Language, catalog
from kpi_logic.text.numbers import amount

__all__ = ["Catalog", "Language", "amount", "catalog"]
