"""Only the open tab is drawn, and which one that is survives another language."""

from streamlit.testing.v1 import AppTest

from tests.pages.visitor import Visitor


def _page() -> None:
    import streamlit as st

    from pages.shared.tabs import tabs

    labels = ["甲", "乙"] if st.toggle("chinese") else ["A", "B"]
    for label, tab in zip("ab", tabs("two", labels), strict=True):
        if tab.open:
            tab.write(f"inside {label}")


def _visitor() -> Visitor:
    visitor = Visitor.__new__(Visitor)
    visitor.app = AppTest.from_function(_page).run()
    return visitor


def test_only_the_open_tab_is_drawn() -> None:
    visitor = _visitor()
    assert [text.value for text in visitor.app.markdown] == ["inside a"]
    visitor.turn("two", 1)
    assert [text.value for text in visitor.app.markdown] == ["inside b"]


def test_the_open_tab_stays_open_in_another_language() -> None:
    visitor = _visitor().turn("two", 1)
    visitor.app.toggle[0].set_value(True).run()
    assert [text.value for text in visitor.app.markdown] == ["inside b"]
    assert list(visitor.leaves()) == [("two", 0), ("two", 1)]
