"""What a file was taken for, corrected by hand: its shop, site and currency, and columns nobody knew."""

import streamlit as st

from kpi_logic.intake import Intake
from kpi_logic.intake.categories import CATEGORY
from kpi_logic.intake.columns import KEY_FIELDS, measures_in_order
from kpi_logic.model import Engagement
from pages.shared import inputs
from pages.shared.questions import NONE, answer_to
from pages.shared.session import t


def section(engagement: Engagement, intake: Intake) -> None:
    """One file and one column at a time; the answers are kept for this client."""
    exports = list(dict.fromkeys(source.file for source in intake.sources if source.platform))
    columns = _unread(engagement, intake)
    if not exports and not columns:
        return
    with st.expander(t("page_intake.correct.title")):
        st.caption(t("page_intake.correct.why"))
        left, right = st.columns(2, gap="large")
        with left:
            if exports:
                _file(engagement, exports)
        with right:
            if columns:
                _column(engagement, columns)
            else:
                st.caption(t("page_intake.correct.none_left"))


def _file(engagement: Engagement, exports: list[str]) -> None:
    label = t("page_intake.correct.file")
    file = inputs.view("corrected_file", exports[0], lambda key: st.selectbox(label, exports, key=key), exports)
    for topic in ("shop", "site", "currency"):
        code = f"{topic}:{file}"
        given = engagement.data.answers.get(code, "")
        inputs.text(f"page_intake.correct.{topic}", f"answer.correct.{code}", given, answer_to(code))


def _column(engagement: Engagement, columns: list[str]) -> None:
    label = t("page_intake.correct.column")
    heading = inputs.view("corrected_column", columns[0], lambda key: st.selectbox(label, columns, key=key), columns)
    code = f"column:{heading}"
    options = (NONE, *KEY_FIELDS, CATEGORY, *measures_in_order())
    given = engagement.data.answers.get(code)
    inputs.choice("page_intake.correct.means", f"answer.correct.{code}", given, options, _means, answer_to(code))


def _means(field: str) -> str:
    if field == NONE:
        return t("intake_words.field.none")
    return t(f"intake_words.field.{field}" if field in (*KEY_FIELDS, CATEGORY) else f"measure.{field}.name")


def _unread(engagement: Engagement, intake: Intake) -> list[str]:
    """Headings that no file's reading used, and those named by hand before."""
    told = [raw.text for issue in intake.issues if issue.code == "columns_not_read" for raw in issue.facts["columns"]]
    named = [code.partition(":")[2] for code in engagement.data.answers if code.startswith("column:")]
    return list(dict.fromkeys([*told, *named]))
