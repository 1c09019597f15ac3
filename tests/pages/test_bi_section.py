"""The section that publishes the numbers for BI tools, through a frame of its own."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from kpi_logic.store import open_store
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases


def draw(url: str, id: str) -> None:
    """The section alone, for an engagement of that store."""
    from unittest import mock

    from kpi_logic.store import open_store
    from pages.shared import bi_view, session
    from tests.kpi_logic.proposal import cases

    store = open_store(url)
    with (
        mock.patch.object(session, "store", lambda: store),
        mock.patch("pages.shared.inputs.key_of", lambda name: f"{id}.{name}"),
    ):
        bi_view.section(store.open(id), cases.simulated_facts())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_publishing_fills_the_views(language: str, tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'kpi.db'}"
    store = open_store(url)
    saved = store.create(cases.complete().engagement, "Li", datetime(2026, 3, 1, tzinfo=UTC))
    app = AppTest.from_function(draw, args=(url, saved.id), default_timeout=60)
    app.session_state["language"] = language
    app.run()
    assert not app.exception
    app.button[0].click().run()
    assert not app.exception and len(app.success) == 1
    rows = len(store.published(saved.id, "v_scores"))
    assert rows > 100
    said = {catalog(code).say("bi.section.title") for code in ("zh", "en")}
    assert app.expander[0].label in said
    store.engine.dispose()
