"""Which column of a table of order lines holds what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = (
    "date", "order", "amount", "price", "quantity", "profit", "platform", "shop", "site", "currency", "status",
)  # fmt: skip
KEYS = ("platform", "shop", "site", "currency")
NUMBERS = ("amount", "price", "quantity", "profit")


@dataclass(frozen=True)
class LinesMapping:
    """A table (``schema.table`` or ``table``) and the column of each field.

    ``cancelled``: words of ``status``, in lower case, whose lines do not count.

    >>> LinesMapping("sales", {"date": "day", "price": "p"}).missing
    ('amount',)
    """

    table: str
    columns: Mapping[str, str]
    cancelled: tuple[str, ...] = field(default=())

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which no month can be made."""
        lacking = () if "date" in self.columns else ("date",)
        has_money = "amount" in self.columns or {"price", "quantity"} <= set(self.columns)
        return lacking if has_money else (*lacking, "amount")

    @property
    def unknown(self) -> tuple[str, ...]:
        """Fields that no table of lines has."""
        return tuple(name for name in self.columns if name not in FIELDS)

    @property
    def parts(self) -> tuple[str, str | None]:
        """Table and schema.

        >>> LinesMapping("erp.lines", {}).parts
        ('lines', 'erp')
        """
        schema, _, table = self.table.rpartition(".")
        return table, schema or None
