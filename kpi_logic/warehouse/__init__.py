"""warehouse: order lines become monthly figures inside an engine, and only the months come back.

Receives   an address and a mapping of columns.   Gives   monthly figures (as the CSV of an upload) and Issues.
May hold   duckdb, ibis, psycopg, sqlite3; all of them opened only when used.
Never      writes to a client's database, downloads an extension, shows or keeps a password, reads a number two ways.
"""

from kpi_logic.warehouse.dialects import COMPILED_ONLY, Engine, monthly_sql
from kpi_logic.warehouse.lines_mapping import FIELDS, LinesMapping
from kpi_logic.warehouse.link import Linked, columns_at, file_refused, read_link
from kpi_logic.warehouse.link_address import with_password

__all__ = [
    "COMPILED_ONLY",
    "FIELDS",
    "Engine",
    "LinesMapping",
    "Linked",
    "columns_at",
    "file_refused",
    "monthly_sql",
    "read_link",
    "with_password",
]
