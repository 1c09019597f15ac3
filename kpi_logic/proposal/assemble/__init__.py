"""From conclusions to the paper: one file a section, everything in it a message or an amount."""

from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.compose import assemble, main_sections

__all__ = ["Case", "assemble", "main_sections"]
