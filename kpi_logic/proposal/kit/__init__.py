"""The roll-out kit (M6, S8): what everybody holds in hand on the first day that counts."""

from kpi_logic.proposal.kit.briefing import briefing
from kpi_logic.proposal.kit.kpi_cards import kpi_cards
from kpi_logic.proposal.kit.person_cards import person_cards
from kpi_logic.proposal.kit.tasks import counted_from, tasks

__all__ = ["briefing", "counted_from", "kpi_cards", "person_cards", "tasks"]
