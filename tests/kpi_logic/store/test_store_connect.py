"""How a database is reached, and what is said when it is not."""

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from kpi_logic.model import Engagement, Message, Raw
from kpi_logic.store import (
    DatabaseDamaged,
    DatabaseUnknown,
    DriverMissing,
    StoreBusy,
    StoreReadOnly,
    StoreUnreachable,
    default_url,
)
from kpi_logic.store.connect import data_folder, engine_for, journal_mode, place_of, reading, writing
from kpi_logic.store.store import open_store

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"HOME": "/home/li"}, "linux", "/home/li/.local/share/kpi-workbook"),
        ({"HOME": "/home/li", "XDG_DATA_HOME": "/data"}, "linux", "/data/kpi-workbook"),
        ({"HOME": "/home/li", "XDG_DATA_HOME": ""}, "linux", "/home/li/.local/share/kpi-workbook"),
        ({"HOME": "/home/li", "XDG_DATA_HOME": "here"}, "linux", "/home/li/.local/share/kpi-workbook"),
        ({"HOME": "/Users/li"}, "darwin", "/Users/li/Library/Application Support/kpi-workbook"),
        ({"LOCALAPPDATA": "/c/Local"}, "win32", "/c/Local/kpi-workbook"),
        ({"USERPROFILE": "/c/Users/li"}, "win32", "/c/Users/li/AppData/Local/kpi-workbook"),
    ],
)
def test_the_data_folder_follows_the_platform(environ, platform, folder):
    assert data_folder(environ, platform) == Path(folder)
    assert default_url(environ, platform) == f"sqlite:///{folder}/kpi-workbook.db"


def test_database_url_comes_first():
    assert default_url({"DATABASE_URL": " postgresql://h/d ", "HOME": "/home/li"}) == "postgresql://h/d"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_takes_psycopg_3(scheme):
    engine = engine_for(f"{scheme}://li:secret@db.example:5433/kpi")
    assert engine.url.drivername == "postgresql+psycopg"
    assert place_of(engine) == "db.example/kpi"


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("mysql://li:secret@h/d", "mysql"),
        ("", ""),
        ("kpi.db", ""),
        ("postgresql+psycopg2://h/d", "postgresql+psycopg2"),
        ("postgresql://h:port/d", "postgresql"),
        ("li:secret", ""),
    ],
)
def test_an_unknown_address_is_refused_without_its_password(url, scheme):
    with pytest.raises(DatabaseUnknown) as refused:
        open_store(url)
    assert refused.value.message == Message("store.database_unknown", {"scheme": Raw(scheme)})


def test_every_pragma_on_every_connection(file_store):
    wal = sqlite3.sqlite_version_info >= (3, 51, 3)

    def pragmas(_: int) -> list[object]:
        with reading(file_store.engine) as connection:
            names = ("foreign_keys", "busy_timeout", "synchronous", "journal_mode")
            return [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(pragmas, range(8))) == [[1, 5000, 2, "wal" if wal else "delete"]] * 8


def test_writing_takes_the_lock_at_once_and_reading_does_not(file_store):
    with closing(sqlite3.connect(file_store.engine.url.database, timeout=0, isolation_level=None)) as other:
        with writing(file_store.engine), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        with reading(file_store.engine):
            other.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((3, 53, 0), "WAL"), ((4, 0, 0), "WAL")],
)
def test_write_ahead_only_where_the_library_is_safe(version, mode):
    assert journal_mode(version) == mode


def test_a_file_left_in_write_ahead_mode_is_brought_back(file_store, file_url, at):
    id = file_store.create(Engagement(name="Acme"), "Li", at(0)).id
    file_store.engine.dispose()
    with closing(sqlite3.connect(file_store.engine.url.database)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA user_version=1")
    store = open_store(file_url)
    assert store.open(id).engagement == Engagement(name="Acme")
    with reading(store.engine) as connection:
        assert (
            connection.execute(text("PRAGMA journal_mode")).scalar()
            == journal_mode(sqlite3.sqlite_version_info).lower()
        )


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_the_data_folder_is_for_its_user_only(tmp_path):
    open_store(f"sqlite:///{tmp_path / 'new' / 'kpi.db'}")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) & 0o077 == 0


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnreachable) as refused:
        open_store(f"sqlite:///{tmp_path / 'file' / 'kpi.db'}")
    assert refused.value.message == Message("store.unreachable", {"where": Raw(str(tmp_path / "file"))})


def test_a_folder_where_the_file_should_be(tmp_path):
    with pytest.raises(StoreUnreachable) as refused:
        open_store(f"sqlite:///{tmp_path}")
    assert refused.value.message == Message("store.unreachable", {"where": Raw(str(tmp_path))})


@pytest.mark.parametrize(
    "content", [b"this is no database at all, only some text" * 50, b"SQLite format 3\0" + b"\1" * 4096]
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path, content):
    file = tmp_path / "kpi.db"
    file.write_bytes(content)
    with pytest.raises(DatabaseDamaged) as refused:
        open_store(f"sqlite:///{file}")
    assert refused.value.message == Message("store.database_damaged", {"where": Raw(str(file))})
    assert file.read_bytes() == content


def test_a_database_locked_for_too_long(file_store, at, monkeypatch):
    saved = file_store.create(Engagement(name="Acme"), "Li", at(0))
    file = file_store.engine.url.database
    file_store.engine.dispose()
    monkeypatch.setattr("kpi_logic.store.connect.BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy) as busy:
            file_store.rename(saved.id, "B", "Li", at(1))
        assert busy.value.message == Message("store.busy", {"where": Raw(file)})
        assert file_store.open(saved.id) == saved
        other.execute("ROLLBACK")
    assert file_store.rename(saved.id, "B", "Li", at(1)).revision == 2


def test_a_database_that_may_only_be_read(file_store, at):
    saved = file_store.create(Engagement(name="Acme"), "Li", at(0))
    file = file_store.engine.url.database
    store = open_store(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert store.open(saved.id) == saved
    with pytest.raises(StoreReadOnly) as refused:
        store.rename(saved.id, "B", "Li", at(1))
    assert refused.value.message == Message("store.read_only", {"where": Raw(f"file:{file}")})
    assert not Path("file:").exists()


def test_a_server_without_its_driver(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissing) as refused:
        open_store("postgresql://h/d")
    assert refused.value.message == Message("store.driver_missing", {"package": Raw("psycopg[binary]")})


def test_a_server_that_does_not_answer():
    with pytest.raises(StoreUnreachable) as refused:
        open_store("postgresql://li:secret@127.0.0.1:1/kpi?connect_timeout=2")
    assert refused.value.message == Message("store.unreachable", {"where": Raw("127.0.0.1/kpi")})


def test_importing_the_room_brings_no_database_library():
    script = "import sys, kpi_logic.store; print(*{'sqlalchemy', 'alembic', 'psycopg'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""
