"""The few things about the look that the theme cannot say."""

import streamlit as st

from pages.shared.session import t

# Streamlit leaves six empty lines above a page, and its upload box speaks English only.
STYLE = """<style>
[data-testid="stMainBlockContainer"] {{ padding-top: 2.2rem; padding-bottom: 3rem; }}
[data-testid="stMetricLabel"] p {{ white-space: normal; }}
[data-testid="stSidebarHeader"] {{ height: 2.5rem; margin-bottom: 0; }}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after {{
  content: "{button}"; font-size: 0.875rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: "{hint}"; font-size: 0.875rem; }}
</style>"""


def wear() -> None:
    """Put the look on; the words inside it are our own, never somebody's."""
    st.html(STYLE.format(button=t("frame.upload_button"), hint=t("frame.upload_hint")))
