"""The link's section: columns looked at, suggested, read, kept as a file; the password nowhere."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kpi_logic.model import Engagement
from kpi_logic.store import Saved, Store


def script() -> None:
    """The section alone, as a page draws it."""
    from pages.shared import session, warehouse_link

    found = session.saved()
    assert found is not None
    warehouse_link.section(found)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "erp.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE sales (order_date text, order_no text, amount real, store text, currency text)")
    rows = [("2025-01-01", "A", 12.5, "North", "USD"), ("2025-01-31", "B", 7, "North", "USD")]
    connection.executemany("INSERT INTO sales VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return path


def drawn(saved: Saved, language: str = "en") -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["e"] = saved.id
    app.query_params["lang"] = language
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_months_of_a_linked_table_are_kept_as_a_file(
    language: str,
    database: Path,
    plant: Callable[[Engagement], Saved],
    enter: Callable[..., Any],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enter(language)
    monkeypatch.setenv("KPI_LINK_FOLDER", str(database.parent))
    saved = plant(Engagement(name="link"))
    app = drawn(saved, language)
    app.text_input(key=f"{saved.id}.link.url").set_value(f"sqlite:///{database}").run()
    app.text_input(key=f"{saved.id}.link.table").set_value("sales").run()
    app.button(key=f"{saved.id}.link_look").click().run()
    assert app.selectbox(key=f"{saved.id}.link.map.order").value == "order_no"
    for _ in range(2):  # read again, the months take the place of those read before
        app.button(key=f"{saved.id}.link_read").click().run()
        assert not app.exception
        data = store.open(saved.id).engagement.data
        assert [ref.name for ref in data.files] == ["sales.csv"]
        content = store.file(data.files[0].digest).decode()
        assert content.splitlines() == ["month,shop,currency,sales,orders", "2025-01,North,USD,19.5,2"]


def test_a_file_of_the_server_is_not_read_from_a_page(
    database: Path, plant: Callable[[Engagement], Saved], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KPI_LINK_FOLDER", raising=False)
    saved = plant(Engagement(name="link"))
    app = drawn(saved)
    app.text_input(key=f"{saved.id}.link.url").set_value(f"sqlite:///{database}").run()
    app.text_input(key=f"{saved.id}.link.table").set_value("sales").run()
    app.button(key=f"{saved.id}.link_look").click().run()
    assert any("is a file on the computer" in text.value for text in app.text)
    assert not app.selectbox
