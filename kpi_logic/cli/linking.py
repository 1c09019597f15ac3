"""Order lines read in a client's database, from the command line."""

import argparse
from dataclasses import replace

from kpi_logic.intake import ClientFile, Intake, cancelled_words, read_files, suggested_columns
from kpi_logic.model import Issue, Level, worst
from kpi_logic.text import catalog
from kpi_logic.warehouse import LinesMapping, columns_at, read_link

NAME = "link.csv"


def read_linked(given: argparse.Namespace) -> Intake:
    """The months of the order lines at ``--link``, read like an upload; columns not named by ``--map`` are suggested."""
    from rich.console import Console

    words = catalog("en")
    with Console(stderr=True).status(words.say("cli.reading")) as status:
        columns, faults = columns_at(given.link, given.table)
        if faults:
            return _nothing(faults)
        mapping = LinesMapping(given.table, suggested_columns(columns) | dict(given.map), cancelled_words())
        found = read_link(given.link, mapping, lambda message: status.update(words.say(message)))
    if not found.content:
        return _nothing(found.issues)
    intake = read_files([ClientFile(NAME, found.content)], dict(given.answer))
    issues = tuple(sorted((*found.issues, *intake.issues), key=lambda issue: -issue.level))
    return replace(intake, issues=issues)


def _nothing(issues: tuple[Issue, ...]) -> Intake:
    return Intake(None, "error" if worst(issues) is Level.ERROR else "ask", issues, ())


def pair(text: str) -> tuple[str, str]:
    """A field and its column, written FIELD=COLUMN."""
    field, sign, column = text.partition("=")
    if not sign or not field or not column:
        raise argparse.ArgumentTypeError(f"a column is given as FIELD=COLUMN; got {text!r}")
    return field, column


def refused_words(given: argparse.Namespace) -> str:
    """What is wrong with the words of a command that reads files or a link; "" if nothing is."""
    if bool(given.files) == bool(given.link):
        return "give files, or --link with --table"
    return "" if bool(given.link) == bool(given.table) else "--link and --table belong together"
