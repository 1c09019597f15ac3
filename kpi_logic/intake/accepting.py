"""Many files dropped at once: the good ones are kept, each bad one is refused by itself with its reason."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from kpi_logic.intake.file import ClientFile, Intake
from kpi_logic.model import Issue, Level

Read = Callable[[Sequence[ClientFile]], Intake]


@dataclass(frozen=True)
class Accepted:
    """``files`` may be kept, ``intake`` is what they say together with those kept before (None where none is left).

    ``refused``: why the others are not kept.  ``repeated``: names of files whose content was there already.
    """

    files: tuple[ClientFile, ...]
    intake: Intake | None
    refused: tuple[Issue, ...]
    repeated: tuple[str, ...]


def accepted(fresh: Sequence[ClientFile], kept: Sequence[tuple[str, str]], read: Read) -> Accepted:
    """Sort newly given files.

    Args:
        kept: name and SHA-256 of each file that is kept already.
        read: reads files together with those kept.
    """
    left, repeated = _new_ones(fresh, kept)
    refused: list[Issue] = []
    while left:
        intake = read(left)
        errors = [issue for issue in intake.issues if issue.level is Level.ERROR]
        if not errors:
            return Accepted(tuple(left), intake, tuple(refused), repeated)
        named = {issue.place.file for issue in errors}
        bad = [file for file in left if file.name in named] or left  # what names no file speaks of all of them
        refused += [issue for issue in errors if bad is left or issue.place.file in {file.name for file in bad}]
        left = [file for file in left if file not in bad]
    return Accepted((), None, tuple(refused), repeated)


def _new_ones(fresh: Sequence[ClientFile], kept: Sequence[tuple[str, str]]) -> tuple[list[ClientFile], tuple[str, ...]]:
    """Each content once, each under a name of its own: answers speak of files by their names."""
    names, contents = {name for name, _ in kept}, {digest for _, digest in kept}
    left, repeated = [], []
    for file in fresh:
        digest = hashlib.sha256(file.held).hexdigest()
        if digest in contents:
            repeated.append(file.name)
            continue
        name = _free_name(file.name, names)
        contents.add(digest)
        names.add(name)
        left.append(ClientFile(name, file.content))
    return left, tuple(repeated)


def _free_name(name: str, taken: set[str]) -> str:
    """The name, with a number before its ending where it is taken.

    >>> _free_name("report.csv", {"report.csv"})
    'report (2).csv'
    """
    path, number, free = PurePath(name), 1, name
    while free in taken:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    return free
