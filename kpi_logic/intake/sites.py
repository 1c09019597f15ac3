"""Marketplaces: what exports and people call them, their currency, how they write dates."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from kpi_logic.intake.folding import folded
from kpi_logic.intake.words import INTAKE
from kpi_logic.library import read_toml


class Site(BaseModel):
    """One marketplace."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    currency: str
    day_first: bool
    names: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    site: dict[str, Site]
    platform: dict[str, tuple[str, ...]]
    also: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _file() -> _File:
    return read_toml(INTAKE / "sites.toml", _File)


@lru_cache(maxsize=1)
def _site_names() -> dict[str, str]:
    names = {folded(name): code for code, site in _file().site.items() for name in site.names}
    return names | {folded(code): code for code in _file().site}


@lru_cache(maxsize=1)
def _platform_names() -> dict[str, str]:
    return {folded(name): code for code, names in _file().also.items() for name in names}


@lru_cache(maxsize=4096)
def site_of(name: str) -> str:
    """The site's code for any of its names; the name itself where it is none; "" for "".

    >>> site_of("Amazon.com"), site_of("Atlantis")
    ('US', 'Atlantis')
    """
    return _site_names().get(folded(name), name)


def is_site(name: str) -> bool:
    """Whether it is a marketplace known here."""
    return folded(name) in _site_names()


@lru_cache(maxsize=4096)
def platform_of(name: str) -> str:
    """The platform's usual name for any of its names; the name itself where it is none."""
    return _platform_names().get(folded(name), name)


def sites_on(platform: str) -> tuple[str, ...]:
    """The sites of a platform."""
    return _file().platform.get(platform, ())


def sites_with(platform: str, currencies: tuple[str, ...]) -> tuple[str, ...]:
    """The sites of a platform whose money is one of *currencies*.

    >>> sites_with("Amazon", ("INR",))
    ('IN',)
    """
    return tuple(code for code in sites_on(platform) if _file().site[code].currency in currencies)


def currency_of(site: str) -> str:
    """The currency of a site, "" where it is not known."""
    found = _file().site.get(site)
    return found.currency if found else ""


def writes_day_first(sites: tuple[str, ...]) -> bool | None:
    """Whether these sites write the day before the month; None where they differ or nothing is known."""
    orders = {_file().site[code].day_first for code in sites if code in _file().site}
    return orders.pop() if len(orders) == 1 else None
