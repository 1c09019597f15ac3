"""Databases of every age: none, the first, the newest, and one from the future."""

import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from kpi_logic.model import Engagement, FileRef, Message, Person, Profile, Raw
from kpi_logic.store import DatabaseDamaged, DatabaseForeign, DatabaseTooNew, Revision
from kpi_logic.store.connect import engine_for
from kpi_logic.store.migrate import SCRIPTS, VERSION_TABLE, known_versions, migrate
from kpi_logic.store.store import Store, open_store
from kpi_logic.store.tables import METADATA

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent

# A later migration of the hardest kind: SQLite must make the table anew while rows of another point to it.
LATER = '''
"""A mood for each engagement."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("engagement", recreate="auto") as table:
        table.add_column(sa.Column("mood", sa.Text, nullable=False, server_default="calm"))
        table.alter_column("name", new_column_name="title", existing_type=sa.Text, existing_nullable=False)
'''


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations with one more."""
    scripts = tmp_path / "later"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v0004_mood.py").write_text(LATER, encoding="utf-8")
    return scripts


@pytest.fixture
def first_file(tmp_path: Path) -> Path:
    """A database as version 1 left it, with hostile names, two engagements, a file and a history."""
    file = tmp_path / "kpi.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((HERE / "version_0001.sql").read_text(encoding="utf-8"))
    return file


def contents(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def version(engine) -> str | None:
    with engine.begin() as connection:
        return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()


def test_the_first_start_makes_everything(url):
    engine = engine_for(url)
    assert migrate(engine) is None
    assert version(engine) == known_versions()[-1]
    assert set(inspect(engine).get_table_names()) == {*METADATA.tables, VERSION_TABLE}
    assert migrate(engine) is None
    engine.dispose()


def test_the_migrations_make_the_tables_that_the_code_uses(url):
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    engine = engine_for(url)
    migrate(engine)
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
    engine.dispose()


def test_many_first_starts_at_once(url):
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(url), range(4)))
    assert stores[0].list() == ()
    for store in stores:
        store.engine.dispose()


def test_first_starts_of_many_processes(file_url):
    script = "import sys; from kpi_logic.store import open_store; print(open_store(sys.argv[1]).list())"
    children = [
        subprocess.Popen([sys.executable, "-c", script, file_url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [child.communicate()[0].strip() for child in children] == ["()"] * 4


def test_a_file_of_version_1_opens(first_file):
    store = open_store(f"sqlite:///{first_file}")
    acme, empty = store.list(include_archived=True)
    at = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    name = "Acme '; DROP TABLE engagement; --"
    digest = hashlib.sha256(b"month,sales\n1,2").hexdigest()
    ref = FileRef(name="../\u9500\u552e.csv", digest=digest, size=15)
    assert (acme.name, acme.revision, acme.archived, acme.updated_at) == (name, 3, False, at.replace(hour=9))
    assert acme.engagement == Engagement(
        name=name,
        profile=Profile(client="\u5e97\u94fa \u202e A", yearly_sales=3e7, platforms=("Amazon",)),
        organisation=acme.engagement.organisation.model_copy(update={"people": (Person(id="p1", name="=1+1"),)}),
        data=acme.engagement.data.model_copy(update={"files": (ref,)}),
    )
    assert store.file(ref.digest) == b"month,sales\n1,2"
    assert store.history(acme.id) == (
        Revision(1, at, "\u674e", Message("store.created")),
        Revision(2, at.replace(minute=45), "Wang", Message("store.renamed", {"name": Raw(name)})),
        Revision(3, at.replace(hour=9), "\u674e", Message("intake.read", {"rows": 1})),
    )
    assert (empty.name, empty.archived, empty.engagement) == ("", True, Engagement(name=""))
    store.engine.dispose()


def test_a_file_of_version_1_is_copied_and_then_brought_up_to_date(first_file, later):
    before = contents(first_file)
    engine = engine_for(f"sqlite:///{first_file}")
    copy = migrate(engine, later)
    assert copy == first_file.with_name("kpi.version-0001.backup")
    assert contents(copy) == before
    assert version(engine) == "0004"
    with engine.begin() as connection:
        moods = connection.execute(text("SELECT title, mood FROM engagement ORDER BY id")).all()
        assert moods == [("Acme '; DROP TABLE engagement; --", "calm"), ("", "calm")]
        assert connection.execute(text("SELECT count(*) FROM revision")).scalar() == 4
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert migrate(engine, later) is None
    assert sorted(path.name for path in first_file.parent.glob("kpi*")) == ["kpi.db", "kpi.version-0001.backup"]
    engine.dispose()


def test_the_copy_opens_with_the_older_program(first_file, later):
    engine = engine_for(f"sqlite:///{first_file}")
    copy = migrate(engine, later)
    assert [summary.name for summary in Store(engine_for(f"sqlite:///{copy}")).list()] == [
        "Acme '; DROP TABLE engagement; --"
    ]
    engine.dispose()


def test_an_earlier_copy_is_never_overwritten(first_file, later):
    first_file.with_name("kpi.version-0001.backup").write_text("mine")
    copy = migrate(engine_for(f"sqlite:///{first_file}"), later)
    assert copy == first_file.with_name("kpi.version-0001-2.backup")
    assert first_file.with_name("kpi.version-0001.backup").read_text() == "mine"


def test_a_server_is_brought_up_to_date_too(url, later, at):
    store = open_store(url)
    store.create(Engagement(name="Acme"), "Li", at(0))
    migrate(store.engine, later)
    assert version(store.engine) == "0004"
    store.engine.dispose()


def test_a_migration_that_fails_changes_nothing(first_file, later):
    before = contents(first_file)
    script = later / "versions" / "v0004_mood.py"
    script.write_text(script.read_text() + "    raise RuntimeError('half way')\n")
    engine = engine_for(f"sqlite:///{first_file}")
    with pytest.raises(RuntimeError, match="half way"):
        migrate(engine, later)
    engine.dispose()
    assert contents(first_file) == before
    assert open_store(f"sqlite:///{first_file}").list()[0].revision == 3


def test_a_migration_that_would_orphan_rows_changes_nothing(first_file, later):
    before = contents(first_file)
    script = later / "versions" / "v0004_mood.py"
    script.write_text(script.read_text() + "    op.execute('DELETE FROM engagement')\n")
    engine = engine_for(f"sqlite:///{first_file}")
    with pytest.raises(DatabaseDamaged):
        migrate(engine, later)
    engine.dispose()
    assert contents(first_file) == before


def test_a_database_from_the_future_is_refused_and_left_alone(url, later, at):
    store = open_store(url)
    store.create(Engagement(name="Acme"), "Li", at(0))
    migrate(store.engine, later)
    with pytest.raises(DatabaseTooNew) as refused:
        migrate(store.engine)
    facts = refused.value.message.facts
    assert (facts["stored"], facts["known"]) == (Raw("0004"), Raw("0003"))
    assert version(store.engine) == "0004"
    store.engine.dispose()


def test_another_programs_tables_are_left_alone(tmp_path):
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE revision (x); INSERT INTO revision VALUES (1);")
    before = contents(file)
    with pytest.raises(DatabaseForeign) as refused:
        open_store(f"sqlite:///{file}")
    assert refused.value.message == Message("store.database_foreign", {"where": Raw(str(file))})
    assert contents(file) == before


def test_another_programs_version_does_not_pass_for_ours(tmp_path):
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('x');"
        )
    assert open_store(f"sqlite:///{file}").list() == ()


def test_a_current_database_opens_without_alembic(file_store, file_url):
    script = (
        "import sys; from kpi_logic.store import open_store; open_store(sys.argv[1]).list();"
        "print(*{'alembic', 'psycopg'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, file_url], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


@pytest.mark.claims
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")
def test_killed_while_migrating_it_is_old_or_new_never_half(first_file, later, tmp_path):
    import alembic.runtime.environment  # imported before the fork, so that the kills come while it works

    assert alembic.runtime.environment
    chance = random.Random(1)
    old = contents(first_file)
    file = tmp_path / "killed.db"
    finished = 0
    shutil.copy(first_file, file)
    whole = kill_migration(f"sqlite:///{file}", later, None)
    for _ in range(40):
        for left in tmp_path.glob("killed*"):
            left.unlink()
        shutil.copy(first_file, file)
        kill_migration(f"sqlite:///{file}", later, chance.uniform(0, 1.5 * whole))
        engine = engine_for(f"sqlite:///{file}")
        is_new = version(engine) == "0004"
        finished += is_new
        assert is_new or contents(file) == old
        migrate(engine, later)
        with engine.begin() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("SELECT count(mood) FROM engagement")).scalar() == 2
            assert connection.execute(text("SELECT count(*) FROM revision")).scalar() == 4
        engine.dispose()
        assert all(contents(copy) == old for copy in tmp_path.glob("killed*.backup"))
    assert 0 < finished < 40


def kill_migration(url: str, scripts: Path, seconds: float | None) -> float:
    """Migrate in a child that is killed after *seconds*, or never; gives how long it ran."""
    child = multiprocessing.get_context("fork").Process(target=lambda: migrate(engine_for(url), scripts))
    start = time.perf_counter()
    child.start()
    if seconds is not None:
        time.sleep(seconds)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
    child.join()
    return time.perf_counter() - start
