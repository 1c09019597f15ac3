"""One finding of the KPI lint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi_logic.model import Amount, KpiRef, MeasureRef, Message, Month, Raw, RoleRef
from kpi_logic.scheme.lint_settings import Severity


@dataclass(frozen=True)
class Finding:
    """What is wrong, with whom, how grave and on what evidence; its words are ``lint.<rule>.message`` and ``.fix``.

    ``role`` and ``kpi`` are codes, ``person`` is a name; None where the finding is not about one.
    """

    rule: str
    severity: Severity
    role: str | None = None
    person: str | None = None
    kpi: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        """What is wrong, with its numbers."""
        return Message(f"lint.{self.rule}.message", self.facts)

    @property
    def fix(self) -> Message:
        """How to mend it."""
        return Message(f"lint.{self.rule}.fix", self.facts)

    @property
    def plain_facts(self) -> dict[str, Any]:
        """The facts as plain numbers, codes and texts, for machines."""
        return {name: plain(fact) for name, fact in self.facts.items()}


def plain(fact: Any) -> Any:
    """A message's fact as a number, a text or a list of them.

    >>> plain((KpiRef("acos"), KpiRef("roas")))
    ['acos', 'roas']
    """
    match fact:
        case Amount():
            return fact.value
        case KpiRef() | MeasureRef() | RoleRef():
            return fact.code
        case Raw():
            return fact.text
        case Month():
            return str(fact)
        case Message():
            return fact.key
        case tuple() | list():
            return [plain(part) for part in fact]
    return fact
