"""Which edition of the paper this is: a draft until it is released, and what changed since the last one."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from kpi_logic.model import Message


@dataclass(frozen=True)
class Edition:
    """``version`` "" is the engagement's own; ``since`` the version that ``changes`` are told against, if any.

    ``decided``: the day (YYYY-MM-DD) on which a decision came to be what it is, by its place ("targets.t1", "scheme").
    """

    version: str = ""
    draft: bool = True
    since: str = ""
    changes: tuple[Message, ...] = ()
    decided: tuple[tuple[str, str], ...] = ()


def next_version(version: str, taken: Collection[str]) -> str:
    """The first free version after *version*: its last number counts up.

    >>> next_version("1.0", {"1.0", "1.1"}), next_version("final", {"final"})
    ('1.2', 'final.1')
    """
    while version in taken:
        head, number = re.fullmatch(r"(.*?)(\d*)", version, re.DOTALL).groups()  # type: ignore[union-attr]
        version = f"{head}{int(number) + 1}" if number else f"{head}.1"
    return version
