"""What the undo and redo buttons bring back: every step is a revision, so going back is one too."""

from collections.abc import Sequence

from kpi_logic.store.saved import Revision


def undo_and_redo(history: Sequence[Revision]) -> tuple[int | None, int | None]:
    """The revisions that undo and redo would restore; None where there is nothing to go back or forward to.

    Pressed twice, undo goes back two steps (the revision before the head would undo the undo).  An edit after an undo
    starts a new line; what it left behind stays in the history.

    *history*: oldest first, as ``Store.history`` gives it.
    """
    line: list[int] = []  # what undo and redo walk along: each document once, under the revision that first had it
    here = -1
    origin: dict[int, int] = {}
    for revision in history:
        restored = revision.restored_from
        number = revision.number if restored is None else origin[restored]
        origin[revision.number] = number
        if number not in line:
            line[here + 1 :] = [number]
        here = line.index(number)
    return line[here - 1] if here > 0 else None, line[here + 1] if 0 <= here < len(line) - 1 else None
