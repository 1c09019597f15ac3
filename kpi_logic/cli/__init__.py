"""cli: the same functions as the pages, without a screen.

Receives   words on a command line.     Gives   JSON or a few lines on standard output, files, an exit status.
May hold   every room below; rich for progress.
Never      prints a traceback for bad input, prints anything but JSON on standard output under ``--json``.
"""

from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 1 stopped because of the input, 2 wrong usage."""
    from kpi_logic.cli.parser import run

    return run(arguments)


__all__ = ["main"]
