"""The command line's words, and which function each command is."""

import argparse
import datetime
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kpi_logic.cli import commands, linking
from kpi_logic.cli.output import Outcome, show
from kpi_logic.cli.verifying import verify
from kpi_logic.model import Month
from kpi_logic.text import Language

PAIR = "both"


def run(arguments: Sequence[str]) -> int:
    """Parse, run, print; returns the exit status."""
    parser = build()
    try:
        given = parser.parse_args(list(arguments))
    except SystemExit as wrong:  # argparse has said what is wrong; 0 is --help
        return int(wrong.code or 0)
    if given.act is commands.monthly and (said := linking.refused_words(given)):
        print(f"{parser.prog} monthly: {said}", file=sys.stderr)
        return 2
    act: Callable[[argparse.Namespace], Outcome] = given.act
    outcome = act(given)
    show(outcome, as_json=given.json, stream=sys.stdout)
    return outcome.status


def build() -> argparse.ArgumentParser:
    """The parser of every command."""
    parser = argparse.ArgumentParser(prog="python -m kpi_logic", description=_first_line(__doc__))
    several = parser.add_subparsers(required=True, metavar="COMMAND")
    _template(several)
    _check(several)
    _monthly(several)
    _diagnose(several)
    _targets(several)
    _lint(several)
    _score(several)
    _propose(several)
    _export(several)
    _verify(several)
    return parser


def _command(
    several: "argparse._SubParsersAction[argparse.ArgumentParser]", act: Callable[..., Outcome]
) -> argparse.ArgumentParser:
    command = several.add_parser(act.__name__, help=_first_line(act.__doc__))
    command.set_defaults(act=act)
    command.add_argument("--json", action="store_true", help="one JSON object on standard output and nothing else")
    return command


def _files(command: argparse.ArgumentParser, number: str = "+") -> None:
    command.add_argument("files", nargs=number, type=Path, metavar="FILE", help="client files: workbook, CSV, Excel")
    command.add_argument("--answer", action="append", default=[], type=_answer, metavar="QUESTION=CHOICE",
                         help="a choice asked for by an earlier run, such as currency=USD")  # fmt: skip


def _template(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(several, commands.template)
    command.add_argument("out", type=Path, metavar="OUT.xlsx")
    command.add_argument("--lang", type=Language, choices=list(Language), default=Language.ZH)


def _check(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _files(_command(several, commands.check))


def _monthly(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(several, commands.monthly)
    _files(command, "*")
    command.add_argument("--link", metavar="URL", help="order lines in a database instead of files, such as "
                         "postgresql://user@host/database (password also from PGPASSWORD), sqlite:///FILE")  # fmt: skip
    command.add_argument("--table", metavar="T", help="the table or view of --link, as table or schema.table")
    command.add_argument("--map", action="append", default=[], type=linking.pair, metavar="FIELD=COLUMN",
                         help="a column of --table; those with usual names are found without it")  # fmt: skip
    command.add_argument("--out", type=_table_file, required=True, metavar="monthly.csv|.parquet")


def _diagnose(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _files(_command(several, commands.diagnose))


def _targets(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(several, commands.targets)
    _files(command)
    command.add_argument("--kpi", required=True, metavar="CODE")
    command.add_argument("--target", required=True, type=_finite, metavar="X")
    command.add_argument("--periods", required=True, type=_span, metavar="2026-01..2026-03")
    for part in ("platform", "site", "shop"):
        command.add_argument(f"--{part}")


def _lint(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _files(_command(several, commands.lint))


def _score(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(several, commands.score)
    _files(command)
    command.add_argument("--month", required=True, type=_month, metavar="2026-03")


def _propose(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(several, commands.propose)
    _files(command)
    command.add_argument("--out", type=Path, required=True, metavar="DIR")
    command.add_argument("--lang", choices=[*Language, PAIR], default=PAIR)
    command.add_argument("--date", type=_day, metavar="YYYY-MM-DD",
                         help="the day on the cover; without it the last day of the data, so that equal files give equal bytes")  # fmt: skip


def _export(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(several, commands.export)
    _files(command)
    command.add_argument("--out", type=Path, required=True, metavar="DIR")


def _verify(several: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(several, verify)
    command.add_argument("file", type=Path, metavar="FILE.pdf")
    where = command.add_mutually_exclusive_group()
    where.add_argument("--store", metavar="URL", help="the database of releases; without it the workbook's own")
    where.add_argument("--book", type=Path, metavar="FILE.kpibook", help="an engagement file that holds the releases")


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong


def _span(text: str) -> tuple[Month, Month]:
    first, _, last = text.partition("..")
    span = _month(first), _month(last or first)
    if span[1] < span[0]:
        raise argparse.ArgumentTypeError(f"the last month is not before the first; got {text}")
    return span


def _finite(text: str) -> float:
    try:
        value = float(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"a number is needed; got {text!r}") from wrong
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"a finite number is needed; got {text!r}")
    return value


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"a day is written YYYY-MM-DD; got {text!r}") from wrong


def _table_file(text: str) -> Path:
    path = Path(text)
    if path.suffix not in {".csv", ".parquet"}:
        raise argparse.ArgumentTypeError(f"the table is written as .csv or .parquet; got {text!r}")
    return path


def _answer(text: str) -> tuple[str, str]:
    question, sign, choice = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"an answer is written QUESTION=CHOICE; got {text!r}")
    return question, choice


def _first_line(doc: str | None) -> str:
    return (doc or "").strip().splitlines()[0]
