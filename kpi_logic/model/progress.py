"""How far an engagement has come: a step is done when its value exists, there are no flags to keep."""

from dataclasses import dataclass
from enum import StrEnum

from kpi_logic.model.engagement import Engagement
from kpi_logic.model.message import Message


class Step(StrEnum):
    """The five steps of the walk, in order."""

    INTAKE = "intake"
    DIAGNOSIS = "diagnosis"
    TARGETS = "targets"
    WEIGHTS = "weights"
    PROPOSAL = "proposal"


@dataclass(frozen=True)
class StepState:
    """One step: whether it is done, and what is missing if not."""

    step: Step
    missing: tuple[Message, ...]

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def progress(engagement: Engagement) -> tuple[StepState, ...]:
    """The state of each step, in order.

    >>> [state.done for state in progress(Engagement(name="new"))]
    [False, False, False, False, False]
    """
    have = {
        "client": bool(engagement.profile.client),
        "files": bool(engagement.data.files),
        "people": bool(engagement.organisation.people),
        "targets": bool(engagement.targets),
        "scheme": engagement.scheme is not None,
    }
    needs = {
        Step.INTAKE: ("client", "files", "people"),
        Step.DIAGNOSIS: ("files",),
        Step.TARGETS: ("files", "targets"),
        Step.WEIGHTS: ("people", "scheme"),
        Step.PROPOSAL: ("files", "targets", "scheme"),
    }
    return tuple(
        StepState(step, tuple(Message(f"frame.missing.{need}") for need in needs[step] if not have[need]))
        for step in Step
    )
