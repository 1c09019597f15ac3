"""The papers of a case: the PDF and the scorecard workbook in each language."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_logic.model import Issue
from kpi_logic.proposal import Section
from kpi_logic.proposal.assemble import Case
from kpi_logic.text import Language, catalog


@dataclass(frozen=True)
class Papers:
    """File names and bytes; ``content`` is the proposal's fingerprint; ``issues`` what could not be printed."""

    files: dict[str, bytes]
    content: str
    issues: tuple[Issue, ...]

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of each file, by name."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}


def papers(case: Case, languages: Sequence[Language], main: tuple[Section, ...] | None = None) -> Papers:
    """``proposal-zh.pdf``, ``scorecards-zh.xlsx`` and so on; equal input gives equal bytes.

    ``main``: the main sections of the case, if they are known already.

    Raises as ``proposal.render_pdf`` does.
    """
    from kpi_logic.proposal import fingerprint, render_pdf, unprintable
    from kpi_logic.proposal.assemble import assemble
    from kpi_logic.proposal.workbook import scorecard_workbook

    proposal = assemble(case, main)
    mark = fingerprint(proposal)
    files: dict[str, bytes] = {}
    issues: dict[str, Issue] = {}
    for language in languages:
        words = catalog(language)
        files[f"proposal-{language}.pdf"] = render_pdf(proposal, words, fingerprint=mark, logo=case.logo)
        files[f"scorecards-{language}.xlsx"] = scorecard_workbook(case, language)
        issues |= {repr(issue): issue for issue in unprintable(proposal, words)}
    return Papers(files, mark, tuple(issues.values()))
