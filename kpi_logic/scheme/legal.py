"""Payroll guard rails for people employed in China: a checklist, not legal advice."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import Field

from kpi_logic.library import TEMPLATES, read_toml
from kpi_logic.library.read import Strict
from kpi_logic.model import Amount, Message, Scheme, Unit


class LegalSettings(Strict):
    """All of ``templates/legal.toml``."""

    points: tuple[str, ...] = Field(min_length=1)
    loss_share: float = Field(gt=0, le=1)


@lru_cache(maxsize=1)
def legal_settings() -> LegalSettings:
    """The settings under templates/, read once; raises TemplateError as ``read_toml`` does.

    >>> len(legal_settings().points), legal_settings().loss_share
    (9, 0.2)
    """
    return read_toml(TEMPLATES / "legal.toml", LegalSettings)


@dataclass(frozen=True)
class LegalPoint:
    """One point of the checklist: "confirmed" by the client, "open", or "at_odds" with what the scheme itself says."""

    code: str
    state: Literal["confirmed", "open", "at_odds"]

    @property
    def message(self) -> Message:
        """What the point asks."""
        share = Amount(legal_settings().loss_share, Unit.RATIO)
        return Message(f"legal.point.{self.code}", {"share": share} if self.code == "loss_limit" else {})


NOTICE = Message("legal.notice")
"""Stands beside the checklist wherever it is shown: this is not legal advice."""


def legal_checklist(scheme: Scheme) -> tuple[LegalPoint, ...]:
    """Every point of the checklist with where it stands.

    Only one thing can be told from a scheme: one that knows penalties but no rewards reads as fining, which companies
    may not do.  All else somebody has to confirm.

    >>> [p.state for p in legal_checklist(Scheme(rewards_and_penalties="penalties")) if p.code == "no_fines"]
    ['at_odds']
    """
    return tuple(LegalPoint(code, _state(code, scheme)) for code in legal_settings().points)


def _state(code: str, scheme: Scheme) -> Literal["confirmed", "open", "at_odds"]:
    if code == "no_fines" and scheme.rewards_and_penalties == "penalties":
        return "at_odds"
    return "confirmed" if code in scheme.roll_out.legal else "open"
