"""The starting scorecard of every role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from kpi_logic.library.kpis import KpiLibrary, kpi_library
from kpi_logic.library.read import TEMPLATES, Strict, TemplateError, read_toml
from kpi_logic.model import Kind

MOST = 5  # core KPIs of one person; more and nobody remembers them


class Candidate(Strict):
    """A KPI a role may start with, and its first-draft weight."""

    kpi: str
    weight: int = Field(gt=0)
    instead_of: tuple[str, ...] = ()


class _RoleEntry(Strict):
    gates: tuple[str, ...]
    candidates: tuple[Candidate, ...] = Field(min_length=1)


class _RoleFile(Strict):
    role: dict[str, _RoleEntry]


@dataclass(frozen=True)
class Role:
    """A role, its candidates in order of preference, and the KPIs that must be met before its score counts."""

    code: str
    candidates: tuple[Candidate, ...]
    gates: tuple[str, ...]


@lru_cache(maxsize=1)
def role_library() -> Mapping[str, Role]:
    """The roles under templates/ by code, in the order of the file, read once.

    >>> list(role_library())
    ['lead', 'operations', 'ads', 'purchasing', 'service', 'logistics', 'product', 'finance']
    >>> role_library()["ads"].gates
    ('tacos',)
    """
    return read_roles(TEMPLATES, kpi_library())


def read_roles(folder: Path, library: KpiLibrary) -> Mapping[str, Role]:
    """The roles in *folder* (``roles.toml``), checked against the KPIs of *library*.

    Raises:
        TemplateError: an unknown key or KPI, a KPI twice, an owner of a KPI that is no role.
    """
    entries = read_toml(folder / "roles.toml", _RoleFile).role
    roles = {code: Role(code, entry.candidates, entry.gates) for code, entry in entries.items()}
    for role in roles.values():
        _check_role(role, library)
    for kpi in library.kpis.values():
        for owner in kpi.owners:
            if owner not in roles:
                raise TemplateError(f"{kpi.domain}.toml: kpi.{kpi.code}.owners: no role has the code {owner}")
    return roles


def starting_set(role: str, available: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """The KPIs a role starts with, and their weights, given the base measures the client has.

    *available* holds measure codes.  The first five candidates whose measures are all there are taken, and among them
    at least one process KPI if any can be had; the heaviest stands first.  Weights are whole numbers that sum to 100.
    Empty where nothing can be computed; fewer than three KPIs say that the role needs more data first.

    Raises:
        KeyError: no such role.

    >>> starting_set("ads", frozenset({"sales", "ad_spend", "ad_sales"}))
    (('acos', 43), ('ad_sales', 36), ('organic_share', 21))
    >>> starting_set("ads", frozenset())
    ()
    """
    kpis = kpi_library().kpis
    usable = [c for c in role_library()[role].candidates if kpis[c.kpi].measures <= available]
    process = [c for c in usable if kpis[c.kpi].kind is Kind.PROCESS]
    chosen = _preferred(usable)
    if process and not any(c in process for c in chosen):
        chosen = [*chosen[: MOST - 1], process[0]]
    chosen.sort(key=lambda c: -c.weight)
    weights = _to_hundred([c.weight for c in chosen])
    return tuple((c.kpi, weight) for c, weight in zip(chosen, weights, strict=True))


def _preferred(usable: Iterable[Candidate]) -> list[Candidate]:
    """The first five that do not stand in for one already taken."""
    taken: list[Candidate] = []
    for candidate in usable:
        if not any(c.kpi in candidate.instead_of for c in taken):
            taken.append(candidate)
    return taken[:MOST]


def _to_hundred(weights: Sequence[int]) -> list[int]:
    """Whole numbers in proportion to *weights* that sum to 100: the largest remainders are rounded up."""
    total = sum(weights)
    whole = [weight * 100 // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(weights[i] * 100 % total), i))
    for i in by_remainder[: 100 - sum(whole)]:
        whole[i] += 1
    return whole


def _check_role(role: Role, library: KpiLibrary) -> None:
    seen: list[str] = []
    for candidate in role.candidates:
        for code in candidate.instead_of:
            if code not in seen:
                raise _fault(role, f"candidates: {candidate.kpi} stands in for {code}, which is no earlier candidate")
        if candidate.kpi in seen:
            raise _fault(role, f"candidates: {candidate.kpi} stands there twice")
        seen.append(candidate.kpi)
    for code in (*seen, *role.gates):
        if code not in library.kpis:
            raise _fault(role, f"no KPI has the code {code}")
    for gate in role.gates:
        if gate in seen:
            raise _fault(role, f"gates: {gate} is a candidate too; a KPI is either weighed or a gate")


def _fault(role: Role, what: str) -> TemplateError:
    return TemplateError(f"roles.toml: role.{role.code}: {what}")
