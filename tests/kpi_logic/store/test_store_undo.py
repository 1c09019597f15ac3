"""Undo and redo walk along the line of edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.model import Engagement, Message
from kpi_logic.store import Revision, undo_and_redo

EDIT = Message("store.unknown_step")


def history(at, *restored: int | None) -> list[Revision]:
    return [Revision(number, at(number), "Li", EDIT, source) for number, source in enumerate(restored, start=1)]


@pytest.mark.parametrize(
    ("restored", "expected"),
    [
        ((), (None, None)),
        ((None,), (None, None)),
        ((None, None), (1, None)),
        ((None, None, 1), (None, 2)),  # undone
        ((None, None, None, 2, 1), (None, 2)),  # undone twice
        ((None, None, None, 2, 1, 2), (1, 3)),  # and redone once
        ((None, None, 1, None), (1, None)),  # an edit after an undo starts a new line
        ((None, None, 1, None, 2), (4, None)),  # a revision of the line left behind, brought back
        ((None, None, None, 1, 4), (None, 2)),  # restoring a restored one is restoring its document
    ],
)
def test_what_the_buttons_bring_back(at, restored, expected):
    assert undo_and_redo(history(at, *restored)) == expected


@given(st.data(), st.integers(1, 6))
def test_back_to_the_start_and_forward_again(data, edits):
    documents = [f"n{n}" for n in range(1, edits + 1)]
    steps: list[Revision] = history(lambda n: None, *[None] * edits)

    def restore(number: int) -> None:
        documents.append(documents[number - 1])
        steps.append(Revision(len(steps) + 1, None, "Li", EDIT, number))

    for n in range(data.draw(st.integers(0, edits - 1))):
        restore(undo_and_redo(steps)[0])
        assert documents[-1] == f"n{edits - n - 1}"
    while (forward := undo_and_redo(steps)[1]) is not None:
        restore(forward)
    assert documents[-1] == f"n{edits}"


def test_with_a_real_store(file_store, at):
    saved = file_store.create(Engagement(name="n1"), "Li", at(0))
    for n in (2, 3):
        file_store.rename(saved.id, f"n{n}", "Li", at(n))
    names = []
    while (back := undo_and_redo(file_store.history(saved.id))[0]) is not None:
        head = file_store.open(saved.id).revision
        names.append(file_store.restore(saved.id, back, head, "Li", at(9)).engagement.name)
    assert names == ["n2", "n1"]
