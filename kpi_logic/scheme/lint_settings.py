"""The lint's severities, thresholds and groups of KPIs, read from ``templates/lint.toml``."""

from enum import StrEnum
from functools import lru_cache

from pydantic import Field

from kpi_logic.library import TEMPLATES, KpiLibrary, TemplateError, kpi_library, read_toml
from kpi_logic.library.read import Strict


class Severity(StrEnum):
    """How much a finding matters."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Thresholds(Strict):
    """From where on something is a finding; what each means stands beside it in the file."""

    most_kpis: int
    least_kpis: int
    most_weight: int
    least_weight: int
    most_sales_share: float = Field(ge=0, le=1)
    small_team: int
    review_months: int
    trial_months: int
    recent_months: int
    steady_share: float = Field(ge=0, le=1)
    history_months: int
    easy_share: float = Field(ge=0, le=1)
    odds_low: float = Field(ge=0, le=1)
    odds_high: float = Field(ge=0, le=1)
    steep_payout: float
    profit_gap: float
    season: float = Field(gt=1)
    overridden: float = Field(ge=0, le=1)
    sums_gap: float


class Families(Strict):
    """KPIs by what they are about."""

    sales: frozenset[str]
    profit: frozenset[str]
    inventory: frozenset[str]
    big_company: frozenset[str]


class Twins(Strict):
    """KPIs that say the same thing."""

    kpis: tuple[str, ...] = Field(min_length=2)


class LintSettings(Strict):
    """All of ``templates/lint.toml``."""

    rule: dict[str, Severity]
    threshold: Thresholds
    family: Families
    twins: tuple[Twins, ...]
    serves: dict[str, frozenset[str]]
    shared: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def lint_settings() -> LintSettings:
    """The settings under templates/, read once.

    Raises:
        TemplateError: an unknown key, a missing one, or a KPI that the catalogue does not have.

    >>> lint_settings().rule["P2.too_many"].value, lint_settings().threshold.most_kpis
    ('high', 5)
    """
    settings = read_toml(TEMPLATES / "lint.toml", LintSettings)
    _check_kpis(settings, kpi_library())
    return settings


def _check_kpis(settings: LintSettings, library: KpiLibrary) -> None:
    family = settings.family
    groups = (family.sales, family.profit, family.inventory, family.big_company, settings.shared)
    for code in (code for group in (*groups, *(twins.kpis for twins in settings.twins)) for code in group):
        if code not in library.kpis:
            raise TemplateError(f"lint.toml: no KPI has the code {code}")
