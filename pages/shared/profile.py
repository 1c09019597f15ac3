"""The client's background (M1, M2), each answer kept at once."""

from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, ServiceForm
from pages.shared import inputs
from pages.shared.session import t

CURRENCIES = (
    "CNY",
    "USD",
    "EUR",
    "GBP",
    "JPY",
    "MYR",
    "SGD",
    "THB",
    "PHP",
    "VND",
    "IDR",
    "BRL",
    "INR",
    "MXN",
    "CAD",
    "AUD",
)
PLATFORMS = ("Amazon", "Shopee", "Lazada", "TikTok Shop", "Shopify", "eBay", "Walmart", "Temu")
PAINS = (
    "no_goals",
    "scattered",
    "hard_to_judge",
    "growth_stalls",
    "departments_at_odds",
    "waste",
    "by_feeling",
    "slow_start",
)


def form(engagement: Engagement) -> None:
    """Who the client is, what hurts, and how people are appraised today."""
    profile = engagement.profile
    left, right = st.columns(2, gap="large")
    with left:
        inputs.text("page_intake.client", "profile.client", profile.client, _set("client"))
        inputs.choice(
            "page_intake.service_form",
            "profile.service_form",
            profile.service_form,
            list(ServiceForm),
            lambda form: t(f"page_intake.service.{form}"),
            _set("service_form"),
        )
        sales, currency = st.columns([2, 1])
        with sales:
            inputs.number(
                "page_intake.yearly_sales", "profile.yearly_sales", profile.yearly_sales, _set("yearly_sales"),
                min_value=0.0, step=100_000.0, format="%.0f",
            )  # fmt: skip
        with currency:
            inputs.choice(
                "page_intake.currency", "profile.currency", profile.currency, CURRENCIES, str, _set("currency")
            )
        inputs.number(
            "page_intake.team_size", "profile.team_size", profile.team_size, _set("team_size"), min_value=0, step=1
        )
        inputs.several("page_intake.platforms", "profile.platforms", profile.platforms, PLATFORMS, str, _set("platforms"),
                       accept_new_options=True)  # fmt: skip
        inputs.several("page_intake.categories", "profile.categories", profile.categories, (), str, _set("categories"),
                       accept_new_options=True)  # fmt: skip
    with right:
        inputs.several("page_intake.pains", "profile.pains", profile.pains, PAINS, lambda pain: t(f"page_intake.pain.{pain}"),
                       _set("pains"))  # fmt: skip
        for field in ("pains_in_words", "current_appraisal", "problems"):
            inputs.text(f"page_intake.{field}", f"profile.{field}", getattr(profile, field), _set(field), lines=4)


def _set(field: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        profile = type(engagement.profile).model_validate(engagement.profile.model_dump() | {field: value})
        return engagement.model_copy(update={"profile": profile})

    return change
