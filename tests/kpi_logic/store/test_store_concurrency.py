"""Many writers at once: nobody's acknowledged edit is lost, and a loser is shown both versions."""

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from kpi_logic.model import Engagement, Message, Profile
from kpi_logic.store import EditConflict, Entry, Revision, StoreBusy, rows
from kpi_logic.store.connect import writing
from kpi_logic.store.store import open_store

WRITERS, EDITS = 8, 30
START = datetime(2026, 3, 1, tzinfo=UTC)
EDIT = Message("store.unknown_step")


def add_pain(store, id, pain, at) -> int:
    """Read, add one word and write, again until it is taken; gives how often somebody was quicker."""
    conflicts = 0
    saved = store.open(id)
    while True:
        profile = saved.engagement.profile
        mine = saved.engagement.model_copy(
            update={"profile": profile.model_copy(update={"pains": (*profile.pains, pain)})}
        )
        try:
            store.save(id, mine, saved.revision, EDIT, pain, at(1))
            return conflicts
        except EditConflict as refused:
            assert refused.mine == mine
            assert refused.base == saved.revision < refused.theirs.revision
            assert refused.theirs.engagement != mine
            conflicts += 1
            saved = refused.theirs


@pytest.mark.claims
def test_no_edit_of_eight_writers_is_lost(store, at):
    saved = store.create(Engagement(name="Acme"), "Li", at(0))

    def write(writer: int) -> int:
        return sum(add_pain(store, saved.id, f"{writer}-{edit}", at) for edit in range(EDITS))

    with ThreadPoolExecutor(WRITERS) as pool:
        conflicts = sum(pool.map(write, range(WRITERS)))
    pains = store.open(saved.id).engagement.profile.pains
    assert sorted(pains) == sorted(f"{writer}-{edit}" for writer in range(WRITERS) for edit in range(EDITS))
    assert len(store.history(saved.id)) == 1 + WRITERS * EDITS
    assert [entry.engagement.profile.pains for entry in store.entries(saved.id)] == [
        pains[:n] for n in range(len(pains) + 1)
    ]
    assert conflicts > 0


def write_in_a_process(url: str, id: str, writer: int, edits: int) -> None:
    store = open_store(url)
    for edit in range(edits):
        while True:
            try:
                add_pain(store, id, f"{writer}-{edit}", lambda _: START)
                break
            except StoreBusy:  # refused and said so: nothing was written, so try again
                continue


@pytest.mark.claims
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_no_edit_of_four_processes_is_lost(file_store, file_url, at):
    id = file_store.create(Engagement(name="Acme"), "Li", at(0)).id
    file_store.engine.dispose()  # no connection of SQLite may be carried over a fork
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=write_in_a_process, args=(file_url, id, n, 15)) for n in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4
    pains = file_store.open(id).engagement.profile.pains
    assert sorted(pains) == sorted(f"{writer}-{edit}" for writer in range(4) for edit in range(15))
    assert len(file_store.history(id)) == 61


def test_two_stores_on_one_database_are_two_sessions(store, url, at):
    other = open_store(url)
    saved = store.create(Engagement(name="Acme"), "Li", at(0))
    seen = other.open(saved.id)
    store.rename(saved.id, "B", "Li", at(1))
    with pytest.raises(EditConflict) as refused:
        other.save(saved.id, Engagement(name="C"), seen.revision, EDIT, "Wang", at(2))
    assert refused.value.theirs.engagement.name == "B"
    other.engine.dispose()


def test_of_many_who_start_from_one_revision_exactly_one_wins(store, at):
    saved = store.create(Engagement(name="Acme"), "Li", at(0))
    together = threading.Barrier(6)

    def write(n: int) -> bool:
        together.wait()
        try:
            store.save(saved.id, Engagement(name=f"n{n}"), 1, EDIT, "Li", at(1))
        except EditConflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(write, range(6))) == [False] * 5 + [True]
    assert store.open(saved.id).revision == 2


def test_even_without_the_lock_a_moved_head_is_not_overwritten(store, at):
    saved = store.create(Engagement(name="Acme"), "Li", at(0))
    theirs = store.rename(saved.id, "B", "Li", at(1))
    step = Entry(Revision(2, at(2), "Wang", EDIT), Engagement(name="C"))
    with pytest.raises(EditConflict) as refused, writing(store.engine) as connection:
        rows.append(connection, saved, step)
    assert (refused.value.mine, refused.value.theirs) == (Engagement(name="C"), theirs)
    assert store.open(saved.id) == theirs


def test_renaming_beside_an_edit_keeps_both(store, at):
    saved = store.create(Engagement(name="Acme"), "Li", at(0))
    edited = saved.engagement.model_copy(update={"profile": Profile(client="x")})
    store.save(saved.id, edited, 1, EDIT, "Li", at(1))
    assert store.rename(saved.id, "B", "Wang", at(2)).engagement == edited.model_copy(update={"name": "B"})


def test_threads_stand_in_line_and_need_no_timeout(file_url, at, monkeypatch):
    monkeypatch.setattr("kpi_logic.store.connect.BUSY_TIMEOUT_MS", 0)
    store = open_store(file_url)
    saved = store.create(Engagement(name="Acme"), "Li", at(0))
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda n: add_pain(store, saved.id, str(n), at), range(40)))
    assert store.open(saved.id).revision == 41
    store.engine.dispose()


def test_renaming_at_once_refuses_nobody(store, at):
    saved = store.create(Engagement(name="Acme"), "Li", at(0))
    with ThreadPoolExecutor(6) as pool:
        renamed = list(pool.map(lambda n: store.rename(saved.id, f"n{n}", "Li", at(1)), range(24)))
    assert sorted(one.revision for one in renamed) == list(range(2, 26))


def test_a_reader_sees_one_moment(store, at):
    saved = store.create(Engagement(name="n1"), "Li", at(0))
    stop = threading.Event()

    def read() -> list[str]:
        wrong = []
        while not stop.is_set():
            now = store.open(saved.id)
            if now.engagement.name != f"n{now.revision}":
                wrong.append(repr(now))
        return wrong

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        for n in range(2, 30):
            store.rename(saved.id, f"n{n}", "Li", at(n))
        stop.set()
        assert [reader.result() for reader in readers] == [[], []]


def test_files_put_by_many_at_once_are_kept_once(store):
    with ThreadPoolExecutor(6) as pool:
        refs = list(pool.map(lambda n: store.put_file(b"same", "a.csv"), range(12)))
    assert refs == [refs[0]] * 12
    assert store.file(refs[0].digest) == b"same"
