"""F1-F3: whether the method suits this client; below the line it advises, it never refuses."""

from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from kpi_logic.library import TEMPLATES, read_toml
from kpi_logic.model import Amount, Message, Profile, Raw, Unit

PLATFORMS = ("Amazon", "Shopee", "Lazada", "TikTok Shop", "Shopify")
LEAST_TEAM = 3
LEAST_YEARLY_SALES = 5_000_000.0  # CNY


class _FitFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    keywords: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def category_keywords() -> dict[str, tuple[str, ...]]:
    """Words by which a category with needs of its own is known, by kind."""
    return read_toml(TEMPLATES / "fit.toml", _FitFile).keywords


@dataclass(frozen=True)
class Advice:
    """One condition of the method: met, not met, or None where the client has not said yet."""

    rule: str
    met: bool | None
    message: Message


def fit(profile: Profile) -> tuple[Advice, ...]:
    """The three conditions for one client; F2 speaks of the team and of the sales.

    >>> [advice.met for advice in fit(Profile(team_size=9, yearly_sales=8e6, platforms=("Amazon",)))]
    [True, True, True, None]
    """
    return (_platforms(profile), _team(profile), _sales(profile), _category(profile))


def _platforms(profile: Profile) -> Advice:
    if not profile.platforms:
        return Advice("F1", None, Message("fit.platforms.unknown"))
    strange = tuple(Raw(platform) for platform in profile.platforms if platform not in PLATFORMS)
    if len(strange) == len(profile.platforms):
        return Advice("F1", False, Message("fit.platforms.none", {"platforms": strange}))
    known = tuple(platform for platform in profile.platforms if platform in PLATFORMS)
    return Advice("F1", True, Message("fit.platforms.good", {"platforms": known}))


def _team(profile: Profile) -> Advice:
    if profile.team_size is None:
        return Advice("F2", None, Message("fit.team.unknown"))
    good = profile.team_size >= LEAST_TEAM
    return Advice("F2", good, Message("fit.team.good" if good else "fit.team.small", {"size": profile.team_size}))


def _sales(profile: Profile) -> Advice:
    if profile.yearly_sales is None:
        return Advice("F2", None, Message("fit.sales.unknown"))
    said = {"sales": Amount(profile.yearly_sales, Unit.MONEY, profile.currency)}
    if profile.currency != "CNY":
        return Advice("F2", None, Message("fit.sales.other_currency", said))
    good = profile.yearly_sales >= LEAST_YEARLY_SALES
    return Advice("F2", good, Message("fit.sales.good" if good else "fit.sales.small", said))


def _category(profile: Profile) -> Advice:
    if not profile.categories:
        return Advice("F3", None, Message("fit.category.unknown"))
    named = " ".join(profile.categories).casefold()
    for kind, words in category_keywords().items():
        if any(word.casefold() in named for word in words):
            return Advice("F3", False, Message(f"fit.category.{kind}"))
    return Advice("F3", True, Message("fit.category.standard"))
