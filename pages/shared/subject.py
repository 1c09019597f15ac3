"""Which scheme the page works on: the one that was adopted, or a scenario beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, Raw, Scenario
from pages.shared import inputs
from pages.shared.markdown import plain
from pages.shared.session import t

ADOPTED = ""  # no scenario has this id


@dataclass(frozen=True)
class Subject:
    """The adopted scheme (no ``id``) or the scenario of that id."""

    id: str = ADOPTED

    def seen(self, engagement: Engagement) -> Engagement:
        """The engagement as if this were its scheme; what reads a scheme needs not know the difference."""
        found = scenario_of(engagement, self.id)
        return engagement.model_copy(update={"scheme": found.scheme}) if found else engagement

    def lift(self, change: inputs.Change) -> inputs.Change:
        """A change of "the scheme" made into a change of this one."""

        def on(engagement: Engagement, *value: Any) -> Engagement:
            found = scenario_of(engagement, self.id)
            if found is None:
                return change(engagement, *value)
            scheme = change(self.seen(engagement), *value).scheme
            return with_scenario(engagement, found.model_copy(update={"scheme": scheme}))

        return on


def scenario_of(engagement: Engagement, which: str) -> Scenario | None:
    """The scenario of that id."""
    return next((one for one in engagement.scenarios if one.id == which), None)


def with_scenario(engagement: Engagement, scenario: Scenario) -> Engagement:
    """The scenario put in the place of the one of its id, or after the others."""
    if scenario_of(engagement, scenario.id) is None:
        return engagement.model_copy(update={"scenarios": (*engagement.scenarios, scenario)})
    kept = tuple(scenario if one.id == scenario.id else one for one in engagement.scenarios)
    return engagement.model_copy(update={"scenarios": kept})


def pick(engagement: Engagement) -> Subject:
    """What the page works on; asked only where there is something beside the scheme."""
    ids = [ADOPTED, *(scenario.id for scenario in engagement.scenarios)]
    if len(ids) == 1:
        return Subject()
    return Subject(inputs.view("scheme_subject", ADOPTED, lambda key: _choose(ids, called(engagement), key), ids))


def _choose(ids: list[str], say: Callable[[str], str], key: str) -> str:
    return str(
        st.pills(
            t("page_scenarios.working_on"),
            ids,
            format_func=lambda which: plain(say(which)),
            key=key,
            required=True,
            wrap=True,
        )
    )


def called(engagement: Engagement) -> Callable[[str], str]:
    """What to call a scheme on the screen: a scenario of the client's says that it is a proposal."""

    def say(which: str) -> str:
        if which == ADOPTED:
            return t("page_scenarios.adopted")
        found = scenario_of(engagement, which)
        return which if found is None else t(f"page_scenarios.by_{found.by}", name=Raw(found.name))

    return say
