"""Answers about what matters how much, as changes of an engagement."""

from collections.abc import Mapping

from kpi_logic.model import Engagement, Judgement
from kpi_logic.model.judgement import Method
from pages.shared import inputs

METHODS: tuple[Method, ...] = ("direct", "swing", "ahp", "bwm")


def judgement_of(engagement: Engagement, role: str, method: str, voter: str = "") -> Judgement | None:
    """Somebody's answers for a role by a method; None before the first one."""
    asked = (role, method, voter)
    return next((one for one in engagement.judgements if (one.role, one.method, one.voter) == asked), None)


class Answers:
    """Changes of one role's answers by one method."""

    def __init__(self, role: str, method: Method) -> None:
        self.role, self.method = role, method

    def one(self, name: str) -> inputs.Change:
        """One question answered."""
        return lambda engagement, value: self.several(engagement, {name: float(value)})

    def several(self, engagement: Engagement, answers: Mapping[str, float]) -> Engagement:
        """Some questions answered at once."""
        now = self._standing(engagement)
        return self._put(engagement, now.model_copy(update={"answers": now.answers | dict(answers)}))

    def named(self, field: str) -> inputs.Change:
        """The best or the worst KPI named."""
        return lambda engagement, value: self._put(
            engagement, self._standing(engagement).model_copy(update={field: value or ""})
        )

    def _standing(self, engagement: Engagement) -> Judgement:
        return judgement_of(engagement, self.role, self.method) or Judgement(role=self.role, method=self.method)

    def _put(self, engagement: Engagement, judgement: Judgement) -> Engagement:
        rest = [
            one for one in engagement.judgements if (one.role, one.method, one.voter) != (self.role, self.method, "")
        ]
        return engagement.model_copy(update={"judgements": (*rest, judgement)})
