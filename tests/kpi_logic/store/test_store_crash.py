"""What was acknowledged stays: killed at any moment, or with the disk full."""

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from contextlib import closing

import pytest
from sqlalchemy import event, text

from kpi_logic.model import Engagement, Message, Profile
from kpi_logic.store import StoreFull, default_url
from kpi_logic.store.connect import engine_for
from kpi_logic.store.store import Store, open_store

KILLS = 60
EDIT = Message("store.unknown_step")


def save_until_killed(url: str, id: str, acknowledged: int, start: int) -> None:
    """Save without end; a line to the descriptor after each save that returned."""
    store = open_store(url)
    saved = store.open(id)
    while True:
        n = saved.revision + 1
        profile = Profile(client=f"client {n}", problems="x" * 3000)
        engagement = Engagement(name=f"n{n}", profile=profile)
        saved = store.save(id, engagement, saved.revision, EDIT, f"run {start}", saved.updated_at)
        os.write(acknowledged, f"{saved.revision}\n".encode())


@pytest.mark.claims
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")
def test_killed_at_any_moment_no_acknowledged_save_is_lost(file_store, file_url, at):
    id = file_store.create(Engagement(name="n1"), "Li", at(0)).id
    file_store.engine.dispose()  # no connection of SQLite may be carried over a fork
    chance = random.Random(20260301)
    acknowledged: set[int] = set()
    for run in range(KILLS):
        acknowledged |= killed_run(file_url, id, run, chance.uniform(0, 0.08))
        with closing(sqlite3.connect(engine_for(file_url).url.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    entries = file_store.entries(id)
    assert [entry.revision.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.engagement.name for entry in entries] == [f"n{n}" for n in range(1, len(entries) + 1)]
    assert file_store.open(id).revision == len(entries)
    assert acknowledged <= set(range(1, len(entries) + 1))
    assert len(acknowledged) >= KILLS


def killed_run(url: str, id: str, run: int, seconds: float) -> set[int]:
    """The revisions that were acknowledged before the child was killed."""
    reader, writer = os.pipe()
    child = multiprocessing.get_context("fork").Process(target=save_until_killed, args=(url, id, writer, run))
    child.start()
    os.close(writer)
    first = os.read(reader, 1)  # it saves now; a busy machine may take its time to start
    time.sleep(seconds)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert child.exitcode == -signal.SIGKILL
    with open(reader, "rb") as lines:
        *whole, half = (first + lines.read()).split(b"\n")
    assert half == b""  # a line is written whole
    return {int(line) for line in whole}


def test_a_full_disk_is_told_and_works_again_afterwards(file_store, file_url, at):
    id = file_store.create(Engagement(name="n1"), "Li", at(0)).id
    file_store.engine.dispose()
    small = Store(engine_for(file_url))
    event.listen(small.engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=60"))
    acknowledged = 1
    with pytest.raises(StoreFull) as full:
        for n in range(2, 1000):
            engagement = Engagement(name=f"n{n}", profile=Profile(problems="x" * 5000))
            acknowledged = small.save(id, engagement, acknowledged, EDIT, "Li", at(n)).revision
    assert full.value.message.key == "store.full"
    assert full.value.message.facts["where"].text.endswith("kpi.db")
    assert small.open(id).revision == acknowledged > 5
    with pytest.raises(StoreFull):
        small.put_file(bytes(500_000), "large.xlsx")
    with small.engine.begin() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    small.engine.dispose()

    assert [entry.engagement.name for entry in file_store.entries(id)] == [f"n{n}" for n in range(1, acknowledged + 1)]
    assert file_store.rename(id, "room again", "Li", at(0)).revision == acknowledged + 1


def test_every_size_of_a_full_disk(tmp_path, at):
    """However early the room ends, opening or saving fails plainly and what was acknowledged is there."""
    for pages in range(1, 60, 4):
        url = default_url({"XDG_DATA_HOME": str(tmp_path / str(pages))}, "linux")
        engine = engine_for(url)
        event.listen(engine, "connect", lambda c, _, pages=pages: c.execute(f"PRAGMA max_page_count={pages}"))
        acknowledged = saves_until_full(engine, at)
        engine.dispose()
        store = open_store(url)
        assert [len(store.history(id)) for id in acknowledged] == list(acknowledged.values())
        store.engine.dispose()


def saves_until_full(engine, at) -> dict[str, int]:
    from kpi_logic.store.migrate import migrate

    acknowledged: dict[str, int] = {}
    with pytest.raises(StoreFull):
        migrate(engine)
        store = Store(engine)
        while True:
            saved = store.create(Engagement(name="n1", profile=Profile(problems="x" * 6000)), "Li", at(0))
            acknowledged[saved.id] = 1
            acknowledged[saved.id] = store.rename(saved.id, "n2", "Li", at(1)).revision
    return acknowledged
