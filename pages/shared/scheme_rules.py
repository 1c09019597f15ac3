"""What holds for everybody: reward beside penalty, trial, review, exceptions (P5, P8-P10)."""

from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, Scheme
from pages.shared import inputs
from pages.shared.card_changes import with_scheme
from pages.shared.session import t
from pages.shared.subject import Subject

REWARDS = ("both", "rewards", "penalties", "none", "unknown")


def show(scheme: Scheme, subject: Subject) -> None:
    """What holds for everybody: reward beside penalty, trial, review, exceptions (P5, P8-P10)."""
    inputs.choice(
        "page_weights.rules.rewards_and_penalties", "scheme.rewards_and_penalties", scheme.rewards_and_penalties, REWARDS,
        lambda which: t(f"page_weights.rules.rewards.{which}"), subject.lift(_rule("rewards_and_penalties")),
    )  # fmt: skip
    left, right = st.columns(2)
    with left:
        inputs.number(
            "page_weights.rules.trial_months", "scheme.trial_months", scheme.trial_months, subject.lift(_rule("trial_months")),
            min_value=0, max_value=12, step=1,
        )  # fmt: skip
    with right:
        inputs.number(
            "page_weights.rules.review_every_months", "scheme.review_every_months", scheme.review_every_months,
            subject.lift(_rule("review_every_months")), min_value=0, max_value=24, step=1,
        )  # fmt: skip
    inputs.text(
        "page_weights.rules.exception_rule",
        "scheme.exception_rule",
        scheme.exception_rule,
        subject.lift(_rule("exception_rule")),
        lines=2,
    )


def _rule(field: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        assert engagement.scheme is not None
        value = value if value is not None else 0
        return with_scheme(engagement, engagement.scheme.model_copy(update={field: value}))

    return change
