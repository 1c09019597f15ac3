"""What a fresh server does once: import what the pages will use, then tell the collector to leave it alone.

Streamlit runs a full garbage collection after every rerun; over the modules of this product that takes about 0.2 s.
Frozen objects are skipped, which brings a rerun back to milliseconds.  The heavy imports happen behind the first page,
so that the first page does not wait for them.
"""

import gc
import importlib
import threading
import time

import streamlit as st

HEAVY = (
    "pandas",
    "altair",
    "kpi_logic.metrics",
    "kpi_logic.intake",
    "kpi_logic.diagnosis",
    "kpi_logic.targets",
    "kpi_logic.weights",
    "kpi_logic.scheme",
    "kpi_logic.figures",
    "kpi_logic.proposal",
)
AFTER_FIRST_PAGE = 2.0  # seconds: the first page is on the screen by then


@st.cache_resource(show_spinner=False)
def boot() -> threading.Thread:
    """Freeze what is loaded now, warm up the rest in the background, freeze again."""
    freeze()
    thread = threading.Thread(target=_warm_up, name="warm-up", daemon=True)
    thread.start()
    return thread


def freeze() -> None:
    """Take everything that is alive out of the collector's sight."""
    gc.collect()
    gc.freeze()


def _warm_up() -> None:
    time.sleep(AFTER_FIRST_PAGE)
    for name in HEAVY:
        importlib.import_module(name)
    freeze()
