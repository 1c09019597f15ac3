"""A large delimited file of order lines, added up by embedded DuckDB in one pass over its text.

Every column is read as text. A number counts only where it is written in the one plain way (``PLAIN_NUMBER``), a date
only as an ISO day; whatever else stands there is counted as odd and never read, so that the caller can judge it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

PLAIN_NUMBER = "-?[0-9]{1,13}(?:[.][0-9]{1,2})?"
PLAIN_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T].{2}:.{5})?"
"""Whether year, month and day exist is seen in the result: the month is one of a list, the days are bits."""
FIRST_YEAR = 1990
MEMORY = "400MB"
THREADS = 2
_MONTHS = [f"{year}-{month:02d}" for year in range(FIRST_YEAR, 2100) for month in range(1, 13)]


class EngineFault(Exception):
    """The engine could not read the file as it was described; another way has to be taken."""


@dataclass(frozen=True)
class LinesFile:
    """Where the text stands and how it is cut: ``skipped`` lines at its top, then ``width`` columns."""

    path: str
    separator: str
    skipped: int
    width: int


@dataclass(frozen=True)
class Sum:
    """The product of number columns, summed; ``parted``: what is at least zero and what is below, each for itself."""

    columns: tuple[int, ...]
    parted: bool


@dataclass(frozen=True)
class LinesQuery:
    """What is asked of the lines; columns by their place.

    ``keys``: columns that tell shop and currency, each with every writing known of it. ``groups``: for each combination
    of these writings, in order of their places, the group it belongs to; empty where each is a group of its own.
    ``status``: its column, and the known words of lines that count and of lines that do not. ``numbers``: every column
    that must hold plain numbers; ``returned``: those that make a line below zero a return. ``order``: its column, -1
    where there is none. ``is_ascii``: whether the whole text is; an order number that is not is odd.
    """

    date: int
    keys: tuple[tuple[int, tuple[str, ...]], ...]
    numbers: tuple[int, ...]
    sums: tuple[Sum, ...]
    returned: tuple[int, ...]
    order: int = -1
    status: int = -1
    live: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    is_ascii: bool = True


@dataclass(frozen=True)
class Group:
    """The sums of one month of one group; ``days`` as bits.

    ``sums``: (at least zero, below zero as a positive number) for each ``Sum``, (all, None) where it is not parted;
    None where no line has one.
    """

    month: int
    group: int
    lines: int
    first: int
    days: int
    orders: int
    sums: tuple[tuple[Any, Any], ...] = field(default=())


class LinesEngine:
    """One file, bound; nothing else of the computer can be reached, and no extension is loaded."""

    def __init__(self, file: LinesFile) -> None:
        import duckdb

        limits: dict[str, Any] = {"threads": THREADS, "memory_limit": MEMORY, "autoinstall_known_extensions": False,
                                  "autoload_known_extensions": False}  # fmt: skip
        self._connection, self._error = duckdb.connect(config=limits), duckdb.Error
        self._connection.execute(f"SET allowed_paths = [{_text(file.path)}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(file.width))
        self._source = (
            f"read_csv({_text(file.path)}, columns = {{{columns}}}, header = false, skip = {file.skipped}, auto_detect = false, "
            f"delim = {_text(file.separator)}, quote = '\"', escape = '\"', strict_mode = true, nullstr = '', "
            f"max_line_size = 100000)"
        )

    def close(self) -> None:
        """Let go of file and memory."""
        self._connection.close()

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql).fetchall()
        except self._error as error:
            raise EngineFault(str(error).partition("\n")[0][:200]) from None

    def added_up(self, query: LinesQuery) -> tuple[list[Group], Group | None, int]:
        """The groups, what was cancelled, and the number of lines that hold anything odd.

        The sums are right only where that number is 0.

        Raises:
            EngineFault: the text cannot be cut as described, or memory does not suffice.
        """
        rows = self._rows(_sql(query, self._source))
        groups, dead, odd = [], None, 0
        for month, group, lines, first, days, orders, strays, *sums in rows:
            odd += strays
            if month == 0:
                dead = Group(0, 0, lines, first, 0, 0)
            elif month is not None and group is not None:
                parts = tuple(zip(*[iter(sums)] * 2, strict=True))
                groups.append(Group(month - 1, group, lines, first, days, orders, parts))
            else:
                odd += not strays
        return groups, dead, odd

    def repeated(self, query: LinesQuery, most: int) -> int:
        """How many of the first *most* lines that count repeat an earlier one, all cells alike."""
        live = "true" if query.status < 0 else f"coalesce(c{query.status} NOT IN ({_list(query.dead)}), true)"
        sql = f"SELECT count(*) - count(DISTINCT h) FROM (SELECT hash(t) h FROM {self._source} t WHERE {live} LIMIT {most})"
        return int(self._rows(sql)[0][0])

    def written(self, columns: Sequence[int], most: int) -> list[tuple[Any, ...]]:
        """Each distinct writing of *columns* together, at most *most* + 1 of them."""
        names = ", ".join(f"coalesce(c{i}, '')" for i in columns)
        return self._rows(f"SELECT DISTINCT {names} FROM {self._source} LIMIT {most + 1}")


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _list(texts: Sequence[str]) -> str:
    return ", ".join(map(_text, texts)) or "NULL"


def _sql(query: LinesQuery, source: str) -> str:
    """The one query: text judged and turned into numbers below, added up above."""
    inner = ["row_number() OVER () AS r", f"left(c{query.date}, 7) AS month_text",
             f"1::BIGINT << try_cast(substr(c{query.date}, 9, 2) AS TINYINT) AS d"]  # fmt: skip
    inner += [f"try_cast(c{i} AS DECIMAL(18, 2)) AS n{i}" for i in query.numbers]
    inner += [f"enum_code(try_cast(coalesce(c{i}, '') AS ENUM({_list(words)})))::INTEGER AS k{at}"
              for at, (i, words) in enumerate(query.keys)]  # fmt: skip
    tests = [f"coalesce(regexp_full_match(c{query.date}, {_text(PLAIN_DAY)}), false)"]
    tests += [f"coalesce(regexp_full_match(c{i}, {_text(PLAIN_NUMBER)}), c{i} IS NULL)" for i in query.numbers]
    if query.status >= 0:
        known = _list([*query.live, *query.dead])
        tests.append(f"coalesce(c{query.status} IN ({known}), c{query.status} IS NULL)")
    dead = f"coalesce(c{query.status} IN ({_list(query.dead)}), false)" if query.status >= 0 else "false"
    inner.append(f"{dead} AS dead")
    order = _order(query, inner, tests)
    inner.append(f"NOT ({' AND '.join(tests)}) AND NOT dead AS odd")
    months = f"enum_code(try_cast(month_text AS ENUM({_list(_MONTHS)})))::INTEGER + 1"
    return _outer(query, inner, months, order, source)


def _outer(query: LinesQuery, inner: list[str], months: str, order: str, source: str) -> str:
    sums = []
    for part in query.sums:
        value = " * ".join(f"n{i}" for i in part.columns)
        parts = [f"sum({value}) FILTER ({value} >= 0)", f"-sum({value}) FILTER ({value} < 0)"]
        sums += parts if part.parted else [f"sum({value})", "NULL"]
    chosen = ["m", "g", "count(*)", "min(r)", "bit_or(d)", order, "count(*) FILTER (odd)", *sums]
    keys = [f"CASE WHEN dead THEN 0 ELSE {months} END AS m", f"CASE WHEN dead THEN 0 ELSE {_group(query)} END AS g"]
    made = f"SELECT *, {', '.join(keys)} FROM (SELECT {', '.join(inner)} FROM {source})"
    return f"SELECT {', '.join(chosen)} FROM ({made}) GROUP BY m, g"


def _group(query: LinesQuery) -> str:
    """The number of a line's group: its place among all combinations of the known writings."""
    place = "0"
    for at, (_, words) in enumerate(query.keys):
        place = f"({place} * {len(words)} + k{at})"
    return f"({list(query.groups)})[{place} + 1]" if query.groups else place


def _order(query: LinesQuery, inner: list[str], tests: list[str]) -> str:
    """The exact count of different orders, those of returned and cancelled lines left out."""
    if query.order < 0:
        return "0"
    name = f"c{query.order}"
    if not query.is_ascii:
        tests.append(f"coalesce(strlen({name}) = length({name}), true)")
    inner.append(f"nullif(trim({name}), '') AS o")
    below = " OR ".join(f"n{i} < 0" for i in query.returned) or "false"
    return f"count(DISTINCT CASE WHEN NOT dead AND NOT coalesce({below}, false) THEN o END)"
