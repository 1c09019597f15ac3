"""Writing and reading of what is published for BI tools."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, literal_column, select, text

from kpi_logic.store import rows
from kpi_logic.store.messages import storable
from kpi_logic.store.tables import BI

Row = Mapping[str, str | float | None]


def replace_published(connection: Connection, id: str, tables: Mapping[str, Sequence[Row]], now: datetime) -> int:
    """Put these rows in the place of the engagement's former ones; gives the revision they are published as.

    Raises:
        NoSuchEngagement: there is none of that id.
        KeyError: a table that is not published.
    """
    rows.lock(connection, id)
    saved = rows.head(connection, id)
    stamp: dict[str, Any] = {"engagement_id": id, "revision": saved.revision, "published_at": rows.moment(now)}
    stamp["engagement"] = storable(saved.engagement.name)
    if unknown := tables.keys() - BI.keys():
        raise KeyError(f"published are {', '.join(BI)}; got {', '.join(sorted(unknown))}")
    for name, table in BI.items():
        connection.execute(delete(table).where(table.c.engagement_id == id))
        found = [stamp | {key: _plain(value) for key, value in row.items()} for row in tables.get(name, ())]
        if found:
            connection.execute(insert(table), found)
    return saved.revision


def published(connection: Connection, view: str, id: str) -> tuple[dict[str, Any], ...]:
    """The rows of a view for one engagement, as a BI tool sees them."""
    columns: list[Any] = [literal_column(column.name) for column in BI[view].columns]
    query = select(*columns).select_from(text(view)).where(text("engagement_id = :id")).order_by(*columns)
    return tuple(dict(row) for row in connection.execute(query, {"id": id}).mappings())


def _plain(value: Any) -> Any:
    """What both kinds of database can hold: a number that is none is missing, text without half characters or NUL."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
