"""What can go wrong between here and a client's database: told as an Issue, the driver's own words kept out of it.

A driver's message may quote the address with its password, or a client's values; only what it means is told.
"""

from typing import Any

from kpi_logic.model import Issue, Level, Place, Raw


class LinkFault(Exception):
    """The link cannot be read; carries the issue that says why."""

    def __init__(self, code: str, level: Level = Level.ERROR, **facts: str | int) -> None:
        super().__init__(code)
        self.issue = link_issue(code, level, **facts)


def link_issue(code: str, level: Level, **facts: Any) -> Issue:
    """An issue of the link; texts of the client's own are marked as such."""
    worded = {name: Raw(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return Issue(code, level, Place(), worded)


_BY_STATE = {
    "28P01": "link_password", "28000": "link_password", "3D000": "link_no_database", "42501": "link_not_allowed",
    "42P01": "link_no_table", "3F000": "link_no_table", "42703": "link_no_column", "57014": "link_too_long",
    "25006": "link_not_allowed", "55P03": "link_too_long", "22003": "link_too_large", "0A000": "link_too_large",
    "22P02": "link_not_number", "42883": "link_not_number",
}  # fmt: skip
_BY_WORDS = (
    ("password", "link_password"),
    ("no pg_hba.conf entry", "link_password"),
    ('role "', "link_password"),
    ("catalog error", "link_no_table"),
    ("does not exist", "link_no_database"),
    ("timeout", "link_unreachable"),
    ("no such table", "link_no_table"),
    ("no such column", "link_no_column"),
    ("not a database", "link_no_database"),
    ("not authorized", "link_not_allowed"),
    ("readonly", "link_not_allowed"),
    ("locked", "link_too_long"),
    ("interrupted", "link_too_long"),
    ("permission denied", "link_not_allowed"),
    ("binder error", "link_no_column"),
    ("overflow", "link_too_large"),
    ("out of range", "link_too_large"),
)


def fault_of(error: Exception, shown: str) -> LinkFault:
    """What a driver's error means, by its SQLSTATE or, where there is none, by its usual words.

    >>> fault_of(RuntimeError("no such table: t"), "sqlite:///a.db").issue.code
    'link_no_table'
    """
    state = str(getattr(error, "sqlstate", None) or "")
    if state in _BY_STATE:
        return LinkFault(_BY_STATE[state], address=shown)
    said = str(error).lower()
    code = next((code for words, code in _BY_WORDS if words in said), "")
    return LinkFault(code or ("link_unreachable" if not state else "link_failed"), address=shown)
