"""M5, P9: who tries the scheme first, against whom it is compared, and what counts as success."""

from pydantic import BaseModel, ConfigDict, Field


class SuccessRule(BaseModel):
    """What the pilot must show, agreed before it starts.

    ``kpi`` is what is judged ("" while nothing is agreed); it must get better by ``at_least`` (relative, 0.05 for 5 %)
    against the comparison, with ``confidence`` (0.5-0.99); none of ``guards`` (KPI codes) may get surely worse.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kpi: str = ""
    at_least: float = Field(default=0.05, ge=0, le=5)
    confidence: float = Field(default=0.8, ge=0.5, le=0.99)
    guards: tuple[str, ...] = ()


class Pilot(BaseModel):
    """M5: who tries it first, and when (YYYY-MM); scored without pay unless ``paid``.

    ``teams`` are departments, ``shops`` names of shops; both together are those that try it, and the ``compared`` ones
    those that go on as before.  ``success_rule`` is the rule in words, ``rule`` what is computed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    teams: tuple[str, ...] = ()
    first: str = ""
    months: int = Field(default=2, ge=1, le=6)
    success_rule: str = ""
    shops: tuple[str, ...] = ()
    compared_teams: tuple[str, ...] = ()
    compared_shops: tuple[str, ...] = ()
    rule: SuccessRule = SuccessRule()
    paid: bool = False

    @property
    def tried_by(self) -> tuple[str, ...]:
        """Everybody who tries it, as they are called: teams, then shops.

        >>> Pilot(teams=("Ads",), shops=("Acme US",)).tried_by
        ('Ads', 'Acme US')
        """
        return (*self.teams, *self.shops)
