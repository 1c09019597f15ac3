"""library: what a consultant may change without a programmer, read into values and checked while reading.

Receives   the files under templates/.     Gives   measures, KPIs, roles, benchmarks.
May hold   the standard library, pydantic.
Never      assumes a direction, a unit or a source; computes a KPI; says a sentence.
"""

from kpi_logic.library.kpis import KpiLibrary, kpi_library
from kpi_logic.library.ledger import Benchmark, Ledger, ledger
from kpi_logic.library.read import TEMPLATES, Strict, TemplateError, read_toml
from kpi_logic.library.roles import Candidate, Role, role_library, starting_set

__all__ = [
    "TEMPLATES",
    "Benchmark",
    "Candidate",
    "KpiLibrary",
    "Ledger",
    "Role",
    "Strict",
    "TemplateError",
    "kpi_library",
    "ledger",
    "read_toml",
    "role_library",
    "starting_set",
]
