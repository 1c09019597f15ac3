"""Long lists of order lines, added up in columns where they are written plainly; odd rows are judged one by one.

What is not a plain number, day or order number is set apart as a row and goes the careful way, beside the sums of all
others.  Tests prove that both ways give the same records and the same findings.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from kpi_logic.intake.categories import CATEGORY
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings
from kpi_logic.intake.formats import Gives
from kpi_logic.intake.line_batch import batch_of
from kpi_logic.intake.line_pieces import Piece, Uneven, pieces
from kpi_logic.intake.line_sums import LineSums
from kpi_logic.intake.number_cell import marks_of
from kpi_logic.intake.parts import Parts
from kpi_logic.intake.records import Batch, Spellings
from kpi_logic.intake.sheet_pieces import SheetPiece
from kpi_logic.intake.sieve import Sieve
from kpi_logic.intake.survey import PLACE
from kpi_logic.intake.table import Table
from kpi_logic.intake.text_file import Lines

SMALLEST = 1_000_000
"""Below so many bytes the careful way is quick enough."""


def read_fast(
    table: Table, answers: Answers, spellings: Spellings, findings: Findings, smallest: int = SMALLEST
) -> Batch | None:
    """The records of a long list, equal to those of ``read_lines``; None where it has to be read cell by cell.

    Raises:
        Refused: as ``read_lines``.
    """
    lines, body = table.body, table.sheet.body
    is_large = len(lines.file.content) >= smallest if isinstance(lines, Lines) else body is not None
    if not is_large or not _is_suitable(table):
        return None
    with _room_for_columns():
        try:
            sums = _added_up(table)
        except Uneven:
            return None
        return batch_of(table, sums, answers, spellings, findings)


@contextmanager
def _room_for_columns() -> Iterator[None]:
    """Address space for the order numbers of many lines, where this process has bounds of its own (``child``)."""
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _is_suitable(table: Table) -> bool:
    """Whether the format's rules are sums, counts and orders, and nothing in it looks at neighbouring rows."""
    form = table.form
    if form is None or "date" not in table.columns or "end" in table.columns or "mark" in table.columns:
        return False
    file = form.file
    if file.carry or file.total or file.part or not set(form.numbers) & table.columns.keys():
        return False
    if any(value[:8].isascii() and any(sign.isdigit() for sign in value[:8]) for value in file.skip.get("order", ())):
        return False
    return all(_is_plain(rule) for rule in form.rules(frozenset(table.columns)))


def _is_plain(rule: Gives) -> bool:
    if rule.weight or rule.last or len(rule.sum) > 2:
        return False
    return not rule.distinct or not (rule.where or rule.unless)


def _words(table: Table) -> list[str]:
    """The columns whose words tell places, states, categories and which rules apply."""
    assert table.form is not None
    rules = table.form.rules(frozenset(table.columns))
    names = [*PLACE, "status", *(name for name in table.form.file.skip if name != "order")]
    names += [name for rule in rules for name in (*rule.where, *rule.unless)]
    names += [CATEGORY] if Parts.of(table, marks_of(())) is not None else []
    return [name for name in dict.fromkeys(names) if name in table.columns]


def _wanted(table: Table) -> list[int]:
    """The columns to be cut out, by their places."""
    assert table.form is not None
    names = [*_words(table), "date", "order", *table.form.numbers]
    return sorted(
        {table.columns[name].index for name in names if name in table.columns} | ({0} if table.platform else set())
    )


def _pieces(table: Table) -> "Iterator[Piece] | Iterator[SheetPiece]":
    if isinstance(table.body, Lines):
        return pieces(table.body.file, table.head.number, table.width, _wanted(table))
    assert table.sheet.body is not None
    return table.sheet.body.pieces(table.head.number, table.width)


def _added_up(table: Table) -> LineSums:
    assert table.form is not None
    present = table.columns
    numbers = [name for name in table.form.numbers if name in present]
    sums = LineSums(
        Sieve(table), {name: column.index for name, column in present.items()}, _words(table), numbers,
        table.form.rules(frozenset(present)), {name: present[name].scale for name in numbers}, bool(table.platform),
    )  # fmt: skip
    for piece in _pieces(table):
        sums.add(piece)
    return sums
